"""What the desk's pages about paper ballots ask. Labels stand in the templates, beside the fields."""

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from ballots.names import MOST_PEOPLE
from survey.web.forms import CountField, StaffForm


class PaperCountForm(StaffForm):
    """A number of paper ballots, counted by hand."""

    number = CountField(validators=[InputRequired(), NumberRange(0, MOST_PEOPLE)])


class PaperClosingForm(StaffForm):
    """What is said when the vote on paper alone ends."""

    number = CountField(validators=[InputRequired(), NumberRange(1, MOST_PEOPLE)])
    announce = BooleanField(default=True)


class EntryForm(StaffForm):
    """One paper ballot as typed; its circles are read beside it, by the names of the questions."""

    number = CountField(validators=[InputRequired(), NumberRange(1, MOST_PEOPLE)])
    line = StringField()
    doubt = SelectField(validate_choice=False)


class RulingForm(StaffForm):
    """What two scrutineers decided about one paper ballot."""

    decision = RadioField(validators=[InputRequired()])
    first = StringField(validators=[InputRequired(), Length(max=80)])
    second = StringField(validators=[InputRequired(), Length(max=80)])
