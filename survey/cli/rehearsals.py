"""`minxin rehearsal`: the rehearsal of one meeting, its known-answer deck, and the wiping."""

from pathlib import Path

import click

from ballots import meetings
from ballots.errors import WrongState
from ballots.instrument import LANGUAGES
from ballots.meetings import Meeting, Purpose
from survey.cli import listing, speech
from survey.cli.choices import meeting_called
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.database import reading
from survey.errors import NotARehearsal
from survey.evening import Evening
from survey.printing import FONT
from survey.rehearsals import deck, filling, wiping
from survey.rehearsals.deck_paper import deck_paper

_CELLS = ("subject", "item", "level", "expected", "counted", "agrees")


@click.group("rehearsal")
def rehearsal() -> None:
    """The rehearsal of one meeting, named by its own id or by the real meeting's name."""


def _rehearsal_called(evening: Evening, name: str) -> Meeting:
    """The rehearsal itself, or that of the meeting called so. Raises NoSuchMeeting, MeetingUnclear, NotARehearsal."""
    found = meeting_called(evening, name)
    if found.purpose is Purpose.REHEARSAL:
        return found
    with reading(evening.engine) as db:
        planned = meetings.rehearsal_of(db, found.id)
    if planned is None:
        raise NotARehearsal
    return planned


@rehearsal.command("deck")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the paper; the terminal's by default.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The PDF to write.")
def deck_(evening: Evening, name: str, language: str | None, out: Path) -> None:
    """Write the known-answer deck as a PDF, A4: ballots to tap in on phones, and the tally they must give.

    \b
    minxin rehearsal deck 梧桐社区 --out deck.pdf
    """
    found = _rehearsal_called(evening, name)
    out.write_bytes(deck_paper(evening.form(found), found.community, language or speech.language(), FONT))
    say(_("The deck is in %(file)s."), file=out)


@rehearsal.command("fill")
@with_evening()
@click.argument("name", metavar="MEETING")
def fill(evening: Evening, name: str) -> None:
    """Let the computer cast the deck into the rehearsal's open box, which must be empty; no code is kept."""
    cast = filling.fill_in(evening, _rehearsal_called(evening, name).id)
    say(_("Ballots of the deck in the box: %(number)s."), number=cast)


@rehearsal.command("compare")
@with_evening()
@click.argument("name", metavar="MEETING")
@listing.format_option
def compare(evening: Evening, name: str, shape: str) -> None:
    """List every cell of the count beside what the deck says; exit status 1 when one of them differs."""
    found = _rehearsal_called(evening, name)
    if found.counted_at is None:
        raise WrongState(state=found.state.value, wanted="counted")
    form = evening.form(found)
    with reading(evening.engine) as db:
        compared = deck.compare(form, meetings.votes(db, found.id), found.returned or 0)
    rows = [
        {
            "subject": form.subjects[cell.question.position - 1].name,
            "item": cell.question.item.id,
            "level": cell.level,
            "expected": cell.expected,
            "counted": cell.counted,
            "agrees": cell.agrees,
        }
        for cell in compared.cells
    ]
    listing.write(rows, shape, _CELLS)
    if not compared.agrees:
        raise click.exceptions.Exit(1)


@rehearsal.command("wipe")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the zero report (PDF).")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the report; the terminal's by default.")
@click.confirmation_option(prompt="Everything of the rehearsal is deleted and cannot be brought back. Go on?")
def wipe(evening: Evening, name: str, report: Path | None, language: str | None) -> None:
    """Delete a rehearsal with its box, keys, count and record, and say how empty the real meeting's box is.

    \b
    minxin rehearsal wipe 梧桐社区 --report zero.pdf
    """
    gone = wiping.wipe(evening, _rehearsal_called(evening, name).id)
    say(_("The rehearsal is wiped."))
    if gone.rehearses is not None:
        _say_zero(evening, gone.rehearses, report, language or speech.language())


def _say_zero(evening: Evening, meeting_id: str, out: Path | None, language: str) -> None:
    """The zero report as lines, and as a PDF where that is wanted."""
    from survey.minutes.pdf import to_pdf
    from survey.rehearsals import zero

    made = zero.report(evening, meeting_id, language)
    for section in made.sections:
        for part in section.parts:
            for fact in getattr(part, "facts", ()):
                click.echo(f"{fact.name}: {fact.value}")
            for line in getattr(part, "lines", ()):
                click.echo(line)
    if out is not None:
        out.write_bytes(to_pdf(made, FONT))
        say(_("The zero report is in %(file)s."), file=out)
