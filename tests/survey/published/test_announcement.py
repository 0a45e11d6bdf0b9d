"""What the wall says of a published result: names as they are corrected, classes where the figures tell them."""

import pytest

from ballots.corrections import Change, Declared
from ballots.meetings import Meeting
from survey.app import create_app
from survey.config import Settings
from survey.correcting import correct
from survey.database import reading
from survey.evening import Evening
from survey.published.announcement import Announcement, ClassLine
from tests.factories import SUBJECTS, published
from tests.survey.classes import HALL, SMALL, held


def told(evening: Evening, found: Meeting) -> Announcement:
    with reading(evening.engine) as db:
        return evening.announcements.find(db, found)


def test_a_corrected_name_stands_on_the_wall_beside_the_published_one(evening: Evening) -> None:
    done = published(evening)
    assert [slide.name for slide in told(evening, done.meeting).slides] == [one.name for one in SUBJECTS]
    correct(evening, done.id, Change(Declared.SUBJECT, "王秀莲", "笔误", position=2))
    slides = told(evening, done.meeting).slides
    assert [(one.name, one.published_as) for one in slides[:2]] == [
        ("长岗路社区居委会", ""),
        ("王秀莲", "王秀兰"),
    ]
    page = create_app(evening, Settings()).test_client().get(f"/hall/{done.id}?lang=en").text
    assert "Corrected; published as 王秀兰" in page


def test_classes_stand_on_the_wall_with_their_whole_numbers(evening: Evening) -> None:
    done = held(evening, HALL, weighs=True)
    first = told(evening, done.meeting).slides[0]
    assert [(line.rate, line.votes, line.base) for line in first.classes[:2]] == [("83.33", 25, 30), ("50.00", 6, 12)]
    # (60 · 25/30 + 30 · 6/12) ÷ 90 = 65/90
    assert first.classes[-1] == ClassLine(None, "72.22")
    page = create_app(evening, Settings()).test_client().get(f"/hall/{done.id}?lang=en").text
    assert "A: residents&#39; representatives <b>83.33%</b> <small>25/30</small>" in page
    assert "weighted <b>72.22%</b>" in page


@pytest.mark.parametrize("weighs", [True, False])
def test_a_class_too_small_to_be_told_is_on_no_slide(evening: Evening, weighs: bool) -> None:
    done = held(evening, SMALL, weighs=weighs)
    assert [slide.classes for slide in told(evening, done.meeting).slides] == [(), (), ()]
