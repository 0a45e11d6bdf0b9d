"""A device that serves as a shared tablet shows the tablet's pages and nothing else, whatever is typed or scanned."""

from flask import Flask, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from survey import tablets
from survey.web import current

_HOURS = 12


def install(app: Flask) -> None:
    """Keeps tablets on their own pages."""
    app.before_request(_stay)


def remember(answer: Response, token: str) -> None:
    """Lets the browser keep for half a day that it is a tablet; readable by nobody but us."""
    answer.set_cookie(
        _cookie(),
        token,
        max_age=_HOURS * 3600,
        secure=current.settings().is_https,
        httponly=True,
        samesite="Strict",
    )


def serves() -> str | None:
    """The meeting that the device of this request serves as a tablet; None for every other device."""
    found: str | None = g.get("tablet")
    return found


def _stay() -> Redirect | None:
    """A request without the cookie, so every phone's, is not looked into any further."""
    token = request.cookies.get(_cookie())
    g.tablet = tablets.meeting_of(current.evening(), token) if token else None
    if g.tablet is None or request.endpoint == "static":
        return None
    is_own = request.blueprint == "kiosk" and (request.view_args or {}).get("meeting_id") == g.tablet
    return None if is_own else redirect(url_for("kiosk.start", meeting_id=g.tablet))


def _cookie() -> str:
    return "__Host-tablet" if current.settings().is_https else "tablet"
