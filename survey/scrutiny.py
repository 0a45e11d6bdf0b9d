"""Scrutineers with an account, and their meetings. What they confirm is in `hall/confirmation.py`."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from ballots import meetings
from ballots.meetings import Meeting, State
from survey import accounts, acts
from survey.accounts import Account, Role
from survey.acts import Act
from survey.database import writing
from survey.errors import NotAScrutineer
from survey.evening import Evening
from survey.tables import scrutineer


def name_scrutineers(evening: Evening, meeting_id: str, account_ids: Sequence[str]) -> None:
    """Names these accounts for the meeting, and no others.

    Raises NoSuchAccount, NotAScrutineer, NoSuchMeeting, WrongState once the meeting is over.
    """
    with writing(evening.engine) as db:
        meetings.require(meetings.find(db, meeting_id), State.DRAFT, State.OPEN, State.CLOSED)
        chosen = [accounts.by_id(db, account_id) for account_id in dict.fromkeys(account_ids)]
        if not all(one.role is Role.SCRUTINEER and one.is_active for one in chosen):
            raise NotAScrutineer
        if {one.id for one in chosen} == {one.id for one in named_for(db, meeting_id)}:
            return
        db.execute(delete(scrutineer).where(scrutineer.c.meeting_id == meeting_id))
        if chosen:
            db.execute(insert(scrutineer), [{"meeting_id": meeting_id, "account_id": one.id} for one in chosen])
        acts.note(db, Act.SCRUTINEERS_NAMED, about=meeting_id, names="; ".join(one.name for one in chosen))


def named_for(db: Connection, meeting_id: str) -> list[Account]:
    """The accounts that are named for the meeting, by name."""
    ids = db.scalars(select(scrutineer.c.account_id).where(scrutineer.c.meeting_id == meeting_id)).all()
    return [one for one in accounts.every(db) if one.id in ids]


def is_named(db: Connection, meeting_id: str, account_id: str) -> bool:
    """Whether the account is named for the meeting."""
    same = (scrutineer.c.meeting_id == meeting_id) & (scrutineer.c.account_id == account_id)
    return db.scalar(select(scrutineer.c.meeting_id).where(same)) is not None


def meetings_of(db: Connection, account_id: str) -> list[Meeting]:
    """The meetings that the account is named for: those still to come or going on first, void ones last."""
    ids = db.scalars(select(scrutineer.c.meeting_id).where(scrutineer.c.account_id == account_id)).all()
    found = [meetings.find(db, meeting_id) for meeting_id in ids]
    order = [State.CLOSED, State.OPEN, State.DRAFT, State.PUBLISHED, State.VOID]
    return sorted(found, key=lambda one: (order.index(one.state), one.sub_district, one.community))
