"""`minxin hall`: the screen in the hall, driven from a terminal."""

import click

from survey.cli import listing
from survey.cli.choices import meeting_called
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.evening import Evening
from survey.hall import runbook
from survey.hall.runbook import LONGEST_MINUTES
from survey.hall.scenes import Place


@click.group("hall")
def hall() -> None:
    """The screen in the hall. A wall that nobody drives follows the evening by itself."""


@hall.command("list")
@with_evening()
@click.argument("name", metavar="MEETING")
@listing.format_option
def list_(evening: Evening, name: str, shape: str) -> None:
    """List what the wall may show now, in order, and what it shows."""
    wall = runbook.look(evening, meeting_called(evening, name).id)
    rows = [{"scene": str(place), "shown": place == wall.place} for place in wall.places]
    listing.write(rows, shape, ("scene", "shown"))


@hall.command("show")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.argument("scene")
def show(evening: Evening, name: str, scene: str) -> None:
    """Put one scene on the wall. What does not fit the meeting's state is refused.

    \b
    minxin hall show 梧桐社区 welcome
    minxin hall show 梧桐社区 subject-2
    """
    place = Place.read(scene)
    runbook.show(evening, meeting_called(evening, name).id, place)
    say(_("The wall shows: %(scene)s"), scene=place)


@hall.command("follow")
@with_evening()
@click.argument("name", metavar="MEETING")
def follow(evening: Evening, name: str) -> None:
    """Let the wall follow the evening by itself again."""
    found = meeting_called(evening, name)
    runbook.follow(evening, found.id)
    say(_("The wall follows by itself and shows: %(scene)s"), scene=runbook.look(evening, found.id).place)


@hall.command("countdown")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.argument("minutes", type=click.IntRange(1, LONGEST_MINUTES), required=False)
@click.option("--stop", is_flag=True, help="Take the running countdown back.")
def countdown(evening: Evening, name: str, minutes: int | None, stop: bool) -> None:
    """Announce on the wall that the box closes in so many minutes; to a running countdown they are added.

    At zero nothing closes: see minxin close.

    \b
    minxin hall countdown 梧桐社区 5
    """
    if stop == (minutes is not None):
        raise click.UsageError(_("Say how many minutes, or --stop."))
    found = meeting_called(evening, name)
    if minutes is None:
        runbook.stop_countdown(evening, found.id)
        say(_("The countdown is taken back."))
    else:
        left = runbook.count_down(evening, found.id, minutes)
        say(_("%(seconds)s seconds are left. At the end, close the box yourself."), seconds=left)


@hall.command("overview")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.argument("where", type=click.Choice(["first", "last"]))
def overview(evening: Evening, name: str, where: str) -> None:
    """Tell the result with all subjects at a glance first, or last."""
    runbook.put_overview(evening, meeting_called(evening, name).id, first=where == "first")
    says = _("All at a glance comes at the beginning.") if where == "first" else _("All at a glance comes at the end.")
    say(says)
