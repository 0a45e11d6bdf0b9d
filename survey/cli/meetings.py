"""`minxin meeting`: one community's evening, from planning to its end."""

import click

from ballots import meetings
from ballots.form import Subject
from ballots.meetings import Meeting, Plan, Purpose, State
from survey import planning
from survey.cli import listing
from survey.cli.choices import campaign_named, meeting_called
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.database import reading
from survey.evening import Evening

_COLUMNS = ("meeting", "sub_district", "community", "state", "roll", "present", "printed", "issued", "returned")


@click.group("meeting")
def meeting() -> None:
    """One community's evening. A meeting is named by its id, or by its community when there is only one."""


def _subjects(_ctx: click.Context, _parameter: click.Parameter, typed: tuple[str, ...]) -> list[Subject]:
    """The subjects written as KIND=NAME; their kinds are checked against the form later."""
    if not all("=" in text for text in typed):
        raise click.BadParameter(_("Write KIND=NAME, such as secretary=王芳."))
    return [Subject(kind.strip(), name) for kind, _equals, name in (text.partition("=") for text in typed)]


@meeting.command("new")
@with_evening()
@click.option("--campaign", "campaign_name", required=True, help="The campaign it belongs to.")
@click.option("--community", required=True, help="The community that meets.")
@click.option("--sub-district", default="", help="The sub-district (街道) above it.")
@click.option("--roll", type=int, help="How many people are on the roll (应到).")
@click.option(
    "--subject", "subjects", callback=_subjects, multiple=True, required=True, metavar="KIND=NAME", help="Who is rated."
)
@click.option("--rehearsal", is_flag=True, help="Not a real meeting: its keys are kept on disk, every page says so.")
def new(
    evening: Evening,
    campaign_name: str,
    community: str,
    sub_district: str,
    roll: int | None,
    subjects: list[Subject],
    rehearsal: bool,
) -> None:
    """Plan a meeting and print its id.

    \b
    minxin meeting new --campaign "双评 2026" --community 梧桐社区 --roll 80 \\
        --subject committee=梧桐社区班子 --subject secretary=王芳
    """
    purpose = Purpose.REHEARSAL if rehearsal else Purpose.REAL
    plan = Plan(community, subjects, sub_district, roll, purpose)
    found = campaign_named(evening, campaign_name)
    click.echo(planning.plan_meeting(evening, found.id, plan).id)


@meeting.command("list")
@with_evening()
@click.option("--campaign", "campaign_name", help="Only this campaign's.")
@listing.format_option
def show_all(evening: Evening, campaign_name: str | None, shape: str) -> None:
    """List the meetings and where each of them stands."""
    wanted = campaign_named(evening, campaign_name) if campaign_name else None
    with reading(evening.engine) as db:
        found = meetings.of_campaign(db, wanted.id) if wanted else meetings.in_state(db, *State)
    listing.write([_row(one) for one in found], shape, _COLUMNS)


@meeting.command("show")
@with_evening()
@click.argument("name", metavar="MEETING")
@listing.format_option
def show(evening: Evening, name: str, shape: str) -> None:
    """Show one meeting. While it is open there are no figures of any kind, only that it is open."""
    found = meeting_called(evening, name)
    subjects = {f"subject_{place}": f"{one.kind}={one.name}" for place, one in enumerate(found.subjects, 1)}
    listing.write_one(_row(found) | {"purpose": found.purpose.value, "seal": found.seal} | subjects, shape)


@meeting.command("attendance")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option("--roll", type=int, help="How many are on the roll (应到); as planned when not given.")
@click.option("--present", type=int, required=True, help="How many came (实到).")
def attendance(evening: Evening, name: str, roll: int | None, present: int) -> None:
    """Keep how many people are on the roll and how many came."""
    found = meeting_called(evening, name)
    planning.note_attendance(evening, found.id, found.roll if roll is None else roll, present)
    say(_("Attendance kept: %(present)s present."), present=present)


@meeting.command("void")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option("--reason", required=True, help="Why; it is kept and shown.")
@click.confirmation_option(prompt="The meeting ends without a result and its ballots are destroyed. Go on?")
def void(evening: Evening, name: str, reason: str) -> None:
    """End a meeting without a result; the community may hold another."""
    evening.make_void(meeting_called(evening, name).id, reason)
    say(_("The meeting is void and its box is destroyed."))


def _row(found: Meeting) -> dict[str, object]:
    return {"meeting": found.id, **{name: getattr(found, name) for name in _COLUMNS[1:]}, "state": found.state.value}
