"""After the count the scrutineers confirm it: the organizer notes who, and the wall shows how many of them."""

from sqlalchemy import Connection, delete, insert, select

from ballots import meetings
from ballots.errors import WrongState
from ballots.keys import HOLDERS
from ballots.meetings import State
from ballots.names import usable_name
from survey import acts
from survey.acts import Act
from survey.database import writing
from survey.errors import AllConfirmed
from survey.evening import Evening
from survey.hall import runbook
from survey.tables import confirmation


def confirm(evening: Evening, meeting_id: str, typed: str) -> None:
    """Notes that a scrutineer has confirmed the count; noting the same name again changes nothing.

    Raises WrongState before the count, NameNotUsable, AllConfirmed.
    """
    name = usable_name(typed, "Name")
    with writing(evening.engine) as db:
        found = meetings.require(meetings.find(db, meeting_id), State.CLOSED, State.PUBLISHED)
        if found.counted_at is None:
            raise WrongState(state="closed, not counted", wanted="counted")
        before = names(db, meeting_id)
        if name in before:
            return
        if len(before) >= HOLDERS:
            raise AllConfirmed(number=HOLDERS)
        db.execute(insert(confirmation).values(meeting_id=meeting_id, position=len(before) + 1, name=name))
        runbook.touch(db, meeting_id)
        acts.note(db, Act.COUNT_CONFIRMED, about=meeting_id, name=name)


def take_back(evening: Evening, meeting_id: str) -> None:
    """Takes every confirmation back, such as for a count that is done again."""
    with writing(evening.engine) as db:
        if names(db, meeting_id):
            db.execute(delete(confirmation).where(confirmation.c.meeting_id == meeting_id))
            runbook.touch(db, meeting_id)
            acts.note(db, Act.CONFIRMATIONS_TAKEN_BACK, about=meeting_id)


def names(db: Connection, meeting_id: str) -> tuple[str, ...]:
    """Who has confirmed the count, in the order they did."""
    order = select(confirmation.c.name).where(confirmation.c.meeting_id == meeting_id).order_by(confirmation.c.position)
    return tuple(db.scalars(order))
