"""Staff accounts: administrators, organizers, officials, scrutineers. Residents have none.

An account is never deleted, for the record of acts names it; it is taken out of use. Passwords are in `passwords.py`,
who is signed in is in `sessions.py`, and whose meetings are whose in `duties.py`.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from ballots.names import likeness, new_id, usable_name
from survey import acts, passwords
from survey.acts import Act
from survey.duties import EVERYTHING, Duties, Duty
from survey.errors import AccountExists, LastAdministrator, NoSuchAccount, SamePassword, SignInFailed, WrongPassword
from survey.tables import account, duty, session


class Role(StrEnum):
    """What an account may do. The administrator may do everything the others may."""

    ADMINISTRATOR = "administrator"
    ORGANIZER = "organizer"
    OFFICIAL = "official"
    SCRUTINEER = "scrutineer"


@dataclass(frozen=True)
class Account:
    """An account as kept. `duties` say which communities an organizer works for.

    `must_change`: the password was given by somebody else and opens nothing but the page that asks for a new one.
    """

    id: str
    name: str
    role: Role
    duties: Duties
    is_active: bool = True
    must_change: bool = False


def create(
    db: Connection, name: str, role: Role, password: str, *, duties: Duties = EVERYTHING, must_change: bool = False
) -> Account:
    """A new account. Raises NameNotUsable, AccountExists, and what `passwords.require_usable` raises."""
    name = usable_name(name, "Name")
    passwords.require_usable(password, name)
    if db.scalar(select(account.c.id).where(account.c.likeness == likeness(name))):
        raise AccountExists(name=name)
    made = Account(new_id(), name, role, duties if role is Role.ORGANIZER else EVERYTHING, must_change=must_change)
    kept = {"password_hash": passwords.hashed(password), "must_change": must_change}
    db.execute(insert(account).values(id=made.id, name=name, likeness=likeness(name), role=role, **kept))
    _keep_duties(db, made.id, made.duties)
    acts.note(db, Act.ACCOUNT_MADE, about=name, role=role, duties=made.duties.written)
    return made


def find(db: Connection, name: str) -> Account | None:
    """The account called `name`, in whatever case or width it is written; None when there is none."""
    row = db.execute(select(account).where(account.c.likeness == likeness(name))).first()
    return _read(db, row) if row else None


def by_id(db: Connection, account_id: str) -> Account:
    """The account with this id. Raises NoSuchAccount."""
    row = db.execute(select(account).where(account.c.id == account_id)).first()
    if row is None:
        raise NoSuchAccount
    return _read(db, row)


def named(db: Connection, name: str) -> Account:
    """The account called `name`. Raises NoSuchAccount."""
    found = find(db, name)
    if found is None:
        raise NoSuchAccount
    return found


def every(db: Connection) -> list[Account]:
    """All accounts by name; those out of use last."""
    return [
        _read(db, row) for row in db.execute(select(account).order_by(account.c.is_active.desc(), account.c.likeness))
    ]


def count(db: Connection) -> int:
    """How many accounts there are; none on first start."""
    return int(db.scalar(select(func.count()).select_from(account)) or 0)


def sign_in(db: Connection, name: str, password: str) -> Account:
    """The account. Raises SignInFailed, after the same work whether or not the name exists and is in use."""
    kept = db.scalar(select(account.c.password_hash).where(account.c.likeness == likeness(name), account.c.is_active))
    found = find(db, name) if passwords.matches(kept, password) else None
    if found is None:
        raise SignInFailed
    return found


def note_failed_sign_ins(db: Connection, number: int) -> None:
    """Notes that sign-ins failed, and how many; under which names they were tried is nobody's business."""
    acts.note(db, Act.SIGN_INS_FAILED, number=number)


def change(db: Connection, found: Account, role: Role, duties: Duties) -> None:
    """Gives the account another role or other duties, from its next page on. Raises LastAdministrator."""
    if role is not Role.ADMINISTRATOR:
        _require_another_administrator(db, found)
    db.execute(update(account).where(account.c.id == found.id).values(role=role))
    duties = duties if role is Role.ORGANIZER else EVERYTHING
    db.execute(delete(duty).where(duty.c.account_id == found.id))
    _keep_duties(db, found.id, duties)
    acts.note(db, Act.ACCOUNT_CHANGED, about=found.name, role=role, earlier=found.role, duties=duties.written)


def take_out_of_use(db: Connection, found: Account) -> None:
    """Ends every session of the account and lets it sign in no more. Raises LastAdministrator."""
    _require_another_administrator(db, found)
    db.execute(update(account).where(account.c.id == found.id).values(is_active=False))
    _end_sessions(db, found)
    acts.note(db, Act.ACCOUNT_OUT_OF_USE, about=found.name)


def take_into_use(db: Connection, found: Account) -> None:
    """Lets an account that was out of use sign in again."""
    db.execute(update(account).where(account.c.id == found.id).values(is_active=True))
    acts.note(db, Act.ACCOUNT_IN_USE, about=found.name)


def change_password(db: Connection, found: Account, old: str, new: str) -> None:
    """Exchanges the account's own password and ends its sessions. Raises WrongPassword, SamePassword, PasswordToo…."""
    kept = db.scalar(select(account.c.password_hash).where(account.c.id == found.id))
    if not passwords.matches(kept, old):
        raise WrongPassword
    if old == new:
        raise SamePassword
    _set_password(db, found, new, must_change=False)
    acts.note(db, Act.PASSWORD_CHANGED, about=found.name)


def reset_password(db: Connection, found: Account, new: str, *, must_change: bool = True) -> None:
    """Gives the account a password that somebody else chose, and ends its sessions. Raises PasswordToo…."""
    _set_password(db, found, new, must_change=must_change)
    acts.note(db, Act.PASSWORD_RESET, about=found.name)


def _set_password(db: Connection, found: Account, new: str, *, must_change: bool) -> None:
    passwords.require_usable(new, found.name)
    values = {"password_hash": passwords.hashed(new), "must_change": must_change}
    db.execute(update(account).where(account.c.id == found.id).values(**values))
    _end_sessions(db, found)


def _end_sessions(db: Connection, found: Account) -> None:
    db.execute(delete(session).where(session.c.account_id == found.id))


def _require_another_administrator(db: Connection, found: Account) -> None:
    others = (account.c.role == Role.ADMINISTRATOR) & account.c.is_active & (account.c.id != found.id)
    if found.role is Role.ADMINISTRATOR and not db.scalar(select(func.count()).where(others)):
        raise LastAdministrator


def _keep_duties(db: Connection, account_id: str, duties: Duties) -> None:
    db.execute(update(account).where(account.c.id == account_id).values(is_for_all=duties.is_for_all))
    if duties.listed:
        db.execute(insert(duty), [{"account_id": account_id, **vars(one)} for one in duties.listed])


def _read(db: Connection, row: Row[tuple[object, ...]]) -> Account:
    kept = row._mapping
    listed = select(duty.c.sub_district, duty.c.community).where(duty.c.account_id == kept["id"]).order_by(*duty.c)
    duties = Duties(kept["is_for_all"], tuple(Duty(*one) for one in db.execute(listed)))
    return Account(kept["id"], kept["name"], Role(kept["role"]), duties, kept["is_active"], kept["must_change"])
