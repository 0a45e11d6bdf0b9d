"""Paper ballots at the desk: printed, handed out, counted as they come back; the count of a meeting without phones."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ballots import pile
from ballots.ballotpaper import Size
from ballots.pile import Standing
from survey import paperwork, printing
from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.desk.forms import ButtonForm
from survey.desk.page import show
from survey.desk.paper_forms import PaperClosingForm, PaperCountForm
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext


@bp.get("/meetings/<meeting_id>/paper")
@staff(Role.ORGANIZER)
def paper(meeting_id: str) -> ResponseReturnValue:
    """Everything about the meeting's paper ballots."""
    return _show(meeting_id)


@bp.get("/meetings/<meeting_id>/paper/<any(normal,large):size>.pdf")
@staff(Role.ORGANIZER)
def print_ballot(meeting_id: str, size: str) -> ResponseReturnValue:
    """The paper ballot as a PDF, to be copied; every copy is the same."""
    evening = current.evening()
    pdf = printing.print_ballot(evening, evening.find(meeting_id), Size(size), current.language())
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"ballot-{size}-{meeting_id}.pdf")
    return answer


@bp.route("/meetings/<meeting_id>/paper/issued", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def note_paper_issued(meeting_id: str) -> ResponseReturnValue:
    """Keeps how many paper ballots were handed out."""
    form = PaperCountForm()
    if form.carry_out(lambda: paperwork.note_issued(current.evening(), meeting_id, form.number.data)) is None:
        return _show(meeting_id, issued=form)
    flash(gettext("The number of paper ballots is noted."))
    return redirect(url_for(".paper", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/paper/returned", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def note_paper_returned(meeting_id: str) -> ResponseReturnValue:
    """Keeps how many paper ballots came back, counted by hand."""
    form = PaperCountForm()
    if form.carry_out(lambda: paperwork.note_returned(current.evening(), meeting_id, form.number.data)) is None:
        return _show(meeting_id, returned=form)
    flash(gettext("The number of paper ballots is noted."))
    return redirect(url_for(".paper", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/paper/<any(only,'not-only'):how>", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def hold_on_paper(meeting_id: str, how: str) -> ResponseReturnValue:
    """Says whether everybody votes on paper."""
    form = ButtonForm()
    is_paper = how == "only"
    if form.carry_out(lambda: paperwork.hold_on_paper(current.evening(), meeting_id, is_paper=is_paper)) is None:
        return _show(meeting_id, hold=form)
    flash(gettext("Everybody votes on paper.") if is_paper else gettext("People vote by phone again."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/paper/close", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def close_paper(meeting_id: str) -> ResponseReturnValue:
    """Ends the vote of a meeting without phones."""
    form = PaperClosingForm()
    found = current.evening().find(meeting_id)
    if not form.is_submitted():
        form.number.data = found.paper_issued or None
    ended = form.carry_out(
        lambda: paperwork.close(current.evening(), meeting_id, form.number.data, announce=form.announce.data)
    )
    if ended is None:
        return render_template("desk/close_paper.html", meeting=found, form=form), form.status
    flash(gettext("The vote is over. Open the ballot box in front of everybody."))
    return redirect(url_for(".paper", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/paper/count", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def count_paper(meeting_id: str) -> ResponseReturnValue:
    """Counts a meeting without phones."""
    form = ButtonForm()
    if form.carry_out(lambda: paperwork.count(current.evening(), meeting_id)) is None:
        return show(meeting_id, count_paper=form)
    flash(gettext("The paper ballots are counted."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/paper/take-back", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def take_back_count(meeting_id: str) -> ResponseReturnValue:
    """Forgets a count that is not published, so that a ballot can be corrected."""
    form = ButtonForm()
    if form.carry_out(lambda: paperwork.take_back_count(current.evening(), meeting_id)) is None:
        return show(meeting_id, take_back=form)
    flash(gettext("The count is taken back. Correct the ballot, then count again."))
    return redirect(url_for(".paper", meeting_id=meeting_id))


def _show(meeting_id: str, **sent: StaffForm) -> ResponseReturnValue:
    evening = current.evening()
    found = evening.find(meeting_id)
    ballots = paperwork.ballots(evening, found)
    account = current.account()
    blank = {
        "issued": PaperCountForm(formdata=None, number=found.paper_issued or None),
        "returned": PaperCountForm(formdata=None, number=found.paper_returned),
        "hold": ButtonForm(formdata=None),
    }
    page = render_template(
        "desk/paper.html",
        meeting=found,
        progress=pile.progress(ballots),
        next_number=pile.next_for(ballots, account.name if account else ""),
        differ=[one.number for one in ballots if one.standing is Standing.DIFFERS],
        doubtful=[one.number for one in ballots if one.standing is Standing.DOUBTFUL],
        is_finished=paperwork.is_finished(evening, found),
        forms={**blank, **sent},
        sent=next(iter(sent.values()), None),
    )
    return page, max((form.status for form in sent.values()), default=200)
