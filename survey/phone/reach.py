"""A page that a phone opens to prove that it reaches this computer. Of the visit only a count is kept, in memory."""

import hashlib
import hmac
import threading
from collections import Counter

from flask import Blueprint, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from survey.phone import phones
from survey.web import address, current
from survey.web.access import anybody

bp = Blueprint("reach", __name__, url_prefix="/reach")
phones.install(bp)

_HERE = ("127.0.0.1", "localhost", "[::1]")


class Visits:
    """How many times a phone came to each address of this computer since the server began: numbers, nothing else."""

    def __init__(self, secret: bytes) -> None:
        """`secret` makes the token of the address; it stays the same, so that a printed test page stays good."""
        self.token = hmac.new(secret, b"reach", hashlib.sha256).hexdigest()[:12]
        self._lock = threading.Lock()
        self._came: Counter[str] = Counter()

    def note(self, to: str) -> None:
        """One more came to the address `to`."""
        with self._lock:
            self._came[to] += 1

    def count(self, to: str) -> int:
        """How many came to the address `to`."""
        with self._lock:
            return self._came[to]


@bp.record_once
def _set_up(state: BlueprintSetupState) -> None:
    secret = state.app.extensions["evening"].folder.secret("reach")
    state.app.extensions["visits"] = Visits(secret)


def visits() -> Visits:
    """The visits of this app."""
    found: Visits = current_app.extensions["visits"]
    return found


def page() -> str:
    """The address of the page, as phones reach it."""
    return f"{address.for_phones(current.settings())}/reach/{visits().token}"


@bp.get("/<token>")
@anybody
def arrive(token: str) -> ResponseReturnValue:
    """Says that this phone reaches the computer; a code of another computer is named as such."""
    is_ours = hmac.compare_digest(token.encode(), visits().token.encode())
    if is_ours and request.method == "GET" and not _is_this_computer():
        visits().note(address.for_phones(current.settings()))
    return render_template("phone/reach.html", is_ours=is_ours), 200 if is_ours else 404


def _is_this_computer() -> bool:
    """Whether the laptop itself opened the page: that proves nothing about phones."""
    host = request.host.rpartition(":")[0] or request.host
    return host in _HERE or request.remote_addr == address.in_the_hall()
