"""The demo: a district with two years of results and a meeting open tonight, invented, rebuilt on every start."""

import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from analysis import rules
from ballots import codes, instrument, meetings, slips
from ballots.campaigns import Campaign, Ruleset
from ballots.codes import Code
from ballots.form import Subject
from ballots.keys import NEEDED
from ballots.meetings import Closing, Meeting, Plan, Purpose, State
from survey import planning
from survey.appraisal import confirmations, points
from survey.appraisal.confirmations import Decision
from survey.database import reading, writing
from survey.errors import DemoFolderTaken
from survey.evening import Evening
from survey.folder import DataFolder
from survey.hall import wifi
from survey.hall.wifi import Security, Wifi
from survey.printing import FONT
from survey.published import results
from survey.simulation import spare, voters
from survey.simulation.handset import Handset

MARK = "demo"
"""The file that says that a folder may be wiped."""
_AT_ONCE = 32
_A_YEAR = timedelta(days=364)


@dataclass(frozen=True)
class Community:
    """A community of the demo, and what its people think.

    `contentment` is the chance of the best level, `leanings` what single items differ from it by, both fractions;
    `points` are hundredths of the superior's points, None when they have not come.
    """

    name: str
    sub_district: str
    secretary: str
    graduate: str
    roll: int
    voters: int
    contentment: float
    points: int | None
    leanings: Mapping[str, float] = field(default_factory=dict)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Its committee, its secretary and its graduate."""
        return (
            Subject("committee", f"{self.name}居委会"),
            Subject("secretary", self.secretary),
            Subject("graduate", self.graduate),
        )


COMMUNITIES = (
    Community("梧桐社区", "石阳路街道", "王秀兰", "李明", 190, 168, 0.93, 9450, {"culture": 0.04}),
    Community("桃花源社区", "石阳路街道", "刘建国", "陈思雨", 140, 121, 0.88, 9200, {"hygiene": -0.1}),
    Community("河滨社区", "北门街道", "张桂英", "周航", 240, 196, 0.80, 8650, {"hygiene": -0.3, "public_order": 0.1}),
    Community("北门社区", "北门街道", "赵志强", "吴婷", 110, 87, 0.68, 8400, {"public_order": -0.25, "training": -0.2}),
    Community("新建社区", "北门街道", "孙丽华", "郑凯", 90, 64, 0.42, 7800, {"environment": -0.2, "integrity": 0.2}),
    Community("铁路社区", "石阳路街道", "何卫东", "林小雨", 70, 53, 0.75, None, {"services": 0.1}),
)
TONIGHT = Community("青年社区", "北门街道", "马春梅", "高远", 80, 60, 0.78, None)


@dataclass(frozen=True)
class Demo:
    """A demo ready to be served: tonight's meeting, its printed slips, and the people still to come."""

    evening: Evening
    tonight: Meeting
    printed: Path
    to_come: Sequence[voters.Voter]


def build(folder: DataFolder, address: str) -> Demo:
    """The demo in `folder`, from nothing. `address` is where phones will find it. Raises DemoFolderTaken."""
    _wipe(folder)
    evening = Evening(folder)
    now, form = evening.clock, instrument.load(instrument.shipped()["community-2026"])
    chosen = rules.load(rules.shipped()["default-2026"])
    ruleset = Ruleset(chosen.source, chosen.fingerprint)
    for ago, shift in ((_A_YEAR, -0.04), (timedelta(0), 0.0)):
        evening.clock = partial(_earlier, now, ago)
        campaign = planning.begin_campaign(evening, f"{evening.clock().year} 年度社区“双评”", form, ruleset)
        for one in COMMUNITIES:
            _hold(evening, campaign, one, shift)
        if ago:
            _confirm_all(evening, campaign)
    return _open_tonight(evening, campaign, address)


def trickle(demo: Demo, address: str, stopping: threading.Event) -> None:
    """Lets the people still to come vote, one every few seconds, until all have or the meeting takes no more."""
    pace = voters.seeded("pace")
    for voter in demo.to_come:
        if stopping.wait(pace.uniform(2, 6)):
            return
        phone = Handset(address)
        try:
            is_open = phone.scan(demo.tonight.id)
            heard = phone.cast(demo.tonight.id, voter.code, voter.answers) if is_open else None
        except OSError:
            return
        finally:
            phone.hang_up()
        if heard is None or heard.page != "thanks":
            return


def _earlier(clock: Callable[[], datetime], ago: timedelta) -> datetime:
    return clock() - ago


def _wipe(folder: DataFolder) -> None:
    """Empties the folder. Raises DemoFolderTaken when it is not a demo's, or somebody planned a real meeting in it."""
    root = folder.root
    if root.exists() and any(root.iterdir()):
        if not (root / MARK).exists() or _holds_real_meeting(folder):
            raise DemoFolderTaken(folder=root)
        shutil.rmtree(root)
    folder.create()
    (root / MARK).write_text("The demo is rebuilt here on every start.\n")


def _holds_real_meeting(folder: DataFolder) -> bool:
    if not folder.database.exists():
        return False
    evening = Evening(folder)
    with reading(evening.engine) as db:
        found = meetings.in_state(db, *State)
    evening.engine.dispose()
    return any(one.purpose in (Purpose.REAL, Purpose.PAPER) for one in found)


def _hold(evening: Evening, campaign: Campaign, community: Community, shift: float) -> None:
    """One community's evening from the plan to the published result, inside this process."""
    meeting_id, slips_made = _prepare(evening, campaign, community, community.roll)
    live = evening.open(meeting_id)
    chance = voters.seeded(f"{campaign.name} {community.name}")
    contentment = min(community.contentment + shift, 0.97)
    ballots = [
        (code, live.form.marks(voters.think(live.form, contentment, chance, community.leanings)))
        for code in slips_made[: community.voters]
    ]
    with ThreadPoolExecutor(_AT_ONCE) as phones:
        list(phones.map(lambda ballot: live.box.cast(ballot[0], ballot[0].encode(), ballot[1]), ballots))
    evening.close(meeting_id, Closing(unused=community.roll - community.voters))
    for digits in evening.kept_keys(evening.find(meeting_id))[:NEEDED]:
        evening.present_key(meeting_id, digits)
    with writing(evening.engine) as db:
        points.note(db, {meeting_id: community.points})


def _confirm_all(evening: Evening, campaign: Campaign) -> None:
    """Last year's grades as people confirmed them: as proposed, and ordinary where the rules proposed nothing."""
    from survey.published.decided import UNDECIDED, standings

    with writing(evening.engine) as db:
        found = {one.meeting: one.proposed for one in standings(results.report(db, campaign))}
        decisions = [
            Decision(meeting_id, "ordinary", proposed, "上级考评未完成，按普通确认")
            if proposed == UNDECIDED
            else Decision(meeting_id, proposed, proposed)
            for meeting_id, proposed in found.items()
        ]
        confirmations.confirm(db, campaign, decisions, found, "区委社会工作部部务会", evening.clock())


def _prepare(evening: Evening, campaign: Campaign, community: Community, number: int) -> tuple[str, list[Code]]:
    """A meeting with `number` slips and tested keys, its people checked in: its id and the codes."""
    plan = Plan(community.name, community.subjects, community.sub_district, community.roll, Purpose.DEMO)
    meeting_id = planning.plan_meeting(evening, campaign.id, plan).id
    planning.note_attendance(evening, meeting_id, community.roll, community.voters)
    made = evening.make_slips(meeting_id, number)
    for key in evening.make_keys(meeting_id):
        evening.present_key(meeting_id, key.digits)
    return meeting_id, made


def _open_tonight(evening: Evening, campaign: Campaign, address: str) -> Demo:
    """Opens tonight's meeting: one page of slips for visitors, the others for people who come by themselves."""
    meeting_id, made = _prepare(evening, campaign, TONIGHT, TONIGHT.roll)
    printed, taken = evening.folder.root / "slips.pdf", made[: slips.A_PAGE]
    title = campaign.instrument.title["zh-CN"]
    page = f"{address}/v/{meeting_id}"
    printed.write_bytes(slips.sheets(taken, address=page, community=TONIGHT.name, title=title, font=FONT))
    spare.keep(evening.folder, meeting_id, [codes.grouped(code) for code in taken])
    wifi.keep(evening, meeting_id, Wifi("Minxin-Hall", "welcome-2026", Security.WPA))
    live = evening.open(meeting_id)
    people = voters.gather(live.form, made[slips.A_PAGE :], TONIGHT.contentment, voters.seeded("tonight"))
    return Demo(evening, evening.find(meeting_id), printed, people)
