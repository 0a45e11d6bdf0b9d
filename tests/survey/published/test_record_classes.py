"""The published record of a meeting with voter classes: whole, recomputed offline, and refused when it was touched."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ballots import meetings
from survey.database import reading
from survey.evening import Evening
from survey.folder import DataFolder
from survey.published.verify import canonical, check
from tests.factories import Prepared, published
from tests.survey.classes import HALL, SMALL, held


def published_record(prepared: Prepared) -> dict[str, object]:
    with reading(prepared.evening.engine) as db:
        found: dict[str, object] = json.loads(meetings.published_record(db, prepared.id)[0])
    return found


def complaints(content: dict[str, object]) -> list[str]:
    """What the verifier says against a record."""
    return [finding.said("en") for finding in check(canonical(content)) if not finding.agrees]


LATER = ("paper", "channels", "slips", "blank", "blank_rate")
"""What else the first edition did not know."""
Touch = Callable[[Any], None]


def overall(content: Any) -> Any:
    return content["subjects"][0]["items"][5]


def moved(content: Any) -> None:
    """A vote of class a moved to another level, with everything of the class that follows from it."""
    one = overall(content)["classes"][0]
    one["counts"] |= {"satisfied": 26, "dissatisfied": 4}
    one |= {"strict_rate": [26, 30], "broad_rate": [26, 30], "negative_rate": [4, 30], "score": "86.67"}


TOUCHED: dict[str, tuple[Touch, str]] = {
    "a changed count": (lambda it: overall(it)["classes"][0]["counts"].update(satisfied=24), "a › effective"),
    "a vote moved whole": (moved, "overall › counts › satisfied"),
    "a changed rate": (lambda it: overall(it)["classes"][1].update(strict_rate=[7, 12]), "b › strict_rate"),
    "a changed weighed rate": (lambda it: overall(it)["weighted"].update(strict_rate=[1, 2]), "weighted › strict_rate"),
    "a changed weighed score": (lambda it: overall(it)["weighted"].update(score="82.23"), "weighted › score"),
    "another turnout": (lambda it: it["classes"][1].update(valid=11), "classes › a"),
    "more back than out": (lambda it: it["classes"][1].update(issued=11), "returned 12 ≤ issued 11"),
    "a class dropped": (lambda it: overall(it)["classes"].pop(), "voter classes in it are not those"),
    "classes left out": (lambda it: overall(it).pop("classes"), "voter classes in it are not those"),
    "a turnout left out": (lambda it: it.pop("classes"), "voter classes in it are not those"),
    "weighed figures left out": (lambda it: overall(it).pop("weighted"), "overall"),
    "a small class told": (lambda it: it["classes"][1].update(issued=12, returned=9, valid=9), "classes › b"),
    "all items together": (
        lambda it: it["subjects"][1]["items"][-1]["classes"][0]["counts"].update(satisfied=1),
        "pooled › classes › a",
    ),
}


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The record of a meeting whose classes are weighed."""
    evening = Evening(DataFolder(tmp_path_factory.mktemp("weighed")))
    content = published_record(held(evening, HALL, weighs=True))
    evening.engine.dispose()
    return content


def test_the_record_holds_each_class_and_the_verifier_agrees(weighed: dict[str, object]) -> None:
    assert complaints(weighed) == []
    item = overall(weighed)
    assert [one["counts"]["satisfied"] for one in item["classes"]] == [25, 6, 0]
    # (60 · 25/30 + 30 · 6/12) ÷ 90
    assert item["weighted"]["strict_rate"] == [13, 18]
    assert weighed["classes"] == [
        {"class": "a", "issued": 30, "returned": 30, "valid": 30},
        {"class": "b", "issued": 12, "returned": 12, "valid": 12},
        {"class": "c", "issued": 0, "returned": 0, "valid": 0},
    ]


@pytest.mark.parametrize("name", TOUCHED)
def test_a_record_whose_classes_were_touched_is_refused(weighed: dict[str, object], name: str) -> None:
    touch, place = TOUCHED[name]
    content = json.loads(json.dumps(weighed))
    touch(content)
    said = complaints(content)
    assert said
    assert any(place in one for one in said), said


def test_a_record_of_a_small_class_says_what_all_said_and_nothing_of_the_class(evening: Evening) -> None:
    content = published_record(held(evening, SMALL, weighs=True))
    assert complaints(content) == []
    assert overall(content)["counts"]["dissatisfied"] == 1
    assert overall(content)["weighted"] == {"strict_rate": None, "broad_rate": None, "score": None, "suppressed": True}
    assert content["classes"] == [
        {"class": "a", "issued": 30, "returned": None, "valid": None, "suppressed": True},
        {"class": "b", "issued": 1, "returned": None, "valid": None, "suppressed": True},
        {"class": "c", "issued": 0, "returned": None, "valid": None, "suppressed": True},
    ]
    for item in (item for subject in content["subjects"] for item in subject["items"]):  # type: ignore[attr-defined]
        assert all(set(one["counts"].values()) == {None} for one in item["classes"])


def test_a_record_of_the_edition_before_still_verifies(evening: Evening) -> None:
    prepared = published(evening)
    content = published_record(prepared)
    assert content.pop("classes") == []
    assert content.pop("takes_comments") is False
    before = {key: value for key, value in content.items() if key not in LATER}
    assert complaints({**before, "record": 1}) == []
    assert complaints(content)
    for newer in ({"classes": []}, {"takes_comments": False}):
        assert complaints({**before, **newer, "record": 1})
        assert complaints({**before, **newer, "record": 2})
