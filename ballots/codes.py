"""One-time codes: made, grouped for reading, tidied after typing, digested for the box.

A code is 15 random characters of Crockford's alphabet and one check character: 75 bits, so one hit among
2,000 live codes at 20 wrong tries a second for three hours has a chance of 1e-14, and a keyed fast digest
is enough (a slow one would only slow the hall). Codes that are good for something else than a ballot that counts say
so in their first four characters, which no slip's code has.
"""

import hashlib
import secrets
import unicodedata
from enum import StrEnum
from typing import NewType

from ballots.errors import CodeMistyped

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
LENGTH = 16
RANDOM_BITS = 5 * (LENGTH - 1)

Code = NewType("Code", str)
"""The secret on a slip: 16 characters of ALPHABET, no separators."""
Tag = NewType("Tag", bytes)
"""The keyed digest of a code, which is all the box keeps: 16 bytes."""


class Kind(StrEnum):
    """What a code is good for: the first four characters of those that are no slips."""

    SLIP = ""
    SHEET = "PAGE"
    REHEARSAL = "TEST"


_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("OIL", "011")


def new_code(kind: Kind = Kind.SLIP) -> Code:
    """A fresh code from the operating system's randomness."""
    while True:
        random = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1 - len(kind)))
        made = kind + random
        code = Code(made + ALPHABET[_check([_VALUES[character] for character in made])])
        if kind_of(code) is kind:
            return code


def kind_of(code: Code) -> Kind:
    """What the code is good for."""
    return next((kind for kind in Kind if kind and code.startswith(kind)), Kind.SLIP)


def grouped(code: Code) -> str:
    """The code as printed for reading: four groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def read(typed: str) -> Code:
    """The code a person typed or a phone scanned, as `tidied` forgives it.

    Raises CodeMistyped when it cannot be a code: wrong length, a foreign character, or the check character
    does not fit. Every single wrong character and every swap of two characters is noticed.
    """
    tidy = tidied(typed)
    if len(tidy) != LENGTH or not set(tidy) <= _VALUES.keys():
        raise CodeMistyped
    *values, check = (_VALUES[character] for character in tidy)
    if _check(values) != check:
        raise CodeMistyped
    return Code(tidy)


def tidied(typed: str) -> str:
    """The letters and digits of `typed` as ALPHABET has them, of any number.

    Case, full width, look-alikes and anything between the letters and digits are forgiven: spaces, dashes of any
    length, the invisible characters that a chat adds when copying.
    """
    narrow = unicodedata.normalize("NFKC", typed)
    return "".join(filter(str.isalnum, narrow)).upper().translate(_LOOKALIKES)


def tag(code: Code, key: bytes) -> Tag:
    """What the box knows a code by: BLAKE2b of it under the box's own `key`."""
    return Tag(hashlib.blake2b(code.encode(), key=key, digest_size=16, person=b"minxin slip").digest())


def _check(values: list[int]) -> int:
    """The check value: a weighted sum in the field of 32 elements, with a different weight for each place."""
    total = 0
    for value in values:
        total = _doubled(total) ^ value
    return _doubled(total)


def _doubled(value: int) -> int:
    return (value << 1) ^ (0b100101 if value & 0b10000 else 0)
