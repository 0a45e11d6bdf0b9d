"""What is missing or would go wrong tonight, in words, with what to do about each; and the test of the printer."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ballots import meetings
from ballots.meetings import State
from survey import planning, printing
from survey.accounts import Role
from survey.checkup import lists
from survey.checkup.finding import Finding
from survey.desk.blueprint import bp
from survey.desk.forms import ButtonForm
from survey.phone import reach
from survey.quorum import of_meeting
from survey.web import address, current
from survey.web.access import staff
from survey.web.i18n import gettext
from survey.web.qr import qr_code


@bp.get("/meetings/<meeting_id>/checks")
@staff(Role.ORGANIZER)
def checks(meeting_id: str) -> ResponseReturnValue:
    """Everything to look at before the box opens, the worst first."""
    evening, settings = current.evening(), current.settings()
    found = meetings.require(evening.find(meeting_id), State.DRAFT, State.OPEN)
    came = reach.visits().count(address.for_phones(settings))
    return render_template(
        "desk/checks.html",
        meeting=found,
        findings=lists.of_meeting(evening, found, settings, came),
        quorum=of_meeting(evening, found),
        say=_say,
        came=came,
        address=reach.page(),
        qr=qr_code(reach.page()),
    )


@bp.get("/meetings/<meeting_id>/test-page.pdf")
@staff(Role.ORGANIZER)
def test_page(meeting_id: str) -> ResponseReturnValue:
    """The page that tests tonight's printer."""
    pdf = printing.test_page(current.evening().find(meeting_id), reach.page(), current.language())
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"test-{meeting_id}.pdf")
    return answer


@bp.route("/meetings/<meeting_id>/checks/print-test", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def note_print_test(meeting_id: str) -> ResponseReturnValue:
    """Keeps that the printed page was scanned and measured."""
    form = ButtonForm()
    if form.carry_out(lambda: _note_print_test(meeting_id)) is not None:
        flash(gettext("It is noted that the printed page was scanned."))
    return redirect(url_for(".checks", meeting_id=meeting_id))


def _say(found: Finding) -> str:
    return gettext(found.says) % found.values


def _note_print_test(meeting_id: str) -> bool:
    planning.note_print_test(current.evening(), meeting_id)
    return True
