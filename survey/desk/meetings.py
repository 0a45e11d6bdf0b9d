"""One meeting: its page, attendance, the opening, and the void."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from survey import planning
from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.desk.forms import AttendanceForm, ButtonForm, VoidForm
from survey.desk.page import opening_form, show
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext


@bp.get("/meetings/<meeting_id>")
@staff(Role.ORGANIZER)
def meeting(meeting_id: str) -> ResponseReturnValue:
    """The meeting's page: one thing to do next."""
    return show(meeting_id)


@bp.route("/meetings/<meeting_id>/attendance", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def note_attendance(meeting_id: str) -> ResponseReturnValue:
    """Keeps 应到 and 实到 as announced."""
    form = AttendanceForm()
    if form.carry_out(lambda: _note_attendance(meeting_id, form)) is None:
        return show(meeting_id, attendance=form)
    flash(gettext("Attendance is noted."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/open", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def open_meeting(meeting_id: str) -> ResponseReturnValue:
    """Opens the box."""
    form = opening_form(current.evening().find(meeting_id))
    if form.carry_out(lambda: current.evening().open(meeting_id)) is None:
        return show(meeting_id, opening=form)
    flash(gettext("The box is open. Phones can vote now."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


@bp.post("/meetings/<meeting_id>/rehearse")
@staff(Role.ORGANIZER)
def rehearse(meeting_id: str) -> ResponseReturnValue:
    """Plans the meeting's rehearsal, or leads to the one that is planned."""
    form = ButtonForm()
    planned = form.carry_out(lambda: planning.rehearse(current.evening(), meeting_id))
    return show(meeting_id, rehearse=form) if planned is None else redirect(url_for(".meeting", meeting_id=planned.id))


@bp.route("/meetings/<meeting_id>/make-void", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def make_void(meeting_id: str) -> ResponseReturnValue:
    """Ends the meeting without a result, for a reason."""
    form = VoidForm()
    found = current.evening().find(meeting_id)
    if form.carry_out(lambda: _make_void(meeting_id, form)) is None:
        return render_template("desk/make_void.html", meeting=found, form=form), form.status
    flash(gettext("The meeting is void. Its slips, keys and ballots are worthless."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


def _note_attendance(meeting_id: str, form: AttendanceForm) -> bool:
    planning.note_attendance(current.evening(), meeting_id, form.roll.data, form.present.data)
    return True


def _make_void(meeting_id: str, form: VoidForm) -> bool:
    current.evening().make_void(meeting_id, form.reason.data)
    return True
