"""One figure of an earlier year: what was published, and whether it computes.

Published figures are often wrong (docs/method.md): a forced column, truncation, another denominator. They are kept as
they were published and say so; nothing is put right in silence.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from analysis.rounding import shown
from survey.past.errors import NotPercentage

_PERCENTAGE = re.compile(r"(\d{1,3})(?:\.(\d{1,4}))?\s*(%?)")
_SHARE = re.compile(r"[01](?:\.(\d{1,6}))?|\.(\d{1,6})")


class Check(StrEnum):
    """Whether a published percentage follows from the counts."""

    COMPUTES = "computes"
    DOES_NOT_COMPUTE = "does not compute"
    CANNOT_BE_CHECKED = "cannot be checked"


@dataclass(frozen=True)
class Figure:
    """A published rate. `percent` is its text without the sign, empty where only counts are known.

    `votes` of `rated` people chose the level or levels that the rate counts; None where that was not published.
    """

    percent: str
    votes: int | None
    rated: int | None

    @property
    def check(self) -> Check:
        """Whether the percentage follows: from votes and people, or else from any whole number of these people."""
        if not self.percent or self.rated is None:
            return Check.COMPUTES if not self.percent else Check.CANNOT_BE_CHECKED
        votes = range(self.rated + 1) if self.votes is None else (self.votes,)
        follows = any(shown(one, self.rated, places=self._places) == self.percent for one in votes)
        return Check.COMPUTES if follows else Check.DOES_NOT_COMPUTE

    @property
    def rate(self) -> Fraction:
        """The rate as a fraction 0–1: from the counts where it follows from them, and else as it was published."""
        if self.votes is not None and self.rated and self.check is Check.COMPUTES:
            return Fraction(self.votes, self.rated)
        return Fraction(self.percent) / 100

    @property
    def computed(self) -> str:
        """What the counts give, in percent for reading; empty where they are not known."""
        return shown(self.votes, self.rated) if self.votes is not None and self.rated else ""

    @property
    def _places(self) -> int:
        return len(self.percent.partition(".")[2])


def percentage(text: str) -> str:
    """A percentage without its sign: of "95.94%" and of 0.9594, as spreadsheets keep it. Raises NotPercentage."""
    narrow = unicodedata.normalize("NFKC", text).strip()
    share = _SHARE.fullmatch(narrow)
    if share:
        digits = len(share[1] or share[2] or "")
        return shown(Fraction(narrow), places=max(digits - 2, 0))
    found = _PERCENTAGE.fullmatch(narrow)
    if not found or Fraction(narrow.rstrip("% ")) > 100:
        raise NotPercentage
    return f"{int(found[1])}" + (f".{found[2]}" if found[2] else "")
