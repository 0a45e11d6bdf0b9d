"""What becomes of the box after the result: destroyed at once, or after the days that were set; either is noted."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballots.errors import BoxNotWritable, WrongState
from ballots.meetings import Purpose, State
from survey import serving
from survey.app import create_app
from survey.cli import frame
from survey.config import Settings, read_settings
from survey.errors import SettingNotUsable
from survey.evening import Evening
from survey.folder import DataFolder
from survey.serving import Server
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared, box_file, called_off, closed, draft, published
from tests.survey.elections import counted_on_paper
from tests.survey.visitors import sign_in

EVENING = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HERE = Settings(host="127.0.0.1", port=0)


class Calendar:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = EVENING

    def __call__(self) -> datetime:
        return self.now

    def move_to(self, day: int) -> None:
        """To the same hour, `day` days after the evening."""
        self.now = EVENING + timedelta(days=day)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def evening(evening: Evening, calendar: Calendar) -> Evening:
    """As everywhere, but with a clock of the test's own; no box is kept unless the test says so."""
    evening.clock = calendar
    return evening


def is_there(prepared: Prepared) -> bool:
    return box_file(prepared.evening.folder, prepared.id).exists()


def keys_are_there(prepared: Prepared) -> bool:
    return prepared.evening.folder.keys_of(prepared.id).exists()


def minutes(evening: Evening, prepared: Prepared, language: str = "en") -> str:
    """The page of the minutes as the organizer sees it."""
    client = create_app(evening, HERE).test_client()
    sign_in(client, evening)
    answer = client.get(f"/desk/meetings/{prepared.id}/minutes?lang={language}")
    assert answer.status_code == 200
    return require_whole_page(answer.text)


def shown(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def test_publishing_destroys_the_box_at_once_and_the_minutes_say_when(evening: Evening) -> None:
    prepared = published(evening)
    assert not is_there(prepared)
    assert prepared.meeting.box_destroyed_at == EVENING
    assert f"Box destroyed {shown(EVENING)}" in minutes(evening, prepared)


@pytest.mark.parametrize("sweep", ["start", "publish", "hour"])
def test_a_box_kept_for_three_days_is_there_on_the_second_and_gone_on_the_third(
    evening: Evening, calendar: Calendar, sweep: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.keep_days = 3
    prepared = published(evening, purpose=Purpose.REHEARSAL)
    for day, is_kept in ((0, True), (2, True), (3, False)):
        calendar.move_to(day)
        sweep_by(sweep, evening, f"第{day}社区", monkeypatch)
        assert is_there(prepared) is keys_are_there(prepared) is is_kept
        assert prepared.meeting.box_destroyed_at == (None if is_kept else calendar.now)
    calendar.move_to(4)
    evening.sweep()
    assert prepared.meeting.box_destroyed_at == EVENING + timedelta(days=3)


def sweep_by(sweep: str, evening: Evening, community: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server starts, another meeting is published, or an hour of a running server passes."""
    if sweep == "start":
        evening.resume()
    elif sweep == "publish":
        published(evening, community=community)
    else:
        an_hour_passes(evening, monkeypatch)


def an_hour_passes(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server runs until its own sweep is done; that of its start does not count here."""
    with monkeypatch.context() as patch:
        swept, sweep = threading.Event(), evening.sweep
        patch.setattr(serving, "_SWEEP_SECONDS", 0.01)
        patch.setattr(evening, "resume", lambda: None)
        patch.setattr(evening, "sweep", lambda: (sweep(), swept.set()))
        with Server(evening, HERE).in_background():
            assert swept.wait(30)


def test_the_hours_go_on_after_a_sweep_that_failed_and_stop_with_the_server(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried, again = [], threading.Event()

    def fail() -> None:
        tried.append(1)
        if len(tried) > 1:
            again.set()
        raise RuntimeError("a secret")

    monkeypatch.setattr(serving, "_SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(evening, "resume", lambda: None)
    monkeypatch.setattr(evening, "sweep", fail)
    with Server(evening, HERE).in_background():
        assert again.wait(30)
    assert "RuntimeError" in caplog.text
    assert "a secret" not in caplog.text
    assert "sweeper" not in {thread.name for thread in threading.enumerate()}


def test_the_minutes_say_until_when_a_box_is_kept(evening: Evening, calendar: Calendar) -> None:
    evening.keep_days = 3
    prepared = published(evening)
    until = shown(EVENING + timedelta(days=3))
    assert f"The box is kept until {until} and then destroyed." in minutes(evening, prepared)


def test_the_minutes_say_it_in_chinese(evening: Evening) -> None:
    evening.keep_days = 3
    kept = published(evening)
    assert f"票箱保留至 {shown(EVENING + timedelta(days=3))}，届时销毁。" in minutes(evening, kept, "zh-CN")


def test_a_box_that_is_kept_is_not_counted_again(evening: Evening) -> None:
    evening.keep_days = 3
    prepared = published(evening)
    before = prepared.meeting
    for key in prepared.keys:
        with pytest.raises(WrongState):
            evening.present_key(prepared.id, key.digits)
    with pytest.raises(WrongState):
        evening.publish(prepared.id)
    assert prepared.meeting == before
    assert is_there(prepared)


def test_a_crash_between_publishing_and_destroying_is_completed_by_the_next_server(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = closed(evening, purpose=Purpose.DEMO)
    with monkeypatch.context() as patch:
        patch.setattr(evening, "sweep", lambda: None)
        for key in prepared.keys[:2]:
            evening.present_key(prepared.id, key.digits)
    assert (prepared.meeting.state, is_there(prepared)) == (State.PUBLISHED, True)
    evening.resume()
    assert (is_there(prepared), keys_are_there(prepared)) == (False, False)
    assert prepared.meeting.box_destroyed_at == EVENING


def test_a_crash_between_destroying_and_noting_it_is_noted_by_the_next_server(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.keep_days = 3
    prepared = published(evening)
    evening.boxes.destroy(prepared.id)
    assert prepared.meeting.box_destroyed_at is None
    evening.resume()
    assert prepared.meeting.box_destroyed_at == EVENING


def test_a_void_meetings_box_is_not_kept(evening: Evening, client: FlaskClient) -> None:
    evening.keep_days = 3
    prepared = called_off(evening)
    assert (is_there(prepared), prepared.meeting.box_destroyed_at) == (False, EVENING)
    sign_in(client, evening)
    assert f"Box destroyed {shown(EVENING)}" in client.get(f"/desk/meetings/{prepared.id}").text


def test_paper_ballots_had_no_box_and_none_is_said_to_be_destroyed(evening: Evening) -> None:
    evening.keep_days = 3
    paper = Prepared(evening, counted_on_paper(evening), [], ())
    evening.publish(paper.id)
    evening.resume()
    assert paper.meeting.box_destroyed_at is None
    page = minutes(evening, paper)
    assert "Box destroyed" not in page
    assert "The box is" not in page


def test_a_box_that_cannot_be_destroyed_keeps_no_other_from_it_and_is_not_called_destroyed(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, destroy = closed(evening), evening.boxes.destroy

    def fail(meeting_id: str) -> None:
        if meeting_id == stuck.id:
            raise BoxNotWritable
        destroy(meeting_id)

    with monkeypatch.context() as patch:
        patch.setattr(evening.boxes, "destroy", fail)
        for key in stuck.keys[:2]:
            evening.present_key(stuck.id, key.digits)
        other = published(evening, community="北门社区")
    assert (stuck.meeting.state, stuck.meeting.box_destroyed_at) == (State.PUBLISHED, None)
    assert other.meeting.box_destroyed_at == EVENING
    assert "The box is not destroyed yet" in minutes(evening, stuck)
    evening.sweep()
    assert (is_there(stuck), stuck.meeting.box_destroyed_at) == (False, EVENING)


def test_a_box_is_not_kept_because_a_clock_was_put_back(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = closed(evening, announce=False)
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    ticks = iter([EVENING, *[EVENING - timedelta(hours=1)] * 9])
    monkeypatch.setattr(evening, "clock", lambda: next(ticks))
    evening.publish(prepared.id)
    assert not is_there(prepared)


def test_residents_read_for_how_long_the_box_is_kept(evening: Evening, page_of: Page) -> None:
    prepared = draft(evening)
    address = f"/v/{prepared.id}/secrecy?lang="
    assert "When the result is published, the box is destroyed." in page_of(address + "en")
    evening.keep_days = 1
    assert "The box is kept for 1 day after the result is published and is then destroyed." in page_of(address + "en")
    evening.keep_days = 3
    page = page_of(address + "en")
    assert "The box is kept for 3 days after the result is published and is then destroyed." in page
    assert "When the result is published, the box is destroyed." not in page
    assert "票箱保留3天，然后销毁。" in page_of(address + "zh-CN")


@pytest.mark.parametrize(("given", "days"), [("", 0), ("0", 0), ("3", 3), ("365", 365)])
def test_the_days_are_a_setting(given: str, days: int) -> None:
    assert read_settings({"MINXIN_KEEP_BOX_DAYS": given}).keep_box_days == days


@pytest.mark.parametrize("given", ["366", "-1", "1.5", "three", "无"])
def test_days_that_are_none_are_refused(given: str) -> None:
    with pytest.raises(SettingNotUsable, match="MINXIN_KEEP_BOX_DAYS"):
        read_settings({"MINXIN_KEEP_BOX_DAYS": given})


def test_the_command_line_and_the_server_keep_boxes_as_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "settings", lambda: Settings(data=tmp_path, keep_box_days=7))
    made = frame.evening(make=True)
    assert made.keep_days == 7
    made.engine.dispose()
    assert Evening(DataFolder(tmp_path)).keep_days == 0
