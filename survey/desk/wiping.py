"""The wiping of a rehearsal at the desk, and the zero report that it ends with."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.desk.forms import ButtonForm
from survey.rehearsals import wiping
from survey.rehearsals.filling import require_rehearsal
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext


@bp.route("/meetings/<meeting_id>/wipe", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def wipe(meeting_id: str) -> ResponseReturnValue:
    """Asks once more, then deletes everything of a rehearsal and leads to the zero report."""
    found = require_rehearsal(current.evening().find(meeting_id))
    form = ButtonForm()
    gone = form.carry_out(lambda: wiping.wipe(current.evening(), meeting_id))
    if gone is None:
        return render_template("desk/wipe.html", meeting=found, form=form), form.status
    flash(gettext("The rehearsal is wiped."))
    if gone.rehearses is None:
        return redirect(url_for(".campaign", campaign_id=gone.campaign_id))
    return redirect(url_for(".zero_report", meeting_id=gone.rehearses))


@bp.get("/meetings/<meeting_id>/zero-report")
@staff(Role.ORGANIZER)
def zero_report(meeting_id: str) -> ResponseReturnValue:
    """What was deleted, and that the real box was empty; to be printed and signed."""
    from survey.rehearsals import zero  # the report side: loaded when it is first needed

    evening = current.evening()
    made = zero.report(evening, meeting_id, current.language())
    return render_template("desk/zero_report.html", meeting=evening.find(meeting_id), report=made)


@bp.get("/meetings/<meeting_id>/zero-report.pdf")
@staff(Role.ORGANIZER)
def zero_report_file(meeting_id: str) -> ResponseReturnValue:
    """The same as a PDF."""
    from survey.minutes.pdf import to_pdf
    from survey.printing import FONT
    from survey.rehearsals import zero

    made = zero.report(current.evening(), meeting_id, current.language())
    answer = Response(to_pdf(made, FONT), mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"zero-report-{meeting_id}.pdf")
    return answer
