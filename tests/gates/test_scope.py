"""Whose meetings are whose: every page with a meeting in its address, for organizers and scrutineers of another one.

The rows of `test_access.py` say which role a page is for; here it is the right role at the wrong meeting.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule

from ballots import meetings
from ballots.meetings import Plan
from survey import accounts, communities, duties, planning, scrutiny
from survey.accounts import Role
from survey.acts import Actor, Via, acting
from survey.app import create_app
from survey.config import Settings
from survey.database import reading, writing
from survey.errors import NotYourCommunity
from survey.evening import Evening
from tests.factories import SUBJECTS, campaign_of, make_evening, shipped_form
from tests.gates.test_access import EXPECTED, IN, NO, READERS, met, signed_in
from tests.survey.visitors import send

PASSWORD = "a long enough password"
STAFF_PAGES = [name for name, met_by in EXPECTED.items() if met_by[0] != IN]


@dataclass(frozen=True)
class World:
    """Two meetings in two sub-districts: `mine` is that of the people called "mine …", `other` is not."""

    app: Flask
    evening: Evening
    mine: str
    other: str


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    evening = make_evening(tmp_path_factory.mktemp("scope") / "data")
    campaign = campaign_of(evening)
    mine, other = (
        planning.plan_meeting(evening, campaign, Plan(community, SUBJECTS, sub_district)).id
        for community, sub_district in (("河滨社区", "北门街道"), ("梧桐社区", "石阳路街道"))
    )
    with writing(evening.engine) as db:
        for name, typed in (("mine community", "北门街道 / 河滨社区"), ("mine sub-district", "北门街道")):
            accounts.create(db, name, Role.ORGANIZER, PASSWORD, duties=duties.read(typed))
        scrutineer = accounts.create(db, "mine scrutineer", Role.SCRUTINEER, PASSWORD)
        accounts.create(db, "everything", Role.ORGANIZER, PASSWORD)
    scrutiny.name_scrutineers(evening, mine, [scrutineer.id])
    yield World(create_app(evening, Settings(address="http://minxin.test")), evening, mine, other)
    evening.engine.dispose()


def of_a_meeting(app: Flask, role: Role) -> list[tuple[Rule, str]]:
    """Every page and act with a meeting in its address that the role may use."""
    return [
        (rule, method)
        for endpoint in STAFF_PAGES
        if EXPECTED[endpoint][READERS.index(role)] == IN
        for rule in app.url_map.iter_rules(endpoint)
        if "meeting_id" in rule.arguments
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


@pytest.mark.parametrize("who", ["mine community", "mine sub-district", "mine scrutineer"])
def test_nobody_touches_the_meeting_of_another_community(world: World, who: str) -> None:
    role = Role.SCRUTINEER if who.endswith("scrutineer") else Role.ORGANIZER
    tried = of_a_meeting(world.app, role)
    assert len(tried) >= (1 if role is Role.SCRUTINEER else 25)
    client = signed_in(world.app, who)
    for rule, method in tried:
        assert met(client, world.app, rule, method, meeting_id=world.other) == NO, f"{method} {rule}"
    with reading(world.evening.engine) as db:
        assert meetings.find(db, world.other).state is meetings.State.DRAFT


@pytest.mark.parametrize("who", ["mine community", "mine sub-district", "mine scrutineer", "everything"])
def test_everybody_reaches_their_own(world: World, who: str) -> None:
    role = Role.SCRUTINEER if who.endswith("scrutineer") else Role.ORGANIZER
    client = signed_in(world.app, who)
    for rule, method in of_a_meeting(world.app, role):
        if method == "GET":
            assert met(client, world.app, rule, method, meeting_id=world.mine) == IN, f"{method} {rule}"


@pytest.mark.parametrize(("who", "seen"), [("mine community", False), ("everything", True)])
def test_lists_show_ones_own_meetings_only(world: World, who: str, seen: bool) -> None:
    client = signed_in(world.app, who)
    page = client.get(f"/desk/campaigns/{campaign_of(world.evening)}").text
    assert "河滨社区" in page
    assert ("梧桐社区" in page) is seen
    assert ("2 meetings" if seen else "1 meeting") in client.get("/desk/?lang=en").text


PLACE = {"community": "铁路社区", "sub_district": "石阳路街道"}
LINE = "街道\t社区\t党组织书记\n石阳路街道\t铁路社区\t何卫东"


def test_nobody_plans_a_meeting_for_another_community_typed_or_in_a_sheet(world: World) -> None:
    client = signed_in(world.app, "mine community")
    campaign = f"/desk/campaigns/{campaign_of(world.evening)}/meetings"
    answer = send(client, f"{campaign}/new?lang=en", **PLACE, subject_secretary="何卫东")
    assert answer.status_code == 422
    assert "铁路社区 is not among your communities." in answer.text
    assert 'value="铁路社区"' in answer.text
    answer = send(client, f"{campaign}/import?lang=en", table=LINE)
    assert answer.status_code == 422
    assert "铁路社区 is not among your communities." in answer.text
    everything = signed_in(world.app, "everything")
    assert send(everything, f"{campaign}/new", **PLACE, subject_secretary="何卫东").status_code == 302


def test_a_plan_moves_to_no_other_community(world: World) -> None:
    client = signed_in(world.app, "mine community")
    answer = send(client, f"/desk/meetings/{world.mine}/edit?lang=en", **PLACE, subject_secretary="何卫东")
    assert "铁路社区 is not among your communities." in answer.text
    with reading(world.evening.engine) as db:
        assert meetings.find(db, world.mine).community == "河滨社区"


def test_the_register_is_ones_own_part_of_it(world: World) -> None:
    everything = signed_in(world.app, "everything")
    for name, above in (("河滨社区", "北门街道"), ("梧桐社区", "石阳路街道")):
        send(everything, "/desk/communities/new", name=name, sub_district=above)
    with reading(world.evening.engine) as db:
        other = next(one for one in communities.every(db) if one.name == "梧桐社区")
    mine = signed_in(world.app, "mine community")
    page = mine.get("/desk/communities").text
    assert "河滨社区" in page
    assert "梧桐社区" not in page
    for path, fields in (
        ("/desk/communities/new", {"name": "铁路社区", "sub_district": "石阳路街道"}),
        (f"/desk/communities/{other.id}", {"name": "河滨社区二", "sub_district": "北门街道"}),
        (f"/desk/communities/{other.id}/strike-out", {}),
    ):
        answer = send(mine, f"{path}?lang=en", **fields)
        assert answer.status_code == 422
        assert "is not among your communities." in answer.text
    with reading(world.evening.engine) as db:
        assert [one.name for one in communities.every(db)] == ["河滨社区", "梧桐社区"]


def test_a_form_that_others_use_too_is_not_exchanged(world: World) -> None:
    with acting(Actor(Via.PAGE, "mine", duties.read("北门街道"))), pytest.raises(NotYourCommunity):
        planning.exchange_form(world.evening, campaign_of(world.evening), shipped_form())
