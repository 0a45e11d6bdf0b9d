"""The device a request comes from: what it is in two words, and whether an account has signed in on it before."""

import hmac
import ipaddress
import secrets
from dataclasses import dataclass

from flask import Response, after_this_request, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ballots.names import likeness
from survey.sessions import Device
from survey.web import current
from survey.web.patience import Sender

_BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "OPR/": "Opera",
    "QQBrowser": "QQ Browser",
    "UCBrowser": "UC Browser",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
"""What gives each away, the telling ones first: most browsers also claim to be Chrome or Safari."""
_DAYS = 30
_MOST_NAMES = 5
_IPV6_NETWORK_BITS = 64
"""One household or hall has a whole IPv6 network of this size to itself."""


@dataclass(frozen=True)
class _Known:
    """What a browser keeps for us: a random id of its own, and the marks of names that have signed in on it."""

    id: str
    names: tuple[str, ...] = ()


def in_words(user_agent: str) -> Device:
    """Browser and system by the browser's own account of itself, of which nothing else is kept."""
    return Device(_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))


def sender(name: str) -> Sender:
    """Who tries to sign in as `name`: a device that this name is known on, or else its place on the network."""
    kept = _kept()
    is_known = _mark(name) in kept.names
    return Sender(f"known {kept.id}" if is_known else _network(), likeness(name), is_known)


def remember(name: str) -> None:
    """Lets the browser keep, for a month, that `name` has signed in on it; readable by nobody but us."""
    kept = _kept()
    names = (_mark(name), *(mark for mark in kept.names if mark != _mark(name)))
    written = _signed().dumps([kept.id, *names[:_MOST_NAMES]])

    @after_this_request
    def keep(answer: Response) -> Response:
        answer.set_cookie(
            _cookie(),
            written,
            max_age=_DAYS * 24 * 3600,
            secure=current.settings().is_https,
            httponly=True,
            samesite="Strict",
        )
        return answer


def _first(known: dict[str, str], text: str) -> str:
    return next((word for sign, word in known.items() if sign in text), "")


def _kept() -> _Known:
    """What the browser's cookie says; a fresh one where it says nothing."""
    try:
        device, *names = _signed().loads(request.cookies.get(_cookie(), ""), max_age=_DAYS * 24 * 3600)
    except BadSignature:
        return _Known(secrets.token_hex(8))
    return _Known(device, tuple(names))


def _mark(name: str) -> str:
    """The name for the cookie: who finds it cannot tell whose name it is."""
    return hmac.new(_secret(), likeness(name).encode(), "sha256").hexdigest()[:24]


def _signed() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_secret(), salt="device")


def _secret() -> bytes:
    return current.evening().folder.secret("session")


def _cookie() -> str:
    return "__Host-device" if current.settings().is_https else "device"


def _network() -> str:
    """Where the request comes from. Behind a proxy of the district's own, which speaks HTTPS, that is what it says."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    here = request.remote_addr or ""
    address = _address(here)
    if current.settings().is_https and address is not None and address.is_loopback:
        address = _address(told) or address
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _IPV6_NETWORK_BITS), strict=False))
    return str(address or here)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
