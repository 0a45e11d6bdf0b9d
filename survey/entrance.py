"""The entrance: start page, first start, sign-in, sign-out; in the demo, one door for each audience."""

import secrets
import time
from collections.abc import Sequence

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from ballots import meetings
from ballots.meetings import Meeting, State
from survey import accounts
from survey.accounts import Account, Role
from survey.database import reading, writing
from survey.errors import AlreadySetUp, PasswordsDiffer, SignInFailed
from survey.simulation import spare
from survey.web import current
from survey.web.access import anybody, remember, staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext
from survey.web.patience import Patience

bp = Blueprint("entrance", __name__)


class SetupForm(StaffForm):
    """The first account."""

    name = StringField(validators=[InputRequired()])
    password = PasswordField(validators=[InputRequired()])
    repeated = PasswordField(validators=[InputRequired()])


class SignInForm(StaffForm):
    """Name and password."""

    name = StringField(validators=[InputRequired()])
    password = PasswordField(validators=[InputRequired()])


class PlainForm(StaffForm):
    """A button: nothing to fill in."""


@bp.record_once
def _set_up_patience(state: BlueprintSetupState) -> None:
    state.app.extensions["patience"] = Patience()


@bp.get("/")
@anybody
def home() -> ResponseReturnValue:
    """The start page."""
    with reading(current.evening().engine) as db:
        open_now = meetings.in_state(db, State.OPEN)
        tonight = _last_opened(meetings.in_state(db, State.OPEN, State.CLOSED, State.PUBLISHED))
        is_new = accounts.count(db) == 0
    if is_new and not current.is_demo():
        return redirect(url_for(".setup"))
    return render_template(
        "entrance/home.html", open_now=open_now, tonight=tonight, is_signed_in="name" in session, form=PlainForm()
    )


def _last_opened(held: Sequence[Meeting]) -> Meeting | None:
    """The meeting the demo's doors lead to, also after its close."""
    return max(held, key=lambda one: (one.opened_at is not None, one.opened_at), default=None)


@bp.route("/setup", methods=["GET", "POST"])
@anybody
def setup() -> ResponseReturnValue:
    """The first start: makes the administrator, once."""
    form = SetupForm()
    account = form.carry_out(lambda: _create_first(form))
    if account is None:
        return render_template("entrance/setup.html", form=form, least=accounts.SHORTEST_PASSWORD), form.status
    remember(account)
    flash(gettext("The administrator's account is ready. Set up the first campaign."))
    return redirect(url_for("desk.campaigns"))


@bp.route("/sign-in", methods=["GET", "POST"])
@anybody
def sign_in() -> ResponseReturnValue:
    """The sign-in page; afterwards, the page that asked for it."""
    form = SignInForm()
    account = form.carry_out(lambda: _sign_in(form))
    if account is None:
        return render_template("entrance/sign_in.html", form=form), form.status
    remember(account)
    return redirect(own_page(request.args.get("next", "")) or _first_page(account))


@bp.post("/sign-out")
@staff(*Role)
def sign_out() -> ResponseReturnValue:
    """Ends every session of the account."""
    account = current.account()
    if account is None or not PlainForm().validate_on_submit():
        abort(400)
    with writing(current.evening().engine) as db:
        accounts.sign_out(db, account.name)
    session.clear()
    flash(gettext("You are signed out on every device."))
    return redirect(url_for(".home"))


@bp.post("/doors/<role>")
@anybody
def open_door(role: str) -> ResponseReturnValue:
    """In the demo only: signs in as an organizer or an official, without a password."""
    if not current.is_demo() or role not in (Role.ORGANIZER, Role.OFFICIAL):
        abort(404)
    if not PlainForm().validate_on_submit():
        abort(400)
    with writing(current.evening().engine) as db:
        account = accounts.find(db, f"demo {role}") or _create_demo(db, Role(role))
    remember(account)
    return redirect(_first_page(account))


@bp.post("/doors/resident/<meeting_id>")
@anybody
def take_slip(meeting_id: str) -> ResponseReturnValue:
    """In the demo only: hands the visitor a slip, as the desk would, and leads to the voting page."""
    if not current.is_demo():
        abort(404)
    if not PlainForm().validate_on_submit():
        abort(400)
    found = current.evening().find(meeting_id)
    code = spare.take(current.evening().folder, found.id) or None
    return redirect(url_for("residents.ballot", meeting_id=found.id, _anchor=code))


def own_page(path: str) -> str:
    """`path` itself when it is the address of a page of ours, and empty otherwise: nobody is led elsewhere."""
    if not path.startswith("/") or path.startswith("//") or not path.isprintable() or "\\" in path:
        return ""
    adapter = current_app.url_map.bind_to_environ(request.environ)
    try:
        adapter.match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return path


def _create_first(form: SetupForm) -> Account:
    if form.password.data != form.repeated.data:
        raise PasswordsDiffer
    with writing(current.evening().engine) as db:
        if accounts.count(db):
            raise AlreadySetUp
        return accounts.create(db, form.name.data, Role.ADMINISTRATOR, form.password.data)


def _sign_in(form: SignInForm) -> Account:
    patience: Patience = current_app.extensions["patience"]
    device = request.remote_addr or ""
    patience.require(device, time.monotonic())
    with reading(current.evening().engine) as db:
        try:
            account = accounts.sign_in(db, form.name.data, form.password.data)
        except SignInFailed:
            patience.note_failure(device, time.monotonic())
            raise
    patience.forget(device)
    return account


def _create_demo(db: Connection, role: Role) -> Account:
    """The demo's own account, with a password that nobody knows."""
    return accounts.create(db, f"demo {role}", role, secrets.token_urlsafe(24))


def _first_page(account: Account) -> str:
    return url_for("district.campaigns" if account.role is Role.OFFICIAL else "desk.campaigns")
