"""`minxin campaign`: one year's appraisal, its form and its rules."""

import click

from analysis import rules as rulesets
from ballots import campaigns, meetings
from ballots.campaigns import Campaign
from survey import planning
from survey.cli import listing
from survey.cli.choices import DEFAULT_INSTRUMENT, DEFAULT_RULES, campaign_named, form, ruleset_of
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.database import reading
from survey.evening import Evening

_COLUMNS = ("campaign", "form", "rules", "meetings", "frozen")


@click.group("campaign")
def campaign() -> None:
    """One year's appraisal: a form, rules, many meetings."""


@campaign.command("new")
@with_evening(make=True)
@click.argument("name")
@click.option("--instrument", default=DEFAULT_INSTRUMENT, show_default=True, help="A form by id, or a file.")
@click.option("--rules", default=DEFAULT_RULES, show_default=True, help="A rule set by name, name@version, or a file.")
def new(evening: Evening, name: str, instrument: str, rules: str) -> None:
    """Begin a campaign.

    \b
    minxin campaign new "双评 2026"
    minxin campaign new "双评 2026" --instrument our-form.toml
    """
    made = planning.begin_campaign(evening, name, form(instrument), ruleset_of(evening, rules))
    say(_("The campaign %(name)s is ready. Next: minxin meeting new"), name=made.name)


@campaign.command("list")
@with_evening()
@listing.format_option
def show_all(evening: Evening, shape: str) -> None:
    """List the campaigns, newest first."""
    with reading(evening.engine) as db:
        rows = [_row(one, len(meetings.of_campaign(db, one.id))) for one in campaigns.every(db)]
    listing.write(rows, shape, _COLUMNS)


@campaign.command("show")
@with_evening()
@click.argument("name")
@listing.format_option
def show(evening: Evening, name: str, shape: str) -> None:
    """Show one campaign: its form and rules, and their fingerprints."""
    found = campaign_named(evening, name)
    with reading(evening.engine) as db:
        row = _row(found, len(meetings.of_campaign(db, found.id)))
    fingerprints = {"form_fingerprint": found.instrument.fingerprint, "rules_fingerprint": found.rules.fingerprint}
    listing.write_one(row | fingerprints, shape)


def _row(found: Campaign, held: int) -> dict[str, object]:
    return {
        "campaign": found.name,
        "form": found.instrument.id,
        "rules": rulesets.parse(found.rules.source, found.name).name,
        "meetings": held,
        "frozen": found.frozen_at and found.frozen_at.isoformat(timespec="minutes"),
    }
