"""Pages of scrutineers with an account: their meetings, the way to the key, and the confirmation."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from survey import accounts, scrutiny
from survey.accounts import Account, Role
from survey.database import reading
from survey.hall import confirmation
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext

bp = Blueprint("scrutineers", __name__)


class NamesForm(StaffForm):
    """Which accounts of scrutineers a meeting has."""

    accounts = SelectMultipleField(widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class ConfirmForm(StaffForm):
    """A button: nothing to fill in."""


@bp.get("/scrutineer")
@staff(Role.SCRUTINEER)
def meetings() -> ResponseReturnValue:
    """The meetings one is named for, and what to do at each now."""
    return _show()


@bp.route("/scrutineer/<meeting_id>/confirm", methods=["GET", "POST"])
@staff(Role.SCRUTINEER)
def confirm(meeting_id: str) -> ResponseReturnValue:
    """Confirms the count, once."""
    form = ConfirmForm()
    if form.carry_out(lambda: _confirm(meeting_id)) is None:
        return _show(form)
    flash(gettext("You have confirmed. It goes onto the hall's screen and into the minutes."))
    return redirect(url_for(".meetings"))


@bp.route("/meetings/<meeting_id>/scrutineers", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def name(meeting_id: str) -> ResponseReturnValue:
    """Names the scrutineers of a meeting among the accounts that are scrutineers."""
    found = current.evening().find(meeting_id)
    with reading(current.evening().engine) as db:
        known = [one for one in accounts.every(db) if one.role is Role.SCRUTINEER and one.is_active]
        form = NamesForm(accounts=[one.id for one in scrutiny.named_for(db, meeting_id)])
    form.accounts.choices = [(one.id, one.name) for one in known]
    if form.carry_out(lambda: _name(meeting_id, form)) is None:
        return render_template("scrutineers/name.html", meeting=found, form=form, known=known), form.status
    flash(gettext("The scrutineers of this meeting are named."))
    return redirect(url_for("desk.meeting", meeting_id=meeting_id))


def _me() -> Account:
    account = current.account()
    if account is None:
        abort(403)
    return account


def _confirm(meeting_id: str) -> bool:
    confirmation.confirm_oneself(current.evening(), meeting_id, _me())
    return True


def _name(meeting_id: str, form: NamesForm) -> bool:
    scrutiny.name_scrutineers(current.evening(), meeting_id, form.accounts.data)
    return True


def _show(form: ConfirmForm | None = None) -> ResponseReturnValue:
    with reading(current.evening().engine) as db:
        mine = scrutiny.meetings_of(db, _me().id)
        confirmed = {one.id: confirmation.confirmations(db, one.id) for one in mine}
    page = render_template("scrutineers/meetings.html", meetings=mine, confirmed=confirmed, me=_me(), form=form)
    return page, form.status if form else 200
