"""`minxin paper`: ballots on paper."""

from pathlib import Path

import click

from ballots.ballotpaper import Size
from ballots.instrument import LANGUAGES
from survey import printing
from survey.cli import speech
from survey.cli.choices import meeting_called
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.evening import Evening


@click.group("paper")
def paper() -> None:
    """Ballots on paper, for everybody who has no phone or does not want to use one."""


@paper.command("print")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option(
    "--size",
    type=click.Choice([size.value for size in Size]),
    default=Size.NORMAL.value,
    show_default=True,
    help="How large the print is.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the paper; the terminal's by default.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write.")
def print_(evening: Evening, name: str, size: str, language: str | None, out: Path) -> None:
    """Write one paper ballot as a PDF, A4, to be copied as often as needed: every copy is the same.

    \b
    minxin paper print 梧桐社区 --size large --out ballot.pdf
    """
    found = meeting_called(evening, name)
    out.write_bytes(printing.print_ballot(evening, found, Size(size), language or speech.language()))
    say(_("The paper ballot is in %(file)s. Copy it as often as you need."), file=out)
