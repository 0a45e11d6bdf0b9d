"""The shared tablet at the desk: a link that lets one device in, once, and the way to take all of them out."""

import time

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from survey import tablets
from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.desk.forms import ButtonForm
from survey.kiosk.pages import links
from survey.web import address, current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import ngettext
from survey.web.qr import qr_code


@bp.get("/meetings/<meeting_id>/kiosk")
@staff(Role.ORGANIZER)
def kiosk(meeting_id: str) -> ResponseReturnValue:
    """What the tablet is for, how many serve, and the button that lets one in."""
    return _show(meeting_id, ButtonForm(formdata=None))


@bp.route("/meetings/<meeting_id>/kiosk/link", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def let_tablet_in(meeting_id: str) -> ResponseReturnValue:
    """Shows a link for one device, good for ten minutes."""
    form = ButtonForm()
    token = form.carry_out(lambda: _give_link(meeting_id))
    if token is None:
        return _show(meeting_id, form)
    url = f"{address.for_phones(current.settings())}/kiosk/{meeting_id}/let-in/{token}"
    minutes = tablets.LINK_SECONDS // 60
    found = current.evening().find(meeting_id)
    return render_template("desk/kiosk_link.html", meeting=found, url=url, qr=qr_code(url), minutes=minutes)


@bp.route("/meetings/<meeting_id>/kiosk/out", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def take_tablets_out(meeting_id: str) -> ResponseReturnValue:
    """Lets no tablet serve the meeting any more."""
    form = ButtonForm()
    taken = form.carry_out(lambda: tablets.take_out(current.evening(), meeting_id))
    if taken is None:
        return _show(meeting_id, form)
    flash(ngettext("%(num)s tablet is taken out.", "%(num)s tablets are taken out.", taken) % {"num": taken})
    return redirect(url_for(".kiosk", meeting_id=meeting_id))


def _show(meeting_id: str, form: StaffForm) -> ResponseReturnValue:
    found = current.evening().find(meeting_id)
    serving = tablets.serving(current.evening(), meeting_id)
    return render_template("desk/kiosk.html", meeting=found, serving=serving, form=form), form.status


def _give_link(meeting_id: str) -> str:
    tablets.require_kiosk(current.evening(), meeting_id)
    return links().give(meeting_id, time.monotonic())
