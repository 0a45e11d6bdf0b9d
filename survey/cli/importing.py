"""`minxin import`: what was collected elsewhere."""

from pathlib import Path

import click

from survey.cli.choices import DEFAULT_INSTRUMENT, DEFAULT_RULES, form, ruleset
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.evening import Evening
from survey.importing import PaperFile, import_paper


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
