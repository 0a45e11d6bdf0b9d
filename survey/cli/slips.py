"""`minxin slips`: the papers with the codes."""

import os
from collections.abc import Mapping
from pathlib import Path

import click

from ballots import meetings
from ballots.meetings import Meeting, State
from survey import printing
from survey.cli import speech
from survey.cli.choices import meeting_called
from survey.cli.classes import by_number, warnings
from survey.cli.frame import settings, with_evening
from survey.cli.speech import ask_unseen, say
from survey.cli.speech import gettext as _
from survey.evening import Evening
from survey.web import address


@click.group("slips")
def slips() -> None:
    """The papers with the codes: printed before the opening, known to nobody."""


@slips.command("print")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option("--number", type=int, help="How many slips.")
@click.option("--class", "by_class", multiple=True, metavar="CLASS=NUMBER", help="How many for a voter class.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write.")
def print_(evening: Evening, name: str, number: int | None, by_class: tuple[str, ...], out: Path) -> None:
    """Make slips and write them as a PDF, A4, 21 on a page.

    The codes exist in that file and nowhere else: print it, then delete it. An existing file is not touched.
    Where the rules declare voter classes, each gets slips of its own, which carry its name.

    \b
    minxin slips print 梧桐社区 --number 80 --out slips.pdf
    minxin slips print 梧桐社区 --class A=60 --class B=20 --out slips.pdf
    """
    numbers = by_number(number, by_class)
    found = meetings.require(meeting_called(evening, name), State.DRAFT)
    page = address.voting_page(settings(), found.id)
    with os.fdopen(os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        try:
            file.write(_drawn(evening, found, numbers, page))
        except BaseException:
            out.unlink()
            raise
    says = _("%(number)s slips for %(page)s are in %(file)s. Print it, then delete it.")
    say(says, number=sum(numbers.values()), page=page, file=out)
    for warning in warnings(evening, found):
        click.echo(warning, err=True)


def _drawn(evening: Evening, found: Meeting, numbers: Mapping[str, int], page: str) -> bytes:
    with speech.progress(sum(numbers.values()), _("Drawing")) as bar:
        return printing.print_slips(
            evening, found, numbers, address=page, language=speech.language(), progress=lambda _number: bar.update(1)
        )


@slips.command("discard")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.confirmation_option(prompt="Every slip printed so far becomes worthless. Go on?")
def discard(evening: Evening, name: str) -> None:
    """Make every slip printed so far worthless, before the opening."""
    evening.discard_slips(meeting_called(evening, name).id)
    say(_("No slip printed so far is good any more. Print new ones."))


@slips.command("void")
@with_evening()
@click.argument("name", metavar="MEETING")
def void(evening: Evening, name: str) -> None:
    """Make one unspent slip of an open meeting worthless; its code is asked for, unseen."""
    evening.void_slip(meeting_called(evening, name).id, ask_unseen(_("Code on the slip")))
    evening.boxes.release_all()
    say(_("This slip is void."))
