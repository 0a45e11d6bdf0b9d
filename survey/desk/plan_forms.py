"""What the pages of planning ask: a meeting, a community, which campaign to copy from."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField, TimeField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ballots.errors import Refused
from ballots.form import Subject
from ballots.instrument import Instrument
from ballots.meetings import Meeting
from ballots.names import LONGEST, MOST_PEOPLE
from ballots.plan import Plan, Purpose
from survey.communities import Entry
from survey.sheets import cells
from survey.web import current
from survey.web.forms import CountField, StaffForm
from survey.web.i18n import gettext, words
from survey.web.refusals import said

Read = TypeVar("Read")


class DayField(DateField):  # type: ignore[misc]  # WTForms comes without types
    """A day: from the browser's calendar, or typed as people write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads what was typed."""
        self.data = _meaning(valuelist, cells.day)


class HourField(TimeField):  # type: ignore[misc]
    """A time of day, likewise."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads what was typed."""
        self.data = _meaning(valuelist, cells.hour)


class CommunityForm(StaffForm):
    """One community of the register."""

    sub_district = StringField(validators=[Optional(), Length(max=LONGEST)])
    name = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    roll = CountField(validators=[Optional(), NumberRange(1, MOST_PEOPLE)])

    @property
    def entry(self) -> Entry:
        """What was filled in."""
        return Entry(self.sub_district.data or "", self.name.data, self.roll.data)


class CopyForm(StaffForm):
    """Which campaign the meetings are brought over from."""

    source = SelectField()


class MeetingForm(StaffForm):
    """A meeting as planned; `for_instrument` adds a field for each kind of subject."""

    sub_district = StringField(validators=[Optional(), Length(max=LONGEST)])
    community = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    roll = CountField(validators=[Optional(), NumberRange(1, MOST_PEOPLE)])
    held_on = DayField(validators=[Optional()])
    begins = HourField(validators=[Optional()])
    place = StringField(validators=[Optional(), Length(max=LONGEST)])
    is_meant = BooleanField()
    is_rehearsal = BooleanField()
    kinds: tuple[str, ...] = ()

    @classmethod
    def for_instrument(cls, instrument: Instrument, found: Meeting | None = None) -> "MeetingForm":
        """The form with a field of names for each section of `instrument`, filled in as `found` is planned now."""
        fields = {
            _field(section.kind): TextAreaField(words(section.title), render_kw={"rows": 1})
            for section in instrument.sections
        }
        kinds = tuple(section.kind for section in instrument.sections)
        made: type[MeetingForm] = type("MeetingForm", (cls,), {**fields, "kinds": kinds})
        if found is None:
            return made()
        names = {_field(kind): "\n".join(one.name for one in found.subjects if one.kind == kind) for kind in kinds}
        return made(data={**vars(found), **names})

    def validate_is_meant(self, field: BooleanField) -> None:
        """A day that is over is a question: typed wrongly, or an evening that is entered afterwards?"""
        if self.asks_about_day and not field.data:
            raise ValidationError(gettext("This day is over. Correct it, or tick that it is meant."))

    @property
    def asks_about_day(self) -> bool:
        """Whether the day filled in is over."""
        return self.held_on.data is not None and self.held_on.data < today()

    @property
    def subjects(self) -> list[Subject]:
        """Those to be rated, in the order of the instrument: a line each, or parted by 、 or ;."""
        return [Subject(kind, name) for kind in self.kinds for name in cells.parted(self[_field(kind)].data or "")]

    @property
    def name_fields(self) -> list[TextAreaField]:
        """The fields of names, in the order of the instrument."""
        return [self[_field(kind)] for kind in self.kinds]

    @property
    def plan(self) -> Plan:
        """What was filled in."""
        return Plan(
            community=self.community.data,
            subjects=self.subjects,
            sub_district=self.sub_district.data or "",
            roll=self.roll.data,
            purpose=Purpose.REHEARSAL if self.is_rehearsal.data else Purpose.REAL,
            held_on=self.held_on.data,
            begins=self.begins.data,
            place=self.place.data or "",
        )


def today() -> date:
    """The day it is in the hall."""
    return current.evening().clock().astimezone().date()


def _meaning(valuelist: list[str], meaning: Callable[[str], Read]) -> Read | None:
    typed = valuelist[0].strip() if valuelist else ""
    if not typed:
        return None
    try:
        return meaning(typed)
    except Refused as refusal:
        raise ValueError(said(refusal)) from None


def _field(kind: str) -> str:
    return f"subject_{kind.replace('-', '_')}"
