"""The office's forms. Labels stand in the templates, beside the fields."""

from wtforms import BooleanField, PasswordField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ballots.names import LONGEST
from survey import duties
from survey.accounts import Role
from survey.duties import EVERYTHING, Duties
from survey.web.forms import NameField, StaffForm
from survey.web.i18n import gettext

_MOST_TYPED = 20_000


class RoleForm(StaffForm):
    """What an account may do, and for an organizer: where."""

    role = SelectField(default=Role.ORGANIZER.value)
    is_for_all = BooleanField()
    communities = TextAreaField(validators=[Optional(), Length(max=_MOST_TYPED)], render_kw={"rows": 4})

    def offer_roles(self) -> "RoleForm":
        """The form itself, with the roles in the reader's words."""
        self.role.choices = [(role.value, gettext(role.value)) for role in Role]
        return self

    @property
    def duties(self) -> Duties:
        """The duties as typed. Raises NoDuties, NameNotUsable for an organizer's."""
        is_limited = self.role.data == Role.ORGANIZER and not self.is_for_all.data
        return duties.read(self.communities.data or "") if is_limited else EVERYTHING


class AccountForm(RoleForm):
    """A new account; without a password the computer makes one."""

    name = NameField(validators=[InputRequired(), Length(max=LONGEST)])
    password = PasswordField(validators=[Optional()])


class ResetForm(StaffForm):
    """A password for somebody who forgot theirs; without one the computer makes one."""

    password = PasswordField(validators=[Optional()])


class OwnPasswordForm(StaffForm):
    """The old password, and a new one twice."""

    old = PasswordField(validators=[InputRequired()])
    new = PasswordField(validators=[InputRequired()])
    repeated = PasswordField(validators=[InputRequired()])


class DistrictForm(StaffForm):
    """The district's name."""

    name = NameField(validators=[InputRequired(), Length(max=LONGEST)])


class TokenForm(StaffForm):
    """What the program is that gets a token."""

    name = NameField(validators=[InputRequired(), Length(max=LONGEST)])


class ButtonForm(StaffForm):
    """A button: nothing to fill in."""
