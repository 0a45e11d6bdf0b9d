"""`minxin minutes`: what is signed after the count, and what became of it."""

from pathlib import Path

import click

from ballots.corrections import Change
from survey import correcting
from survey.cli import listing
from survey.cli.choices import meeting_called
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import language, say
from survey.database import reading
from survey.evening import Evening


@click.group("minutes")
def minutes() -> None:
    """The minutes of a published meeting. A meeting is named by its id, or by its community."""


_COLUMNS = ("number", "fact", "old", "new", "reason", "by", "at")


@minutes.command("correct")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option(
    "--fact",
    required=True,
    help="What is wrong: roll, present, community, sub-district, subject-1 …, held-on, begins, place or host.",
)
@click.option("--to", "new", required=True, help="What it should be.")
@click.option("--reason", required=True, help="Why; everybody can read it.")
def correct(evening: Evening, name: str, fact: str, new: str, reason: str) -> None:
    """Correct a fact that was declared at a published meeting; the record and its fingerprint stay as they are.

    Counts of slips, ballots and votes are never corrected.

    \b
    minxin minutes correct 梧桐社区 --fact present --to 62 --reason "签到表漏计二人"
    """
    found = meeting_called(evening, name)
    chosen, position = correcting.fact_called(found, fact)
    made = correcting.correct(evening, found.id, Change(chosen, new, reason, position))
    say(_("Corrected: %(old)s is now %(new)s."), old=made.old or _("not recorded"), new=made.new)


@minutes.command("corrections")
@with_evening()
@click.argument("name", metavar="MEETING")
@listing.format_option
def corrections(evening: Evening, name: str, shape: str) -> None:
    """List what was corrected since the publishing, both values."""
    made = meeting_called(evening, name).corrections
    rows = [
        {**{column: getattr(one, column) for column in _COLUMNS}, "fact": _(one.fact), "at": one.at.isoformat()}
        for one in made
    ]
    listing.write(rows, shape, _COLUMNS)


@minutes.command("attach")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.argument("files", type=click.Path(exists=True, dir_okay=False, path_type=Path), nargs=-1, required=True)
def attach(evening: Evening, name: str, files: tuple[Path, ...]) -> None:
    """Attach scans or photographs of the signed minutes, a page each: PDF, JPEG or PNG. Older copies stay.

    \b
    minxin minutes attach 梧桐社区 page1.jpg page2.jpg
    """
    from survey import signed

    made = signed.attach(evening, meeting_called(evening, name).id, [path.read_bytes() for path in files])
    say(_("Copy %(number)s of the signed minutes is kept, %(pages)s pages."), number=made.number, pages=len(made.pages))


@minutes.command("copies")
@with_evening()
@click.argument("name", metavar="MEETING")
@listing.format_option
def copies(evening: Evening, name: str, shape: str) -> None:
    """List the signed minutes that were attached, newest first, a line for each page."""
    from survey import signed

    found = meeting_called(evening, name)
    with reading(evening.engine) as db:
        kept = signed.copies(db, found.id)
    rows = [vars(page) | {"at": page.at.isoformat()} for copy in kept for page in copy.pages]
    listing.write(rows, shape, ("copy", "page", "media_type", "sha256", "size", "by", "at"))


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
