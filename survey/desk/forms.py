"""The desk's forms. Labels stand in the templates, beside the fields."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Self, TypeVar

from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from analysis.voter_classes import VoterClass
from ballots import instrument
from ballots.draft import MOST_SLIPS
from ballots.instrument import Instrument
from ballots.meetings import Closing
from ballots.names import LONGEST, MOST_PEOPLE
from ballots.sheets import A_SHEET
from survey.comments import Reason
from survey.web.forms import CountField, StaffForm
from survey.web.i18n import gettext, words

LONGEST_STRUCK = 1000
Form = TypeVar("Form", bound=StaffForm)


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


class OpeningForm(StaffForm):
    """The opening. Whoever opens without the quorum, or with a rehearsal not wiped, says that this is known."""

    is_known = BooleanField()
    must_say = False
    is_rehearsed = False

    def validate_is_known(self, field: BooleanField) -> None:
        """The law stops nobody from opening: a tick is all that is asked for."""
        if self.must_say and self.is_rehearsed and not field.data:
            raise ValidationError(gettext("Wipe the rehearsal first, or tick that this is known."))
        if self.must_say and not field.data:
            raise ValidationError(gettext("Tick that this is known, or note attendance first."))


class DiscardForm(StaffForm):
    """Why slips are voided."""

    reason = SelectField()
    words = StringField(validators=[Optional(), Length(max=LONGEST)])


class VoidSlipForm(DiscardForm):
    """One slip or one sheet, by its code, and where it had been."""

    code = StringField(validators=[InputRequired()])
    fate = RadioField()


class HandOutForm(StaffForm):
    """How many slips were handed out, singly or as whole sheets."""

    number = CountField(validators=[InputRequired(), NumberRange(1, MOST_SLIPS)])
    are_sheets = BooleanField()

    @property
    def slips(self) -> int:
        """The number of slips."""
        return int(self.number.data) * (A_SHEET if self.are_sheets.data else 1)


class TotalForm(StaffForm):
    """How many slips are in people's hands."""

    total = CountField(validators=[InputRequired(), NumberRange(0, MOST_PEOPLE)])


class KeyForm(StaffForm):
    """One scrutineer's digits."""

    digits = StringField(validators=[InputRequired()])


class ClosingForm(StaffForm):
    """What the organizer says at the close."""

    unused = CountField(validators=[Optional(), NumberRange(0, MOST_PEOPLE)])
    explanation = StringField(validators=[Optional(), Length(max=LONGEST)])
    paper = CountField(validators=[Optional(), NumberRange(0, MOST_PEOPLE)])
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
            return Closing(self.unused.data, self.announce.data, {}, self.explanation.data or "", self.paper.data)
        unused = {place: field.data or 0 for place, field in enumerate(self.by_class, 1)}
        said = self.explanation.data or ""
        return Closing(sum(unused.values()), self.announce.data, unused, said, self.paper.data)


class VoidForm(StaffForm):
    """Why the meeting ends without a result."""

    reason = StringField(validators=[InputRequired(), Length(max=LONGEST)])


class CorrectionForm(StaffForm):
    """Which fact, what it should be, and why."""

    fact = SelectField(validators=[InputRequired()])
    new = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    reason = StringField(validators=[InputRequired(), Length(max=LONGEST)])


class CommentsForm(StaffForm):
    """Whether a campaign asks for comments."""

    wanted = BooleanField()


class BeginReviewForm(StaffForm):
    """What a reviewer declares before reading."""

    is_apart = BooleanField(validators=[InputRequired()])


class ReleaseForm(StaffForm):
    """Words to strike out of a comment, a line each."""

    struck = TextAreaField(validators=[Optional(), Length(max=LONGEST_STRUCK)])


class WithholdForm(StaffForm):
    """Why a comment is withheld."""

    reason = SelectField()

    @staticmethod
    def reasons() -> dict[str, str]:
        """Every reason, in the reader's language."""
        return {
            Reason.IDENTIFIES.value: gettext("somebody could be recognised"),
            Reason.ACCUSES.value: gettext("it accuses somebody: a matter for 12345, 12388 or 110"),
            Reason.INSULTS.value: gettext("it insults somebody"),
            Reason.EMPTY.value: gettext("it says nothing"),
        }

    @classmethod
    def in_words(cls) -> Self:
        """The form with its reasons to choose from."""
        made = cls()
        made.reason.choices = list(cls.reasons().items())
        return made


class SummaryForm(StaffForm):
    """A summary that others read instead of the comments; may stay empty."""

    summary = TextAreaField(validators=[Optional()])


class SignedForm(StaffForm):
    """The pages of the signed minutes."""

    pages = MultipleFileField()


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
