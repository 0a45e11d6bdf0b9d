"""The acts around paper ballots, as pages and commands share them: handed out, entered, settled, decided, counted.

Each act returns the meeting as it stands afterwards.
"""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection

from ballots import entries, meetings, paper, paper_counts
from ballots.errors import PaperNotAnnounced, WrongState
from ballots.meetings import Meeting, Purpose, State
from ballots.names import usable_name, usable_number
from ballots.pile import Entry, PaperBallot, Ruling
from survey import acts, counting
from survey.acts import Act
from survey.database import reading, writing
from survey.evening import Evening


def ballots(evening: Evening, found: Meeting) -> list[PaperBallot]:
    """Every paper ballot that came back, as it stands; none before they are counted by hand."""
    with reading(evening.engine) as db:
        return entries.read(db, found.id, found.paper_returned or 0)


def is_finished(evening: Evening, found: Meeting) -> bool:
    """Whether every paper ballot is ready to be counted; so it is where there is none."""
    if not found.has_paper:
        return True
    return found.paper_returned is not None and all(one.is_ready for one in ballots(evening, found))


def ballot(evening: Evening, meeting_id: str, number: int) -> PaperBallot:
    """One paper ballot. Raises what `enter` raises for a number that is none."""
    with reading(evening.engine) as db:
        return _ballot(db, meeting_id, number)


# Going out and coming back


def note_issued(evening: Evening, meeting_id: str, issued: int) -> Meeting:
    """Keeps how many paper ballots were handed out. Raises WrongState, MorePaperReturnedThanIssued."""
    with writing(evening.engine) as db:
        paper_counts.note_issued(db, meeting_id, issued)
        acts.note(db, Act.PAPER_ISSUED, about=meeting_id, issued=issued)
        return meetings.find(db, meeting_id)


def note_returned(evening: Evening, meeting_id: str, returned: int) -> Meeting:
    """Keeps how many came back. Raises WrongState, MorePaperReturnedThanIssued, NumberNotUsable."""
    with writing(evening.engine) as db:
        paper_counts.note_returned(db, meeting_id, returned)
        acts.note(db, Act.PAPER_RETURNED, about=meeting_id, returned=returned)
        return meetings.find(db, meeting_id)


def note_assisted(evening: Evening, meeting_id: str, assisted: int) -> Meeting:
    """Keeps how many people were helped to vote, all told; no act, for its time would say when somebody voted.

    Raises WrongState once counted, NumberNotUsable.
    """
    with writing(evening.engine) as db:
        paper_counts.note_assisted(db, meeting_id, assisted)
        return meetings.find(db, meeting_id)


def hold_on_paper(evening: Evening, meeting_id: str, *, is_paper: bool) -> Meeting:
    """Says whether everybody votes on paper. Slips and keys made so far become worthless. Raises WrongState."""
    with writing(evening.engine) as db:
        paper_counts.hold_on_paper(db, meeting_id, is_paper=is_paper)
        if is_paper:
            evening.boxes.destroy(meeting_id)
            meetings.note_slips(db, meeting_id, 0, 0)
        acts.note(db, Act.HELD_ON_PAPER, about=meeting_id, on_paper=is_paper)
        return meetings.find(db, meeting_id)


def close(evening: Evening, meeting_id: str, issued: int, *, announce: bool = True) -> Meeting:
    """Ends the vote of a meeting held on paper alone, with `issued` ballots handed out.

    Raises WrongState, PaperNotHandedOut.
    """
    with writing(evening.engine) as db:
        paper_counts.note_issued(db, meeting_id, issued)
        paper_counts.close(db, meeting_id, announce=announce, now=evening.clock())
        acts.note(db, Act.PAPER_CLOSED, about=meeting_id, issued=issued)
        closed = meetings.find(db, meeting_id)
    counting.prepare()
    return closed


# Typed in


def enter(evening: Evening, meeting_id: str, typed: Mapping[int, Entry]) -> Meeting:
    """Keeps what one person typed, all of it or nothing, by the numbers on the ballots.

    Raises WrongState unless the meeting is closed and not counted, PaperNotAnnounced, NumberNotUsable,
    PaperEnteredTwice.
    """
    with writing(evening.engine) as db:
        for number, entry in typed.items():
            _ballot(db, meeting_id, number)
            entries.enter(db, meeting_id, number, entry)
        return meetings.find(db, meeting_id)


def enter_file(evening: Evening, meeting_id: str, path: Path, by: str) -> int:
    """How many ballots the file held, all now typed by `by`. Raises what `enter` and `paper.read_typed` raise."""
    found = evening.find(meeting_id)
    read = paper.read_typed(path, evening.form(found))
    name = usable_name(by, "Name")
    enter(evening, meeting_id, {number: Entry(name, one.marks, one.doubt) for number, one in read.items()})
    with writing(evening.engine) as db:
        acts.note(db, Act.PAPER_ENTERED, about=meeting_id, ballots=len(read), by=name)
    return len(read)


def settle(evening: Evening, meeting_id: str, number: int, marks: bytes, by: str) -> Meeting:
    """Keeps what a third look at the paper found. Raises what `enter` raises, and PaperNothingToSettle."""
    with writing(evening.engine) as db:
        entries.settle(db, meeting_id, _ballot(db, meeting_id, number), marks, by)
        acts.note(db, Act.PAPER_SETTLED, about=meeting_id, number=number)
        return meetings.find(db, meeting_id)


def rule(evening: Evening, meeting_id: str, number: int, ruling: Ruling) -> Meeting:
    """Keeps what two scrutineers decided. Raises what `enter` raises, PaperNothingToSettle, SameScrutineer."""
    with writing(evening.engine) as db:
        entries.rule(db, meeting_id, _ballot(db, meeting_id, number), ruling)
        names = {"first": ruling.first, "second": ruling.second}
        acts.note(db, Act.PAPER_RULED, about=meeting_id, number=number, reason=ruling.reason, **names)
        return meetings.find(db, meeting_id)


# Counted


def count(evening: Evening, meeting_id: str) -> Meeting:
    """Counts a meeting held on paper alone; publishes it when that was asked for at the close.

    Raises WrongState, PaperNotAnnounced, PaperNotFinished.
    """
    found = meetings.require(evening.find(meeting_id), State.CLOSED)
    if found.purpose is not Purpose.PAPER:
        raise WrongState(state=found.purpose.value, wanted=Purpose.PAPER.value)
    evening.count(meeting_id, [])
    return evening.find(meeting_id)


def take_back_count(evening: Evening, meeting_id: str) -> Meeting:
    """Forgets the count, so that a ballot can be corrected. Raises WrongState."""
    with writing(evening.engine) as db:
        paper_counts.take_back_count(db, meeting_id)
        acts.note(db, Act.COUNT_TAKEN_BACK, about=meeting_id)
        return meetings.find(db, meeting_id)


def _ballot(db: Connection, meeting_id: str, number: int) -> PaperBallot:
    found = meetings.require(meetings.find(db, meeting_id), State.CLOSED)
    if found.counted_at is not None:
        raise WrongState(state="counted", wanted="closed, not counted")
    if not found.paper_returned:
        raise PaperNotAnnounced
    usable_number(number, "Number on the ballot", least=1, most=found.paper_returned)
    return entries.read(db, meeting_id, found.paper_returned)[number - 1]
