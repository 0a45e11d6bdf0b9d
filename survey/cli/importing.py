"""`minxin import`: what was collected elsewhere."""

from pathlib import Path

import click

from analysis import rules as rule_sets
from ballots import meetings
from ballots.meetings import State
from survey.appraisal import points, points_sheet
from survey.cli import listing, tables
from survey.cli.choices import DEFAULT_INSTRUMENT, DEFAULT_RULES, campaign_named, form, ruleset
from survey.cli.frame import Stopped, with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import language, say, sentence
from survey.database import reading, writing
from survey.evening import Evening
from survey.importing import PaperFile, import_paper
from survey.past import kept, sheet


@click.group("import")
def import_() -> None:
    """Bring in what was collected elsewhere."""


@import_.command("ballots")
@with_evening(make=True)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--instrument",
    default=DEFAULT_INSTRUMENT,
    show_default=True,
    help="The form they were filled in on, by id or as a file.",
)
@click.option("--campaign", "name", required=True, help="The campaign; made when it is not there yet.")
@click.option("--rules", help=f"A new campaign's rules, by name or as a file.  [{DEFAULT_RULES}]")
@click.option("--community", default="", help="The community, when the file has no column for it.")
def ballots(evening: Evening, file: Path, instrument: str, name: str, rules: str | None, community: str) -> None:
    """Turn paper ballots already collected into closed, counted meetings.

    FILE is CSV in UTF-8: one row per ballot, one column per item, and where wanted the columns community and channel.
    A mark is a level's id, word or code; what counts as don't-know stands in the form. At the first fault nothing at
    all is imported.

    \b
    minxin import ballots survey.csv --instrument kansas-city-2022 --campaign "Survey 2022"
    minxin publish --campaign "Survey 2022"
    """
    wanted = PaperFile(file, form(instrument), name, ruleset(rules) if rules else None, community)
    made = import_paper(evening, wanted, ruleset(DEFAULT_RULES))
    say(
        _("%(ballots)s ballots of %(meetings)s meetings are counted. Next: minxin publish --campaign '%(name)s'"),
        ballots=sum(one.returned or 0 for one in made),
        meetings=len(made),
        name=name,
    )


@import_.command("assessments")
@with_evening()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", "name", required=True, help="The campaign.")
def assessments(evening: Evening, file: Path, name: str) -> None:
    """Take the superior's points from a sheet: every line of it, or none.

    FILE is XLSX or CSV: one line per community with its points, or with a column for each item that the rules name.
    Exit status 1 when a line is wrong; each is named.

    \b
    minxin import assessments points.xlsx --campaign "双评 2026"
    """
    campaign = campaign_named(evening, name)
    items = rule_sets.parse(campaign.rules.source, campaign.name).assessment
    with reading(evening.engine) as db:
        held = [one for one in meetings.of_campaign(db, campaign.id) if one.state is not State.VOID]
    found = points_sheet.from_file(file.read_bytes(), held, items, language())
    if found.faults:
        raise Stopped("\n".join(sentence(fault) for fault in found.faults))
    with writing(evening.engine) as db:
        points.note_given(db, {one.meeting.id: one.given for one in found.assessed}, items)
    say(_("Communities whose points are kept: %(count)s."), count=len(found.assessed))


@import_.command("results")
@with_evening(make=True)
@tables.file_argument
@tables.look_option
def results(evening: Evening, file: Path, look: bool) -> None:
    """Bring results of earlier years from XLSX or CSV: the whole list, or nothing of it.

    One line names the columns: 年度 or Year and 社区 or Community (needed), and votes with how many rated, or the
    percentage that was published. What does not compute is kept as it was published, and says so.

    \b
    minxin import results earlier.xlsx --look
    """
    table = tables.read(file, sheet.COLUMNS)
    with reading(evening.engine) as db:
        would = sheet.compare(db, table)
    tables.require_sound(would.faults)
    if not look:
        sheet.bring_in(evening, table)
    says = _("New: %(new)s, changed: %(changed)s, unchanged: %(unchanged)s.")
    say(says, new=len(would.new), changed=len(would.changed), unchanged=would.unchanged)
    say(_("As published only, because they do not compute or cannot be checked: %(odd)s."), odd=len(would.odd))


@click.command("past")
@with_evening()
@listing.format_option
def past(evening: Evening, shape: str) -> None:
    """List the results of earlier years that were brought in, and whether each figure computes."""
    with reading(evening.engine) as db:
        found = kept.every(db)
    columns = (
        "year",
        "sub_district",
        "community",
        "kind",
        "name",
        "item",
        "percent",
        "votes",
        "rated",
        "check",
        "source",
    )
    rows = [vars(one) | vars(one.figure) | {"check": _(one.figure.check.value)} for one in found]
    listing.write([{column: row[column] for column in columns} for row in rows], shape, columns)
