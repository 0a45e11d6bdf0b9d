"""Tokens for programs, for the administrator: made, shown once, revoked."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from survey import tokens
from survey.database import reading, writing
from survey.office.blueprint import bp
from survey.office.forms import ButtonForm, TokenForm
from survey.tokens import AccessToken
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext

HEADER = "Authorization: Bearer …"


@bp.route("/programs", methods=["GET", "POST"])
@staff()
def programs() -> ResponseReturnValue:
    """Every token, and a new one, whose text is shown once."""
    form = TokenForm()
    made = form.carry_out(lambda: _make(form))
    if made is not None:
        return render_template("office/token_once.html", text=made[1], header=HEADER)
    with reading(current.evening().engine) as db:
        listed = tokens.every(db)
    return render_template("office/programs.html", form=form, listed=listed), form.status


@bp.route("/programs/<token_id>/revoke", methods=["GET", "POST"])
@staff()
def revoke_token(token_id: str) -> ResponseReturnValue:
    """Asks once more, then makes the token open nothing."""
    with reading(current.evening().engine) as db:
        found = tokens.named(db, token_id)
    form = ButtonForm()
    if form.carry_out(lambda: _revoke(token_id)) is None:
        return render_template("office/revoke_token.html", form=form, of=found), form.status
    flash(gettext("The token for %(name)s is revoked.") % {"name": found.name})
    return redirect(url_for(".programs"))


def _make(form: TokenForm) -> tuple[AccessToken, str]:
    with writing(current.evening().engine) as db:
        return tokens.make(db, form.name.data, current.evening().clock())


def _revoke(token_id: str) -> AccessToken:
    with writing(current.evening().engine) as db:
        return tokens.revoke(db, token_id, current.evening().clock())
