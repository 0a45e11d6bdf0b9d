"""Meetings planned one by one and from a sheet, as the pages tell it."""

import re

import pytest
from flask.testing import FlaskClient

from ballots.meetings import State
from survey import slips
from survey.evening import Evening
from tests.conftest import require_whole_page
from tests.factories import called_off, campaign, draft, opened
from tests.survey.planning.sent import LIST, SHEET, held, keep, look
from tests.survey.visitors import follow, send


def test_a_community_of_the_register_brings_its_sub_district_and_roll(
    desk: FlaskClient, evening: Evening, campaign_id: str, new: str
) -> None:
    follow(desk, keep(desk, "/desk/communities/import", look(desk, "/desk/communities/import", table=LIST)))
    assert '<option value="长岗路社区">古南镇</option>' in desk.get(new).text
    sent = {"held_on": "2026-11-23", "begins": "19:30", "place": "二楼"}
    page = follow(desk, send(desk, new, community="长岗路社区", subject_committee="居委会", **sent))
    (found,) = held(evening, campaign_id)
    assert (found.sub_district, found.roll) == ("古南镇", 52)
    assert "2026-11-23 19:30" in page
    assert "二楼" in page


def test_a_day_that_is_over_is_asked_about_and_then_believed(
    desk: FlaskClient, evening: Evening, campaign_id: str, new: str
) -> None:
    sent = {"community": "长岗路社区", "held_on": "2026-10-31", "subject_committee": "居委会"}
    answer = send(desk, new, **sent)
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert "This day is over. Correct it, or tick that it is meant." in page
    assert 'value="2026-10-31"' in page
    assert "居委会</textarea>" in page
    follow(desk, send(desk, new, **sent, is_meant="y"))
    assert len(held(evening, campaign_id)) == 1


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("held_on", "明天", "write the date as 2026-11-23."),
        ("begins", "晚上", "write the time as 19:30."),
        ("place", "长" * 201, "Field cannot be longer than 200 characters."),
        (
            "community",
            "长岗路\u202e社区",
            "Community: write 1 to 200 characters, without line breaks or invisible marks.",
        ),
        ("subject_secretary", "王" * 201, "Subject: write 1 to 200 characters"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_typed_is_lost(
    desk: FlaskClient, new: str, field: str, typed: str, says: str
) -> None:
    sent = {
        "community": "长岗路社区",
        "sub_district": "古南镇",
        "roll": "52",
        "subject_committee": "居委会",
        field: typed,
    }
    answer = send(desk, new, **sent)
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert says in page
    for value in sent.values():
        assert value in page


def test_a_draft_is_changed_and_shows_what_it_was(desk: FlaskClient, evening: Evening, campaign_id: str) -> None:
    prepared = draft(evening, campaign_id)
    path = f"/desk/meetings/{prepared.id}/edit"
    page = require_whole_page(desk.get(path).text)
    assert "20 slips are printed with the names as they are now." in page
    assert "王秀兰</textarea>" in page
    names = {"subject_committee": "", "subject_secretary": "赵云；钱七", "subject_graduate": ""}
    follow(desk, send(desk, path, community="长岗路社区", roll="", place="三楼", **names))
    found = prepared.meeting
    assert [one.name for one in found.subjects] == ["赵云", "钱七"]
    assert (found.place, found.roll) == ("三楼", None)


@pytest.mark.parametrize("make", [opened, called_off])
def test_after_the_opening_nothing_of_the_plan_changes(
    desk: FlaskClient, evening: Evening, campaign_id: str, make: object
) -> None:
    prepared = make(evening, campaign_id=campaign_id)  # type: ignore[operator]
    for act in ("edit", "remove"):
        path = f"/desk/meetings/{prepared.id}/{act}"
        assert desk.get(path).status_code == 409
        assert send(desk, path, community="乙社区", subject_committee="乙").status_code == 409
    assert f"/desk/meetings/{prepared.id}/edit" not in desk.get(f"/desk/meetings/{prepared.id}").text


def test_a_meeting_that_had_slips_is_not_taken_out(desk: FlaskClient, evening: Evening, campaign_id: str) -> None:
    prepared = draft(evening, campaign_id)
    slips.discard(evening, prepared.id)
    answer = send(desk, f"/desk/meetings/{prepared.id}/remove")
    assert answer.status_code == 422
    assert "Slips were printed for this meeting, and their account is kept." in answer.text


def test_a_meeting_without_slips_is_taken_out_with_its_keys(
    desk: FlaskClient, evening: Evening, campaign_id: str, new: str
) -> None:
    follow(desk, send(desk, new, community="长岗路社区", subject_committee="居委会"))
    (planned,) = held(evening, campaign_id)
    evening.make_keys(planned.id)
    follow(desk, send(desk, f"/desk/meetings/{planned.id}/remove"))
    assert held(evening, campaign_id) == []
    assert not evening.boxes.has(planned.id)


# Many meetings


def test_a_sheet_of_meetings_is_looked_at_and_planned(desk: FlaskClient, evening: Evening, campaign_id: str) -> None:
    path = f"/desk/campaigns/{campaign_id}/meetings/import"
    shown = look(desk, path, table=SHEET)
    assert "甲社区居委会" in require_whole_page(shown.text)
    assert held(evening, campaign_id) == []
    assert "2 meetings are planned." in follow(desk, keep(desk, path, shown))
    assert [one.community for one in held(evening, campaign_id)] == ["乙社区", "甲社区"]


def test_days_that_are_over_in_a_sheet_need_a_tick(desk: FlaskClient, evening: Evening, campaign_id: str) -> None:
    path = f"/desk/campaigns/{campaign_id}/meetings/import"
    shown = look(desk, path, table=SHEET.replace("2026", "2025"))
    assert "The day on line 2 is over, and it is meant" in shown.text
    answer = keep(desk, path, shown)
    assert answer.status_code == 422
    assert "Some days are over. Correct them, or tick that they are meant." in require_whole_page(answer.text)
    assert held(evening, campaign_id) == []
    follow(desk, keep(desk, path, answer, is_meant="y"))
    assert len(held(evening, campaign_id)) == 2


def test_last_years_meetings_come_over_without_their_days(
    desk: FlaskClient, evening: Evening, campaign_id: str
) -> None:
    last = campaign(evening, "去年的双评")
    for name in ("甲社区", "乙社区"):
        draft(evening, last, community=name)
    called_off(evening, campaign_id=last, community="丙社区")
    draft(evening, campaign_id, community="乙社区")
    path = f"/desk/campaigns/{campaign_id}/meetings/copy"
    assert "1 meeting · 去年的双评" in require_whole_page(desk.get(path).text)
    follow(desk, send(desk, path, source=last))
    brought = [one for one in held(evening, campaign_id) if one.community == "甲社区"]
    assert [(one.state, one.roll, one.held_on) for one in brought] == [(State.DRAFT, 20, None)]
    assert [one.name for one in brought[0].subjects] == ["长岗路社区居委会", "王秀兰", "李明"]
    assert "去年的双评" not in desk.get(path).text


def test_a_campaign_shows_where_its_meetings_stand_and_what_comes_next(
    desk: FlaskClient, evening: Evening, campaign_id: str
) -> None:
    sheet = "街道\t社区\t社区班子\n" + "".join(f"{number % 2}号街道\t{number}号社区\t居委会\n" for number in range(150))
    path = f"/desk/campaigns/{campaign_id}/meetings/import"
    follow(desk, keep(desk, path, look(desk, path, table=sheet)))
    ready = draft(evening, campaign_id, community="桃花源社区")
    for key in ready.keys:
        evening.present_key(ready.id, key.digits)
    opened(evening, campaign_id=campaign_id, community="河滨社区")
    page = require_whole_page(desk.get(f"/desk/campaigns/{campaign_id}").text)
    numbers = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))
    assert "152 meetings 150 to prepare 1 ready 1 open" in numbers
    assert page.count("Print the slips") == 150
    assert "Announce who is present" in page
    for ask, names in (
        ("state=ready", {"桃花源社区"}),
        ("q=河 滨", {"河滨社区"}),
        ("q=王秀兰&state=open", {"河滨社区"}),
    ):
        found = desk.get(f"/desk/campaigns/{campaign_id}?{ask}").text
        assert set(re.findall(r'<a href="/desk/meetings/[a-z0-9]+">([^<]+)</a>', found)) == names
    found = desk.get(f"/desk/campaigns/{campaign_id}?sub_district=1号街道").text
    assert "75 of 152" in found
