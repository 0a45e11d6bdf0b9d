"""What a campaign can be read beside: earlier campaigns with published results, and years that were brought in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from ballots import campaigns, meetings
from ballots.campaigns import Campaign
from ballots.meetings import Meeting, State
from survey.past import kept as past
from survey.published.results import counting

if TYPE_CHECKING:
    import pandas as pd

    from analysis.report import Report


@dataclass(frozen=True)
class ImportedYear:
    """A year whose results were brought in, and what it is called."""

    year: int
    name: str

    @property
    def id(self) -> str:
        """What an address calls it; no campaign's id is a number of four digits."""
        return str(self.year)


Earlier = Campaign | ImportedYear


def every(db: Connection, campaign: Campaign, say: Callable[[str], str]) -> list[Earlier]:
    """All of them: campaigns first, then imported years, each the latest first. `say` translates."""
    imported = [ImportedYear(year, say("%(year)s, as published then") % {"year": year}) for year in past.years(db)]
    return [*_campaigns(db, campaign), *imported]


def moved(
    db: Connection, now: "Report", held: Sequence[Meeting], then: Earlier, report_on: "Callable[[Campaign], Report]"
) -> "pd.DataFrame":
    """Every published figure of `now`, whose meetings are `held`, beside that of `then`, as `years.moves` gives it."""
    from survey.published import years

    if isinstance(then, ImportedYear):
        return years.moves_since(now, held, past.frame(db, then.year))
    held_then = counting(meetings.of_campaign(db, then.id))
    return years.moves(now, report_on(then), held, held_then)


def _campaigns(db: Connection, campaign: Campaign) -> list[Campaign]:
    """The campaigns begun before this one that have published results, the latest first."""
    before = [one for one in campaigns.every(db) if one.created_at < campaign.created_at]
    return sorted((one for one in before if _is_published(db, one)), key=lambda one: one.created_at, reverse=True)


def _is_published(db: Connection, campaign: Campaign) -> bool:
    return any(held.state is State.PUBLISHED for held in counting(meetings.of_campaign(db, campaign.id)))
