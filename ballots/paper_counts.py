"""How many paper ballots went out and came back, how many people were helped, and what a count says of both.

Numbers of a whole meeting, never of a person: nothing here has a time or belongs to a ballot. As in `meetings`, the
caller holds the transaction.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from ballots import campaigns, entries, meetings
from ballots.errors import (
    MorePaperReturnedThanIssued,
    NumberNotUsable,
    PaperNotHandedOut,
    WrongState,
)
from ballots.meetings import Meeting, Purpose, State
from ballots.names import MOST_PEOPLE, usable_number
from ballots.tables import channel, joint, meeting, spoiled, tally


def note_issued(db: Connection, meeting_id: str, issued: int) -> None:
    """Keeps how many paper ballots were handed out. Raises WrongState once counted, MorePaperReturnedThanIssued."""
    found = _require_uncounted(db, meeting_id)
    usable_number(issued, "Paper ballots handed out")
    if issued < (found.paper_returned or 0):
        raise MorePaperReturnedThanIssued(returned=found.paper_returned, issued=issued)
    total = None if found.slips_issued is None else found.slips_issued + issued
    _set(db, meeting_id, paper_issued=issued, issued=total)


def note_returned(db: Connection, meeting_id: str, returned: int) -> None:
    """Keeps how many paper ballots came back, as counted by hand after the close.

    Raises WrongState, MorePaperReturnedThanIssued, NumberNotUsable for fewer than were typed in already.
    """
    found = _require_uncounted(db, meeting_id, State.CLOSED)
    least = entries.highest(db, meeting_id)
    if not least <= returned <= MOST_PEOPLE:
        raise NumberNotUsable(what="Paper ballots that came back", least=least, most=MOST_PEOPLE)
    if returned > found.paper_issued:
        raise MorePaperReturnedThanIssued(returned=returned, issued=found.paper_issued)
    _set(db, meeting_id, paper_returned=returned, returned=(found.boxed or 0) + returned)


def note_assisted(db: Connection, meeting_id: str, assisted: int) -> None:
    """Keeps how many people were helped to vote, all told. Raises WrongState once counted, NumberNotUsable."""
    _require_uncounted(db, meeting_id)
    _set(db, meeting_id, assisted=usable_number(assisted, "People helped"))


def hold_on_paper(db: Connection, meeting_id: str, *, is_paper: bool) -> None:
    """Says whether everybody votes on paper, without slips, keys and box. Raises WrongState after the draft."""
    found = meetings.require(meetings.find(db, meeting_id), State.DRAFT)
    if found.purpose not in (Purpose.REAL, Purpose.PAPER):
        raise WrongState(state=found.purpose.value, wanted=Purpose.REAL.value)
    _set(db, meeting_id, purpose=Purpose.PAPER if is_paper else Purpose.REAL)


def close(db: Connection, meeting_id: str, *, announce: bool, now: datetime) -> None:
    """draft → closed for a meeting held on paper alone; freezes the campaign's form and rules.

    Raises WrongState, PaperNotHandedOut.
    """
    found = meetings.require(meetings.find(db, meeting_id), State.DRAFT)
    if not found.paper_issued:
        raise PaperNotHandedOut
    campaigns.freeze(db, found.campaign_id, now)
    counts = {"issued": found.paper_issued, "returned": 0}
    _set(db, meeting_id, state=State.CLOSED, announce=announce, opened_at=now, closed_at=now, **counts)


def note_origins(db: Connection, meeting_id: str, channels: Mapping[str, int], reasons: Mapping[str, int]) -> None:
    """Keeps how many of the returned ballots came by which channel, and the spoiled ones by reason; only numbers."""
    for table, key, counts in ((channel, "name", channels), (spoiled, "reason", reasons)):
        db.execute(delete(table).where(table.c.meeting_id == meeting_id))
        rows = [{"meeting_id": meeting_id, key: name, "ballots": ballots} for name, ballots in sorted(counts.items())]
        if rows:
            db.execute(insert(table), rows)
    _set(db, meeting_id, spoiled=sum(reasons.values()))


def origins(db: Connection, meeting_id: str) -> tuple[dict[str, int], dict[str, int]]:
    """How many ballots came by which channel, and the spoiled ones by reason; empty before the count."""
    found = [select(table).where(table.c.meeting_id == meeting_id) for table in (channel, spoiled)]
    by_channel, by_reason = ({row[1]: row.ballots for row in db.execute(one)} for one in found)
    return by_channel, by_reason


def take_back_count(db: Connection, meeting_id: str) -> None:
    """Forgets the count of a closed meeting, so that its paper can be corrected and all is counted again.

    Raises WrongState once published, and for paper that was imported: nothing of it was typed here.
    """
    found = meetings.require(meetings.find(db, meeting_id), State.CLOSED)
    if found.counted_at is None or not entries.highest(db, meeting_id):
        raise WrongState(state="closed, not counted", wanted="counted")
    for table in (tally, joint, channel, spoiled):
        db.execute(delete(table).where(table.c.meeting_id == meeting_id))
    _set(db, meeting_id, counted_at=None, spoiled=0)


def _require_uncounted(db: Connection, meeting_id: str, *states: State) -> Meeting:
    wanted = states or (State.DRAFT, State.OPEN, State.CLOSED)
    found = meetings.require(meetings.find(db, meeting_id), *wanted)
    if found.counted_at is not None:
        raise WrongState(state="counted", wanted="closed, not counted")
    return found


def _set(db: Connection, meeting_id: str, **values: object) -> None:
    db.execute(update(meeting).where(meeting.c.id == meeting_id).values(**values))
