"""Refusals to pages, in one place. A page says what happened and what to do next, and echoes nothing."""

import logging
import secrets
import traceback
from pathlib import Path

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from analysis.errors import FigureRefused
from ballots.errors import NoSuchCampaign, NoSuchMeeting, Refused, WrongState
from survey.appraisal.errors import NoSuchVeto
from survey.errors import (
    LinkOver,
    NoSuchAccount,
    NoSuchCommunity,
    NoSuchPage,
    NoSuchRules,
    NoSuchToken,
    NotStored,
    TabletNotLetIn,
)
from survey.web import current
from survey.web.i18n import sentence

log = logging.getLogger("minxin")

_STATUS: dict[type[Exception], int] = {
    NoSuchMeeting: 404,
    NoSuchPage: 404,
    NoSuchCampaign: 404,
    NoSuchVeto: 404,
    NoSuchCommunity: 404,
    NoSuchAccount: 404,
    NoSuchToken: 404,
    NoSuchRules: 404,
    TabletNotLetIn: 403,
    LinkOver: 410,
    WrongState: 409,
    NotStored: 503,
}


def install(app: Flask) -> None:
    """Makes `app` answer every failure with a page of ours."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(FigureRefused, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def said(refusal: Refused | FigureRefused) -> str:
    """What the refusal says, in the reader's language."""
    return sentence(refusal, current.language())


def _refused(refusal: Refused | FigureRefused) -> ResponseReturnValue:
    status = _STATUS.get(type(refusal), 422)
    if _is_for_a_program():
        return {"status": status, "message": said(refusal)}, status
    return render_template("errors/refused.html", says=said(refusal)), status


def _is_for_a_program() -> bool:
    """Whether programs read the answer: then it is JSON also when it fails."""
    return request.path.startswith("/api/")


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if _is_for_a_program():
        return {"status": error.code, "message": error.name}, error.code, _kept_headers(error)
    return render_template("errors/http.html", code=error.code), error.code


def _kept_headers(error: HTTPException) -> dict[str, str]:
    """What a program needs to know beside the status: which methods there are, how to show a token."""
    return {name: value for name, value in error.get_headers() if name in ("Allow", "WWW-Authenticate")}


def _unforeseen(error: Exception) -> ResponseReturnValue:
    """Only the error's class and place are logged, under a random number: its text could hold an answer."""
    incident = secrets.token_hex(4)
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("incident %s: %s at %s:%s", incident, type(error).__name__, Path(place.filename).name, place.lineno)
    if _is_for_a_program():
        return {"status": 500, "message": f"incident {incident}"}, 500
    return render_template("errors/unforeseen.html", incident=incident), 500
