"""How many people were helped to vote: a number that the organizer types in the hall, and nothing about any of them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired, NumberRange

from ballots.names import MOST_PEOPLE
from survey import paperwork
from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.web import current
from survey.web.access import staff
from survey.web.forms import CountField, StaffForm
from survey.web.i18n import gettext


class AssistedForm(StaffForm):
    """How many were helped, all told."""

    number = CountField(validators=[InputRequired(), NumberRange(0, MOST_PEOPLE)])


@bp.route("/meetings/<meeting_id>/assisted", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def assisted(meeting_id: str) -> ResponseReturnValue:
    """The rule of helping, and the number, which can be corrected until the count."""
    form = AssistedForm()
    evening = current.evening()
    kept = form.carry_out(lambda: paperwork.note_assisted(evening, meeting_id, form.number.data))
    if kept is None:
        found = evening.find(meeting_id)
        if not form.is_submitted():
            form.number.data = found.assisted
        return render_template("desk/assisted.html", meeting=found, form=form), form.status
    flash(gettext("The number of people helped to vote is noted."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))
