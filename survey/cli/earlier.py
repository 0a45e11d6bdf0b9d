"""How a command names what a campaign is read beside, and what has moved since."""

from typing import TYPE_CHECKING

import click

from ballots import meetings
from survey.cli.choices import campaign_named
from survey.cli.results import report_on
from survey.cli.speech import gettext
from survey.database import reading
from survey.evening import Evening
from survey.published import beside
from survey.published.beside import Earlier
from survey.published.results import counting

if TYPE_CHECKING:
    import pandas as pd

    from analysis.report import Report

earlier_option = click.option(
    "--with", "earlier", default="", help="An earlier campaign, or a year that was brought in, to be compared with."
)


def earlier_called(evening: Evening, campaign: str, name: str) -> Earlier:
    """The campaign, or the imported year, beside which the campaign is read. Raises NoSuchCampaign."""
    with reading(evening.engine) as db:
        every = beside.every(db, campaign_named(evening, campaign), gettext)
    return next((one for one in every if name in (one.id, one.name)), None) or campaign_named(evening, name)


def moved_since(evening: Evening, campaign: str, report: "Report", then: Earlier) -> "pd.DataFrame":
    """Every published figure of the campaign beside that of `then`: the columns of `survey.published.years.moves`."""
    with reading(evening.engine) as db:
        held = counting(meetings.of_campaign(db, campaign_named(evening, campaign).id))
        return beside.moved(db, report, held, then, lambda one: report_on(evening, one.name))
