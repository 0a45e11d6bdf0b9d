"""What everybody on the staff does with their own account: a new password, and sessions ended."""

from flask import abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from survey import accounts, passwords, sessions
from survey.accounts import Account, Role
from survey.database import reading, writing
from survey.errors import PasswordsDiffer
from survey.office.blueprint import bp
from survey.office.forms import ButtonForm, OwnPasswordForm
from survey.web import current
from survey.web.access import remember, staff
from survey.web.i18n import gettext


@bp.get("/account")
@staff(*Role)
def own_account() -> ResponseReturnValue:
    """The account, its sessions, and the way to a new password."""
    return _show()


@bp.route("/account/password", methods=["GET", "POST"])
@staff(*Role)
def change_own_password() -> ResponseReturnValue:
    """Asks for the old password and twice for the new one; every other session ends."""
    form = OwnPasswordForm()
    if form.carry_out(lambda: _change_password(form)) is None:
        return render_template("office/own_password.html", form=form, least=passwords.SHORTEST), form.status
    flash(gettext("Your password is changed. Sessions on other devices are ended."))
    return redirect(url_for("entrance.begin"))


@bp.route("/account/sessions/<session_id>/end", methods=["GET", "POST"])
@staff(*Role)
def end_own_session(session_id: str) -> ResponseReturnValue:
    """Ends one session of one's own, on whatever device."""
    if not ButtonForm().validate_on_submit():
        return _show()
    with writing(current.evening().engine) as db:
        sessions.sign_out(db, _me(), session_id)
    flash(gettext("The session is ended."))
    return redirect(url_for(".own_account"))


@bp.route("/account/sessions/end", methods=["GET", "POST"])
@staff(*Role)
def end_own_sessions() -> ResponseReturnValue:
    """Signs out everywhere, here too."""
    if not ButtonForm().validate_on_submit():
        return _show()
    with writing(current.evening().engine) as db:
        sessions.end_all(db, _me())
    session.clear()
    flash(gettext("You are signed out on every device."))
    return redirect(url_for("entrance.home"))


def _me() -> Account:
    account = current.account()
    if account is None:
        abort(403)
    return account


def _change_password(form: OwnPasswordForm) -> bool:
    if form.new.data != form.repeated.data:
        raise PasswordsDiffer
    me, evening = _me(), current.evening()
    with writing(evening.engine) as db:
        accounts.change_password(db, me, form.old.data, form.new.data)
        changed = accounts.by_id(db, me.id)
    remember(changed)
    return True


def _show() -> ResponseReturnValue:
    evening, me = current.evening(), _me()
    with reading(evening.engine) as db:
        mine = sessions.of_account(db, me.id, evening.clock())
    return render_template("office/own_account.html", of=me, sessions=mine, this=current.session())
