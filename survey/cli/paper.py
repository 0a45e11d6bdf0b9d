"""`minxin paper`: ballots on paper."""

from pathlib import Path

import click

from ballots.ballotpaper import Size
from ballots.instrument import LANGUAGES
from ballots.pile import Ruling
from ballots.spoiling import Flaw
from survey import paperwork, printing
from survey.cli import listing, speech
from survey.cli.choices import meeting_called
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.evening import Evening

_VALID = "valid"


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


@paper.command("alone")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option("--undo", is_flag=True, help="People vote by phone again.")
def alone(evening: Evening, name: str, undo: bool) -> None:
    """Hold a meeting on paper alone, without slips, keys and box. Those made so far become worthless."""
    paperwork.hold_on_paper(evening, meeting_called(evening, name).id, is_paper=not undo)
    say(_("People vote by phone again.") if undo else _("Everybody votes on paper."))


@paper.command("issued")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.argument("number", type=int)
def issued(evening: Evening, name: str, number: int) -> None:
    """Keep how many paper ballots were handed out."""
    paperwork.note_issued(evening, meeting_called(evening, name).id, number)
    say(_("The number of paper ballots is noted."))


@paper.command("helped")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.argument("number", type=int)
def helped(evening: Evening, name: str, number: int) -> None:
    """Keep how many people were helped to vote, all told: a number, corrected until the count, tied to no ballot."""
    paperwork.note_assisted(evening, meeting_called(evening, name).id, number)
    say(_("The number of people helped to vote is noted."))


@paper.command("returned")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.argument("number", type=int)
def returned(evening: Evening, name: str, number: int) -> None:
    """Keep how many paper ballots came back, counted by hand after the close."""
    paperwork.note_returned(evening, meeting_called(evening, name).id, number)
    say(_("The number of paper ballots is noted."))


@paper.command("enter")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", required=True, help="Who typed the file; the second person is never the first.")
def enter(evening: Evening, name: str, file: Path, by: str) -> None:
    """Take the paper ballots as one person typed them; a second person enters a file of their own.

    FILE is CSV in UTF-8: one row per ballot, one column per item, and where wanted the columns number (as pencilled on
    the ballot) and doubt (blank, torn, wrong_form, unofficial_paper, identifies_voter, unreadable). At the first fault
    nothing at all is taken. The same person's later file replaces the earlier one.

    \b
    minxin paper enter 梧桐社区 li.csv --by 李静
    minxin paper enter 梧桐社区 wang.csv --by 王强
    minxin paper progress 梧桐社区
    """
    found = meeting_called(evening, name)
    ballots = paperwork.enter_file(evening, found.id, file, by)
    say(
        _("%(ballots)s paper ballots entered. Next: minxin paper progress %(meeting)s"),
        ballots=ballots,
        meeting=found.id,
    )


@paper.command("progress")
@with_evening()
@click.argument("name", metavar="MEETING")
@listing.format_option
def progress(evening: Evening, name: str, shape: str) -> None:
    """List the paper ballots and how far each is: left, once, differs, doubtful, agrees, spoiled. Never a mark."""
    ballots = paperwork.ballots(evening, meeting_called(evening, name))
    rows = [{"number": one.number, "standing": one.standing.value} for one in ballots]
    listing.write(rows, shape, ("number", "standing"))


@paper.command("decide")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.argument("number", type=int)
@click.option(
    "--reason", type=click.Choice([*(one.value for one in Flaw), "valid"]), required=True, help="Why, or valid."
)
@click.option("--scrutineer", "names", multiple=True, required=True, help="Who decides; named twice, for two people.")
def decide(evening: Evening, name: str, number: int, reason: str, names: tuple[str, ...]) -> None:
    """Keep what two scrutineers decided about the ballot NUMBER.

    \b
    minxin paper decide 梧桐社区 7 --reason torn --scrutineer 赵明 --scrutineer 孙丽
    """
    if len(names) != 2:
        raise click.UsageError(_("Name two scrutineers."))
    ruling = Ruling(None if reason == _VALID else Flaw(reason), *names)
    paperwork.rule(evening, meeting_called(evening, name).id, number, ruling)
    say(_("The decision about ballot %(number)s is kept."), number=number)


@paper.command("reopen")
@with_evening()
@click.argument("name", metavar="MEETING")
def reopen(evening: Evening, name: str) -> None:
    """Forget a count that is not published, so that a paper ballot can be corrected and all is counted again."""
    paperwork.take_back_count(evening, meeting_called(evening, name).id)
    say(_("The count is taken back. Correct the ballot, then count again."))
