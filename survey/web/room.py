"""Room for photographs: one page of the desk takes more than the others, from those who have signed in."""

import re
from http.cookies import CookieError, SimpleCookie

from flask import Flask, request, session
from itsdangerous import BadSignature
from waitress.parser import HTTPRequestParser

from survey.web.connections import Connection

LARGEST_UPLOAD = 40 * 1024 * 1024
"""Bytes of one request with pages of signed minutes."""
ENDPOINT = "desk.attach_signed"
_PATH = re.compile(r"/desk/meetings/[a-z0-9]{1,12}/signed")


def install(app: Flask) -> None:
    """Lets `app` read more at that one page; before the token is looked for, which is in the same request."""
    app.before_request(_make_room)


def connections_of(app: Flask) -> type[Connection]:
    """Connections whose requests may be longer for that one page, when they come with a session of ours."""

    class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress comes without types
        """Decides by the head of a request how much of its body is read at all."""

        def parse_header(self, header_plus: bytes) -> None:
            """Reads the head; the library compares the length with `max_request_body_size` right after."""
            super().parse_header(header_plus)
            if self.command == "POST" and _PATH.fullmatch(self.path) and _is_ours(app, self.headers.get("COOKIE", "")):
                self.adj: object = _Adjusted(self.adj, LARGEST_UPLOAD)

    class Roomy(Connection):
        """What the server makes for each connection."""

        parser_class = Parser

    return Roomy


class _Adjusted:
    """The server's adjustments, but for the one."""

    def __init__(self, adjustments: object, largest: int) -> None:
        self._adjustments, self.max_request_body_size = adjustments, largest

    def __getattr__(self, name: str) -> object:
        return getattr(self._adjustments, name)


def _make_room() -> None:
    if request.endpoint == ENDPOINT and "token" in session:
        request.max_content_length = LARGEST_UPLOAD


def _is_ours(app: Flask, cookies: str) -> bool:
    """Whether a session that we signed is among the cookies."""
    try:
        kept = SimpleCookie(cookies).get(app.config["SESSION_COOKIE_NAME"])
    except CookieError:
        return False
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own interface
    try:
        return kept is not None and "token" in signer.loads(kept.value)
    except BadSignature:
        return False
