"""The record of acts: who of the staff did what, and when. It only grows, and each line is chained to the one before.

Note an act inside the transaction that does it, so that neither is kept without the other, and where pages and
commands both pass:

    with writing(evening.engine) as db:
        meetings.note_attendance(db, meeting_id, roll, present)
        acts.note(db, Act.ATTENDANCE_NOTED, about=meeting_id, roll=roll, present=present)

A new kind of act is one more line in `Act`. Its words and the names of its details join the catalogue by themselves.
Voters are never noted, nor anything of theirs. `chain.py` says what a changed record shows.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from ballots import codes
from ballots.errors import CodeMistyped
from survey.chain import BEGINNING, Head, Link
from survey.duties import EVERYTHING, Duties
from survey.tables import act

Detail = str | int | bool | None


class Act(StrEnum):
    """What was done; the value is what people read, and is the catalogue's key."""

    ACCOUNT_MADE = "account made"
    ACCOUNT_CHANGED = "role or duties changed"
    ACCOUNT_OUT_OF_USE = "account taken out of use"
    ACCOUNT_IN_USE = "account taken into use again"
    PASSWORD_CHANGED = "password changed"  # noqa: S105  the name of an act
    PASSWORD_RESET = "password given anew"  # noqa: S105
    SESSIONS_ENDED = "all sessions ended"
    DISTRICT_NAMED = "district named"
    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    SIGN_INS_FAILED = "sign-ins failed"
    COMMUNITIES_IMPORTED = "communities imported"
    COMMUNITY_ADDED = "community added"
    COMMUNITY_CORRECTED = "community corrected"
    COMMUNITY_REMOVED = "community removed"
    CAMPAIGN_MADE = "campaign made"
    FORM_EXCHANGED = "form exchanged"
    MEETING_PLANNED = "meeting planned"
    MEETING_CHANGED = "meeting changed"
    MEETING_REMOVED = "meeting removed"
    PRINTING_TESTED = "printing tested"
    ATTENDANCE_NOTED = "attendance noted"
    SLIPS_PRINTED = "slips printed"
    SLIPS_DISCARDED = "slips discarded"
    SLIP_VOIDED = "slip voided"
    SHEET_VOIDED = "sheet of slips voided"
    SLIPS_HANDED_OUT = "slips handed out"
    HANDING_OUT_CORRECTED = "number of slips handed out corrected"
    COUNTDOWN_BEGUN = "countdown begun"
    COUNTDOWN_STOPPED = "countdown stopped"
    WIFI_NOTED = "Wi-Fi for the wall noted"
    COUNT_CONFIRMED = "count confirmed by a scrutineer"
    CONFIRMATIONS_TAKEN_BACK = "confirmations taken back"
    KEYS_MADE = "keys made"
    KEY_SHOWN = "key shown"
    KEY_TESTED = "key tested"
    KEY_PRESENTED = "key presented"
    TABLET_LET_IN = "shared tablet let in"
    TABLETS_TAKEN_OUT = "shared tablets taken out"
    OPENED = "box opened for voting"
    CLOSED = "box closed and sealed"
    HELD_ON_PAPER = "way of voting changed"
    PAPER_ISSUED = "paper ballots handed out"
    PAPER_CLOSED = "vote on paper ended"
    PAPER_RETURNED = "paper ballots came back"
    PAPER_ENTERED = "paper ballots entered"
    PAPER_SETTLED = "difference settled"
    PAPER_RULED = "doubtful ballot decided"
    DECK_CAST = "known-answer deck cast by the computer"
    REHEARSAL_WIPED = "rehearsal wiped"
    COUNTED = "ballots counted"
    COUNT_TAKEN_BACK = "count taken back"
    PUBLISHED = "result published"
    MADE_VOID = "meeting made void"
    BOX_DESTROYED = "box destroyed"
    COMMENTS_ON = "comments switched on"
    COMMENTS_OFF = "comments switched off"
    REVIEW_BEGUN = "review of comments begun"
    COMMENT_RELEASED = "comment released"
    COMMENT_WITHHELD = "comment withheld"
    REVIEW_FINISHED = "review of comments finished"
    COMMENTS_DELETED = "comments deleted"
    PAPER_IMPORTED = "paper ballots imported"
    ASSESSED = "assessment noted"
    CORRECTED = "minutes corrected"
    COPY_ATTACHED = "signed copy attached"
    VETO_NOTED = "veto item noted"
    VETO_WITHDRAWN = "veto item taken back"
    GRADE_CONFIRMED = "grade confirmed"
    TOKEN_MADE = "token for a program made"  # noqa: S105
    TOKEN_REVOKED = "token revoked"  # noqa: S105
    RULES_EXCHANGED = "rules exchanged"
    RULES_KEPT = "version of rules kept"
    PAST_IMPORTED = "results of earlier years imported"
    PAST_REMOVED = "results of an earlier year removed"
    PACK_BEGUN = "whole pack made"
    NOTICE_PUT_UP = "public notice put up"
    NOTICE_TAKEN_DOWN = "public notice taken down"
    BACKED_UP = "backup made"
    RESTORED = "restored from a backup"
    SCRUTINEERS_NAMED = "scrutineers named"


OF_ACCOUNTS = frozenset(
    {
        Act.ACCOUNT_MADE,
        Act.ACCOUNT_CHANGED,
        Act.ACCOUNT_OUT_OF_USE,
        Act.ACCOUNT_IN_USE,
        Act.PASSWORD_CHANGED,
        Act.PASSWORD_RESET,
        Act.SESSIONS_ENDED,
    }
)
"""Acts that are about an account, by its name; all others are about a meeting or a campaign, by its id."""


class Via(StrEnum):
    """The way somebody acted."""

    PAGE = "web page"
    COMMAND = "command line"
    KEY = "key"
    PROGRAM = "program"


@dataclass(frozen=True)
class Actor:
    """Who acts: an account at a page, a login name at the command line, a key's unnamed holder, the program itself.

    `duties` are the communities that an organizer works for; everybody else has to do with all.
    """

    via: Via
    name: str = ""
    duties: Duties = EVERYTHING


_THE_PROGRAM = Actor(Via.PROGRAM)
_actor: ContextVar[Actor] = ContextVar("actor", default=_THE_PROGRAM)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """What is noted while the block runs was done by `actor`."""
    before = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(before)


def take_the_floor(actor: Actor = _THE_PROGRAM) -> None:
    """What is noted from now on in this thread was done by `actor`: so begins every request, and ends without one."""
    _actor.set(actor)


def actor() -> Actor:
    """Who acts now."""
    return _actor.get()


def note(db: Connection, what: Act, *, about: str = "", **details: Detail) -> None:
    """Adds a line to the record; `about` is the id of a meeting or campaign, or the name of an account.

    Details are numbers and short texts that everybody on the staff may read: never a code, key, answer or password, or
    anything of a voter. Should somebody have typed a code into one, it is blotted out. Raises RuntimeError outside of
    `writing`, where the line would be lost, and ValueError for a detail that is none.
    """
    options = db.get_execution_options()
    if not options.get("writing"):
        raise RuntimeError("acts are noted inside a writing transaction")
    now: datetime = options["clock"]()
    who, last = actor(), head(db) or Head(0, BEGINNING)
    line = Link(last.number + 1, _written(now), who.via, who.name, what, about, _kept(details))
    db.execute(insert(act).values(**vars(line), hash=line.hash(last.hash)))


def head(db: Connection, about: str | None = None) -> Head | None:
    """The last line, or the last one about a meeting: its number and the hash that covers everything before it.

    For the minutes: whoever keeps a printed head can tell later whether the record up to it is still the same.
    None before the first line.
    """
    newest = select(act.c.number, act.c.hash).order_by(act.c.number.desc()).limit(1)
    row = db.execute(newest if about is None else newest.where(act.c.about == about)).first()
    return Head(row.number, row.hash) if row else None


_SECRETS = re.compile("code|key$|digits|answer|mark|password|receipt|voter|phone")
_LONGEST = 400
_SIGN = "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"
_LIKE_A_CODE = re.compile(rf"(?=(?<!{_SIGN})({_SIGN}{{4}}(?:\W?{_SIGN}{{4}}){{3}})(?!{_SIGN}))")  # from every start
_LIKE_A_KEY = re.compile(r"\d(?:\W?\d){41,}")
BLOT = "▒▒▒▒"


def _kept(details: Mapping[str, Detail]) -> str:
    for name, value in details.items():
        if _SECRETS.search(name) or not (value is None or isinstance(value, str | int)):
            raise ValueError(f"{name} is no detail of an act")
    plain = {name: _harmless(value) if isinstance(value, str) else value for name, value in details.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _harmless(text: str) -> str:
    """The text without what could be a slip's code or a key, wherever it was typed."""
    text = _LIKE_A_KEY.sub(BLOT, text[:_LONGEST])
    written, end = "", 0
    for start, last in _codes_in(text):  # one may begin inside another: a word can pass for the first group of a code
        if start >= end:
            written += text[end:start] + BLOT
        end = max(end, last)
    return written + text[end:]


def _codes_in(text: str) -> list[tuple[int, int]]:
    return [found.span(1) for found in _LIKE_A_CODE.finditer(text) if _is_code(found[1])]


def _is_code(text: str) -> bool:
    try:
        codes.read(text)
    except CodeMistyped:
        return False
    return True


def _written(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
