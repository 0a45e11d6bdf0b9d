"""The first start: the district gets its name and its first administrator, once."""

from ballots.names import usable_name
from survey import accounts, acts, naming
from survey.accounts import Account, Role
from survey.acts import Actor, Via
from survey.database import writing
from survey.errors import AlreadySetUp
from survey.evening import Evening


def set_up(evening: Evening, district: str, name: str, password: str) -> Account:
    """The first administrator, whose own act this is.

    Raises AlreadySetUp, NameNotUsable, and what `passwords.require_usable` raises; then nothing is kept.
    """
    with acts.acting(Actor(Via.PAGE, usable_name(name, "Name"))), writing(evening.engine) as db:
        if accounts.count(db):
            raise AlreadySetUp
        account = accounts.create(db, name, Role.ADMINISTRATOR, password)
        naming.name_district(db, district)
    return account
