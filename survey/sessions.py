"""Who is signed in, and on what: a row for each session, ended by itself, by its owner, or by the administrator."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from survey import accounts, acts
from survey.accounts import Account
from survey.acts import Act, Actor, Via
from survey.tables import session

IDLE_SECONDS = 30 * 60
"""After so long without a staff page the session is over: a laptop left alone in the hall is nobody's desk."""
_SEEN_EVERY_SECONDS = 60


@dataclass(frozen=True)
class Device:
    """What a session runs on, in two words such as Chrome and Windows; empty when it does not say. No more is kept."""

    browser: str = ""
    system: str = ""


@dataclass(frozen=True)
class Session:
    """A session that is not over. `id` is public to its owner; the token that opens it is kept nowhere."""

    id: str
    device: Device
    started_at: datetime
    seen_at: datetime


def begin(db: Connection, account: Account, device: Device, now: datetime) -> str:
    """The token of a new session, noted as an act of the account. Sessions that nobody ended are swept away."""
    db.execute(delete(session).where(session.c.seen_at < now - timedelta(seconds=IDLE_SECONDS)))
    token = secrets.token_urlsafe(32)
    kept = {"browser": device.browser, "system": device.system, "started_at": now, "seen_at": now}
    db.execute(insert(session).values(id=_id(token), account_id=account.id, **kept))
    with acts.acting(Actor(Via.PAGE, account.name)):
        acts.note(db, Act.SIGNED_IN)
    return token


def find(db: Connection, token: str, now: datetime) -> tuple[Account, Session] | None:
    """The account and session that the token opens; None when it is over, or the account is out of use."""
    row = db.execute(select(session).where(session.c.id == _id(token), _is_alive(now))).first()
    if row is None:
        return None
    account = accounts.by_id(db, row.account_id)
    return (account, _read(row)) if account.is_active else None


def drop(db: Connection, token: str) -> None:
    """Ends the session that the token opens, because another begins in its place."""
    db.execute(delete(session).where(session.c.id == _id(token)))


def is_due(found: Session, now: datetime) -> bool:
    """Whether it is time again to note that the session is in use: once a minute."""
    return now - found.seen_at >= timedelta(seconds=_SEEN_EVERY_SECONDS)


def touch(db: Connection, session_id: str, now: datetime) -> None:
    """Notes that the session is in use."""
    db.execute(update(session).where(session.c.id == session_id).values(seen_at=now))


def of_account(db: Connection, account_id: str, now: datetime) -> list[Session]:
    """The account's sessions that are not over, the one used last first."""
    chosen = select(session).where(session.c.account_id == account_id, _is_alive(now))
    return [_read(row) for row in db.execute(chosen.order_by(session.c.seen_at.desc(), session.c.id))]


def sign_out(db: Connection, account: Account, session_id: str) -> None:
    """Ends one session of the account; one that is over already stays so."""
    mine = (session.c.id == session_id) & (session.c.account_id == account.id)
    if db.execute(delete(session).where(mine)).rowcount:
        acts.note(db, Act.SIGNED_OUT)


def end_all(db: Connection, account: Account) -> None:
    """Ends every session of the account, on every device."""
    db.execute(delete(session).where(session.c.account_id == account.id))
    acts.note(db, Act.SESSIONS_ENDED, about=account.name)


def _is_alive(now: datetime) -> ColumnElement[bool]:
    return session.c.seen_at > now - timedelta(seconds=IDLE_SECONDS)


def _id(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _read(row: Row[tuple[object, ...]]) -> Session:
    kept = row._mapping
    return Session(kept["id"], Device(kept["browser"], kept["system"]), kept["started_at"], kept["seen_at"])
