"""`minxin slips`: the papers with the codes."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from ballots import meetings
from ballots.ledger import Fate, Reason, Why
from ballots.meetings import Meeting, State
from survey import printing
from survey import slips as acts_of_slips
from survey.cli import listing, speech
from survey.cli.choices import meeting_called
from survey.cli.classes import by_number, warnings
from survey.cli.frame import settings, with_evening
from survey.cli.speech import ask_unseen, say
from survey.cli.speech import gettext as _
from survey.evening import Evening
from survey.web import address

Command = TypeVar("Command", bound=Callable[..., Any])
_COUNTS = (
    *("printed", "extra", "voided", "void", "used_before", "replaced", "handed_out", "unused", "issued"),
    *("returned", "valid", "spoiled", "blank"),
)


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
    """Make slips and write them as a PDF, A4, 21 on a page, and a list with a code for each sheet.

    The codes exist in that file and nowhere else: print it, then delete it. An existing file is not touched.
    Where the rules declare voter classes, each gets slips of its own, which carry its name.

    \b
    minxin slips print 梧桐社区 --number 80 --out slips.pdf
    minxin slips print 梧桐社区 --class A=60 --class B=20 --out slips.pdf
    """
    numbers = by_number(number, by_class)
    found = meetings.require(meeting_called(evening, name), State.DRAFT, State.OPEN)
    page = address.voting_page(settings(), found.id)
    with os.fdopen(os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        try:
            file.write(_drawn(evening, found, numbers, page))
        except BaseException:
            out.unlink()
            raise
    evening.boxes.release_all()
    says = _("%(number)s slips for %(page)s are in %(file)s. Print it, then delete it.")
    say(says, number=sum(numbers.values()), page=page, file=out)
    for warning in warnings(evening, found):
        click.echo(warning, err=True)


def _drawn(evening: Evening, found: Meeting, numbers: Mapping[str, int], page: str) -> bytes:
    with speech.progress(sum(numbers.values()), _("Drawing")) as bar:
        return printing.print_slips(
            evening, found, numbers, address=page, language=speech.language(), progress=lambda _number: bar.update(1)
        )


def reason_options(command: Command) -> Command:
    """Gives `command` the options that say why slips are voided."""
    reasons = [reason.value for reason in Reason]
    words = click.option("--words", default="", help="The reason in words; needed with --reason other.")
    return click.option(
        "--reason", type=click.Choice(reasons), default=Reason.LOST.value, show_default=True, help="Why."
    )(words(command))


@slips.command("discard")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.confirmation_option(prompt="Every slip printed so far becomes worthless. Go on?")
@reason_options
def discard(evening: Evening, name: str, reason: str, words: str) -> None:
    """Make every slip printed so far worthless, before the opening."""
    acts_of_slips.discard(evening, meeting_called(evening, name).id, Why(Reason(reason), words=words))
    say(_("No slip printed so far is good any more. Print new ones."))


@slips.command("void")
@with_evening()
@click.argument("name", metavar="MEETING")
@reason_options
@click.option(
    "--fate",
    type=click.Choice([fate.value for fate in Fate]),
    default=Fate.REPLACED.value,
    show_default=True,
    help="Where it had been: at the desk, handed out and replaced, handed out and withdrawn.",
)
def void(evening: Evening, name: str, reason: str, words: str, fate: str) -> None:
    """Make one slip, or what is unused of a whole sheet, worthless; its code is asked for, unseen.

    The code of a sheet stands on the list that was printed with the slips.
    """
    why = Why(Reason(reason), Fate(fate), words)
    acts_of_slips.void(
        evening, meeting_called(evening, name).id, ask_unseen(_("Code of the slip or of the sheet")), why
    )
    evening.boxes.release_all()
    say(_("It is void, and the ledger says why."))


@slips.command("handout")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option("--number", type=int, required=True, help="How many slips more were handed out.")
@click.option("--total", is_flag=True, help="The number is how many are in people's hands now: a correction.")
def handout(evening: Evening, name: str, number: int, total: bool) -> None:
    """Note slips that were handed out at the desk."""
    note = acts_of_slips.correct_handed_out if total else acts_of_slips.hand_out
    note(evening, meeting_called(evening, name).id, number)
    say(_("Noted: %(number)s."), number=number)


@slips.command("ledger")
@with_evening()
@click.argument("name", metavar="MEETING")
@listing.format_option
def ledger(evening: Evening, name: str, shape: str) -> None:
    """Show what became of every slip. Before the close it knows nothing of ballots."""
    account = acts_of_slips.account(evening, meeting_called(evening, name).id)
    rates = {"return_rate": account.return_rate, "turnout": account.turnout, "validity": account.validity}
    listing.write_one(
        {name: getattr(account, name) for name in _COUNTS}
        | {f"void_{reason}": number for reason, number in account.reasons.items()}
        | {name: "/".join(map(str, rate)) if rate else None for name, rate in rates.items()}
        | {"missing": account.missing, "balances": account.balances, "explained": account.explained},
        shape,
    )
