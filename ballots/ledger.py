"""The slip ledger: what became of every slip of a meeting, as an account that must balance.

Lines are only ever added, each for one act at the desk; what the box knows better (how many slips there are, how many
are void) is caught up with, so that an act cut short by a crash is completed by doing it again. While a box is open
the ledger knows nothing of ballots. Paper ballots have an account of their own: this one is about slips.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select

from ballots import meetings
from ballots.errors import MoreThanAtTheDesk, SlipsOvercounted, SlipsUnaccounted
from ballots.meetings import Meeting, State
from ballots.names import usable_name
from ballots.tables import ledger

Fraction = tuple[int, int] | None
"""A rate as the whole numbers it is made of; None where there is nothing to divide, or by."""


class Entry(StrEnum):
    """What a line is about. Only UNACCOUNTED and corrections of HANDED_OUT can be negative."""

    EXTRA = "extra"
    HANDED_OUT = "handed_out"
    VOIDED = "voided"
    REPRINTED = "reprinted"
    UNACCOUNTED = "unaccounted"


class Reason(StrEnum):
    """Why slips were voided."""

    TORN = "torn"
    LOST = "lost"
    MISPRINTED = "misprinted"
    BY_MISTAKE = "by_mistake"
    SEEN = "seen"
    OTHER = "other"


class Fate(StrEnum):
    """Where void slips had been: still at the desk, in a hand that gets a new one, or in a hand that gets none."""

    AT_DESK = "at_desk"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Why:
    """Why slips are voided, and where they had been; `words` say more where the reason does not say it all."""

    reason: Reason
    fate: Fate = Fate.AT_DESK
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the ledger, in the order in which the desk wrote them."""

    entry: Entry
    number: int
    reason: Reason | None = None
    fate: Fate | None = None
    words: str = ""


@dataclass(frozen=True)
class Account:
    """The account of a meeting's slips. None means not known yet: what lies in the box is never known before the close.

    `printed` all slips made, `extra` of them while the box was open; `voided` of them, `used_before` of which turned
    out to have been used before their sheet was voided (known after the close); `replaced` new slips given for void
    ones; `handed_out` in people's hands by the desk's notes, None when it noted nothing; `unused` counted by hand at
    the close; `issued` what is neither void nor left over; `explained` why it does not balance. Counts are slips.
    """

    printed: int
    extra: int
    voided: int
    reasons: Mapping[Reason, int]
    used_before: int | None
    replaced: int
    handed_out: int | None
    issued: int | None
    returned: int | None
    spoiled: int
    valid: int | None
    blank: int | None
    roll: int | None
    explained: str

    @property
    def void(self) -> int:
        """Slips that are worthless: voided, less those that had been used before."""
        return self.voided - (self.used_before or 0)

    @property
    def at_desk(self) -> int:
        """How many slips must still lie at the desk, before the close."""
        return self.printed - self.voided - (self.handed_out or 0)

    @property
    def unused(self) -> int | None:
        """How many were left over; None before the close."""
        return None if self.issued is None else self.printed - self.void - self.issued

    @property
    def missing(self) -> int:
        """How many slips nobody can say where they are; below zero, how many more were handed out than can be."""
        return 0 if self.issued is None or self.handed_out is None else self.issued - self.handed_out

    @property
    def balances(self) -> bool:
        """Whether printed = void + unused + handed out, as far as it is known."""
        return self.missing == 0

    @property
    def return_rate(self) -> Fraction:
        """回收率: returned of issued."""
        return _fraction(self.returned, self.issued)

    @property
    def turnout(self) -> Fraction:
        """参评率: returned of those on the roll."""
        return _fraction(self.returned, self.roll)

    @property
    def validity(self) -> Fraction:
        """有效率: valid of returned."""
        return _fraction(self.valid, self.returned)


def lines(db: Connection, meeting_id: str) -> list[Line]:
    """Every line of the meeting's ledger, oldest first."""
    columns = (ledger.c.entry, ledger.c.number, ledger.c.reason, ledger.c.fate, ledger.c.words)
    rows = db.execute(select(*columns).where(ledger.c.meeting_id == meeting_id).order_by(ledger.c.position))
    return [
        Line(Entry(entry), number, reason and Reason(reason), fate and Fate(fate), words)
        for entry, number, reason, fate, words in rows
    ]


def account(db: Connection, found: Meeting) -> Account:
    """The account as it stands."""
    return _account(found, lines(db, found.id))


def hand_out(db: Connection, meeting_id: str, number: int) -> None:
    """Notes that `number` slips left the desk. Raises MoreThanAtTheDesk, WrongState after the close."""
    found = meetings.require(meetings.find(db, meeting_id), State.DRAFT, State.OPEN)
    left = account(db, found).at_desk
    if not 1 <= number <= left:
        raise MoreThanAtTheDesk(left=left)
    _add(db, meeting_id, Line(Entry.HANDED_OUT, number))


def correct_handed_out(db: Connection, meeting_id: str, total: int) -> None:
    """Puts right how many slips are in people's hands. Raises MoreThanAtTheDesk, WrongState after the close."""
    found = meetings.require(meetings.find(db, meeting_id), State.DRAFT, State.OPEN)
    now = account(db, found)
    most = now.printed - now.voided
    if not 0 <= total <= most:
        raise MoreThanAtTheDesk(left=most)
    _add(db, meeting_id, Line(Entry.HANDED_OUT, total - (now.handed_out or 0)))


def catch_up_printed(db: Connection, found: Meeting, printed: int) -> None:
    """Notes slips that the box has and the ledger has not: in place of void ones at the desk first."""
    before, new = account(db, found), printed - found.printed
    if new <= 0:
        return
    meetings.note_printed(db, found.id, printed)
    if found.state is State.OPEN:
        _add(db, found.id, Line(Entry.EXTRA, new))
    at_desk = sum(line.number for line in lines(db, found.id) if line.fate is Fate.AT_DESK)
    reprinted = min(new, at_desk - _sum(lines(db, found.id), Entry.REPRINTED))
    if reprinted > 0 and before.voided:
        _add(db, found.id, Line(Entry.REPRINTED, reprinted))


def catch_up_voided(db: Connection, found: Meeting, voided: int, why: Why) -> int:
    """Notes slips that are void in the box and not in the ledger, and returns how many; none when it knew them."""
    new = voided - _sum(lines(db, found.id), Entry.VOIDED)
    if new > 0:
        _add(db, found.id, Line(Entry.VOIDED, new, why.reason, why.fate, require_words(why)))
    return max(new, 0)


def require_words(why: Why) -> str:
    """The words as kept, empty where the reason says it all. Raises NameNotUsable."""
    return usable_name(why.words, "Reason") if why.words.strip() or why.reason is Reason.OTHER else ""


def settle(db: Connection, meeting_id: str, explanation: str) -> None:
    """Balances the account of a meeting just closed; what does not balance is kept with its explanation.

    Raises SlipsUnaccounted while nobody says why.
    """
    missing = account(db, meetings.find(db, meeting_id)).missing
    if missing == 0:
        return
    if not explanation.strip():
        raise SlipsUnaccounted(number=missing) if missing > 0 else SlipsOvercounted(number=-missing)
    _add(db, meeting_id, Line(Entry.UNACCOUNTED, missing, words=usable_name(explanation, "Explanation")))


def _account(found: Meeting, kept: Sequence[Line]) -> Account:
    is_closed = found.slips_issued is not None
    voided = max(_sum(kept, Entry.VOIDED), found.voided)
    reasons: Counter[Reason] = Counter()
    for line in kept:
        if line.entry is Entry.VOIDED and line.reason:
            reasons[line.reason] += line.number
    withdrawn = sum(line.number for line in kept if line.fate is Fate.WITHDRAWN)
    is_noted = any(line.entry is Entry.HANDED_OUT for line in kept)
    replaced = sum(line.number for line in kept if line.fate is Fate.REPLACED) + _sum(kept, Entry.REPRINTED)
    return Account(
        printed=found.printed,
        extra=_sum(kept, Entry.EXTRA),
        voided=voided,
        reasons=reasons,
        used_before=voided - found.voided if is_closed else None,
        replaced=replaced,
        handed_out=_sum(kept, Entry.HANDED_OUT) - withdrawn if is_noted else None,
        issued=found.slips_issued,
        returned=found.boxed,
        spoiled=0,  # only paper can be spoiled, and it has an account of its own
        valid=found.boxed,
        blank=found.blank,
        roll=found.roll,
        explained=" ".join(line.words for line in kept if line.entry is Entry.UNACCOUNTED),
    )


def _sum(kept: Sequence[Line], entry: Entry) -> int:
    return sum(line.number for line in kept if line.entry is entry)


def _add(db: Connection, meeting_id: str, line: Line) -> None:
    last = select(func.coalesce(func.max(ledger.c.position), 0)).where(ledger.c.meeting_id == meeting_id)
    db.execute(insert(ledger).values(meeting_id=meeting_id, position=(db.scalar(last) or 0) + 1, **vars(line)))


def _fraction(above: int | None, below: int | None) -> Fraction:
    return (above, below) if below and above is not None else None
