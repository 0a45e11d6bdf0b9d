"""The end of the evening: the close, publishing."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.desk.classes import classes_of
from survey.desk.forms import ButtonForm, ClosingForm
from survey.desk.page import show, turnout
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext


@bp.route("/meetings/<meeting_id>/close", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def close(meeting_id: str) -> ResponseReturnValue:
    """Asks once more, then closes the box for good."""
    found = current.evening().find(meeting_id)
    form = ClosingForm.for_classes([one.declared for one in classes_of(found)])
    seal = form.carry_out(lambda: current.evening().close(meeting_id, form.closing))
    if seal is None:
        return render_template("desk/close.html", meeting=found, form=form, turnout=turnout(found)), form.status
    flash(gettext("The box is closed and sealed."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/publish", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def publish(meeting_id: str) -> ResponseReturnValue:
    """Publishes a counted meeting; its box is destroyed, or kept unopened as long as configured."""
    form = ButtonForm()
    if form.carry_out(lambda: _publish(meeting_id)) is None:
        return show(meeting_id, publish=form)
    if current.evening().find(meeting_id).box_destroyed_at is None:
        flash(gettext("The result is published. The minutes say when the box is destroyed."))
    else:
        flash(gettext("The result is published, and the box is destroyed."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


def _publish(meeting_id: str) -> bool:
    current.evening().publish(meeting_id)
    return True
