"""Ballots sealed to the box's public key. Every envelope of a box has the same length, whatever was marked.

Inside lie a byte for the layout, one for the voter class, one for the origin, then the marks, then zeros.
"""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from ballots.errors import EnvelopeDamaged

ABSTAINED_MARK = 255
INVALID_MARK = 254
_SEALED_OVERHEAD = 48
_LAYOUT = 2
_HEADER_LENGTH = 3
_BLOCK = 64


class Ballot(NamedTuple):
    """What one envelope holds: `marks`, one byte a question, and in a byte each what says no more than a group.

    `voter_class`: the place of the slip's class in the rules, from 1; 0 without one. `origin`: how the ballot came;
    0 is a phone.
    """

    marks: bytes
    voter_class: int = 0
    origin: int = 0


@dataclass(frozen=True)
class Envelope:
    """One sealed ballot: the receipt under which its owner can find it, and the sealed body."""

    receipt: bytes
    body: bytes


def body_length(questions: int) -> int:
    """The length in bytes of each sealed body in a box whose ballot has so many questions."""
    content = _HEADER_LENGTH + questions
    return -(-content // _BLOCK) * _BLOCK + _SEALED_OVERHEAD


def seal(ballot: Ballot, public_key: bytes) -> bytes:
    """`ballot` padded and sealed so that only the scrutineers' keys can open it."""
    header = bytes([_LAYOUT, ballot.voter_class, ballot.origin])
    content = (header + ballot.marks).ljust(body_length(len(ballot.marks)) - _SEALED_OVERHEAD, b"\0")
    return bytes(SealedBox(PublicKey(public_key)).encrypt(content))


def open_body(body: bytes, key: PrivateKey, questions: int) -> Ballot:
    """The ballot inside `body`, with a mark for each question. Raises EnvelopeDamaged when the key does not open it."""
    try:
        content = SealedBox(key).decrypt(body)
    except CryptoError:
        raise EnvelopeDamaged from None
    layout, voter_class, origin, *_ = content
    if layout != _LAYOUT:
        raise EnvelopeDamaged
    return Ballot(bytes(content[_HEADER_LENGTH : _HEADER_LENGTH + questions]), voter_class, origin)


def retry_tag(phone_secret: bytes) -> bytes:
    """Kept beside the slip: recognises the same phone's second try. Unrelated to the receipt without the secret."""
    return hashlib.blake2b(phone_secret, digest_size=16, person=b"minxin retry").digest()


def receipt(phone_secret: bytes) -> bytes:
    """Kept beside the envelope: lets the phone's owner find the envelope on the published list."""
    return hashlib.blake2b(phone_secret, digest_size=16, person=b"minxin receipt").digest()
