"""`minxin comments`: whether a campaign asks for them, how far reviews are, and what was released as a file."""

from pathlib import Path

import click

from ballots import meetings
from ballots.meetings import Meeting, State
from survey import comments as kept
from survey import planning
from survey.cli import listing
from survey.cli.choices import campaign_named
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import language, say
from survey.database import reading
from survey.evening import Evening

_COLUMNS = ("community", "meeting", "standing", "reviewer", "waiting", "released", "withheld")
campaign_option = click.option("--campaign", "name", required=True, help="The campaign.")


@click.group("comments")
def comments() -> None:
    """What residents wrote beside their marks. It is reviewed on the desk's page."""


@comments.command("ask")
@with_evening()
@click.argument("name")
@click.option("--on/--off", "is_wanted", required=True, help="Whether residents may write a comment.")
def ask(evening: Evening, name: str, is_wanted: bool) -> None:
    """Ask residents of a campaign for comments, or not, before its first meeting opens.

    \b
    minxin comments ask "双评 2026" --on
    """
    planning.ask_for_comments(evening, campaign_named(evening, name).id, wanted=is_wanted)
    say(_("Comments are asked for.") if is_wanted else _("Comments are not asked for."))


@comments.command("status")
@with_evening()
@campaign_option
@listing.format_option
def status(evening: Evening, name: str, shape: str) -> None:
    """List how far the review of each counted meeting is; never a word of a comment."""
    with reading(evening.engine) as db:
        rows = [kept.progress(db, one) for one in meetings.of_campaign(db, campaign_named(evening, name).id)]
    listing.write([row for row in rows if row], shape, _COLUMNS)


@comments.command("export")
@with_evening()
@campaign_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A file: .xlsx or .csv.")
def export(evening: Evening, name: str, out: Path) -> None:
    """Write what reviewers released, as a workbook or CSV; never beside marks.

    \b
    minxin comments export --campaign "双评 2026" --out comments.xlsx
    """
    from analysis.exports import remarks

    writers = {".xlsx": remarks.to_xlsx, ".csv": remarks.to_csv}
    if out.suffix.lower() not in writers:
        raise click.UsageError(_("The file must end in .xlsx or .csv."))
    with reading(evening.engine) as db:
        held: list[Meeting] = meetings.of_campaign(db, campaign_named(evening, name).id)
        rows = kept.rows(db, [one for one in held if one.state is State.PUBLISHED])
    out.write_bytes(writers[out.suffix.lower()](rows, language()))
    say(_("The released comments are in %(file)s."), file=out)
