"""The chain of the record of acts: each line's hash covers the line and the hash before it.

A line removed, changed or moved shows by itself. Two things do not: lines cut off at the end, and a chain computed anew
from some line on by somebody who owns the database. Both show against a head printed earlier, on signed minutes.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, select

from survey.errors import HeadNotUsable
from survey.published.verify import canonical
from survey.tables import act

BEGINNING = "0" * 64
"""What the first line is chained to."""
_HEAD = re.compile(r"(\d{1,9})[^0-9a-f]+([0-9a-f ]+)")
_FEWEST_DIGITS = 8
_MOST_MOVED = 40
"""Among so many lines that do not fit, those that changed places are looked for; more are simply called changed."""


@dataclass(frozen=True)
class Link:
    """One line as it is hashed: every field as it is kept, `details` being canonical JSON."""

    number: int
    at: str
    via: str
    account: str
    act: str
    about: str
    details: str

    def hash(self, previous: str) -> str:
        """SHA-256, in hex, of the canonical JSON of `previous` and the fields in their order."""
        return hashlib.sha256(canonical([previous, *vars(self).values()])).hexdigest()


@dataclass(frozen=True)
class Head:
    """A line by its number and hash."""

    number: int
    hash: str

    @property
    def shown(self) -> str:
        """The head as printed and typed: the number, and the first 20 digits of the hash in groups of four."""
        return f"{self.number} · {' '.join(self.hash[at : at + 4] for at in range(0, 20, 4))}"


def read_head(typed: str) -> Head:
    """A head as somebody typed it from paper: the number, then 8 or more digits of the hash. Raises HeadNotUsable."""
    found = _HEAD.fullmatch(unicodedata.normalize("NFKC", typed).lower().strip())
    digits = "".join(found[2].split()) if found else ""
    if not found or len(digits) < _FEWEST_DIGITS:
        raise HeadNotUsable
    return Head(int(found[1]), digits)


class Breach(StrEnum):
    """What is wrong at a line; the value is the sentence, with its number in it."""

    MISSING = "Line %(number)s is missing."
    MISSING_MANY = "Lines %(number)s to %(last)s are missing."
    CHANGED = "Line %(number)s was changed."
    MOVED = "Line %(number)s stands in the place of line %(last)s."
    CUT_OFF = "The record ends before line %(number)s, which was printed."
    ANOTHER = "Line %(number)s is not the one that was printed."


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: at line `number`, up to or in the place of line `last`."""

    breach: Breach
    number: int
    last: int = 0


@dataclass(frozen=True)
class Chain:
    """The state of the whole record: how many lines, the head, and what is wrong, in the order of the lines."""

    lines: int
    head: Head | None
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong with what is there."""
        return not self.faults


@dataclass(frozen=True)
class _Kept:
    link: Link
    hash: str


def check(db: Connection, printed: Head | None = None) -> Chain:
    """The chain recomputed. `printed`: a head on paper, its hash whole or its first digits, to be compared."""
    kept = [_Kept(_link(row[:-1]), str(row[-1])) for row in db.execute(select(act).order_by(act.c.number))]
    last = Head(kept[-1].link.number, kept[-1].hash) if kept else None
    return Chain(len(kept), last, (*_faults(kept), *_against(kept, printed)))


def _link(row: Sequence[object]) -> Link:
    """A row as it would be hashed. Whatever somebody wrote into it becomes text: checking must not fail on it."""
    number, *texts = row
    return Link(int(str(number)), *map(str, texts))


def _faults(kept: Sequence[_Kept]) -> list[Fault]:
    found = _walk(kept)
    moved = _moved(kept, {fault.number for fault in found if fault.breach is Breach.CHANGED})
    if not moved:
        return found
    back = {moved.get(one.link.number, one.link.number): one for one in kept}
    put_back = [replace(one, link=replace(one.link, number=number)) for number, one in sorted(back.items())]
    there = [Fault(Breach.MOVED, origin, place) for place, origin in moved.items()]
    return sorted([*_walk(put_back), *there], key=lambda fault: fault.number)


def _walk(kept: Iterable[_Kept]) -> list[Fault]:
    faults: list[Fault] = []
    previous, expected = BEGINNING, 1
    for one in kept:
        number = one.link.number
        if number > expected:  # what came before it is not there, so this line alone proves nothing
            faults.append(_gap(expected, number - 1))
        elif one.link.hash(previous) != one.hash:
            faults.append(Fault(Breach.CHANGED, number))
        previous, expected = one.hash, number + 1
    return faults


def _gap(first: int, last: int) -> Fault:
    return Fault(Breach.MISSING, first) if first == last else Fault(Breach.MISSING_MANY, first, last)


def _moved(kept: Sequence[_Kept], suspects: set[int]) -> dict[int, int]:
    """Where each line that changed places came from, by the place it is at now."""
    if not 1 < len(suspects) <= _MOST_MOVED:
        return {}
    hashes = {one.link.number: one.hash for one in kept} | {0: BEGINNING}
    before = {hashes[number] for number in suspects} | {hashes.get(number - 1, "") for number in suspects}
    moved = {
        one.link.number: origin
        for one in kept
        if one.link.number in suspects
        for origin in suspects - {one.link.number}
        if any(replace(one.link, number=origin).hash(previous) == one.hash for previous in before)
    }
    return moved if set(moved) == set(moved.values()) else {}


def _against(kept: Sequence[_Kept], printed: Head | None) -> list[Fault]:
    if printed is None:
        return []
    there = next((one.hash for one in kept if one.link.number == printed.number), None)
    if there is None and (not kept or kept[-1].link.number < printed.number):
        return [Fault(Breach.CUT_OFF, printed.number)]
    return [] if there is not None and there.startswith(printed.hash) else [Fault(Breach.ANOTHER, printed.number)]
