"""Whether enough people came, as announced at check-in. It stops nothing: the rules weigh it when they grade."""

import math
from dataclasses import dataclass
from fractions import Fraction

from analysis import rules
from analysis.rules import Rules
from ballots import campaigns
from ballots.meetings import Meeting
from survey.database import reading
from survey.evening import Evening


@dataclass(frozen=True)
class Quorum:
    """`needed` people by the rules: `of_roll` is `share` of those on the `roll`, None while the roll is not known.

    `present` is None until attendance is noted.
    """

    least: int
    of_roll: int | None
    present: int | None
    share: Fraction = Fraction(0)
    roll: int | None = None

    @property
    def needed(self) -> int:
        """How many must be present: both rules hold."""
        return max(self.least, self.of_roll or 0)

    @property
    def is_met(self) -> bool:
        """Whether those present are enough; False while nobody has counted them."""
        return self.present is not None and self.present >= self.needed


def of_meeting(evening: Evening, found: Meeting) -> Quorum:
    """The quorum of a meeting by the rules of its campaign."""
    with reading(evening.engine) as db:
        campaign = campaigns.find(db, found.campaign_id)
    return quorum(found, rules.parse(campaign.rules.source, campaign.name))


def quorum(found: Meeting, chosen: Rules) -> Quorum:
    """The meeting's quorum: "two thirds" of the roll are rounded up, as 以上 includes the number itself.

    Example: 2/3 of 50 and of 51 are 34 people, of 52 they are 35. Source: 民法典 art. 1259.
    """
    of_roll = None if found.roll is None else math.ceil(chosen.min_fraction_of_roll * found.roll)
    return Quorum(chosen.min_present, of_roll, found.present, chosen.min_fraction_of_roll, found.roll)
