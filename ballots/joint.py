"""How many ballots of a meeting are content with an item and with the whole: one number an item, of large groups only.

Numbers of a whole meeting, counted while the ballots lie in memory (docs/decisions/0014). As in `meetings`, the caller
holds the transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from ballots.tables import joint


@dataclass(frozen=True)
class Joint:
    """`votes`: the ballots at a strict level on `item` of the subject at `position`, and on its overall item."""

    position: int
    item: str
    votes: int


def keep(db: Connection, meeting_id: str, rows: Iterable[Joint]) -> None:
    """Keeps the rows in place of those there were; a recount replaces them."""
    db.execute(delete(joint).where(joint.c.meeting_id == meeting_id))
    values = [{"meeting_id": meeting_id, **vars(row)} for row in rows]
    if values:
        db.execute(insert(joint), values)


def of_meetings(db: Connection, meeting_ids: Sequence[str]) -> list[tuple[str, Joint]]:
    """What is kept of the meetings, each row with its meeting's id, in the order of ids, positions and items."""
    wanted = select(joint).where(joint.c.meeting_id.in_(meeting_ids))
    ordered = wanted.order_by(joint.c.meeting_id, joint.c.position, joint.c.item)
    return [(row.meeting_id, Joint(row.position, row.item, row.votes)) for row in db.execute(ordered)]
