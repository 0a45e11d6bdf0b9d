"""What is known of a meeting when it is planned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum

from ballots.errors import NoSubjects
from ballots.form import Subject, lay_out
from ballots.instrument import Instrument
from ballots.names import usable_name, usable_number


class Purpose(StrEnum):
    """What a meeting is for. Demo and rehearsal boxes keep their keys on disk and say so on every page."""

    REAL = "real"
    PAPER = "paper"
    DEMO = "demo"
    REHEARSAL = "rehearsal"


MARK = "演练 REHEARSAL"
"""What a rehearsal's papers, charts and files say in both languages, so that none is taken for a real one."""


@dataclass(frozen=True)
class Plan:
    """A meeting as planned. `held_on` and `begins` are the hall's own day and hour, as announced to residents.

    `repeats` and `rehearses` are ids: of the void meeting it is the repeat of, of the real one it rehearses.
    """

    community: str
    subjects: Sequence[Subject]
    sub_district: str = ""
    roll: int | None = None
    purpose: Purpose = Purpose.REAL
    held_on: date | None = None
    begins: time | None = None
    place: str = ""
    repeats: str | None = None
    rehearses: str | None = None


def usable(plan: Plan, form: Instrument) -> Plan:
    """The plan as kept: names tidied. Raises NameNotUsable, NumberNotUsable, NoSubjects, UnknownKind."""
    subjects = tuple(Subject(one.kind, usable_name(one.name, "Subject")) for one in plan.subjects)
    if not subjects:
        raise NoSubjects
    lay_out(form, subjects)
    return replace(
        plan,
        community=usable_name(plan.community, "Community"),
        sub_district=usable_name(plan.sub_district, "Sub-district") if plan.sub_district.strip() else "",
        place=usable_name(plan.place, "Place") if plan.place.strip() else "",
        roll=usable_number(plan.roll, "On the roll", least=1),
        subjects=subjects,
    )
