"""Pages that are the same for every phone, drawn once and then answered before the framework is asked.

A page is kept whole, its headers with it, as it went out the first time, under everything that made it what it is:
its address, and what the browser told of languages and packing. A request with a cookie is never answered from here:
phones of residents have none. (`docs/decisions/0017-kept-pages.md`)
"""

import secrets
import threading
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, g, request

from ballots.instrument import LANGUAGES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_GZIP = 16 + zlib.MAX_WBITS
_TOLD = ("PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING")
_QUERIES = frozenset({"", *(f"lang={language}" for language in LANGUAGES)})
"""What our own links ask for; whatever else somebody put into an address is not remembered."""
_MOST_ANSWERS = 1_000
"""Answers kept at once. Browsers of one hall tell a few dozen different things; whoever invents more starts anew."""
_LONGEST_TOLD = 400

Told = tuple[str, ...]


class KeptPage:
    """A page that is the same for every visitor but for one random id, drawn and packed beforehand."""

    def __init__(self, page: str, marker: str = "", *, is_current: Callable[[], bool] = lambda: True) -> None:
        """`marker` stands once in `page`, in the place of the id; empty when there is none.

        `is_current`: whether the page may still be shown, asked each time.
        """
        before, _, after = page.encode().partition(marker.encode()) if marker else (page.encode(), b"", b"")
        self.is_current = is_current
        self._has_id, self._before, self._after = bool(marker), before, after
        self._packer = zlib.compressobj(9, wbits=_GZIP)
        self._packed_before = self._packer.compress(before) + self._packer.flush(zlib.Z_SYNC_FLUSH)

    def body(self, *, is_packed: bool) -> bytes:
        """The page with an id of its own."""
        rest = secrets.token_hex(16).encode() + self._after if self._has_id else b""
        if not is_packed:
            return self._before + rest
        packer = self._packer.copy()
        return self._packed_before + packer.compress(rest) + packer.flush()

    def answer(self) -> Response:
        """The page for the running request, packed when the browser unpacks; `Front` answers the next."""
        is_packed = request.accept_encodings["gzip"] > 0
        answer = Response(self.body(is_packed=is_packed), mimetype="text/html")
        if is_packed:
            answer.headers["Content-Encoding"] = "gzip"
        answer.vary.add("Accept-Encoding")
        g.kept = Kept(self, is_packed)
        return answer


@dataclass
class Kept:
    """A page as it goes out to phones that tell the same: packed or not, and with which headers."""

    page: KeptPage
    is_packed: bool
    headers: tuple[tuple[str, str], ...] = ()


class KeptPages:
    """Pages drawn once, however many phones come at the same moment, and kept in memory."""

    def __init__(self) -> None:
        self._pages: dict[tuple[str, ...], KeptPage] = {}
        self._drawing = threading.Lock()

    def find(self, *key: str, draw: Callable[[], KeptPage]) -> KeptPage:
        """The page kept under `key`, drawn now if it is the first time."""
        page = self._pages.get(key)
        if page is None:
            with self._drawing:
                page = self._pages.get(key) or self._pages.setdefault(key, draw())
        return page


class Front:
    """Stands before the app and answers with a kept page what was asked in the same words before."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._answers: dict[Told, Kept] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        kept = self._find(environ)
        if kept is None:
            return self._app(environ, start_response)
        body = kept.page.body(is_packed=kept.is_packed)
        start_response("200 OK", [*kept.headers, ("Content-Length", str(len(body)))])
        return [body]

    def keep(self, environ: "WSGIEnvironment", kept: Kept) -> None:
        """Keeps an answer for whoever tells the same."""
        if len(self._answers) >= _MOST_ANSWERS:
            self._answers.clear()
        self._answers[_told(environ)] = kept

    def _find(self, environ: "WSGIEnvironment") -> Kept | None:
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ:
            return None
        kept = self._answers.get(_told(environ))
        return kept if kept is not None and kept.page.is_current() else None


def install(app: Flask) -> None:
    """Puts the front before `app`. Before all others who add to an answer, so that it keeps what they added."""
    front = Front(app.wsgi_app)
    app.wsgi_app = front  # type: ignore[method-assign]  # as Flask itself advises
    app.extensions.update(kept_pages=KeptPages(), front=front)
    app.after_request(_keep)


def pages() -> KeptPages:
    """The kept pages of the running app."""
    kept: KeptPages = current_app.extensions["kept_pages"]
    return kept


def _keep(answer: Response) -> Response:
    kept: Kept | None = g.pop("kept", None)
    if kept is not None and answer.status_code == 200 and _is_usual(_told(request.environ)):
        kept.headers = tuple(header for header in answer.headers if header[0] != "Content-Length")
        front: Front = current_app.extensions["front"]
        front.keep(request.environ, kept)
    return answer


def _is_usual(told: Told) -> bool:
    return told[_TOLD.index("QUERY_STRING")] in _QUERIES and len("".join(told)) <= _LONGEST_TOLD


def _told(environ: "WSGIEnvironment") -> Told:
    return tuple(environ.get(name, "") for name in _TOLD)
