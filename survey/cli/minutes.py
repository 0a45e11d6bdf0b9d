"""`minxin minutes`: what is signed after the count, and what became of it."""

from pathlib import Path

import click

from survey.cli.choices import meeting_called
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import language, say
from survey.evening import Evening


@click.group("minutes")
def minutes() -> None:
    """The minutes of a published meeting. A meeting is named by its id, or by its community."""


@minutes.command("write")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="A file ending in .docx, .pdf, .xlsx or .html.",
)
def write(evening: Evening, name: str, out: Path) -> None:
    """Write the minutes, to be printed and signed; the ending of the file says in which format.

    \b
    minxin minutes write 梧桐社区 --out minutes.docx
    """
    from survey.minutes import content, files

    ending = out.suffix.lower().removeprefix(".")
    if ending not in list(files.FileFormat):
        raise click.UsageError(_("The file must end in .docx, .pdf, .xlsx or .html."))
    found = meeting_called(evening, name)
    out.write_bytes(files.written(content.minutes(evening, found.id, language()), files.FileFormat(ending)))
    say(_("The minutes are in %(file)s."), file=out)
