"""Driving the wall: what the acts keep, what survives a restart, and what they refuse."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ballots.errors import NoSuchMeeting, WrongState
from ballots.form import Subject
from ballots.meetings import Closing
from survey.database import reading
from survey.errors import CountdownNotUsable, SceneNotNow
from survey.evening import Evening
from survey.folder import DataFolder
from survey.hall import runbook
from survey.hall.runbook import look
from survey.hall.scenes import Place
from survey.tables import act
from tests.factories import Prepared, closed, draft, make_evening, opened, published

START = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(evening: Evening) -> Clock:
    evening.clock = Clock()
    return evening.clock


def shown(evening: Evening, meeting: Prepared) -> str:
    return str(look(evening, meeting.id).place)


def show(evening: Evening, meeting: Prepared, scene: str) -> None:
    runbook.show(evening, meeting.id, Place.read(scene))


def test_what_is_chosen_stays_on_the_wall_over_a_restart(tmp_path: Path) -> None:
    before = make_evening(tmp_path / "data")
    meeting = draft(before)
    show(before, meeting, "welcome")
    before.engine.dispose()
    after = Evening(DataFolder(tmp_path / "data"))
    assert shown(after, meeting) == "welcome"
    after.engine.dispose()


def test_the_wall_follows_by_itself_until_somebody_drives_it_and_again_when_let_go(evening: Evening) -> None:
    meeting = draft(evening)
    assert shown(evening, meeting) == "how"
    show(evening, meeting, "welcome")
    assert shown(evening, meeting) == "welcome"
    runbook.follow(evening, meeting.id)
    assert shown(evening, meeting) == "how"


def test_a_driven_wall_goes_on_when_the_evening_does_and_tells_the_result_from_its_beginning(evening: Evening) -> None:
    meeting = opened(evening)
    for _ in range(12):
        meeting.cast()
    show(evening, meeting, "how")
    evening.close(meeting.id, Closing())
    assert shown(evening, meeting) == "seal"
    for key in meeting.keys[:2]:
        evening.present_key(meeting.id, key.digits)
    assert shown(evening, meeting) == "result"


def test_before_it_is_published_no_result_can_be_put_on_the_wall(evening: Evening) -> None:
    for make, scenes in (
        (draft, ("turnout", "seal", "subject-1")),
        (opened, ("keys", "subject-1", "overview", "result", "countdown")),
        (closed, ("subject-1", "overview", "result", "proof", "confirmed", "turnout")),
    ):
        meeting = make(evening, community=f"{make.__name__}社区")  # type: ignore[operator]
        for scene in scenes:
            before = shown(evening, meeting)
            with pytest.raises(SceneNotNow):
                show(evening, meeting, scene)
            assert shown(evening, meeting) == before


def test_the_reveal_goes_forth_and_back_one_slide_at_a_time(evening: Evening) -> None:
    meeting = published(evening)
    seen = []
    show(evening, meeting, "result")
    while (following := look(evening, meeting.id).beside(1)) is not None:
        runbook.show(evening, meeting.id, following)
        seen.append(str(following))
    assert seen == ["subject-1", "subject-2", "subject-3", "overview-1", "proof"]
    assert str(look(evening, meeting.id).beside(-1)) == "overview-1"
    show(evening, meeting, "seal")
    assert look(evening, meeting.id).beside(-1) is None
    runbook.put_overview(evening, meeting.id, first=True)
    show(evening, meeting, "result")
    assert str(look(evening, meeting.id).beside(1)) == "overview-1"


def test_twelve_subjects_are_told_one_by_one_and_then_three_at_a_glance(evening: Evening) -> None:
    many = tuple(Subject("graduate", f"毕业生{number}") for number in range(12))
    places = [str(place) for place in look(evening, published(evening, subjects=many).id).places]
    assert [place for place in places if place.startswith("subject")] == [f"subject-{at}" for at in range(1, 13)]
    assert [place for place in places if place.startswith("overview")] == [f"overview-{at}" for at in range(1, 5)]


def test_every_press_is_heard_also_a_second_one_for_the_same_slide(evening: Evening) -> None:
    meeting = published(evening)
    show(evening, meeting, "subject-2")
    before = look(evening, meeting.id).book.presses
    show(evening, meeting, "subject-2")
    assert look(evening, meeting.id).book.presses == before + 1


def test_a_meeting_that_does_not_exist_has_no_wall(evening: Evening) -> None:
    with pytest.raises(NoSuchMeeting):
        runbook.show(evening, "zzzzzz", Place.read("welcome"))


# The countdown


def test_a_countdown_is_on_the_wall_and_ends_at_nought_without_closing_anything(evening: Evening, clock: Clock) -> None:
    meeting = opened(evening)
    assert look(evening, meeting.id).seconds_left is None
    runbook.count_down(evening, meeting.id, 3)
    assert shown(evening, meeting) == "countdown"
    assert look(evening, meeting.id).seconds_left == 180
    clock.advance(seconds=59.5)
    assert look(evening, meeting.id).seconds_left == 121
    clock.advance(minutes=10)
    assert look(evening, meeting.id).seconds_left == 0
    meeting.cast()
    assert meeting.meeting.state == "open"


def test_minutes_are_added_to_a_running_countdown_and_begin_anew_after_its_end(evening: Evening, clock: Clock) -> None:
    meeting = opened(evening)
    runbook.count_down(evening, meeting.id, 1)
    runbook.count_down(evening, meeting.id, 1)
    assert look(evening, meeting.id).seconds_left == 120
    clock.advance(minutes=9)
    runbook.count_down(evening, meeting.id, 1)
    assert look(evening, meeting.id).seconds_left == 60


def test_a_stopped_countdown_leaves_the_turnout_on_the_wall(evening: Evening, clock: Clock) -> None:
    meeting = opened(evening)
    show(evening, meeting, "how")
    runbook.count_down(evening, meeting.id, 5)
    assert shown(evening, meeting) == "countdown"
    runbook.stop_countdown(evening, meeting.id)
    assert shown(evening, meeting) == "turnout"
    assert look(evening, meeting.id).seconds_left is None


@pytest.mark.parametrize("minutes", [0, -1, 61])
def test_a_countdown_that_nobody_would_wait_for_is_refused(evening: Evening, clock: Clock, minutes: int) -> None:
    meeting = opened(evening)
    with pytest.raises(CountdownNotUsable):
        runbook.count_down(evening, meeting.id, minutes)
    assert look(evening, meeting.id).seconds_left is None


@pytest.mark.parametrize("make", [draft, closed])
def test_only_an_open_box_is_about_to_close(evening: Evening, make: object) -> None:
    with pytest.raises(WrongState):
        runbook.count_down(evening, make(evening).id, 5)  # type: ignore[operator]


def test_the_record_of_acts_keeps_the_countdown_and_not_the_pictures(evening: Evening, clock: Clock) -> None:
    meeting = opened(evening)
    show(evening, meeting, "how")
    runbook.count_down(evening, meeting.id, 5)
    runbook.stop_countdown(evening, meeting.id)
    runbook.stop_countdown(evening, meeting.id)
    with reading(evening.engine) as db:
        noted = [(row.act, row.details) for row in db.execute(select(act).order_by(act.c.number))]
    assert noted[-2:] == [("countdown begun", '{"minutes":5}'), ("countdown stopped", "{}")]
    assert not any("how" in details for _act, details in noted)
