"""Slips: printed, all discarded before the opening, one voided while the box is open."""

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from survey import printing
from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.desk.classes import classes_of
from survey.desk.forms import ButtonForm, CodeForm, SlipsForm
from survey.desk.page import show
from survey.web import address, current
from survey.web.access import staff
from survey.web.i18n import gettext


@bp.route("/meetings/<meeting_id>/slips", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def print_slips(meeting_id: str) -> ResponseReturnValue:
    """Makes slips and sends them as a PDF, which is kept nowhere."""
    form = SlipsForm.for_classes([one.declared for one in classes_of(current.evening().find(meeting_id))])
    pdf = form.carry_out(lambda: _print_slips(meeting_id, form))
    if pdf is None:
        return show(meeting_id, slips=form)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"slips-{meeting_id}.pdf")
    return answer


@bp.route("/meetings/<meeting_id>/slips/discard", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def discard_slips(meeting_id: str) -> ResponseReturnValue:
    """Makes every slip printed so far worthless."""
    form = ButtonForm()
    if form.carry_out(lambda: _discard_slips(meeting_id)) is None:
        return show(meeting_id, discard=form)
    flash(gettext("Every slip printed so far is worthless. Destroy the paper and print new ones."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/slips/void", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def void_slip(meeting_id: str) -> ResponseReturnValue:
    """Voids one unspent slip by its code."""
    form = CodeForm()
    if form.carry_out(lambda: _void_slip(meeting_id, form)) is None:
        return show(meeting_id, void_slip=form)
    flash(gettext("The slip is void. Give its holder a new one."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


def _print_slips(meeting_id: str, form: SlipsForm) -> bytes:
    evening = current.evening()
    return printing.print_slips(
        evening,
        evening.find(meeting_id),
        form.numbers,
        address=address.voting_page(current.settings(), meeting_id),
        language=current.language(),
    )


def _discard_slips(meeting_id: str) -> bool:
    current.evening().discard_slips(meeting_id)
    return True


def _void_slip(meeting_id: str, form: CodeForm) -> bool:
    current.evening().void_slip(meeting_id, form.code.data)
    return True
