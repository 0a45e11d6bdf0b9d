"""Whether enough people came, as announced at check-in. It stops nothing: the rules weigh it when they grade."""

import math
from dataclasses import dataclass

from analysis.rules import Rules
from ballots.meetings import Meeting


@dataclass(frozen=True)
class Quorum:
    """`needed` people by the rules: `of_roll` is the share of those on the roll, None while the roll is not known.

    `present` is None until attendance is noted.
    """

    least: int
    of_roll: int | None
    present: int | None

    @property
    def needed(self) -> int:
        """How many must be present: both rules hold."""
        return max(self.least, self.of_roll or 0)

    @property
    def is_met(self) -> bool:
        """Whether those present are enough; False while nobody has counted them."""
        return self.present is not None and self.present >= self.needed


def quorum(found: Meeting, rules: Rules) -> Quorum:
    """The meeting's quorum: "two thirds" of the roll are rounded up, as 以上 includes the number itself.

    Example: 2/3 of 50 and of 51 are 34 people, of 52 they are 35. Source: 民法典 art. 1259.
    """
    of_roll = None if found.roll is None else math.ceil(rules.min_fraction_of_roll * found.roll)
    return Quorum(rules.min_present, of_roll, found.present)
