"""What is noted of boxes after their meetings: which may still be there, and when each was destroyed."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from ballots.meetings import Purpose, State
from ballots.tables import meeting


def outlived(db: Connection) -> list[str]:
    """The ids of published and void meetings whose box was not noted as destroyed. Paper never had a box."""
    is_over = meeting.c.state.in_((State.PUBLISHED, State.VOID)) & (meeting.c.purpose != Purpose.PAPER)
    return list(db.scalars(select(meeting.c.id).where(is_over, meeting.c.box_destroyed_at.is_(None))))


def note(db: Connection, meeting_id: str, now: datetime) -> None:
    """Keeps when the meeting's box was destroyed. A moment noted before stands."""
    is_first = (meeting.c.id == meeting_id) & meeting.c.box_destroyed_at.is_(None)
    db.execute(update(meeting).where(is_first).values(box_destroyed_at=now))
