"""Refusals to pages, in one place. A page says what happened and what to do next, and echoes nothing."""

import logging
import secrets
import traceback
from pathlib import Path

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from analysis.errors import FigureRefused
from ballots.errors import NoSuchCampaign, NoSuchMeeting, Refused, WrongState
from survey.appraisal.errors import NoSuchVeto
from survey.errors import NoSuchAccount, NoSuchCommunity, NoSuchPage, NotStored
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
    return render_template("errors/refused.html", says=said(refusal)), _STATUS.get(type(refusal), 422)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    return render_template("errors/http.html", code=error.code), error.code


def _unforeseen(error: Exception) -> ResponseReturnValue:
    """Only the error's class and place are logged, under a random number: its text could hold an answer."""
    incident = secrets.token_hex(4)
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("incident %s: %s at %s:%s", incident, type(error).__name__, Path(place.filename).name, place.lineno)
    return render_template("errors/unforeseen.html", incident=incident), 500
