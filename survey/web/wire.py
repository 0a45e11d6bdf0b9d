"""Text on the wire is packed, so that it comes quickly over a weak signal.

Packed are files, here, and kept pages (`kept`) only. They repeat nothing that a visitor sent, so the length of an
answer tells nothing about a secret in it; pages made for one visitor go unpacked for the same reason.
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_TEXTS = ("text/", "image/svg")


def install(app: Flask) -> None:
    """Packs the static texts of `app`."""
    app.after_request(_pack_file)


def _pack_file(answer: Response) -> Response:
    if request.endpoint != "static" or answer.status_code != 200 or not (answer.mimetype or "").startswith(_TEXTS):
        return answer
    if request.accept_encodings["gzip"] > 0:
        answer.direct_passthrough = False
        text = answer.get_data()
        answer.close()  # the file
        answer.set_data(_packed(text))
        answer.headers["Content-Encoding"] = "gzip"
        tag, _is_weak = answer.get_etag()
        answer.set_etag(tag or "", weak=True)
    answer.vary.add("Accept-Encoding")
    return answer


@lru_cache(maxsize=64)
def _packed(text: bytes) -> bytes:
    return gzip.compress(text, mtime=0)
