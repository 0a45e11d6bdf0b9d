"""Accounts, for the administrator: made, changed, taken out of use; passwords given anew and shown once."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from survey import accounts as kept
from survey import naming, passwords, scope, scrutiny, sessions
from survey.accounts import Account, Role
from survey.database import reading, writing
from survey.office.blueprint import bp
from survey.office.forms import AccountForm, ButtonForm, DistrictForm, ResetForm, RoleForm
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext


@bp.get("/accounts")
@staff()
def accounts() -> ResponseReturnValue:
    """Everybody on the staff, and the district's name."""
    evening = current.evening()
    with reading(evening.engine) as db:
        listed = [(one, sessions.of_account(db, one.id, evening.clock())) for one in kept.every(db)]
        name = naming.district_name(db)
    return render_template("office/accounts.html", listed=listed, name=name)


@bp.route("/accounts/new", methods=["GET", "POST"])
@staff()
def new_account() -> ResponseReturnValue:
    """Makes an account; its password is changed at the first sign-in."""
    form = AccountForm()
    form.offer_roles()
    password = form.password.data or passwords.generated()
    made = form.carry_out(lambda: _create(form, password))
    if made is None:
        with reading(current.evening().engine) as db:
            places = scope.places(db)
        page = render_template("office/new_account.html", form=form, places=places, least=passwords.SHORTEST)
        return page, form.status
    return _handed_over(made, password, is_typed=bool(form.password.data))


@bp.get("/accounts/<account_id>")
@staff()
def account(account_id: str) -> ResponseReturnValue:
    """One account, and what can be done to it."""
    return _show(account_id)


@bp.route("/accounts/<account_id>/role", methods=["GET", "POST"])
@staff()
def change_account(account_id: str) -> ResponseReturnValue:
    """Gives the account another role or other duties."""
    form = RoleForm()
    form.offer_roles()
    role = Role(form.role.data) if form.role.data in list(Role) else Role.ORGANIZER
    return _act(account_id, form, "role", lambda db, found: kept.change(db, found, role, form.duties))


@bp.route("/accounts/<account_id>/password", methods=["GET", "POST"])
@staff()
def reset_password(account_id: str) -> ResponseReturnValue:
    """Gives the account a new password, which is changed at the next sign-in."""
    form = ResetForm()
    password = form.password.data or passwords.generated()
    found = form.carry_out(lambda: _carried_out(account_id, lambda db, one: kept.reset_password(db, one, password)))
    if found is None:
        return _show(account_id, reset=form)
    return _handed_over(found, password, is_typed=bool(form.password.data))


@bp.route("/accounts/<account_id>/sessions/end", methods=["GET", "POST"])
@staff()
def end_sessions(account_id: str) -> ResponseReturnValue:
    """Ends every session of the account."""
    return _act(account_id, ButtonForm(), "sessions", sessions.end_all)


@bp.route("/accounts/<account_id>/out-of-use", methods=["GET", "POST"])
@staff()
def take_out_of_use(account_id: str) -> ResponseReturnValue:
    """Lets the account sign in no more; it is not deleted, for the record of acts names it."""
    return _act(account_id, ButtonForm(), "out_of_use", kept.take_out_of_use)


@bp.route("/accounts/<account_id>/in-use", methods=["GET", "POST"])
@staff()
def take_into_use(account_id: str) -> ResponseReturnValue:
    """Lets an account that was out of use sign in again."""
    return _act(account_id, ButtonForm(), "in_use", kept.take_into_use)


@bp.route("/accounts/district", methods=["GET", "POST"])
@staff()
def name_district() -> ResponseReturnValue:
    """Gives the district its name."""
    with reading(current.evening().engine) as db:
        form = DistrictForm(name=naming.district_name(db))
    if form.carry_out(lambda: _name_district(form)) is None:
        return render_template("office/district.html", form=form), form.status
    flash(gettext("The district's name is changed."))
    return redirect(url_for(".accounts"))


def _create(form: AccountForm, password: str) -> Account:
    with writing(current.evening().engine) as db:
        role, duties = Role(form.role.data), form.duties
        return kept.create(db, form.name.data, role, password, duties=duties, must_change=True)


def _name_district(form: DistrictForm) -> str:
    with writing(current.evening().engine) as db:
        return naming.name_district(db, form.name.data)


def _carried_out(account_id: str, act: Callable[[Connection, Account], None]) -> Account:
    with writing(current.evening().engine) as db:
        found = kept.by_id(db, account_id)
        act(db, found)
        return found


def _act(
    account_id: str, form: StaffForm, name: str, act: Callable[[Connection, Account], None]
) -> ResponseReturnValue:
    """Does `act` to the account when `form` was sent; otherwise shows the account, with the form by its `name`."""
    found = form.carry_out(lambda: _carried_out(account_id, act))
    if found is None:
        return _show(account_id, **{name: form})
    flash(gettext("The account %(name)s is changed.") % {"name": found.name})
    return redirect(url_for(".account", account_id=account_id))


def _handed_over(account: Account, password: str, *, is_typed: bool) -> ResponseReturnValue:
    """The password, shown once when the computer made it: it is kept nowhere."""
    return render_template("office/password_once.html", of=account, password="" if is_typed else password)


def _show(account_id: str, **sent: StaffForm) -> ResponseReturnValue:
    evening = current.evening()
    with reading(evening.engine) as db:
        found = kept.by_id(db, account_id)
        page = render_template(
            "office/account.html",
            of=found,
            sessions=sessions.of_account(db, account_id, evening.clock()),
            meetings=scrutiny.meetings_of(db, account_id),
            places=scope.places(db),
            least=passwords.SHORTEST,
            forms={"role": _filled(found), "reset": ResetForm(formdata=None), **sent},
            sent=next(iter(sent.values()), None),
        )
    return page, max((form.status for form in sent.values()), default=200)


def _filled(found: Account) -> RoleForm:
    lines = found.duties.written.replace("; ", "\n")
    is_for_all = found.duties.is_for_all
    return RoleForm(formdata=None, role=found.role.value, is_for_all=is_for_all, communities=lines).offer_roles()
