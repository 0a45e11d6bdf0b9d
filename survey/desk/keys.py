"""The scrutineers' keys at the desk: made, shown once each to its holder, tested, and presented after the close."""

import time

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ballots.keys import Key
from survey.accounts import Role
from survey.desk.blueprint import bp, ceremony
from survey.desk.forms import ButtonForm, KeyForm
from survey.desk.page import show
from survey.desk.wording import heard
from survey.web import address, current
from survey.web.access import staff
from survey.web.i18n import gettext
from survey.web.qr import qr_code


@bp.route("/meetings/<meeting_id>/keys", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def make_keys(meeting_id: str) -> ResponseReturnValue:
    """Makes three keys; earlier ones become worthless."""
    form = ButtonForm()
    if form.carry_out(lambda: _make_keys(meeting_id)) is None:
        return show(meeting_id, make_keys=form)
    return redirect(url_for(".next_key", meeting_id=meeting_id))


@bp.get("/meetings/<meeting_id>/keys/next")
@staff(Role.ORGANIZER)
def next_key(meeting_id: str) -> ResponseReturnValue:
    """Calls the next holder to the screen; nothing secret is shown yet."""
    found = current.evening().find(meeting_id)
    waiting = ceremony().waiting(meeting_id, time.monotonic())
    if not waiting:
        flash(gettext("All keys have been shown. Now each scrutineer tests their own."))
        return redirect(url_for(".meeting", meeting_id=meeting_id))
    return render_template("desk/next_key.html", meeting=found, number=waiting[0], form=ButtonForm())


@bp.route("/meetings/<meeting_id>/keys/<int:number>", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def show_key(meeting_id: str, number: int) -> ResponseReturnValue:
    """Shows one key, once, to its holder."""
    form = ButtonForm()
    found = current.evening().find(meeting_id)
    key = form.carry_out(lambda: _hand_out(meeting_id, number))
    if key is None:
        return show(meeting_id, make_keys=form)
    return render_template("desk/key.html", meeting=found, key=key, qr=qr_code(_scanned(meeting_id, key)))


@bp.route("/meetings/<meeting_id>/keys/present", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def present_key(meeting_id: str) -> ResponseReturnValue:
    """Takes one key as digits: a test before the opening, towards the count after the close."""
    form = KeyForm()
    progress = form.carry_out(lambda: current.evening().present_key(meeting_id, form.digits.data))
    if progress is None:
        return show(meeting_id, key=form)
    flash(heard(progress))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


def _make_keys(meeting_id: str) -> bool:
    ceremony().begin(meeting_id, current.evening().make_keys(meeting_id), time.monotonic())
    return True


def _hand_out(meeting_id: str, number: int) -> Key:
    key = ceremony().hand_out(meeting_id, number, time.monotonic())
    current.evening().note_key_shown(meeting_id, number)
    return key


def _scanned(meeting_id: str, key: Key) -> str:
    """What the QR code says: the digits are the fragment, which phones do not send when they fetch the page."""
    return f"{address.key_page(current.settings(), meeting_id)}#{key.digits}"
