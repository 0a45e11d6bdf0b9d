"""Sheets of slips: what is printed together, so that a lost or torn sheet can be voided whole.

Whoever loses a sheet no longer has its codes, and the box knows no code and no order. So each sheet gets a code of its
own, printed on a list that stays at the desk. It opens one thing: the sealed list of the tags on that sheet. Without
it the box tells of no slip on which sheet it stands; with it nobody can vote.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from ballots import codes
from ballots.codes import Code, Kind, Tag
from ballots.errors import SheetUnknown
from ballots.store import SHEET_VOID, USED_BEFORE, NewSlips, Store

A_SHEET = 21
"""Slips on one A4 sheet: three beside each other, seven below."""
_TAG_LENGTH = 16


@dataclass(frozen=True)
class Sheet:
    """One sheet as it is printed: the codes of its slips, and the code that voids them all."""

    code: Code
    slips: tuple[Code, ...]


@dataclass(frozen=True)
class Stack:
    """Fresh sheets, with what the box keeps of them."""

    sheets: tuple[Sheet, ...]
    kept: NewSlips


def fresh(count: int, voter_class: int, slip_key: bytes, kind: Kind = Kind.SLIP) -> Stack:
    """Sheets of `count` new slips, tagged with the box's `slip_key`. The codes exist nowhere else."""
    made = [codes.new_code(kind) for _ in range(count)]
    sheets = tuple(Sheet(codes.new_code(Kind.SHEET), tuple(made[at : at + A_SHEET])) for at in range(0, count, A_SHEET))
    facts = {_name(sheet.code, slip_key): _sealed(sheet, slip_key) for sheet in sheets}
    return Stack(sheets, NewSlips([codes.tag(code, slip_key) for code in made], voter_class, facts))


def void(store: Store, code: Code) -> None:
    """Voids every unspent slip of a sheet. Whether any was spent is not told; doing it again changes nothing.

    Raises SheetUnknown, BoxClosed once the box is closed.
    """
    name = _name(code, store.fact("slip_key") or b"")
    sealed = store.fact(name)
    if sealed is None:
        raise SheetUnknown
    if sealed != SHEET_VOID:
        store.void_sheet(name, _opened(sealed, code))


def used_before(store: Store) -> int:
    """How many slips of voided sheets had been used before they were voided."""
    return int(store.fact(USED_BEFORE) or b"0")


def _name(code: Code, slip_key: bytes) -> str:
    digest = hashlib.blake2b(code.encode(), key=slip_key, digest_size=16, person=b"minxin sheet")
    return f"sheet_{digest.hexdigest()}"


def _lock(code: Code) -> SecretBox:
    return SecretBox(
        hashlib.blake2b(code.encode(), digest_size=SecretBox.KEY_SIZE, person=b"minxin sheet key").digest()
    )


def _sealed(sheet: Sheet, slip_key: bytes) -> bytes:
    return bytes(_lock(sheet.code).encrypt(b"".join(codes.tag(code, slip_key) for code in sheet.slips)))


def _opened(sealed: bytes, code: Code) -> Sequence[Tag]:
    try:
        tags = _lock(code).decrypt(sealed)
    except CryptoError:
        raise SheetUnknown from None
    return [Tag(tags[at : at + _TAG_LENGTH]) for at in range(0, len(tags), _TAG_LENGTH)]
