"""Three scrutineers' keys, any two of which open the box.

The box has a public key, to which ballots are sealed as they arrive. The secret behind it is split into
three shares (Shamir, 2 of 3, over GF(2^128)); one share is one scrutineer's key, shown once as a QR code
and as 42 digits: its number, 39 digits of the share, two check digits (ISO 7064 MOD 97).
"""

import hashlib
import itertools
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from Crypto.Protocol.SecretSharing import Shamir
from nacl.public import PrivateKey

from ballots.errors import KeyMistyped, KeysDoNotFit

HOLDERS = 3
NEEDED = 2
_SHARE_DIGITS = 39
_DIGITS = 1 + _SHARE_DIGITS + 2


@dataclass(frozen=True)
class Key:
    """One scrutineer's key: its number, 1 to 3, and 16 secret bytes."""

    number: int
    share: bytes

    def __repr__(self) -> str:
        return f"Key({self.number})"

    @property
    def digits(self) -> str:
        """The key as 42 digits without spaces."""
        body = f"{self.number}{int.from_bytes(self.share):0{_SHARE_DIGITS}d}"
        return f"{body}{98 - int(body) * 100 % 97:02d}"

    @property
    def grouped(self) -> str:
        """The digits as copied by hand: seven groups of six."""
        return " ".join(self.digits[at : at + 6] for at in range(0, _DIGITS, 6))

    def fingerprint(self, meeting_id: str) -> bytes:
        """What the box keeps to recognise this key: 16 bytes from which the key cannot be found."""
        return hashlib.blake2b(self.share, digest_size=16, salt=_salt(meeting_id), person=b"minxin key").digest()


def new_secret() -> bytes:
    """16 bytes from the operating system's randomness."""
    return secrets.token_bytes(16)


def private_key(secret: bytes) -> PrivateKey:
    """The X25519 key that opens what was sealed to its public half."""
    return PrivateKey(hashlib.blake2b(secret, digest_size=32, person=b"minxin box").digest())


def split(secret: bytes) -> tuple[Key, ...]:
    """Three keys, any two of which give `secret` back."""
    return tuple(Key(number, bytes(share)) for number, share in Shamir.split(NEEDED, HOLDERS, secret, False))


def join(keys: Iterable[Key]) -> bytes:
    """The secret behind two keys. Raises KeysDoNotFit when they are fewer than two different ones.

    Two keys of different meetings give a secret that opens nothing: the envelopes tell.
    """
    by_number = {key.number: key for key in keys}
    if len(by_number) < NEEDED:
        raise KeysDoNotFit
    shares = [(key.number, key.share) for key in by_number.values()]
    return bytes(Shamir.combine(shares[:NEEDED], False))


def pairs(keys: Iterable[Key]) -> list[tuple[Key, Key]]:
    """Every two of `keys`."""
    return list(itertools.combinations(keys, 2))


def read(typed: str) -> Key:
    """The key in 42 typed or scanned digits; full width and anything between them are forgiven. Raises KeyMistyped."""
    narrow = unicodedata.normalize("NFKC", typed)
    digits = "".join(character for character in narrow if character in "0123456789")
    if len(digits) != _DIGITS or int(digits) % 97 != 1:
        raise KeyMistyped
    number, share = int(digits[0]), int(digits[1 : 1 + _SHARE_DIGITS])
    if not 1 <= number <= HOLDERS or share >= 1 << 128:
        raise KeyMistyped
    return Key(number, share.to_bytes(16))


def _salt(meeting_id: str) -> bytes:
    return hashlib.blake2b(meeting_id.encode(), digest_size=16).digest()
