"""`minxin meeting`: one community's evening, from planning to its end."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy import Connection

from ballots import meetings
from ballots.errors import Refused
from ballots.form import Subject
from ballots.meetings import Meeting, Plan, Purpose, State
from survey import planning, timetable
from survey.checkup import lists
from survey.cli import findings, listing, speech, tables
from survey.cli.choices import campaign_named, meeting_called
from survey.cli.frame import settings, with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.database import reading
from survey.errors import DaysOver
from survey.evening import Evening
from survey.published import contract
from survey.sheets import cells

Read = TypeVar("Read")

_COLUMNS = (
    "meeting",
    "sub_district",
    "community",
    "state",
    "held_on",
    "begins",
    "roll",
    "present",
    "printed",
    "issued",
    "returned",
)


@click.group("meeting")
def meeting() -> None:
    """One community's evening. A meeting is named by its id, or by its community when there is only one."""


def _subjects(_ctx: click.Context, _parameter: click.Parameter, typed: tuple[str, ...]) -> list[Subject]:
    """The subjects written as KIND=NAME; their kinds are checked against the form later."""
    if not all("=" in text for text in typed):
        raise click.BadParameter(_("Write KIND=NAME, such as secretary=王芳."))
    return [Subject(kind.strip(), name) for kind, _equals, name in (text.partition("=") for text in typed)]


def _read(
    meaning: Callable[[str], Read],
) -> Callable[[click.Context, click.Parameter, str | None], Read | None]:
    """Reads an option as the sheets read a cell."""

    def read(_ctx: click.Context, _parameter: click.Parameter, typed: str | None) -> Read | None:
        try:
            return None if typed is None else meaning(typed)
        except Refused as refusal:
            raise click.BadParameter(speech.sentence(refusal)) from None

    return read


@meeting.command("new")
@with_evening()
@click.option("--campaign", "campaign_name", required=True, help="The campaign it belongs to.")
@click.option("--community", required=True, help="The community that meets.")
@click.option("--sub-district", default="", help="The sub-district (街道) above it.")
@click.option("--roll", type=int, help="How many people are on the roll (应到).")
@click.option("--date", "held_on", metavar="DAY", callback=_read(cells.day), help="The day announced, as 2026-11-23.")
@click.option("--time", "begins", metavar="HOUR", callback=_read(cells.hour), help="The hour announced, as 19:30.")
@click.option("--place", default="", help="Where it is held.")
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
    held_on: date | None,
    begins: time | None,
    place: str,
    subjects: list[Subject],
    rehearsal: bool,
) -> None:
    """Plan a meeting and print its id.

    \b
    minxin meeting new --campaign "双评 2026" --community 梧桐社区 --roll 80 \\
        --subject committee=梧桐社区班子 --subject secretary=王芳
    """
    purpose = Purpose.REHEARSAL if rehearsal else Purpose.REAL
    plan = Plan(community, subjects, sub_district, roll, purpose, held_on, begins, place)
    found = campaign_named(evening, campaign_name)
    click.echo(planning.plan_meeting(evening, found.id, plan).id)


@meeting.command("import")
@with_evening()
@tables.file_argument
@click.option("--campaign", "campaign_name", required=True, help="The campaign they belong to.")
@click.option("--past", is_flag=True, help="Days that are over are meant.")
@tables.look_option
def import_(evening: Evening, file: Path, campaign_name: str, past: bool, look: bool) -> None:
    """Plan meetings from XLSX or CSV: all of them, or none.

    One line names the columns: those of the register, 日期 or Date, 时间 or Time, 地点 or Place, and one for each kind
    of subject, called as in the form; several names in a cell are parted by 、 or ;. What a line leaves out is taken
    from the register.

    \b
    minxin meeting import meetings.xlsx --campaign "双评 2026" --look
    """
    found = campaign_named(evening, campaign_name)
    sheet, today = tables.read(file, timetable.columns(found.instrument)), evening.clock().astimezone().date()
    with reading(evening.engine) as db:
        would = timetable.read(db, found, sheet, today)
    tables.require_sound(would.faults)
    if would.past and not past:
        raise DaysOver(lines=", ".join(map(str, would.past)))
    made = len(would.plans) if look else timetable.bring_in(evening, found, sheet, today)
    say(_("Meetings: %(number)s."), number=made)


@meeting.command("list")
@with_evening()
@click.option("--campaign", "campaign_name", help="Only this campaign's.")
@listing.format_option
def show_all(evening: Evening, campaign_name: str | None, shape: str) -> None:
    """List the meetings and where each of them stands. The JSON has each one's slip ledger and corrections, too."""
    wanted = campaign_named(evening, campaign_name) if campaign_name else None
    with reading(evening.engine) as db:
        found = meetings.of_campaign(db, wanted.id) if wanted else meetings.in_state(db, *State)
        further = [_further(db, one) if shape == "json" else {} for one in found]
    listing.write([_row(one) | more for one, more in zip(found, further, strict=True)], shape, _COLUMNS)


@meeting.command("show")
@with_evening()
@click.argument("name", metavar="MEETING")
@listing.format_option
def show(evening: Evening, name: str, shape: str) -> None:
    """Show one meeting. While it is open there are no figures of any kind, only that it is open."""
    found = meeting_called(evening, name)
    subjects = {f"subject_{place}": f"{one.kind}={one.name}" for place, one in enumerate(found.subjects, 1)}
    facts = {"place": found.place, "purpose": found.purpose.value, "seal": found.seal}
    listing.write_one(_row(found) | facts | subjects, shape)


@meeting.command("checks")
@with_evening()
@click.argument("name", metavar="MEETING")
@listing.format_option
def checks(evening: Evening, name: str, shape: str) -> None:
    """Say what is missing or would go wrong tonight, the worst first: the same checks as on the meeting's page.

    Exit status 1 when something is bad. Whether phones reach the server only its page of checks can tell.
    """
    findings.write(lists.of_meeting(evening, meeting_called(evening, name), settings(), None), shape)


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


@meeting.command("repeat")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option("--reason", required=True, help="Why the round is void; it is kept and shown.")
@click.confirmation_option(prompt="The round is void, its ballots are destroyed, and its repeat is planned. Go on?")
def repeat(evening: Evening, name: str, reason: str) -> None:
    """Make a round void and plan its repeat: the same people and roll, new slips and keys. Prints the repeat's id."""
    click.echo(planning.repeat(evening, meeting_called(evening, name).id, reason).id)


def _further(db: Connection, found: Meeting) -> dict[str, object]:
    counts = ("voided", "paper_issued", "paper_returned", "spoiled", "valid", "blank", "assisted")
    return {
        **{name: getattr(found, name) for name in counts},
        "slips": contract.slips(db, found),
        "corrections": contract.corrections(found),
    }


def _row(found: Meeting) -> dict[str, object]:
    day = found.held_on and found.held_on.isoformat()
    hour = found.begins and found.begins.isoformat("minutes")
    row = {name: getattr(found, name) for name in _COLUMNS[1:]}
    return {"meeting": found.id, **row, "state": found.state.value, "held_on": day, "begins": hour}
