"""Meetings: which act is allowed in which state, and what may never be kept."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, update
from sqlalchemy.exc import IntegrityError

from ballots import campaigns, instrument, meetings
from ballots.campaigns import Ruleset
from ballots.count import Seal
from ballots.errors import (
    MeetingExists,
    MoreReturnedThanIssued,
    NameNotUsable,
    NoSubjects,
    NoSuchCampaign,
    NoSuchMeeting,
    NumberNotUsable,
    UnknownKind,
    WrongState,
)
from ballots.form import Subject
from ballots.meetings import Closing, Meeting, Plan, Purpose, State, Votes
from ballots.tables import meeting

NOW = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
SUBJECTS = (Subject("committee", "长岗路社区居委会"), Subject("secretary", "王秀兰"))
SEAL = Seal("a" * 64, printed=60, voided=2, returned=50)
CELLS = [Votes(1, "overall", "satisfied", 50)]


@pytest.fixture
def campaign_id(db: Connection) -> str:
    form = instrument.load(instrument.shipped()["community-2026"])
    return campaigns.create(db, "2026", form, Ruleset("rules", "0" * 64), NOW).id


@pytest.fixture
def draft(db: Connection, campaign_id: str) -> Meeting:
    return meetings.create(db, campaign_id, Plan("长岗路社区", SUBJECTS, "长岗路街道", roll=70))


Act = Callable[[Connection, str], object]
ACTS: dict[str, tuple[Act, set[State], State | None]] = {
    "note attendance": (
        lambda db, found: meetings.note_attendance(db, found, 70, 55),
        {State.DRAFT, State.OPEN, State.CLOSED},
        None,
    ),
    "open": (lambda db, found: meetings.open_(db, found, NOW), {State.DRAFT}, State.OPEN),
    "close": (lambda db, found: meetings.close(db, found, SEAL, Closing(), NOW), {State.OPEN}, State.CLOSED),
    "count": (lambda db, found: meetings.note_count(db, found, CELLS, NOW), {State.CLOSED}, None),
    "publish": (lambda db, found: meetings.publish(db, found, "{}", "b" * 64, NOW), {State.CLOSED}, State.PUBLISHED),
    "make void": (
        lambda db, found: meetings.make_void(db, found, "停电"),
        {State.DRAFT, State.OPEN, State.CLOSED},
        State.VOID,
    ),
    "take in paper": (
        lambda db, found: meetings.take_in_paper(db, found, 50, {"paper": 50}, NOW),
        {State.DRAFT},
        State.CLOSED,
    ),
}
WAY = {
    State.DRAFT: [],
    State.OPEN: ["open"],
    State.CLOSED: ["open", "close", "count"],
    State.PUBLISHED: ["open", "close", "count", "publish"],
    State.VOID: ["make void"],
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_fits_some_states_and_is_refused_in_the_others(
    db: Connection, draft: Meeting, act: str, state: State
) -> None:
    for step in WAY[state]:
        ACTS[step][0](db, draft.id)
    do, allowed, leads_to = ACTS[act]
    before = meetings.find(db, draft.id)
    assert before.state is state
    if state in allowed:
        do(db, draft.id)
        assert meetings.state_of(db, draft.id) is (leads_to or state)
    else:
        with pytest.raises(WrongState, match=f"The meeting is {state}"):
            do(db, draft.id)
        assert meetings.find(db, draft.id) == before


def test_a_meeting_is_kept_as_it_was_planned(db: Connection, draft: Meeting) -> None:
    assert meetings.find(db, draft.id) == draft
    assert (draft.state, draft.purpose, draft.roll) == (State.DRAFT, Purpose.REAL, 70)
    assert draft.subjects == SUBJECTS
    assert (draft.issued, draft.returned, draft.valid) == (None, None, None)


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (Plan("", SUBJECTS), NameNotUsable),
        (Plan("社" * 201, SUBJECTS), NameNotUsable),
        (Plan("甲社区", SUBJECTS, sub_district="街" * 201), NameNotUsable),
        (Plan("甲社区", [Subject("committee", " ")]), NameNotUsable),
        (Plan("甲社区", []), NoSubjects),
        (Plan("甲社区", [Subject("police", "派出所")]), UnknownKind),
        (Plan("甲社区", SUBJECTS, roll=0), NumberNotUsable),
        (Plan("长岗路社区", SUBJECTS, "长岗路街道"), MeetingExists),
        (Plan(" 长岗路社区 ", SUBJECTS, " 长岗路街道"), MeetingExists),
    ],
)
@pytest.mark.usefixtures("draft")
def test_a_plan_that_cannot_be_held_is_refused(
    db: Connection, campaign_id: str, plan: Plan, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        meetings.create(db, campaign_id, plan)
    assert len(meetings.of_campaign(db, campaign_id)) == 1


def test_a_meeting_of_no_campaign_and_an_unknown_meeting_are_refused(db: Connection) -> None:
    with pytest.raises(NoSuchCampaign):
        meetings.create(db, "none", Plan("甲社区", SUBJECTS))
    for find in (meetings.find, meetings.state_of):
        with pytest.raises(NoSuchMeeting):
            find(db, "none")


def test_the_same_community_may_meet_again_once_the_first_evening_is_void(
    db: Connection, campaign_id: str, draft: Meeting
) -> None:
    meetings.make_void(db, draft.id, "停电")
    again = meetings.create(db, campaign_id, Plan(draft.community, SUBJECTS, draft.sub_district))
    assert [found.id for found in meetings.of_campaign(db, campaign_id)] == [again.id, draft.id]
    assert meetings.find(db, draft.id).void_reason == "停电"


@pytest.mark.usefixtures("draft")
def test_two_communities_of_one_name_in_two_sub_districts_are_two(db: Connection, campaign_id: str) -> None:
    meetings.create(db, campaign_id, Plan("长岗路社区", SUBJECTS, "北门街道"))
    assert len(meetings.of_campaign(db, campaign_id)) == 2


def test_the_database_itself_refuses_a_second_meeting_of_a_community(db: Connection, draft: Meeting) -> None:
    row = {"id": "second", "campaign_id": draft.campaign_id, "community": draft.community}
    with pytest.raises(IntegrityError):
        db.execute(meeting.insert().values(**row, sub_district=draft.sub_district, state="draft", purpose="real"))


@pytest.mark.parametrize(
    "change", [{"state": "lost"}, {"purpose": "fun"}, {"spoiled": -1}, {"returned": 3, "spoiled": 4}]
)
def test_the_database_itself_refuses_what_cannot_be(db: Connection, draft: Meeting, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        db.execute(update(meeting).where(meeting.c.id == draft.id).values(**change))


@pytest.mark.parametrize(("unused", "issued"), [(None, 58), (0, 58), (8, 50)])
def test_issued_is_what_was_printed_less_void_and_unused_slips(
    db: Connection, draft: Meeting, unused: int | None, issued: int
) -> None:
    meetings.open_(db, draft.id, NOW)
    meetings.close(db, draft.id, SEAL, Closing(unused), NOW)
    found = meetings.find(db, draft.id)
    assert (found.printed, found.voided, found.issued, found.returned, found.valid) == (60, 2, issued, 50, 50)
    assert (found.seal, found.closed_at) == ("a" * 64, NOW)


def test_more_ballots_than_slips_went_out_stop_the_close(db: Connection, draft: Meeting) -> None:
    meetings.open_(db, draft.id, NOW)
    with pytest.raises(MoreReturnedThanIssued, match="50 ballots came back but only 49 slips went out"):
        meetings.close(db, draft.id, SEAL, Closing(unused=9), NOW)
    assert meetings.state_of(db, draft.id) is State.OPEN


@pytest.mark.parametrize("unused", [-1, 59])
def test_more_unused_slips_than_there_are_good_ones_is_a_slip_of_the_finger(
    db: Connection, draft: Meeting, unused: int
) -> None:
    meetings.open_(db, draft.id, NOW)
    with pytest.raises(NumberNotUsable, match="Unused slips: write a whole number from 0 to 58"):
        meetings.close(db, draft.id, SEAL, Closing(unused), NOW)


def test_a_recount_replaces_the_count(db: Connection, draft: Meeting) -> None:
    for step in ("open", "close", "count"):
        ACTS[step][0](db, draft.id)
    assert meetings.votes(db, draft.id) == CELLS
    again = [Votes(1, "overall", "satisfied", 49), Votes(1, "overall", "dissatisfied", 1)]
    meetings.note_count(db, draft.id, again, NOW)
    assert sorted(cell.votes for cell in meetings.votes(db, draft.id)) == [1, 49]


def test_nothing_is_published_before_it_is_counted(db: Connection, draft: Meeting) -> None:
    for step in ("open", "close"):
        ACTS[step][0](db, draft.id)
    with pytest.raises(WrongState, match="not counted"):
        meetings.publish(db, draft.id, "{}", "b" * 64, NOW)


@pytest.mark.parametrize(("roll", "present"), [(0, 5), (70, -1), (100_001, 5)])
def test_senseless_attendance_is_refused(db: Connection, draft: Meeting, roll: int, present: int) -> None:
    with pytest.raises(NumberNotUsable):
        meetings.note_attendance(db, draft.id, roll, present)
    assert meetings.find(db, draft.id).roll == 70


def test_a_void_meeting_needs_a_reason(db: Connection, draft: Meeting) -> None:
    with pytest.raises(NameNotUsable):
        meetings.make_void(db, draft.id, " ")
