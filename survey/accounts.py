"""Staff accounts: an administrator, organizers, officials. Residents have none."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, update
from werkzeug.security import check_password_hash, generate_password_hash

from ballots.names import usable_name
from survey import acts
from survey.acts import Act, Actor, Via
from survey.errors import AccountExists, PasswordTooShort, SignInFailed
from survey.tables import account

SHORTEST_PASSWORD = 12
_NOBODY = generate_password_hash("a password nobody has")


class Role(StrEnum):
    """What an account may do. The administrator may do everything the others may."""

    ADMINISTRATOR = "administrator"
    ORGANIZER = "organizer"
    OFFICIAL = "official"


@dataclass(frozen=True)
class Account:
    """An account as kept. `epoch` counts password changes and sign-outs: older sessions are over."""

    name: str
    role: Role
    epoch: int


def create(db: Connection, name: str, role: Role, password: str) -> Account:
    """A new account. Raises NameNotUsable, AccountExists, PasswordTooShort."""
    name = usable_name(name, "Name")
    _require_long(password)
    if find(db, name):
        raise AccountExists(name=name)
    db.execute(insert(account).values(name=name, role=role, password_hash=generate_password_hash(password)))
    acts.note(db, Act.ACCOUNT_MADE, about=name, role=role)
    return Account(name, role, 0)


def find(db: Connection, name: str) -> Account | None:
    """The account called `name`, or None."""
    row = db.execute(select(account.c.name, account.c.role, account.c.epoch).where(account.c.name == name)).first()
    return Account(row.name, Role(row.role), row.epoch) if row else None


def count(db: Connection) -> int:
    """How many accounts there are; none on first start."""
    return int(db.scalar(select(func.count()).select_from(account)) or 0)


def sign_in(db: Connection, name: str, password: str) -> Account:
    """The account. Raises SignInFailed, after the same work whether or not the name exists."""
    kept = db.scalar(select(account.c.password_hash).where(account.c.name == name.strip()))
    found = find(db, name.strip())
    if not check_password_hash(kept or _NOBODY, password) or found is None:
        raise SignInFailed
    return found


def note_signed_in(db: Connection, found: Account) -> None:
    """Notes that the account has signed in, as its own act."""
    with acts.acting(Actor(Via.PAGE, found.name)):
        acts.note(db, Act.SIGNED_IN)


def sign_out(db: Connection, name: str) -> None:
    """Ends every session of the account, at its own wish."""
    end_sessions(db, name)
    acts.note(db, Act.SIGNED_OUT)


def end_sessions(db: Connection, name: str) -> None:
    """Ends every session of the account, on every device."""
    db.execute(update(account).where(account.c.name == name).values(epoch=account.c.epoch + 1))


def change_password(db: Connection, name: str, password: str) -> None:
    """Sets a new password and ends every session. Raises PasswordTooShort."""
    _require_long(password)
    db.execute(update(account).where(account.c.name == name).values(password_hash=generate_password_hash(password)))
    end_sessions(db, name)
    acts.note(db, Act.PASSWORD_CHANGED, about=name)


def _require_long(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(least=SHORTEST_PASSWORD)
