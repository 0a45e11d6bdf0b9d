"""What a campaign can be read beside: earlier campaigns with published results, and years that were brought in."""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots import campaigns as kept
from ballots import meetings
from ballots.campaigns import Campaign
from ballots.meetings import State
from survey.database import reading
from survey.past import kept as past
from survey.published.results import counting
from survey.web import current
from survey.web.i18n import gettext


@dataclass(frozen=True)
class ImportedYear:
    """A year whose results were brought in, beside which a campaign can be read."""

    year: int

    @property
    def id(self) -> str:
        """What an address calls it; no campaign's id is a number of four digits."""
        return str(self.year)

    @property
    def name(self) -> str:
        """What it is called on pages."""
        return gettext("%(year)s, as published then") % {"year": self.year}


Earlier = Campaign | ImportedYear


def every(campaign: Campaign) -> Sequence[Earlier]:
    """All of them: campaigns first, then imported years, each the latest first."""
    return [*_campaigns(campaign), *_imported()]


def _imported() -> list[ImportedYear]:
    """The years whose results were brought in, the latest first."""
    with reading(current.evening().engine) as db:
        return [ImportedYear(year) for year in past.years(db)]


def _campaigns(campaign: Campaign) -> list[Campaign]:
    """The campaigns begun before this one that have published results, the latest first."""
    with reading(current.evening().engine) as db:
        before = [one for one in kept.every(db) if one.created_at < campaign.created_at]
        shown = [
            one
            for one in before
            if any(held.state is State.PUBLISHED for held in counting(meetings.of_campaign(db, one.id)))
        ]
    return sorted(shown, key=lambda one: one.created_at, reverse=True)
