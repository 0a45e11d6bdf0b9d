"""Marks sealed to the box's public key. Every envelope of a box has the same length, whatever was marked."""

import hashlib
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from ballots.errors import EnvelopeDamaged

ABSTAINED_MARK = 255
INVALID_MARK = 254
_SEALED_OVERHEAD = 48
_HEADER = b"\x01"
"""The layout's version; a later layout (comments, voter classes) takes another."""
_BLOCK = 64


@dataclass(frozen=True)
class Envelope:
    """One sealed ballot: the receipt under which its owner can find it, and the sealed body."""

    receipt: bytes
    body: bytes


def body_length(questions: int) -> int:
    """The length in bytes of each sealed body in a box whose ballot has so many questions."""
    content = len(_HEADER) + questions
    return -(-content // _BLOCK) * _BLOCK + _SEALED_OVERHEAD


def seal(marks: bytes, public_key: bytes) -> bytes:
    """`marks`, one byte a question, padded and sealed so that only the scrutineers' keys can open them."""
    content = (_HEADER + marks).ljust(body_length(len(marks)) - _SEALED_OVERHEAD, b"\0")
    return bytes(SealedBox(PublicKey(public_key)).encrypt(content))


def open_body(body: bytes, key: PrivateKey, questions: int) -> bytes:
    """The marks inside `body`, one byte a question. Raises EnvelopeDamaged when the key does not open it."""
    try:
        content = SealedBox(key).decrypt(body)
    except CryptoError:
        raise EnvelopeDamaged from None
    if content[:1] != _HEADER:
        raise EnvelopeDamaged
    return bytes(content[1 : 1 + questions])


def retry_tag(phone_secret: bytes) -> bytes:
    """Kept beside the slip: recognises the same phone's second try. Unrelated to the receipt without the secret."""
    return hashlib.blake2b(phone_secret, digest_size=16, person=b"minxin retry").digest()


def receipt(phone_secret: bytes) -> bytes:
    """Kept beside the envelope: lets the phone's owner find the envelope on the published list."""
    return hashlib.blake2b(phone_secret, digest_size=16, person=b"minxin receipt").digest()
