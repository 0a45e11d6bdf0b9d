"""A sheet of meetings: a line for each community, a column for each kind of subject. All are planned, or none.

What a line leaves out is taken from the register of communities, when the community is found there: its sub-district
when only one community has the name, and its roll.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import Connection

from ballots import schedule
from ballots.campaigns import Campaign
from ballots.errors import NoSubjects, Refused
from ballots.form import Subject
from ballots.instrument import Instrument
from ballots.names import likeness
from ballots.plan import Plan
from survey import communities, planning, register, scope
from survey.communities import Community
from survey.database import reading
from survey.errors import AgainOnLine, HasMeeting, NotYourCommunity, TableHasFaults, TooManyMeetings
from survey.evening import Evening
from survey.register import COMMUNITY, ROLL, SUB_DISTRICT, Register, people
from survey.sheets import cells
from survey.sheets.columns import Column
from survey.sheets.table import Row, Table

DAY = Column("day", {"zh-CN": "日期", "en": "Date"}, ("会议日期", "测评日期"))
HOUR = Column("hour", {"zh-CN": "时间", "en": "Time"}, ("会议时间", "开始时间"))
PLACE = Column("place", {"zh-CN": "地点", "en": "Place"}, ("会议地点", "会场"))
EXAMPLE_MEETING = {
    "zh-CN": ("2026-11-23", "19:30", "社区二楼会议室"),
    "en": ("2026-11-23", "19:30", "Community hall, second floor"),
}
EXAMPLE_NAMES = {"zh-CN": "王芳、李明", "en": "Wang Fang; Li Ming"}
MOST = 2000
"""The most meetings that one sheet plans."""


@dataclass(frozen=True)
class Timetable:
    """What a sheet would plan. `past` and `unregistered` are questions, not faults: lines, and names of communities."""

    plans: tuple[Plan, ...]
    faults: tuple[Refused, ...]
    past: tuple[int, ...]
    unregistered: tuple[str, ...]


def columns(form: Instrument) -> tuple[Column, ...]:
    """The columns of a sheet for campaigns with this form."""
    kinds = (Column(f"subject_{section.kind}", section.title, (section.kind,)) for section in form.sections)
    return (SUB_DISTRICT, COMMUNITY, ROLL, DAY, HOUR, PLACE, *kinds)


def lines(known: Sequence[Community], campaign: Campaign, language: str) -> list[list[str | int | None]]:
    """The lines of a sheet to fill in: one for each community of the register, or an example while it is empty."""
    if known:
        return [[one.sub_district, one.name, one.roll] for one in known]
    names = [EXAMPLE_NAMES[language]] * len(campaign.instrument.sections)
    return [[*register.EXAMPLES[language], *EXAMPLE_MEETING[language], *names]]


def read(db: Connection, campaign: Campaign, table: Table, today: date) -> Timetable:
    """The plans in the sheet, and every fault of it by its line. Raises TooManyMeetings."""
    if len(table.rows) > MOST:
        raise TooManyMeetings(most=MOST)
    known, held = Register(communities.every(db)), schedule.held(db, campaign.id)
    plans, faults, past, unregistered = [], list(table.faults), list[int](), list[str]()
    lines = dict[str, int]()
    for row in table.rows:
        plan, wrong = _plan(row, campaign.instrument, known)
        key = likeness(plan.sub_district, plan.community)
        first = lines.setdefault(key, row.line)
        if plan.community and first != row.line:
            wrong.append(row.fault(COMMUNITY.field, AgainOnLine(first=first)))
        if plan.community and not scope.is_own(plan):
            wrong.append(row.fault(COMMUNITY.field, NotYourCommunity(community=plan.community)))
        if plan.community and key in held:
            wrong.append(row.fault(COMMUNITY.field, HasMeeting()))
        if plan.held_on is not None and plan.held_on < today:
            past.append(row.line)
        if not known.has(plan):
            unregistered.append(plan.community)
        plans.append(plan)
        faults += wrong
    return Timetable(tuple(plans), tuple(faults), tuple(past), tuple(unregistered))


def bring_in(evening: Evening, campaign: Campaign, table: Table, today: date) -> int:
    """How many meetings were planned: every line of the sheet. Raises TableHasFaults when there is a fault."""
    with reading(evening.engine) as db:
        found = read(db, campaign, table, today)
    if found.faults:
        raise TableHasFaults(count=len(found.faults))
    return len(planning.plan_meetings(evening, campaign.id, found.plans))


def _plan(row: Row, form: Instrument, known: Register) -> tuple[Plan, list[Refused]]:
    reader = cells.Reader(row)
    plan = Plan(
        community=reader.need(COMMUNITY.field, cells.name, ""),
        subjects=_subjects(reader, form),
        sub_district=reader.read(SUB_DISTRICT.field, cells.name, ""),
        roll=reader.read(ROLL.field, people, None),
        held_on=reader.read(DAY.field, cells.day, None),
        begins=reader.read(HOUR.field, cells.hour, None) or _hour_of(row.text(DAY.field)),
        place=reader.read(PLACE.field, cells.name, ""),
    )
    return known.completed(plan), reader.faults


def _hour_of(day: str) -> time | None:
    """The hour that stands behind a day in one cell, as spreadsheets write moments."""
    try:
        return cells.hour(day)
    except Refused:
        return None


def _subjects(reader: cells.Reader, form: Instrument) -> list[Subject]:
    """Those to be rated, in the order of the form; a line that rates nobody is a fault."""
    fields = {section.kind: f"subject_{section.kind}" for section in form.sections}
    found = [
        Subject(kind, name) for kind, field in fields.items() for name in reader.read(field, cells.names, list[str]())
    ]
    if not any(reader.row.text(field) for field in fields.values()):
        reader.note(next(iter(fields.values())), NoSubjects())
    return found
