"""The desk's forms. Labels stand in the templates, beside the fields."""

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ballots.draft import MOST_SLIPS
from ballots.form import Subject
from ballots.instrument import Instrument
from ballots.names import LONGEST, MOST_PEOPLE
from survey.web.forms import CountField, StaffForm
from survey.web.i18n import words


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
    """How many slips to print."""

    number = CountField(validators=[InputRequired(), NumberRange(1, MOST_SLIPS)])


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


class VoidForm(StaffForm):
    """Why the meeting ends without a result."""

    reason = StringField(validators=[InputRequired(), Length(max=LONGEST)])


class ButtonForm(StaffForm):
    """A button: nothing to fill in."""


def _field(kind: str) -> str:
    return f"subject_{kind.replace('-', '_')}"
