"""Slips at the desk: printed, handed out, voided, and the ledger that says what became of each."""

from collections.abc import Mapping

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis.rounding import shown
from ballots.ledger import Fate, Fraction, Reason, Why
from ballots.meetings import State
from survey import printing, slips
from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.desk.classes import classes_of
from survey.desk.classes import slips as slips_by_class
from survey.desk.forms import DiscardForm, HandOutForm, SlipsForm, TotalForm, VoidSlipForm
from survey.desk.page import show
from survey.desk.wording import fate_words, reason_words
from survey.web import address, current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext


@bp.get("/meetings/<meeting_id>/ledger")
@staff(Role.ORGANIZER)
def slip_ledger(meeting_id: str) -> ResponseReturnValue:
    """What became of every slip, and what can be done about it."""
    return _show_ledger(meeting_id)


@bp.route("/meetings/<meeting_id>/slips", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def print_slips(meeting_id: str) -> ResponseReturnValue:
    """Makes slips and sends them as a PDF, which is kept nowhere; also while the box is open, for late arrivals."""
    form = SlipsForm.for_classes([one.declared for one in classes_of(current.evening().find(meeting_id))])
    pdf = form.carry_out(lambda: _print_slips(meeting_id, form))
    if pdf is None:
        is_open = current.evening().find(meeting_id).state is State.OPEN
        return _show_ledger(meeting_id, slips=form) if is_open else show(meeting_id, slips=form)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"slips-{meeting_id}.pdf")
    return answer


@bp.route("/meetings/<meeting_id>/slips/discard", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def discard_slips(meeting_id: str) -> ResponseReturnValue:
    """Makes every slip printed so far worthless."""
    form = DiscardForm()
    form.reason.choices = [(reason.value, reason_words(reason)) for reason in Reason]
    if form.carry_out(lambda: slips.discard(current.evening(), meeting_id, _why(form, Fate.AT_DESK))) is None:
        return _show_ledger(meeting_id, discard=form)
    flash(gettext("Every slip printed so far is worthless. Destroy the paper and print new ones."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/slips/void", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def void_slip(meeting_id: str) -> ResponseReturnValue:
    """Voids one unspent slip, or what is unspent of a sheet, by its code and for a reason."""
    form = _void_form()
    if form.carry_out(lambda: _void(meeting_id, form)) is None:
        return _show_ledger(meeting_id, void_slip=form)
    flash(gettext("It is void, and the ledger says why. Now give or print new slips in its place."))
    return redirect(url_for(".slip_ledger", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/slips/hand-out", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def hand_out(meeting_id: str) -> ResponseReturnValue:
    """Notes slips that were handed out, by number or by whole sheets."""
    form = HandOutForm()
    if form.carry_out(lambda: _hand_out(meeting_id, form.slips)) is None:
        return _show_ledger(meeting_id, hand_out=form)
    flash(gettext("Handed out: noted."))
    return redirect(url_for(".slip_ledger", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/slips/handed-out", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def correct_handed_out(meeting_id: str) -> ResponseReturnValue:
    """Puts right how many slips are in people's hands."""
    form = TotalForm()
    if form.carry_out(lambda: _correct(meeting_id, form.total.data)) is None:
        return _show_ledger(meeting_id, total=form)
    flash(gettext("Handed out: corrected."))
    return redirect(url_for(".slip_ledger", meeting_id=meeting_id))


def _show_ledger(meeting_id: str, **sent: StaffForm) -> ResponseReturnValue:
    """The ledger. `sent` is the form somebody just sent; it keeps what was typed."""
    evening = current.evening()
    found = evening.find(meeting_id)
    account = slips.account(evening, meeting_id)
    room = slips.room(evening, meeting_id) if found.state is State.OPEN and evening.boxes.has(meeting_id) else None
    discard = DiscardForm(formdata=None)
    discard.reason.choices = [(reason.value, reason_words(reason)) for reason in Reason]
    blank = {
        "slips": SlipsForm.for_classes([one.declared for one in classes_of(found)], formdata=None),
        "hand_out": HandOutForm(formdata=None),
        "total": TotalForm(formdata=None, total=account.handed_out),
        "void_slip": _void_form(is_blank=True),
        "discard": discard,
    }
    forms = {**blank, **sent}
    _tell_apart(forms)
    page = render_template(
        "desk/ledger.html",
        meeting=found,
        balance=account,
        room=room,
        reasons=[(reason_words(reason), number) for reason, number in account.reasons.items()],
        by_class=slips_by_class(classes_of(found)),
        rates=[_written(one) for one in (account.return_rate, account.turnout, account.validity)],
        forms=forms,
        sent=next(iter(sent.values()), None),
    )
    return page, max((form.status for form in sent.values()), default=200)


def _tell_apart(forms: Mapping[str, StaffForm]) -> None:
    """Gives the fields of forms that share a page ids of their own; their names, which are sent, stay."""
    for name, form in forms.items():
        for field in form:
            field.id = f"{name}-{field.name}"
            field.label.field_id = field.id


def _written(rate: Fraction) -> str:
    """A rate in percent with the whole numbers it is made of."""
    return f"{shown(*rate)} % ({rate[0]}/{rate[1]})" if rate else "—"


def _void_form(*, is_blank: bool = False) -> VoidSlipForm:
    form = VoidSlipForm(formdata=None) if is_blank else VoidSlipForm()
    form.reason.choices = [(reason.value, reason_words(reason)) for reason in Reason]
    form.fate.choices = [(fate.value, fate_words(fate)) for fate in Fate]
    return form


def _print_slips(meeting_id: str, form: SlipsForm) -> bytes:
    evening = current.evening()
    return printing.print_slips(
        evening,
        evening.find(meeting_id),
        form.numbers,
        address=address.voting_page(current.settings(), meeting_id),
        language=current.language(),
    )


def _void(meeting_id: str, form: VoidSlipForm) -> int:
    return slips.void(current.evening(), meeting_id, form.code.data, _why(form, Fate(form.fate.data)))


def _why(form: DiscardForm | VoidSlipForm, fate: Fate) -> Why:
    return Why(Reason(form.reason.data), fate, form.words.data or "")


def _hand_out(meeting_id: str, number: int) -> bool:
    slips.hand_out(current.evening(), meeting_id, number)
    return True


def _correct(meeting_id: str, total: int) -> bool:
    slips.correct_handed_out(current.evening(), meeting_id, total)
    return True
