"""What the organizer writes for the wall: the hall's Wi-Fi, and the scrutineers who have confirmed the count."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ballots.keys import HOLDERS
from ballots.names import LONGEST
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.forms import ButtonForm
from survey.hall import confirmation
from survey.hall import wifi as told
from survey.hall.wifi import Security, Wifi
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext


class WifiForm(StaffForm):
    """The hall's Wi-Fi; an empty name takes it off the wall."""

    name = StringField(validators=[Optional()])
    password = StringField(validators=[Optional()])
    security = RadioField(default=Security.WPA.value)


class ConfirmationForm(StaffForm):
    """Who has confirmed."""

    name = StringField(validators=[InputRequired(), Length(max=LONGEST)])


@bp.route("/meetings/<meeting_id>/wifi", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def wifi(meeting_id: str) -> ResponseReturnValue:
    """Asks for the network that the welcome shows to everybody."""
    found = current.evening().find(meeting_id)
    with reading(current.evening().engine) as db:
        kept = told.find(db, meeting_id) or told.last_told(db, found.campaign_id)
    form = WifiForm(obj=kept)
    form.security.choices = [
        (Security.WPA.value, gettext("WPA, WPA2 or WPA3 (almost always)")),
        (Security.WEP.value, gettext("WEP (old devices)")),
        (Security.NONE.value, gettext("No password")),
    ]
    if form.carry_out(lambda: _keep_wifi(meeting_id, form)) is None:
        return render_template("desk/wifi.html", meeting=found, form=form), form.status
    flash(
        gettext("The wall shows the Wi-Fi with the welcome.") if form.name.data else gettext("The wall shows no Wi-Fi.")
    )
    return redirect(url_for(".remote", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/confirmations", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def confirmations(meeting_id: str) -> ResponseReturnValue:
    """Asks who of the scrutineers has confirmed the count, and lists them."""
    form = ConfirmationForm()
    if form.carry_out(lambda: _confirm(meeting_id, form)) is None:
        return _draw_confirmations(meeting_id, form)
    return redirect(url_for(".confirmations", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/confirmations/take-back", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def take_back_confirmations(meeting_id: str) -> ResponseReturnValue:
    """Takes every confirmation back."""
    form = ButtonForm()
    if form.validate_on_submit():
        confirmation.take_back(current.evening(), meeting_id)
        return redirect(url_for(".confirmations", meeting_id=meeting_id))
    return _draw_confirmations(meeting_id, ConfirmationForm(formdata=None))


def _draw_confirmations(meeting_id: str, form: StaffForm) -> ResponseReturnValue:
    found = current.evening().find(meeting_id)
    with reading(current.evening().engine) as db:
        names = confirmation.names(db, meeting_id)
    page = render_template("desk/confirmations.html", meeting=found, form=form, names=names, holders=HOLDERS)
    return page, form.status


def _keep_wifi(meeting_id: str, form: WifiForm) -> bool:
    if form.name.data:
        network = Wifi(form.name.data, form.password.data or "", Security(form.security.data))
        told.keep(current.evening(), meeting_id, network)
    else:
        told.forget(current.evening(), meeting_id)
    return True


def _confirm(meeting_id: str, form: ConfirmationForm) -> bool:
    confirmation.confirm(current.evening(), meeting_id, form.name.data)
    return True
