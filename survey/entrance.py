"""The entrance: start page, first start, sign-in, sign-out; in the demo, one door for each audience."""

from collections.abc import Sequence

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from ballots import campaigns, meetings
from ballots.meetings import Meeting, State
from ballots.names import LONGEST
from survey import accounts, first_start, notices, passwords, sessions
from survey.accounts import Account, Role
from survey.database import reading, writing
from survey.simulation import doors, spare
from survey.web import current, doorkeeper
from survey.web.access import anybody, remember, staff
from survey.web.forms import NameField, StaffForm
from survey.web.i18n import gettext

bp = Blueprint("entrance", __name__)


class SetupForm(StaffForm):
    """The district, and its first account."""

    district = NameField(validators=[InputRequired(), Length(max=LONGEST)])
    name = NameField(validators=[InputRequired(), Length(max=LONGEST)])
    password = PasswordField(validators=[InputRequired()])


class SignInForm(StaffForm):
    """Name and password."""

    name = NameField(validators=[InputRequired(), Length(max=LONGEST)])
    password = PasswordField(validators=[InputRequired()])


class PlainForm(StaffForm):
    """A button: nothing to fill in."""


@bp.get("/")
@anybody
def home() -> ResponseReturnValue:
    """The start page."""
    with reading(current.evening().engine) as db:
        open_now = meetings.in_state(db, State.OPEN)
        tonight = _last_opened(meetings.in_state(db, State.OPEN, State.CLOSED, State.PUBLISHED))
        is_new = accounts.count(db) == 0
        on_notice = [campaigns.find(db, one.campaign_id) for one in notices.running(db, current.evening().clock())]
    if is_new and not current.is_demo():
        return redirect(url_for(".setup"))
    return render_template(
        "entrance/home.html",
        open_now=open_now,
        tonight=tonight,
        on_notice=on_notice,
        is_signed_in="token" in session,
        form=PlainForm(),
    )


def _last_opened(held: Sequence[Meeting]) -> Meeting | None:
    """The meeting the demo's doors lead to, also after its close."""
    return max(held, key=lambda one: (one.opened_at is not None, one.opened_at), default=None)


@bp.route("/setup", methods=["GET", "POST"])
@anybody
def setup() -> ResponseReturnValue:
    """The first start: names the district and makes the administrator, once; then the desk."""
    form = SetupForm()
    account = form.carry_out(lambda: _set_up(form))
    if account is None:
        return render_template("entrance/setup.html", form=form, least=passwords.SHORTEST), form.status
    remember(account)
    flash(gettext("Everything is ready, %(name)s. Begin with the first campaign.") % {"name": account.name})
    return redirect(url_for("desk.campaigns"))


@bp.route("/sign-in", methods=["GET", "POST"])
@anybody
def sign_in() -> ResponseReturnValue:
    """The sign-in page; afterwards, the page that asked for it."""
    form = SignInForm()
    account = form.carry_out(lambda: doorkeeper.let_in(form.name.data, form.password.data))
    if account is None:
        return render_template("entrance/sign_in.html", form=form), form.status
    remember(account)
    return redirect(own_page(request.args.get("next", "")) or _first_page(account))


@bp.get("/begin")
@staff(*Role)
def begin() -> ResponseReturnValue:
    """Leads to the page on which one's role begins."""
    account = current.account()
    return redirect(_first_page(account) if account else url_for(".home"))


@bp.post("/sign-out")
@staff(*Role)
def sign_out() -> ResponseReturnValue:
    """Ends this session; the account's others go on."""
    account, found = current.account(), current.session()
    if account is None or found is None or not PlainForm().validate_on_submit():
        abort(400)
    with writing(current.evening().engine) as db:
        sessions.sign_out(db, account, found.id)
    session.clear()
    flash(gettext("You are signed out."))
    return redirect(url_for(".home"))


@bp.post("/doors/<role>")
@anybody
def open_door(role: str) -> ResponseReturnValue:
    """In the demo only: signs in as an organizer, an official or a scrutineer, without a password."""
    if not current.is_demo() or role not in doors.DOORS:
        abort(404)
    if not PlainForm().validate_on_submit():
        abort(400)
    account = doors.account(current.evening(), Role(role))
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


def _set_up(form: SetupForm) -> Account:
    return first_start.set_up(current.evening(), form.district.data, form.name.data, form.password.data)


def _first_page(account: Account) -> str:
    first = {Role.OFFICIAL: "district.campaigns", Role.SCRUTINEER: "scrutineers.meetings"}
    return url_for(first.get(account.role, "desk.campaigns"))
