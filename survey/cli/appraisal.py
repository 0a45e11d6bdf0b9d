"""`minxin grades`, `minxin vetoes`: the district's part of the double appraisal. Points come by `minxin import`."""

from datetime import datetime

import click

from ballots import campaigns, meetings
from ballots.meetings import State
from survey.appraisal import confirmations
from survey.appraisal import vetoes as kept
from survey.appraisal.confirmations import GRADES, Decision
from survey.appraisal.vetoes import Finding, Veto
from survey.cli import listing
from survey.cli.choices import campaign_named, meeting_called
from survey.cli.frame import with_evening
from survey.cli.results import campaign_option, report_on
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.database import reading, writing
from survey.evening import Evening

_GRADE_COLUMNS = (
    *("meeting", "sub_district", "community", "proposed", "combined", "confirmed", "reason", "decider"),
    *("confirmed_on", "previous", "movement", "tie", "vetoes"),
)
_VETO_COLUMNS = (
    *("id", "meeting", "what", "basis", "evidence", "decider", "decided_on", "withdrawn_on", "withdrawn_reason"),
)


@click.group("grades")
def grades() -> None:
    """Grades: the rules propose, people confirm, and both are kept."""


@grades.command("list")
@with_evening()
@campaign_option
@listing.format_option
def show_grades(evening: Evening, name: str, shape: str) -> None:
    """List each community's proposed grade beside the confirmed one and last year's.

    Points equal across the last seat of the quota are marked as a tie, which the deciders break.
    """
    from survey.published.decided import standings  # the report side

    rows = [
        {column: getattr(one, column, None) for column in _GRADE_COLUMNS} | {"tie": one.is_tied}
        for one in standings(report_on(evening, name))
    ]
    listing.write(rows, shape, _GRADE_COLUMNS)


@grades.command("confirm")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.argument("grade", type=click.Choice(GRADES))
@click.option("--decider", required=True, help="The body that confirms, and its meeting.")
@click.option("--reason", default="", help="Why, where it is not the grade that the rules propose.")
def confirm(evening: Evening, name: str, grade: str, decider: str, reason: str) -> None:
    """Keep the grade that people confirm for one community.

    \b
    minxin grades confirm 梧桐社区 model --decider "区委常委会 2026-12-20"
    """
    from survey.published.decided import standing  # the report side

    found = meetings.require(meeting_called(evening, name), State.PUBLISHED)
    with reading(evening.engine) as db:
        campaign = campaigns.find(db, found.campaign_id)
    proposed = standing(report_on(evening, campaign.name), found.id).proposed
    decision = Decision(found.id, grade, proposed, reason)
    with writing(evening.engine) as db:
        confirmations.confirm(db, campaign, [decision], {found.id: proposed}, decider, evening.clock())
    say(_("Kept: proposed %(proposed)s, confirmed %(confirmed)s."), proposed=proposed, confirmed=grade)


@click.group("vetoes")
def vetoes() -> None:
    """Veto items: what bars a community from a grade, with legal basis, evidence and who decided."""


@vetoes.command("list")
@with_evening()
@campaign_option
@listing.format_option
def show_vetoes(evening: Evening, name: str, shape: str) -> None:
    """List the veto items of a campaign, those taken back last."""
    with reading(evening.engine) as db:
        found = kept.of_campaign(db, campaign_named(evening, name).id)
    listing.write([_row(one) for one in found], shape, _VETO_COLUMNS)


@vetoes.command("add")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option("--what", required=True, help="What was found.")
@click.option("--basis", required=True, help="The rule that makes it a veto item: title, number, article.")
@click.option("--evidence", required=True, help="What shows it, and where it is filed.")
@click.option("--decider", required=True, help="The body that decided.")
@click.option("--decided-on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day of the decision.")
def add(evening: Evening, name: str, what: str, basis: str, evidence: str, decider: str, decided_on: datetime) -> None:
    """Note a veto item at a community and print its id."""
    found = meeting_called(evening, name)
    with writing(evening.engine) as db:
        finding = Finding(what, basis, evidence, decider, decided_on.date())
        click.echo(kept.note(db, found.id, finding, evening.clock()).id)


@vetoes.command("withdraw")
@with_evening()
@click.argument("veto_id", metavar="VETO")
@click.option("--reason", required=True, help="Why; it stands beside the item.")
def withdraw(evening: Evening, veto_id: str, reason: str) -> None:
    """Take a veto item back. It stays in the list, with the reason."""
    with writing(evening.engine) as db:
        kept.withdraw(db, veto_id, reason, evening.clock())
    say(_("The veto item is taken back. Both stay in the list."))


def _row(one: Veto) -> dict[str, object]:
    withdrawn = one.withdrawn_at and one.withdrawn_at.astimezone().date()
    values = {column: getattr(one, column, None) for column in _VETO_COLUMNS}
    days = {"decided_on": one.decided_on.isoformat(), "withdrawn_on": withdrawn and withdrawn.isoformat()}
    return values | {"meeting": one.meeting_id} | days
