"""A campaign's meetings as planned: many at once or none, changed until they open, taken out while nothing is made."""

from datetime import date, time

import pytest
from sqlalchemy import Connection

from ballots import meetings, schedule
from ballots.errors import MeetingExists, NameNotUsable, NoSubjects, NoSuchMeeting, SlipsMade, UnknownKind, WrongState
from ballots.form import Subject
from ballots.meetings import Meeting, State
from ballots.names import likeness
from ballots.plan import Plan
from survey.database import writing
from survey.evening import Evening
from tests.factories import SUBJECTS, campaign, draft, opened


@pytest.fixture
def campaign_id(evening: Evening) -> str:
    return campaign(evening)


@pytest.fixture
def db(evening: Evening, campaign_id: str):
    with writing(evening.engine) as connection:
        yield connection


def plan(community: str = "长岗路社区", **more: object) -> Plan:
    return Plan(community, SUBJECTS, **more)  # type: ignore[arg-type]


def held(db: Connection, campaign_id: str) -> list[Meeting]:
    return meetings.of_campaign(db, campaign_id)


def test_everything_planned_is_kept_tidied(db: Connection, campaign_id: str) -> None:
    whole = plan(
        " 长岗路  社区",
        sub_district="古南镇\u3000街道",
        roll=52,
        held_on=date(2026, 11, 23),
        begins=time(19, 30),
        place=" 二楼 ",
    )
    (meeting_id,) = schedule.create(db, campaign_id, [whole])
    found = meetings.find(db, meeting_id)
    assert (found.community, found.sub_district, found.place) == ("长岗路 社区", "古南镇 街道", "二楼")
    assert (found.roll, found.held_on, found.begins) == (52, date(2026, 11, 23), time(19, 30))
    assert found.subjects == SUBJECTS
    assert (found.state, found.print_tested) == (State.DRAFT, False)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (plan("乙社区\u202e"), NameNotUsable),
        (plan("甲 社区"), MeetingExists),
        (plan("甲社区".replace("甲", "\u7532")), MeetingExists),
        (Plan("乙社区", ()), NoSubjects),
        (Plan("乙社区", [Subject("mayor", "王")]), UnknownKind),
    ],
)
def test_one_wrong_plan_keeps_all_of_them_out(
    db: Connection, campaign_id: str, wrong: Plan, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        schedule.create(db, campaign_id, [plan("甲社区"), wrong])
    assert held(db, campaign_id) == []


def test_the_same_community_written_otherwise_has_its_meeting_already(db: Connection, campaign_id: str) -> None:
    schedule.create(db, campaign_id, [plan("ABC 社区"), plan("ABC 社区", sub_district="古南镇")])
    for written in ("ａｂｃ社区", " abc  社 区 "):
        with pytest.raises(MeetingExists):
            schedule.create(db, campaign_id, [plan(written)])


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [("长岗路社区", "长岗路 社区", True), ("Ｎo.１", "no. 1", True), ("a\u200bb", "AB", True), ("甲", "乙", False)],
)
def test_what_people_take_for_the_same_name(one: str, other: str, are_alike: bool) -> None:
    assert (likeness(one) == likeness(other)) is are_alike


def test_two_names_do_not_run_together() -> None:
    assert likeness("甲", "乙") != likeness("甲乙", "") != likeness("", "甲乙")


def test_a_draft_is_changed_whole_and_its_printing_is_to_be_tested_again(db: Connection, campaign_id: str) -> None:
    (meeting_id,) = schedule.create(db, campaign_id, [plan(roll=52, place="二楼")])
    meetings.note_print_test(db, meeting_id)
    assert meetings.find(db, meeting_id).print_tested
    schedule.change(db, meeting_id, Plan("河滨社区", [Subject("secretary", "赵云")], roll=60))
    found = meetings.find(db, meeting_id)
    assert (found.community, found.roll, found.place) == ("河滨社区", 60, "")
    assert found.subjects == (Subject("secretary", "赵云"),)
    assert not found.print_tested


def test_a_meeting_may_keep_its_own_name_but_take_nobody_elses(db: Connection, campaign_id: str) -> None:
    first, second = schedule.create(db, campaign_id, [plan("甲社区"), plan("乙社区")])
    schedule.change(db, first, plan("甲 社区"))
    with pytest.raises(MeetingExists):
        schedule.change(db, second, plan("甲社区"))


def test_a_meeting_that_has_opened_is_neither_changed_nor_taken_out(evening: Evening) -> None:
    meeting_id = opened(evening).id
    with writing(evening.engine) as db:
        for act in (lambda: schedule.change(db, meeting_id, plan("乙社区")), lambda: schedule.remove(db, meeting_id)):
            with pytest.raises(WrongState):
                act()
        with pytest.raises(WrongState):
            meetings.note_print_test(db, meeting_id)


def test_a_meeting_with_slips_is_more_than_a_plan(evening: Evening) -> None:
    meeting_id = draft(evening).id
    with writing(evening.engine) as db, pytest.raises(SlipsMade):
        schedule.remove(db, meeting_id)


def test_a_meeting_taken_out_leaves_its_place_to_another(db: Connection, campaign_id: str) -> None:
    (meeting_id,) = schedule.create(db, campaign_id, [plan()])
    schedule.remove(db, meeting_id)
    with pytest.raises(NoSuchMeeting):
        meetings.find(db, meeting_id)
    assert len(schedule.create(db, campaign_id, [plan()])) == 1
