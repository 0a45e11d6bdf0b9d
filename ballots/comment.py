"""A comment: what a resident may write beside the ballot, tidied, and sealed apart from the marks.

Every ballot of a meeting that asks for comments puts one into the box, an empty one too, and all have one length: the
disk does not tell who wrote something, or how much. Nothing in it leads to the ballot.
"""

import re
import unicodedata

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from ballots.errors import CommentTooLong, EnvelopeDamaged

LONGEST = 200
"""Characters (code points) of a tidied comment."""
BODY_LENGTH = 880
"""Bytes of each sealed comment: a header, 200 characters of at most four bytes, padding, and 48 of the seal."""
_HEADER = b"\x70"
"""Told apart from the layouts of a ballot, which count up from 1."""
_CONTENT_LENGTH = BODY_LENGTH - 48
_CONTROLS = {"Cc", "Cf", "Co", "Cs"}
"""Unicode's categories of signs nobody reads: controls, joiners and directions, private ones, halves of pairs."""
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\uffa0\ufff0-\uffff"
    "\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
"""Letters that show nothing, stand-ins for a lost sign, and what only changes how the sign before it looks."""


def tidied(typed: str) -> str:
    """The comment as it may be read, on one line; empty when nothing is left. Doing it again changes nothing.

    Composed (NFC); runs of space and line breaks are one space; signs that show nothing are removed. Pictures stay,
    each for itself and without the colour of a skin: which variant somebody's phone offers could say whose it is.
    """
    spaced = " ".join(typed.split())
    seen = "".join(sign for sign in spaced if unicodedata.category(sign) not in _CONTROLS)
    return " ".join(unicodedata.normalize("NFC", _BLANKS.sub("", seen)).split())


def read(typed: str) -> str:
    """The tidied comment. Raises CommentTooLong."""
    text = tidied(typed)
    if len(text) > LONGEST:
        raise CommentTooLong(length=len(text), most=LONGEST)
    return text


def seal(text: str, public_key: bytes) -> bytes:
    """A tidied comment padded and sealed so that only the scrutineers' keys can open it. Raises CommentTooLong."""
    if len(text) > LONGEST:
        raise CommentTooLong(length=len(text), most=LONGEST)
    content = (_HEADER + text.encode()).ljust(_CONTENT_LENGTH, b"\0")
    return bytes(SealedBox(PublicKey(public_key)).encrypt(content))


def open_body(body: bytes, key: PrivateKey) -> str:
    """The comment inside `body`, empty when none was written. Raises EnvelopeDamaged."""
    try:
        content = SealedBox(key).decrypt(body)
        if content[:1] != _HEADER:
            raise EnvelopeDamaged
        return tidied(content[1:].decode())
    except (CryptoError, UnicodeDecodeError):
        raise EnvelopeDamaged from None
