"""The wall driven from a terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.evening import Evening
from tests.factories import draft, make_evening, opened


@pytest.fixture
def evening(data: Path) -> Iterator[Evening]:
    """The folder that the commands work on, as a server has it open."""
    made = make_evening(data)
    yield made
    made.boxes.release_all()
    made.engine.dispose()


def shown(done, meeting: str) -> str:
    (now,) = [row["scene"] for row in json.loads(done("hall", "list", meeting, "--format", "json")) if row["shown"]]
    return now


def test_the_wall_is_driven_from_a_terminal(done, evening):
    meeting = draft(evening).id
    assert shown(done, meeting) == "how"
    assert done("hall", "show", meeting, "welcome") == "The wall shows: welcome\n"
    assert shown(done, meeting) == "welcome"
    assert done("hall", "follow", meeting) == "The wall follows by itself and shows: how\n"
    assert "at the beginning" in done("hall", "overview", meeting, "first")


def test_what_does_not_fit_is_refused_in_a_sentence(minxin, evening):
    meeting = draft(evening).id
    for arguments, says in (
        (("show", meeting, "turnout"), "This is not shown while the meeting is draft. Choose one of the scenes that"),
        (("show", meeting, "nothing"), "The wall has no scene of this name."),
        (("countdown", meeting, 5), "draft"),
    ):
        ended = minxin("hall", *arguments)
        assert ended.exit_code == 1
        assert says in ended.stderr


def test_a_countdown_takes_minutes_or_stop(done, minxin, evening):
    meeting = opened(evening).id
    assert "300 seconds are left" in done("hall", "countdown", meeting, 5)
    assert shown(done, meeting) == "countdown"
    assert "taken back" in done("hall", "countdown", meeting, "--stop")
    assert shown(done, meeting) == "turnout"
    for wrong in ((), (5, "--stop"), (61,)):
        assert minxin("hall", "countdown", meeting, *wrong).exit_code == 2
