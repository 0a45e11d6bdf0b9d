"""Tokens with which programs read published results: made by the administrator, shown once, kept as a digest only."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from ballots.names import new_id, usable_name
from survey import acts
from survey.acts import Act
from survey.errors import NoSuchToken
from survey.tables import access_token

PREFIX = "minxin_"
"""How every token begins, so that whoever finds one in a file knows what it is."""


@dataclass(frozen=True)
class AccessToken:
    """A token as kept: what it is for, who made it, and since when it opens nothing. The token itself is nowhere."""

    id: str
    name: str
    made_by: str
    made_at: datetime
    revoked_at: datetime | None


def make(db: Connection, name: str, now: datetime) -> tuple[AccessToken, str]:
    """A new token and its text, to be shown once. `name` says which program it is for. Raises NameNotUsable."""
    text = PREFIX + secrets.token_urlsafe(32)
    kept = {"name": usable_name(name, "Name"), "made_by": acts.actor().name, "made_at": now}
    made = AccessToken(new_id(), **kept, revoked_at=None)  # type: ignore[arg-type]  # the fields, named once
    db.execute(insert(access_token).values(id=made.id, digest=_digest(text), **kept))
    acts.note(db, Act.TOKEN_MADE, name=made.name, number=made.id)
    return made, text


def find(db: Connection, text: str) -> AccessToken | None:
    """The token in use whose text this is; None when there is none, or it was revoked."""
    wanted = (access_token.c.digest == _digest(text)) & access_token.c.revoked_at.is_(None)
    row = db.execute(select(access_token).where(wanted)).first()
    return _read(row) if row else None


def every(db: Connection) -> list[AccessToken]:
    """Every token ever made, those in use first, then the newest first."""
    ordered = select(access_token).order_by(access_token.c.revoked_at.is_not(None), access_token.c.made_at.desc())
    return [_read(row) for row in db.execute(ordered)]


def named(db: Connection, token_id: str) -> AccessToken:
    """The token with this id. Raises NoSuchToken."""
    row = db.execute(select(access_token).where(access_token.c.id == token_id)).first()
    if row is None:
        raise NoSuchToken
    return _read(row)


def revoke(db: Connection, token_id: str, now: datetime) -> AccessToken:
    """The token, which opens nothing from now on. Raises NoSuchToken."""
    found = named(db, token_id)
    if found.revoked_at is None:
        db.execute(update(access_token).where(access_token.c.id == token_id).values(revoked_at=now))
        acts.note(db, Act.TOKEN_REVOKED, name=found.name, number=token_id)
    return named(db, token_id)


def _digest(text: str) -> str:
    """What is kept of a token. It is random and long, so a plain hash tells nothing of it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _read(row: Row[tuple[object, ...]]) -> AccessToken:
    kept = row._mapping
    return AccessToken(**{name: kept[name] for name in ("id", "name", "made_by", "made_at", "revoked_at")})
