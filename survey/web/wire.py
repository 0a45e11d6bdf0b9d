"""Text on the wire is packed, so that it comes quickly over a weak signal.

Packed are files and kept pages only. They repeat nothing that a visitor sent, so the length of an answer tells
nothing about a secret in it; pages made for one visitor go unpacked for the same reason.
"""

import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache

from flask import Flask, Response, request

_GZIP = 16 + zlib.MAX_WBITS
_TEXTS = ("text/", "image/svg")


def install(app: Flask) -> None:
    """Packs the static texts of `app`."""
    app.after_request(_pack_file)


class KeptPage:
    """A page that is the same for every visitor but for one value, drawn and packed beforehand."""

    def __init__(self, page: str, marker: str) -> None:
        """`marker` stands once in `page`, in the place of the value; all before it is packed now."""
        before, after = page.encode().split(marker.encode())
        self._before, self._after = before, after
        self._packer = zlib.compressobj(9, wbits=_GZIP)
        self._packed_before = self._packer.compress(before) + self._packer.flush(zlib.Z_SYNC_FLUSH)

    def answer(self, value: str) -> Response:
        """The page with `value` in its place, packed when the visitor's browser unpacks."""
        rest = value.encode() + self._after
        if not _unpacks():
            return _vary(Response(self._before + rest, mimetype="text/html"))
        packer = self._packer.copy()
        answer = Response(self._packed_before + packer.compress(rest) + packer.flush(), mimetype="text/html")
        answer.headers["Content-Encoding"] = "gzip"
        return _vary(answer)


class KeptPages:
    """Pages drawn once and kept in memory."""

    def __init__(self) -> None:
        self._pages: dict[tuple[str, ...], KeptPage] = {}

    def find(self, *key: str, draw: Callable[[], KeptPage]) -> KeptPage:
        """The page kept under `key`, drawn now if it is the first time."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages.setdefault(key, draw())
        return page


def _pack_file(answer: Response) -> Response:
    if request.endpoint != "static" or answer.status_code != 200 or not (answer.mimetype or "").startswith(_TEXTS):
        return answer
    if _unpacks():
        answer.direct_passthrough = False
        text = answer.get_data()
        answer.close()  # the file
        answer.set_data(_packed(text))
        answer.headers["Content-Encoding"] = "gzip"
        tag, _is_weak = answer.get_etag()
        answer.set_etag(tag or "", weak=True)
    return _vary(answer)


@lru_cache(maxsize=64)
def _packed(text: bytes) -> bytes:
    return gzip.compress(text, mtime=0)


def _unpacks() -> bool:
    return request.accept_encodings["gzip"] > 0


def _vary(answer: Response) -> Response:
    answer.vary.add("Accept-Encoding")
    return answer
