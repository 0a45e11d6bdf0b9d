"""The superior's points, entered for all communities of a campaign on one page."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, StringField, ValidationError
from wtforms.validators import Optional

from ballots.meetings import Meeting, State
from survey.accounts import Role
from survey.database import reading, writing
from survey.district.blueprint import bp
from survey.district.results import find
from survey.errors import PointsNotUsable
from survey.published import assessments
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext
from survey.web.refusals import said


class AssessmentForm(StaffForm):
    """Points for each meeting; `for_meetings` adds a field for each."""

    @classmethod
    def for_meetings(cls, held: list[Meeting], points: dict[str, int]) -> "AssessmentForm":
        """The form, filled in with the `points` known so far."""
        fields = {_field(one.id): StringField(validators=[Optional(), _is_points]) for one in held}
        made: type[AssessmentForm] = type("AssessmentForm", (cls,), fields)
        return made(data={_field(one.id): assessments.written(points.get(one.id)) for one in held})

    def points(self, held: list[Meeting]) -> dict[str, int | None]:
        """What was typed, as hundredths by meeting id."""
        return {one.id: assessments.read(self[_field(one.id)].data or "") for one in held}

    def field_of(self, meeting_id: str) -> Field:
        """The field of one meeting."""
        return self[_field(meeting_id)]


@bp.route("/campaigns/<campaign_id>/assessments", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def assess(campaign_id: str) -> ResponseReturnValue:
    """Enters or corrects the superior's points."""
    campaign, held = find(campaign_id)
    assessed = [one for one in held if one.state is not State.VOID]
    with reading(current.evening().engine) as db:
        form = AssessmentForm.for_meetings(assessed, assessments.of_campaign(db, campaign_id))
    if form.carry_out(lambda: _note(form.points(assessed))) is None:
        return render_template("district/assess.html", campaign=campaign, meetings=assessed, form=form), form.status
    flash(gettext("The assessments are kept, and the grades follow them."))
    return redirect(url_for(".results", campaign_id=campaign_id))


def _note(points: dict[str, int | None]) -> bool:
    with writing(current.evening().engine) as db:
        assessments.note(db, points)
    return True


def _field(meeting_id: str) -> str:
    return f"points_{meeting_id}"


def _is_points(_form: StaffForm, field: Field) -> None:
    try:
        assessments.read(field.data or "")
    except PointsNotUsable as refusal:
        raise ValidationError(said(refusal)) from None
