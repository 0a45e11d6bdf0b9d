"""The desk's forms. Labels stand in the templates, beside the fields."""

from pathlib import PurePath
from typing import Self

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ballots import instrument
from ballots.draft import MOST_SLIPS
from ballots.instrument import Instrument
from ballots.names import LONGEST, MOST_PEOPLE
from survey.web.forms import CountField, StaffForm
from survey.web.i18n import words


class InstrumentForm(StaffForm):
    """A form that comes with the product, or one of the district's own as a TOML file."""

    instrument = SelectField()
    file = FileField()

    @classmethod
    def offering(cls, now: Instrument | None = None) -> Self:
        """The form with everything that comes with the product to choose from, `now` chosen."""
        made = cls(data={"instrument": now.id} if now else None)
        shipped = [instrument.load(path) for path in instrument.shipped().values()]
        made.instrument.choices = [(one.id, f"{words(one.title)} · {one.edition}") for one in shipped]
        return made

    def chosen(self) -> Instrument:
        """The file when one was sent, else the one chosen from the list. Raises InstrumentFault."""
        if self.file.data:
            return instrument.read(self.file.data.read(), PurePath(self.file.data.filename).name[:LONGEST])
        return instrument.load(instrument.shipped()[self.instrument.data])


class CampaignForm(InstrumentForm):
    """A new campaign."""

    name = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    rules = SelectField()


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
