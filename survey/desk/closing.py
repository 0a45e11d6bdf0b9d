"""The end of the evening: the close, publishing."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ballots.errors import MoreReturnedThanIssued, SlipsUnaccounted
from survey import planning
from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.desk.classes import classes_of
from survey.desk.forms import ButtonForm, ClosingForm, VoidForm
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
    if not form.is_submitted():
        form.paper.data = found.paper_issued or None
    if form.carry_out(lambda: current.evening().close(meeting_id, form.closing)) is None:
        is_repeat = isinstance(form.refusal, MoreReturnedThanIssued)
        page = "desk/more_returned.html" if is_repeat else "desk/close.html"
        repeat = VoidForm(formdata=None, reason=form.form_errors[0] if is_repeat else "")
        shown = {"form": form, "repeat": repeat, "turnout": turnout(found), "refusal": form.refusal}
        return render_template(page, meeting=found, must_explain=_must_explain(form), **shown), form.status
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


@bp.route("/meetings/<meeting_id>/repeat", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def repeat(meeting_id: str) -> ResponseReturnValue:
    """Makes this round void and plans its repeat at once: the same community, people and roll; slips and keys anew."""
    form = VoidForm()
    found = current.evening().find(meeting_id)
    made = form.carry_out(lambda: planning.repeat(current.evening(), meeting_id, form.reason.data))
    if made is None:
        if request.method == "GET" and found.void_reason:
            form.reason.data = found.void_reason
        return render_template("desk/repeat.html", meeting=found, form=form), form.status
    flash(gettext("The round is void. This is its repeat: print new slips and make new keys."))
    return redirect(url_for(".meeting", meeting_id=made.id))


def _must_explain(form: ClosingForm) -> bool:
    return isinstance(form.refusal, SlipsUnaccounted) or bool(form.explanation.data)


def _publish(meeting_id: str) -> bool:
    current.evening().publish(meeting_id)
    return True
