import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import KindUnknown, MarksMisshapen, MarkUnknown
from analysis.tally import ABSTAINED_MARK, CHUNK, INVALID_MARK, questions, tally
from ballots.instrument import load, shipped
from tests.analysis.toys import ONE_ITEM, TWO_SECTIONS

ASKED = questions(ONE_ITEM, [("committee", "甲班子")])
BOXES = st.lists(st.sampled_from([0, 1, 2, ABSTAINED_MARK, INVALID_MARK]), max_size=40)


def count(column, asked=ASKED, form=ONE_ITEM):
    return tally(np.array([column], dtype=np.uint8).T, asked, form, community="甲")


def test_four_marks_are_counted_level_by_level():
    found = count([0, 0, 1, ABSTAINED_MARK])
    assert dict(zip(found["level"], found["votes"], strict=True)) == {
        "satisfied": 2,
        "basic": 1,
        "dissatisfied": 0,
        "abstained": 1,
        "invalid": 0,
    }
    assert set(found["community"]) == {"甲"}
    assert set(found["name"]) == {"甲班子"}


def test_the_founding_form_asks_seventeen_questions_in_the_order_of_the_ballot():
    founding = load(shipped()["community-2026"])
    asked = questions(founding, [("committee", "班子"), ("secretary", "书记"), ("graduate", "选聘生")])
    assert len(asked) == 17
    assert asked["subject"].tolist() == [1] * 6 + [2] * 5 + [3] * 6
    assert asked["item"].tolist()[4:8] == ["environment", "overall", "morality", "ability"]
    assert asked["scale"].tolist()[-1] == "competence"


def test_two_subjects_of_one_kind_are_asked_apart():
    asked = questions(ONE_ITEM, [("committee", "甲"), ("committee", "乙")])
    found = tally(np.array([[0, 2], [0, 1]], dtype=np.uint8), asked, ONE_ITEM, community="丙")
    assert found[found["votes"] > 0][["subject", "level", "votes"]].to_numpy().tolist() == [
        [1, "satisfied", 2],
        [2, "basic", 1],
        [2, "dissatisfied", 1],
    ]


def test_an_empty_box_counts_zero_everywhere():
    found = count([])
    assert found["votes"].tolist() == [0] * 5
    assert found["votes"].dtype == "int64"


def test_a_box_larger_than_one_chunk_is_counted_whole():
    found = count([0] * CHUNK + [1] * CHUNK + [2] * 7)
    assert found["votes"].tolist() == [CHUNK, CHUNK, 7, 0, 0]


def test_a_form_without_the_kind_is_refused():
    with pytest.raises(KindUnknown):
        questions(ONE_ITEM, [("graduate", "甲")])


@pytest.mark.parametrize("mark", [3, 100, 253])
def test_a_mark_that_is_no_level_is_refused_without_saying_which(mark):
    with pytest.raises(MarkUnknown, match="1 marks on 甲班子, overall") as refused:
        count([0, mark, 1])
    assert str(mark) not in str(refused.value)


@pytest.mark.parametrize(
    "marks",
    [np.zeros((3, 2), np.uint8), np.zeros(3, np.uint8), np.zeros((3, 1), np.int64)],
    ids=["a column too many", "no columns", "not bytes"],
)
def test_marks_of_another_shape_are_refused(marks):
    with pytest.raises(MarksMisshapen):
        tally(marks, ASKED, ONE_ITEM, community="甲")


@given(BOXES, st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_never_matters(column, chance):
    shuffled = chance.sample(column, len(column))
    pd.testing.assert_frame_equal(count(column), count(shuffled))


@given(BOXES, BOXES)
def test_two_boxes_counted_apart_add_up_to_the_box_counted_whole(one, other):
    assert (count(one)["votes"] + count(other)["votes"]).tolist() == count(one + other)["votes"].tolist()


@given(st.lists(st.tuples(*[st.sampled_from([0, 1, 2, 254, 255])] * 5), max_size=30))
def test_the_parts_of_every_item_add_up_to_the_ballots(ballots):
    asked = questions(TWO_SECTIONS, [("committee", "甲"), ("secretary", "乙")])
    marks = np.array(ballots, dtype=np.uint8).reshape(-1, 5)
    found = tally(marks, asked, TWO_SECTIONS, community="丙")
    assert found.groupby(["subject", "item"])["votes"].sum().tolist() == [len(ballots)] * 5
