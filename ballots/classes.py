"""How many slips of each voter class were printed, handed out and came back. A class is its place in the rules, from 1.

While a box is open nothing here moves: what came back is noted at the count, and only where it may be told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from ballots.errors import MoreReturnedThanIssued
from ballots.names import usable_number
from ballots.store import Slip
from ballots.tables import class_count


@dataclass(frozen=True)
class ClassSlips:
    """The slips of one class of one meeting that are not void: `issued` 发出, `returned` 收回, `valid` 有效.

    `returned` and `valid` are None before the count, and where a class is too small to tell.
    """

    voter_class: int
    printed: int
    issued: int
    returned: int | None = None
    valid: int | None = None


def good(slips: Iterable[Slip]) -> dict[int, int]:
    """How many slips of each class are not void; empty where slips have no class."""
    counted = Counter(slip.voter_class for slip in slips if not slip.void)
    return {place: counted[place] for place in sorted(counted) if place}


def note_printed(db: Connection, meeting_id: str, slips: Iterable[Slip]) -> None:
    """Keeps how many slips of each class there are by now."""
    keep(db, meeting_id, [ClassSlips(place, number, number) for place, number in good(slips).items()])


def note_issued(db: Connection, meeting_id: str, slips: Sequence[Slip], unused: Mapping[int, int]) -> None:
    """Keeps how many slips of each class were handed out: those that are good less the `unused` ones counted by hand.

    Raises NumberNotUsable, MoreReturnedThanIssued.
    """
    rows = []
    for place, number in good(slips).items():
        issued = number - (usable_number(unused.get(place), "Unused slips", most=number) or 0)
        returned = sum(slip.spent for slip in slips if slip.voter_class == place)
        if returned > issued:
            raise MoreReturnedThanIssued(returned=returned, issued=issued)
        rows.append(ClassSlips(place, number, issued))
    keep(db, meeting_id, rows)


def keep(db: Connection, meeting_id: str, rows: Iterable[ClassSlips]) -> None:
    """Keeps the rows in place of those there were."""
    db.execute(delete(class_count).where(class_count.c.meeting_id == meeting_id))
    values = [{"meeting_id": meeting_id, **vars(row)} for row in rows]
    if values:
        db.execute(insert(class_count), values)


def of_meetings(db: Connection, meeting_ids: Sequence[str]) -> dict[str, list[ClassSlips]]:
    """The classes' slips by meeting, in the order of the rules; a meeting whose slips have no class is not in it."""
    table = class_count
    columns = (
        table.c.meeting_id,
        table.c.voter_class,
        table.c.printed,
        table.c.issued,
        table.c.returned,
        table.c.valid,
    )
    wanted = select(*columns).where(table.c.meeting_id.in_(meeting_ids)).order_by(table.c.voter_class)
    found: dict[str, list[ClassSlips]] = {}
    for meeting_id, *row in db.execute(wanted):
        found.setdefault(meeting_id, []).append(ClassSlips(*row))
    return found
