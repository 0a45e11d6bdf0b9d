"""The desk's forms. Labels stand in the templates, beside the fields."""

from collections.abc import Sequence
from typing import TypeVar

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from analysis.voter_classes import VoterClass
from ballots.draft import MOST_SLIPS
from ballots.form import Subject
from ballots.instrument import Instrument
from ballots.meetings import Closing
from ballots.names import LONGEST, MOST_PEOPLE
from survey.web.forms import CountField, StaffForm
from survey.web.i18n import words

Form = TypeVar("Form", bound=StaffForm)


class CampaignForm(StaffForm):
    """A new campaign."""

    name = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    instrument = SelectField()
    rules = SelectField()


class MeetingForm(StaffForm):
    """A new meeting; `for_instrument` adds a field for each kind of subject."""

    sub_district = StringField(validators=[Optional(), Length(max=LONGEST)])
    community = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    roll = CountField(validators=[Optional(), NumberRange(1, MOST_PEOPLE)])
    is_rehearsal = BooleanField()
    kinds: tuple[str, ...] = ()

    @classmethod
    def for_instrument(cls, instrument: Instrument) -> "MeetingForm":
        """The form with a field of names for each section of `instrument`."""
        fields = {
            _field(section.kind): TextAreaField(words(section.title), render_kw={"rows": 1})
            for section in instrument.sections
        }
        kinds = tuple(section.kind for section in instrument.sections)
        made: type[MeetingForm] = type("MeetingForm", (cls,), {**fields, "kinds": kinds})
        return made()

    @property
    def subjects(self) -> list[Subject]:
        """Those to be rated: a line each, in the order of the instrument."""
        return [
            Subject(kind, line.strip())
            for kind in self.kinds
            for line in (self[_field(kind)].data or "").splitlines()
            if line.strip()
        ]

    @property
    def name_fields(self) -> list[TextAreaField]:
        """The fields of names, in the order of the instrument."""
        return [self[_field(kind)] for kind in self.kinds]


class SlipsForm(StaffForm):
    """How many slips to print; `for_classes` asks for each voter class instead."""

    number = CountField(validators=[InputRequired(), NumberRange(1, MOST_SLIPS)])
    classes: tuple[VoterClass, ...] = ()

    @classmethod
    def for_classes(cls, classes: Sequence[VoterClass], **given: object) -> "SlipsForm":
        """The form for a meeting whose rules declare these classes; the usual one when there are none."""
        return _by_class(cls, "number", classes, [InputRequired(), NumberRange(0, MOST_SLIPS)])(**given)

    @property
    def by_class(self) -> list[CountField]:
        """A field for each class, in the order of the rules."""
        return [self[f"class_{one.id}"] for one in self.classes]

    @property
    def numbers(self) -> dict[str, int]:
        """How many for each class, by its id; under "" where there are no classes."""
        if not self.classes:
            return {"": self.number.data}
        return {one.id: field.data for one, field in zip(self.classes, self.by_class, strict=True)}


class AttendanceForm(StaffForm):
    """Attendance as announced."""

    roll = CountField(validators=[Optional(), NumberRange(1, MOST_PEOPLE)])
    present = CountField(validators=[InputRequired(), NumberRange(0, MOST_PEOPLE)])


class CodeForm(StaffForm):
    """One slip's code."""

    code = StringField(validators=[InputRequired()])


class KeyForm(StaffForm):
    """One scrutineer's digits."""

    digits = StringField(validators=[InputRequired()])


class ClosingForm(StaffForm):
    """What the organizer says at the close."""

    unused = CountField(validators=[Optional(), NumberRange(0, MOST_PEOPLE)])
    announce = BooleanField(default=True)
    classes: tuple[VoterClass, ...] = ()

    @classmethod
    def for_classes(cls, classes: Sequence[VoterClass]) -> "ClosingForm":
        """The form for a meeting whose rules declare these classes; the usual one when there are none."""
        return _by_class(cls, "unused", classes, [Optional(), NumberRange(0, MOST_PEOPLE)])()

    @property
    def by_class(self) -> list[CountField]:
        """A field of slips left over for each class, in the order of the rules."""
        return [self[f"class_{one.id}"] for one in self.classes]

    @property
    def closing(self) -> Closing:
        """What was said."""
        if not self.classes:
            return Closing(self.unused.data, announce=self.announce.data)
        unused = {place: field.data or 0 for place, field in enumerate(self.by_class, 1)}
        return Closing(sum(unused.values()), announce=self.announce.data, unused_by_class=unused)


class VoidForm(StaffForm):
    """Why the meeting ends without a result."""

    reason = StringField(validators=[InputRequired(), Length(max=LONGEST)])


class ButtonForm(StaffForm):
    """A button: nothing to fill in."""


def _by_class(
    form: type[Form], instead_of: str, classes: Sequence[VoterClass], validators: Sequence[object]
) -> type[Form]:
    """The form with a number for each class in place of the one for all; itself where there are no classes."""
    if not classes:
        return form
    fields = {f"class_{one.id}": CountField(words(one.words), validators=list(validators)) for one in classes}
    made: type[Form] = type(form.__name__, (form,), {**fields, instead_of: None, "classes": tuple(classes)})
    return made


def _field(kind: str) -> str:
    return f"subject_{kind.replace('-', '_')}"
