"""What was declared about a published meeting, put right: dated, with both values, beside what was published.

A correction is a line that is added; nothing else is ever written after the publishing. A meeting is read with its
corrections applied (`meetings.find`), so that everything that shows it says the same. Counts of slips, ballots and
votes are none of the facts that can be corrected.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select

from ballots.errors import DayNotUsable, FactNotCorrectable, HourNotUsable, NothingCorrected
from ballots.form import Subject
from ballots.names import likeness, usable_name, usable_number
from ballots.tables import correction, meeting

if TYPE_CHECKING:
    from ballots.meetings import Meeting


_LONGEST_NUMBER = 9


class Declared(StrEnum):
    """A fact that people declared at the meeting; the value is what people read, and is the catalogue's key."""

    ROLL = "people on the roll"
    PRESENT = "people present"
    COMMUNITY = "name of the community"
    SUB_DISTRICT = "name of the sub-district"
    SUBJECT = "name of a subject"
    HELD_ON = "day of the meeting"
    BEGINS = "hour of the meeting"
    PLACE = "place of the meeting"
    HOST = "host of the meeting"


FIELDS: Mapping[Declared, tuple[str, Callable[[str], object]]] = {
    Declared.ROLL: ("roll", int),
    Declared.PRESENT: ("present", int),
    Declared.COMMUNITY: ("community", str),
    Declared.SUB_DISTRICT: ("sub_district", str),
    Declared.HELD_ON: ("held_on", date.fromisoformat),
    Declared.BEGINS: ("begins", time.fromisoformat),
    Declared.PLACE: ("place", str),
}
"""The field of the meeting behind a fact, and what makes its value of the text that is kept."""


@dataclass(frozen=True)
class Correction:
    """One correction as kept: `number` counts from 1 in its meeting, `position` is a subject's, 0 otherwise.

    `old` and `new` are texts as shown; an empty `old` was not recorded. `by` is the account, or who typed the command.
    """

    meeting_id: str
    number: int
    fact: Declared
    position: int
    old: str
    new: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Change:
    """What somebody wants corrected, as typed."""

    fact: Declared
    new: str
    reason: str
    position: int = 0


def of(db: Connection, meeting_ids: Sequence[str]) -> dict[str, tuple[Correction, ...]]:
    """The corrections of each meeting that has any, oldest first."""
    wanted = select(correction).where(correction.c.meeting_id.in_(meeting_ids))
    found: dict[str, tuple[Correction, ...]] = {}
    for row in db.execute(wanted.order_by(correction.c.meeting_id, correction.c.number)):
        made = Correction(**{**row._mapping, "fact": Declared[row.fact.upper()]})
        found[made.meeting_id] = (*found.get(made.meeting_id, ()), made)
    return found


def names(db: Connection, campaign_id: str) -> set[str]:
    """The `likeness` of every community of the campaign whose name was corrected, under its corrected name."""
    here = select(meeting.c.id, meeting.c.sub_district, meeting.c.community).where(
        meeting.c.campaign_id == campaign_id, meeting.c.id.in_(select(correction.c.meeting_id))
    )
    rows = db.execute(here).all()
    made = of(db, [row.id for row in rows])
    found = set()
    for row in rows:
        now = {one.fact: one.new for one in made[row.id]}
        sub_district = now.get(Declared.SUB_DISTRICT, row.sub_district)
        found.add(likeness(sub_district, now.get(Declared.COMMUNITY, row.community)))
    return found


def add(db: Connection, found: "Meeting", change: Change, by: str, now: datetime) -> Correction:
    """Keeps the change of a published meeting.

    Raises NothingCorrected, NumberNotUsable, NameNotUsable, DayNotUsable, FactNotCorrectable for no such subject.
    """
    old, new = declared(found, change.fact, change.position), _usable(found, change)
    if new == old:
        raise NothingCorrected
    made = Correction(
        meeting_id=found.id,
        number=len(found.corrections) + 1,
        fact=change.fact,
        position=change.position,
        old=old,
        new=new,
        reason=usable_name(change.reason, "Reason"),
        by=by,
        at=now,
    )
    db.execute(insert(correction).values(**{**vars(made), "fact": change.fact.name.lower()}))
    return made


def declared(found: "Meeting", fact: Declared, position: int = 0) -> str:
    """What is declared now, as text; empty for what was never recorded. Raises FactNotCorrectable."""
    if fact is Declared.SUBJECT:
        if not 1 <= position <= len(found.subjects):
            raise FactNotCorrectable
        return found.subjects[position - 1].name
    if fact is Declared.HOST:  # no field of the meeting: known by its corrections alone
        return next((one.new for one in reversed(found.corrections) if one.fact is fact), "")
    value = getattr(found, FIELDS[fact][0])
    if isinstance(value, time):
        return value.isoformat("minutes")
    return "" if value is None else str(value)


def applied(found: "Meeting", made: Sequence[Correction]) -> "Meeting":
    """The meeting as it is read from now on."""
    for one in made:
        found = _applied(found, one)
    return replace(found, corrections=tuple(made))


def _applied(found: "Meeting", one: Correction) -> "Meeting":
    if one.fact in FIELDS:
        field, read = FIELDS[one.fact]
        value: Any = read(one.new)
        return replace(found, **{field: value})
    if one.fact is Declared.SUBJECT:
        named = list(found.subjects)
        named[one.position - 1] = Subject(named[one.position - 1].kind, one.new)
        return replace(found, subjects=tuple(named))
    return found


def _usable(found: "Meeting", change: Change) -> str:
    """The new value as kept."""
    match change.fact:
        case Declared.ROLL:
            return str(usable_number(_number(change.new), "On the roll", least=1))
        case Declared.PRESENT:
            return str(usable_number(_number(change.new), "Present"))
        case Declared.HELD_ON:
            return _day(change.new, found.published_at).isoformat()
        case Declared.BEGINS:
            return _hour(change.new).isoformat("minutes")
    return usable_name(change.new, "Correct value")


def _number(typed: str) -> int:
    """The number; one that is out of every range for what is none."""
    digits = typed.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER else -1


def _day(typed: str, published_at: datetime | None) -> date:
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise DayNotUsable from None
    if published_at is not None and day > published_at.astimezone().date():
        raise DayNotUsable
    return day


def _hour(typed: str) -> time:
    try:
        return datetime.strptime(typed.strip(), "%H:%M").time()  # noqa: DTZ007  the clock of the hall
    except ValueError:
        raise HourNotUsable from None
