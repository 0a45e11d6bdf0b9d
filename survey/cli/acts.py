"""`minxin open`, `close`, `count`, `publish`: the evening itself, act by act."""

import click

from ballots import meetings
from ballots.keys import NEEDED
from ballots.meetings import Closing, Meeting, Purpose, State
from survey import paperwork
from survey.cli.choices import campaign_named, meeting_called
from survey.cli.classes import places
from survey.cli.frame import with_evening
from survey.cli.keys import present
from survey.cli.speech import gettext as _
from survey.cli.speech import progress, say
from survey.database import reading
from survey.evening import Evening


@click.command("open")
@with_evening()
@click.argument("name", metavar="MEETING")
def open_(evening: Evening, name: str) -> None:
    """Open a meeting: from now on phones can vote, once a server runs.

    Slips must be printed and all three keys tested. The form and the rules of the campaign are frozen.
    """
    found = meeting_called(evening, name)
    evening.open(found.id)
    evening.boxes.release_all()
    say(_("%(community)s is open. Phones need the server: minxin serve"), community=found.community)


@click.command("close")
@with_evening()
@click.argument("name", metavar="MEETING")
@click.option("--unused", type=int, help="Slips left over, counted by hand; none when not given.")
@click.option("--unused-class", "by_class", multiple=True, metavar="CLASS=NUMBER", help="Left over of a voter class.")
@click.option("--paper", "on_paper", type=int, help="Paper ballots handed out; as noted before when not given.")
@click.option("--explain", default="", help="Why the account of the slips does not balance.")
@click.option("--hold", is_flag=True, help="Do not publish as soon as it is counted; see minxin publish.")
def close(
    evening: Evening,
    name: str,
    unused: int | None,
    by_class: tuple[str, ...],
    on_paper: int | None,
    explain: str,
    hold: bool,
) -> None:
    """Close a meeting for good and print its seal, to be read aloud before any key appears.

    A meeting held on paper alone has no seal. Paper ballots are counted by hand next: minxin paper returned.

    \b
    minxin close 梧桐社区 --unused 12
    """
    found = meeting_called(evening, name)
    if found.purpose is Purpose.PAPER:
        paperwork.close(evening, found.id, found.paper_issued if on_paper is None else on_paper, announce=not hold)
        say(_("The vote is over. Next: minxin paper returned %(meeting)s"), meeting=found.id)
        return
    unused_by_class = places(evening, found, by_class)
    total = sum(unused_by_class.values()) if unused_by_class else unused
    closing = Closing(total, not hold, unused_by_class, explain, on_paper)
    seal = evening.close(found.id, closing)
    say(_("Closed with %(returned)s ballots. Seal: %(seal)s"), returned=seal.returned, seal=seal.grouped)


@click.command("count")
@with_evening()
@click.argument("name", metavar="MEETING")
def count(evening: Evening, name: str) -> None:
    """Open the box with two scrutineers' keys, typed unseen, and count; without keys what is held on paper alone.

    Keys are never arguments: a shell would keep them. May be done again until the result is published.
    """
    found = meetings.require(meeting_called(evening, name), State.CLOSED)
    if found.purpose is Purpose.PAPER:
        paperwork.count(evening, found.id)
    else:
        _open_box(evening, found)
    done = evening.find(found.id)
    if done.state is State.PUBLISHED:
        say(_("%(valid)s valid ballots are counted and the result is published."), valid=done.valid)
    else:
        says = _("%(valid)s valid ballots are counted. Next: minxin publish %(meeting)s")
        say(says, valid=done.valid, meeting=done.id)


def _open_box(evening: Evening, found: Meeting) -> None:
    for number in range(1, NEEDED + 1):
        heard = present(evening, found, _("Key %(number)s of 2, 42 digits") % {"number": number})
    while not heard.is_counted:
        heard = present(evening, found, _("That was the same key. The other one, 42 digits"))


@click.command("publish")
@with_evening()
@click.argument("name", metavar="MEETING", required=False)
@click.option("--campaign", "campaign_name", help="Publish every counted meeting of this campaign.")
def publish(evening: Evening, name: str | None, campaign_name: str | None) -> None:
    """Publish a counted meeting, or all counted meetings of a campaign.

    Their boxes are destroyed, or kept as many days as MINXIN_KEEP_BOX_DAYS says.

    \b
    minxin publish 梧桐社区
    minxin publish --campaign "双评 2026"
    """
    if (name is None) == (campaign_name is None):
        raise click.UsageError(_("Name a meeting, or a campaign with --campaign."))
    wanted = [meeting_called(evening, name).id] if name else _counted(evening, campaign_name or "")
    with progress(len(wanted), _("Publishing")) as bar:
        for meeting_id in wanted:
            evening.publish(meeting_id)
            bar.update(1)
    say(_("Published: %(number)s."), number=len(wanted))


def _counted(evening: Evening, campaign_name: str) -> list[str]:
    with reading(evening.engine) as db:
        found = meetings.of_campaign(db, campaign_named(evening, campaign_name).id)
    return [one.id for one in found if one.state is State.CLOSED and one.counted_at is not None]
