"""What every answer says to the browser about safety and keeping."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline, nothing from elsewhere. The voting page adds the hash of its one style (`phone/phones.py`)."""


_SAID_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),  # for browsers older than frame-ancestors
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"),
)


def install(app: Flask) -> None:
    """Puts the headers on every answer of `app`."""
    app.after_request(_harden)


def _harden(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    for name, value in _SAID_ALWAYS:
        answer.headers.add(name, value)
    if request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
        answer.headers.pop("Expires", None)  # sent files carry one
    return answer
