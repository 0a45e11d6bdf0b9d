"""Keeps what was typed of paper ballots, until the publishing; then it is forgotten. `pile` says how far each is."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ballots import pile
from ballots.errors import PaperEnteredTwice, PaperNotAnnounced, PaperNothingToSettle, SameScrutineer
from ballots.meetings import Meeting
from ballots.names import usable_name
from ballots.pile import TWICE, Counted, Entry, PaperBallot, Ruling, Standing
from ballots.spoiling import Flaw
from ballots.tables import paper_entry, paper_ruling, paper_settlement


def read(db: Connection, meeting_id: str, returned: int) -> list[PaperBallot]:
    """Every ballot from number 1 to `returned`, as it stands."""
    entries: dict[int, list[Entry]] = defaultdict(list)
    for row in _rows(db, paper_entry, meeting_id):
        entries[row.number].append(Entry(row.entered_by, row.marks, Flaw(row.doubt) if row.doubt else None))
    settled = {row.number: row.marks for row in _rows(db, paper_settlement, meeting_id)}
    rulings = {
        row.number: Ruling(Flaw(row.reason) if row.reason else None, row.first, row.second)
        for row in _rows(db, paper_ruling, meeting_id)
    }
    return [
        PaperBallot(number, tuple(entries.get(number, ())), settled.get(number), rulings.get(number))
        for number in range(1, returned + 1)
    ]


def enter(db: Connection, meeting_id: str, number: int, entry: Entry) -> None:
    """Keeps what one person typed; what the same person typed of it before is replaced.

    Raises PaperEnteredTwice when two others have, or when it is settled or decided.
    """
    key = (paper_entry.c.meeting_id == meeting_id) & (paper_entry.c.number == number)
    before = {row.entered_by: row.place for row in db.execute(select(paper_entry).where(key))}
    if (len(before) == TWICE and entry.by not in before) or _is_decided(db, meeting_id, number):
        raise PaperEnteredTwice(number=number)
    values = {"marks": entry.marks, "doubt": entry.doubt}
    if entry.by in before:
        db.execute(update(paper_entry).where(key, paper_entry.c.entered_by == entry.by).values(**values))
    else:
        place = 1 if 1 not in before.values() else TWICE
        row = {"meeting_id": meeting_id, "number": number, "place": place, "entered_by": entry.by, **values}
        db.execute(insert(paper_entry).values(**row))


def settle(db: Connection, meeting_id: str, ballot: PaperBallot, marks: bytes, by: str) -> None:
    """Keeps what the paper says where two people read it differently. Raises PaperNothingToSettle."""
    if ballot.standing is not Standing.DIFFERS:
        raise PaperNothingToSettle(number=ballot.number)
    row = {"meeting_id": meeting_id, "number": ballot.number, "settled_by": by, "marks": marks}
    db.execute(insert(paper_settlement).values(**row))


def rule(db: Connection, meeting_id: str, ballot: PaperBallot, ruling: Ruling) -> None:
    """Keeps what two scrutineers decided; a later decision replaces it.

    Raises PaperNothingToSettle for a ballot nobody typed yet, NameNotUsable, SameScrutineer.
    """
    if not ballot.entries:
        raise PaperNothingToSettle(number=ballot.number)
    first, second = usable_name(ruling.first, "Scrutineer"), usable_name(ruling.second, "Scrutineer")
    if first.casefold() == second.casefold():
        raise SameScrutineer
    key = (paper_ruling.c.meeting_id == meeting_id) & (paper_ruling.c.number == ballot.number)
    db.execute(delete(paper_ruling).where(key))
    row = {"meeting_id": meeting_id, "number": ballot.number, "reason": ruling.reason}
    db.execute(insert(paper_ruling).values(**row, first=first, second=second))


def counted(db: Connection, found: Meeting) -> Counted:
    """What the meeting's paper gives the count; nothing where nobody votes on paper.

    Raises PaperNotAnnounced before the ballots that came back are counted by hand, PaperNotFinished.
    """
    if found.has_paper and found.paper_returned is None:
        raise PaperNotAnnounced
    return pile.counted(read(db, found.id, found.paper_returned or 0))


def highest(db: Connection, meeting_id: str) -> int:
    """The highest number that somebody typed a ballot under; 0 before the first."""
    return max((row.number for row in _rows(db, paper_entry, meeting_id)), default=0)


def forget(db: Connection, meeting_id: str) -> None:
    """Removes everything that was typed of the meeting's paper ballots."""
    for table in (paper_entry, paper_settlement, paper_ruling):
        db.execute(delete(table).where(table.c.meeting_id == meeting_id))


def _is_decided(db: Connection, meeting_id: str, number: int) -> bool:
    settled = select(paper_settlement.c.number).where(
        paper_settlement.c.meeting_id == meeting_id, paper_settlement.c.number == number
    )
    spoiled = select(paper_ruling.c.number).where(
        paper_ruling.c.meeting_id == meeting_id, paper_ruling.c.number == number, paper_ruling.c.reason.is_not(None)
    )
    return db.scalar(settled) is not None or db.scalar(spoiled) is not None


def _rows(db: Connection, table: Any, meeting_id: str) -> list[Any]:
    return list(db.execute(select(table).where(table.c.meeting_id == meeting_id).order_by(*table.primary_key)))
