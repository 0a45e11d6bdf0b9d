"""The remote: what it says and offers in each phase, and that one press changes the wall."""

import re

import pytest
from flask.testing import FlaskClient

from ballots.meetings import Closing
from survey.evening import Evening
from survey.hall import runbook
from survey.planning import note_attendance
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared, closed, draft, opened, published
from tests.survey.visitors import follow, send, sign_in


@pytest.fixture
def desk(client: FlaskClient, evening: Evening) -> FlaskClient:
    """A signed-in organizer."""
    return sign_in(client, evening)


def remote(meeting: Prepared, act: str = "") -> str:
    return f"/desk/meetings/{meeting.id}/remote{'/' if act else ''}{act}"


def on_the_wall(client: FlaskClient, meeting: Prepared) -> str:
    return str(client.get(f"/hall/{meeting.id}/state.json").json["place"])


def offered(page: str) -> list[str]:
    """The scenes of the list, in order."""
    listed = re.search(r'<ol class="scenes">(.*?)</ol>', page, re.DOTALL)
    assert listed
    return re.findall(r'name="place" value="([^"]+)"', listed[1])


def test_one_press_puts_a_scene_on_the_wall(desk: FlaskClient, page_of: Page, evening: Evening) -> None:
    meeting = draft(evening)
    assert offered(page_of(remote(meeting))) == ["welcome", "how"]
    page = follow(desk, send(desk, remote(meeting, "show"), place="welcome"))
    assert on_the_wall(desk, meeting) == "welcome"
    assert "Good day, and welcome to the review meeting of 长岗路社区." in page
    assert re.search(r'value="how" id="on"', page), "what comes next"
    page = follow(desk, send(desk, remote(meeting, "follow")))
    assert on_the_wall(desk, meeting) == "how"
    assert "Nobody drives the wall" in page


def test_attendance_is_to_be_said_as_it_was_noted(page_of: Page, desk: FlaskClient, evening: Evening) -> None:
    meeting = draft(evening)
    send(desk, remote(meeting, "show"), place="welcome")
    assert "how many came is announced in a moment" in page_of(remote(meeting))
    note_attendance(evening, meeting.id, 60, 52)
    assert "60 people are on the roll, 52 are present, 50 are needed." in page_of(remote(meeting))


def test_a_scene_that_does_not_fit_is_refused_with_a_sentence(desk: FlaskClient, evening: Evening) -> None:
    meeting = opened(evening)
    answer = send(desk, remote(meeting, "show"), place="subject-1")
    assert answer.status_code == 422
    assert "This is not shown while the meeting is open." in require_whole_page(answer.text)
    assert on_the_wall(desk, meeting) == "turnout"


@pytest.mark.parametrize("place", ["", "nothing", "subject-9999"])
def test_what_is_no_scene_is_refused(desk: FlaskClient, evening: Evening, place: str) -> None:
    meeting = draft(evening)
    assert send(desk, remote(meeting, "show"), place=place).status_code == 422
    assert on_the_wall(desk, meeting) == "how"


def test_a_countdown_is_begun_made_longer_and_stopped(desk: FlaskClient, evening: Evening) -> None:
    meeting = opened(evening)
    page = follow(desk, send(desk, remote(meeting, "countdown"), minutes="3"))
    assert on_the_wall(desk, meeting) == "countdown"
    assert "The box closes in 3 minutes." in page
    follow(desk, send(desk, remote(meeting, "countdown"), minutes="1"))
    assert 180 < desk.get(f"/hall/{meeting.id}/state.json").json["seconds_left"] <= 240
    follow(desk, send(desk, remote(meeting, "countdown/stop")))
    assert on_the_wall(desk, meeting) == "turnout"
    assert send(desk, remote(meeting, "countdown"), minutes="61").status_code == 422


def test_when_the_time_is_over_the_organizer_asks_once_more_and_closes(
    page_of: Page, desk: FlaskClient, evening: Evening
) -> None:
    meeting = opened(evening)
    runbook.count_down(evening, meeting.id, 1)
    now = evening.clock()
    evening.clock = lambda: now.replace(year=now.year + 1)
    desk = sign_in(desk, evening, name="一年以后")
    page = page_of(remote(meeting))
    assert "Has everybody voted? Then I close the box." in page
    assert f'href="/desk/meetings/{meeting.id}/close"' in page
    assert "The box is about to be closed." in page_of(f"/hall/{meeting.id}")


def test_after_the_close_the_seal_is_read_aloud(page_of: Page, desk: FlaskClient, evening: Evening) -> None:
    meeting = closed(evening)
    seal = meeting.meeting.seal or ""
    page = page_of(remote(meeting))
    assert "20 slips were handed out, 12 ballots came back." in page
    assert " ".join(seal[at : at + 4] for at in range(0, 20, 4)) in page
    assert offered(page) == ["seal", "keys"]
    assert "%" not in page


def test_the_result_is_said_subject_by_subject_as_it_is_shown(
    page_of: Page, desk: FlaskClient, evening: Evening
) -> None:
    meeting = opened(evening)
    form = evening.live(meeting.id).form
    second = {question.field: question.section.scale.levels[1].id for question in form.questions}
    best = {question.field: question.section.scale.levels[0].id for question in form.questions}
    for answers in [best] * 9 + [second] * 2 + [{}]:
        meeting.cast(answers)
    evening.close(meeting.id, Closing())
    for key in meeting.keys[:2]:
        evening.present_key(meeting.id, key.digits)
    page = follow(desk, send(desk, remote(meeting, "show"), place="result"))
    assert "Issued 20, returned 12, valid 12, spoiled 0." in page
    assert "81.82" not in re.sub(r'<ol class="scenes">.*?</ol>', "", page, flags=re.DOTALL), "nothing is told early"
    page = follow(desk, send(desk, remote(meeting, "show"), place="subject-1"))
    assert "长岗路社区居委会: Satisfaction rate 81.82%, that is 9 of 11." in page
    assert "Including Basically satisfied: 100.00%, that is 11 of 11." in page
    wall = " ".join(page_of(f"/hall/{meeting.id}").split())
    (now,) = re.findall(r'<section class="slide now" data-place="([^"]+)"', wall)
    assert now == "subject-1"
    assert "<b>81.82%</b> <span>9/11</span>" in wall


def test_a_hidden_result_stays_hidden_on_the_remote(page_of: Page, desk: FlaskClient, evening: Evening) -> None:
    meeting = published(evening, ballots=3)
    page = follow(desk, send(desk, remote(meeting, "show"), place="subject-2"))
    assert "王秀兰: too few people rated, so nothing is published." in page
    assert "%" not in page


def test_all_at_a_glance_comes_last_or_first(desk: FlaskClient, evening: Evening) -> None:
    meeting = published(evening)
    send(desk, remote(meeting, "show"), place="result")
    assert offered(desk.get(remote(meeting)).text)[2:] == [
        *("result", "subject-1", "subject-2", "subject-3", "overview-1", "proof")
    ]
    page = follow(desk, send(desk, remote(meeting, "order"), overview="first"))
    assert offered(page)[2:4] == ["result", "overview-1"]
    assert send(desk, remote(meeting, "order"), overview="never").status_code == 422
