"""One meeting's paper ballots as they were typed: each by two people, differences settled, doubtful ones decided.

A ballot goes by the number pencilled on it when it is taken from the pile, which says nothing about who filled it in.
Nothing here knows a database; `entries` keeps it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ballots.envelope import ABSTAINED_MARK
from ballots.errors import PaperNotFinished
from ballots.spoiling import Flaw

TWICE = 2


class Standing(StrEnum):
    """How far one paper ballot is."""

    LEFT = "left"
    ONCE = "once"
    DIFFERS = "differs"
    DOUBTFUL = "doubtful"
    AGREES = "agrees"
    SPOILED = "spoiled"


@dataclass(frozen=True)
class Entry:
    """What one person typed of one ballot: `marks` as in `form`, and why it may be spoiled, if it may."""

    by: str
    marks: bytes
    doubt: Flaw | None = None


@dataclass(frozen=True)
class Ruling:
    """What two scrutineers decided: spoiled for a `reason`, or valid without one."""

    reason: Flaw | None
    first: str
    second: str


@dataclass(frozen=True)
class PaperBallot:
    """One ballot of the pile with all that is known of it."""

    number: int
    entries: tuple[Entry, ...] = ()
    settled: bytes | None = None
    ruling: Ruling | None = None

    @property
    def standing(self) -> Standing:
        """How far it is. A ballot that two people found wholly blank is doubtful, whether they said so or not."""
        if self.ruling and self.ruling.reason:
            return Standing.SPOILED
        if self.doubts and not self.ruling:
            return Standing.DOUBTFUL
        if len(self.entries) < TWICE:
            return Standing.ONCE if self.entries else Standing.LEFT
        return Standing.AGREES if self.marks is not None else Standing.DIFFERS

    @property
    def is_ready(self) -> bool:
        """Whether it can be counted."""
        return self.standing in (Standing.AGREES, Standing.SPOILED)

    @property
    def doubts(self) -> list[Flaw]:
        """The reasons for which it may be spoiled, as those who typed it saw them."""
        said = [entry.doubt for entry in self.entries if entry.doubt]
        is_blank = len(self.entries) == TWICE and all(set(entry.marks) <= {ABSTAINED_MARK} for entry in self.entries)
        return list(dict.fromkeys([*said, *([Flaw.BLANK] if is_blank else [])]))

    @property
    def marks(self) -> bytes | None:
        """What the ballot says: as settled, or as both typed it; None while that is not known."""
        if self.settled is not None:
            return self.settled
        typed = {entry.marks for entry in self.entries}
        return typed.pop() if len(self.entries) == TWICE and len(typed) == 1 else None


@dataclass(frozen=True)
class Counted:
    """What the pile gives the count: the marks of its valid ballots, sorted, and the spoiled ones by reason."""

    marks: tuple[bytes, ...] = ()
    spoiled: tuple[tuple[Flaw, int], ...] = ()


def progress(ballots: Iterable[PaperBallot]) -> dict[Standing, int]:
    """How many ballots stand where; every standing is in it."""
    counts = Counter(ballot.standing for ballot in ballots)
    return {standing: counts[standing] for standing in Standing}


def next_for(ballots: Sequence[PaperBallot], by: str) -> int | None:
    """The first ballot that `by` can still type: not typed by them, nor by two others, nor decided. None when done."""
    open_ones = (one for one in ballots if not one.is_ready and len(one.entries) < TWICE)
    waiting = (one for one in open_ones if by not in {entry.by for entry in one.entries})
    return next((one.number for one in waiting), None)


def counted(ballots: Sequence[PaperBallot]) -> Counted:
    """What the pile gives the count. Raises PaperNotFinished while a single ballot is neither agreed nor spoiled."""
    if not all(ballot.is_ready for ballot in ballots):
        stands = progress(ballots)
        open_ones = {name: stands[name] for name in (Standing.DIFFERS, Standing.DOUBTFUL)}
        raise PaperNotFinished(left=stands[Standing.LEFT] + stands[Standing.ONCE], **open_ones)
    spoiled = Counter(ballot.ruling.reason for ballot in ballots if ballot.ruling and ballot.ruling.reason)
    marks = [ballot.marks for ballot in ballots if ballot.standing is Standing.AGREES and ballot.marks is not None]
    return Counted(tuple(sorted(marks)), tuple(sorted(spoiled.items())))
