"""The demo's own accounts, one behind each door, with passwords nobody knows. The scrutineer is named for tonight."""

from ballots import meetings
from ballots.meetings import State
from survey import accounts, passwords, scrutiny
from survey.accounts import Account, Role
from survey.database import reading, writing
from survey.evening import Evening

DOORS = (Role.ORGANIZER, Role.OFFICIAL, Role.SCRUTINEER)
"""Whom the demo lets in without a password; never an administrator."""


def account(evening: Evening, role: Role) -> Account:
    """The account behind the door."""
    name = f"demo {role}"
    with writing(evening.engine) as db:
        found = accounts.find(db, name) or accounts.create(db, name, role, passwords.generated())
    if role is Role.SCRUTINEER:
        _name_for_tonight(evening, found)
    return found


def _name_for_tonight(evening: Evening, found: Account) -> None:
    with reading(evening.engine) as db:
        tonight = meetings.in_state(db, State.OPEN, State.CLOSED)
    for one in tonight:
        scrutiny.name_scrutineers(evening, one.id, [found.id])
