"""Shared tablets: which devices the organizer let in to a meeting, and the links that let one in, once.

Of a tablet only the hash of a random token is kept, with the meeting it serves; nothing says when it came or what was
done on it.
"""

import hashlib
import secrets
import threading

from sqlalchemy import Connection, delete, func, insert, select

from ballots import codes, meetings
from ballots.meetings import Purpose, State
from ballots.tables import meeting
from survey import acts
from survey.acts import Act
from survey.database import reading, writing
from survey.errors import LinkOver, NoKioskOnPaper
from survey.evening import Evening
from survey.tables import tablet

LINK_SECONDS = 600
_LINK_CHARACTERS = 8
"""40 random bits, good for ten minutes and once."""
_ALIVE = (State.DRAFT, State.OPEN, State.CLOSED)


class Links:
    """The links of this server that were given out and not used yet; a restart makes them worthless."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given: dict[str, tuple[str, float]] = {}

    def give(self, meeting_id: str, now: float) -> str:
        """A new link's token; an earlier one of the meeting is over."""
        token = "".join(secrets.choice(codes.ALPHABET) for _ in range(_LINK_CHARACTERS))
        with self._lock:
            others = {name: kept for name, kept in self._given.items() if kept[0] != meeting_id}
            self._given = {**others, token: (meeting_id, now + LINK_SECONDS)}
        return token

    def look(self, meeting_id: str, token: str, now: float) -> None:
        """Returns when the link is good, which it stays. Raises LinkOver."""
        whose, until = self._given.get(codes.tidied(token), ("", 0.0))
        if whose != meeting_id or now > until:
            raise LinkOver

    def use(self, meeting_id: str, token: str, now: float) -> None:
        """Uses the link up. Raises LinkOver."""
        with self._lock:
            self.look(meeting_id, token, now)
            del self._given[codes.tidied(token)]


def require_kiosk(evening: Evening, meeting_id: str) -> None:
    """Returns when a tablet can serve the meeting. Raises NoSuchMeeting, WrongState once it is over, NoKioskOnPaper."""
    found = meetings.require(evening.find(meeting_id), State.DRAFT, State.OPEN)
    if found.purpose is Purpose.PAPER:
        raise NoKioskOnPaper


def let_in(evening: Evening, meeting_id: str) -> str:
    """The token of a device that serves the meeting from now on. Raises what `require_kiosk` raises."""
    require_kiosk(evening, meeting_id)
    token = secrets.token_hex(16)
    with writing(evening.engine) as db:
        db.execute(insert(tablet).values(meeting_id=meeting_id, hash=_hash(token)))
        acts.note(db, Act.TABLET_LET_IN, about=meeting_id)
    return token


def take_out(evening: Evening, meeting_id: str) -> int:
    """How many tablets served the meeting and do no more."""
    with writing(evening.engine) as db:
        taken = db.execute(delete(tablet).where(tablet.c.meeting_id == meeting_id)).rowcount
        acts.note(db, Act.TABLETS_TAKEN_OUT, about=meeting_id, tablets=taken)
    return taken


def serving(evening: Evening, meeting_id: str) -> int:
    """How many tablets serve the meeting."""
    with reading(evening.engine) as db:
        return _number(db, meeting_id)


def meeting_of(evening: Evening, token: str) -> str | None:
    """The meeting that the device with this token serves; None for every other device, and once the meeting is over."""
    found = select(tablet.c.meeting_id).join(meeting, meeting.c.id == tablet.c.meeting_id)
    with reading(evening.engine) as db:
        return db.scalar(found.where(tablet.c.hash == _hash(token), meeting.c.state.in_(_ALIVE)))


def _number(db: Connection, meeting_id: str) -> int:
    return db.scalar(select(func.count()).where(tablet.c.meeting_id == meeting_id)) or 0


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
