"""After the count the scrutineers confirm it, themselves or as the organizer notes, and the wall shows who."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from ballots import meetings
from ballots.errors import WrongState
from ballots.keys import HOLDERS
from ballots.meetings import State
from ballots.names import usable_name
from survey import acts, scrutiny
from survey.accounts import Account
from survey.acts import Act
from survey.database import reading, writing
from survey.errors import AllConfirmed, NotAScrutineer
from survey.evening import Evening
from survey.hall import runbook
from survey.tables import confirmation


@dataclass(frozen=True)
class Confirmation:
    """A scrutineer's confirmation. `confirmed_at` is None for one that was noted before moments were kept."""

    name: str
    confirmed_at: datetime | None


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
        row = {"meeting_id": meeting_id, "position": len(before) + 1, "name": name}
        db.execute(insert(confirmation).values(**row, confirmed_at=evening.clock()))
        runbook.touch(db, meeting_id)
        acts.note(db, Act.COUNT_CONFIRMED, about=meeting_id, name=name)


def confirm_oneself(evening: Evening, meeting_id: str, account: Account) -> None:
    """Notes that the account confirms the count itself. Raises NotAScrutineer for one not named for the meeting."""
    with reading(evening.engine) as db:
        if not scrutiny.is_named(db, meeting_id, account.id):
            raise NotAScrutineer
    confirm(evening, meeting_id, account.name)


def take_back(evening: Evening, meeting_id: str) -> None:
    """Takes every confirmation back, such as for a count that is done again."""
    with writing(evening.engine) as db:
        if names(db, meeting_id):
            db.execute(delete(confirmation).where(confirmation.c.meeting_id == meeting_id))
            runbook.touch(db, meeting_id)
            acts.note(db, Act.CONFIRMATIONS_TAKEN_BACK, about=meeting_id)


def names(db: Connection, meeting_id: str) -> tuple[str, ...]:
    """Who has confirmed the count, in the order they did."""
    return tuple(one.name for one in confirmations(db, meeting_id))


def confirmations(db: Connection, meeting_id: str) -> list[Confirmation]:
    """Who has confirmed the count, and when, in the order they did."""
    kept = select(confirmation.c.name, confirmation.c.confirmed_at).where(confirmation.c.meeting_id == meeting_id)
    return [Confirmation(*row) for row in db.execute(kept.order_by(confirmation.c.position))]
