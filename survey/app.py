"""The web app, assembled."""

from flask import Flask
from flask_wtf import CSRFProtect

from survey import acts, api, desk, district, entrance, hall, office, scrutineers
from survey.config import Settings
from survey.district import notices
from survey.evening import Evening
from survey.kiosk import pages as kiosk
from survey.phone import keys, reach, receipts, residents
from survey.web import access, doorkeeper, frames, headers, i18n, kept, refusals, room, tablet, wire
from survey.web.folders import STATIC, template_folder
from survey.web.framework import App

LARGEST_REQUEST = 2 * 1024 * 1024
"""Bytes. A ballot is a few hundred; the largest thing anybody sends is a sheet of communities."""


def create_app(evening: Evening, settings: Settings, *, is_demo: bool = False) -> Flask:
    """The app over one data folder. Raises RuntimeError when an endpoint has no guard."""
    app = App("survey", template_folder=str(template_folder()), static_folder=str(STATIC))
    app.config.update(
        SECRET_KEY=evening.folder.secret("session"),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        SESSION_COOKIE_NAME="__Host-session" if settings.is_https else "session",  # the prefix: this host alone
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=settings.is_https,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_I18N_ENABLED=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # the referrer it would check is what our own policy suppresses
    )
    app.extensions.update(evening=evening, settings=settings, is_demo=is_demo)
    kept.install(app)
    i18n.install(app)
    room.install(app)
    csrf = CSRFProtect(app)  # after the language: its refusals are pages too
    frames.install(app)
    headers.install(app)
    wire.install(app)
    refusals.install(app)
    doorkeeper.install(app)
    tablet.install(app)
    app.before_request(access.load_account)
    app.teardown_request(lambda _error: acts.take_the_floor())
    _register_pages(app, csrf)
    app.view_functions["static"] = access.anybody(app.view_functions["static"])
    access.require_guards(app)
    return app


def _register_pages(app: Flask, csrf: CSRFProtect) -> None:
    """Pages for bearers of a slip or key need no CSRF token: the secret they send is what nobody else can.

    Nor do receipts: looking one up changes nothing. A tablet has its own cookie, which no other site can send.
    """
    for blueprint in (
        entrance.bp,
        hall.bp,
        desk.bp,
        district.bp,
        office.bp,
        scrutineers.bp,
        reach.bp,
        api.bp,
        notices.board,
    ):
        app.register_blueprint(blueprint)
    for blueprint in (residents.bp, keys.bp, receipts.bp, kiosk.bp):
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
