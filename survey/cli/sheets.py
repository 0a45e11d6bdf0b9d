"""`minxin sheet`: one community's sheet for the district."""

from pathlib import Path

import click

from ballots.meetings import Purpose, State, require
from survey.cli.choices import meeting_called
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import language, say
from survey.database import reading
from survey.evening import Evening

ENDINGS = ("pdf", "xlsx", "docx")


@click.command("sheet")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="A file ending in .pdf, .xlsx or .docx.",
)
def sheet(evening: Evening, name: str, out: Path) -> None:
    """Write one community's sheet: its grade and why, each rate beside last year's, every count.

    \b
    minxin sheet 梧桐社区 --out sheet.pdf
    """
    ending = out.suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        raise click.UsageError(_("The file must end in .pdf, .xlsx or .docx."))
    found = require(meeting_called(evening, name), State.PUBLISHED)
    from ballots import campaigns
    from survey.minutes import community, files
    from survey.published import results

    with reading(evening.engine) as db:
        only = [found] if found.purpose is Purpose.REHEARSAL else None
        report = results.report(db, campaigns.find(db, found.campaign_id), only)
    made = community.sheet_of(evening, report, found, language())
    out.write_bytes(files.written(made, files.FileFormat(ending)))
    say(_("The sheet is in %(file)s."), file=out)
