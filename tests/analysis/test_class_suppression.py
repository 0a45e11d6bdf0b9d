"""No count of a class that is too small can be found out: by no difference, from no table, not from what is hidden."""

import itertools
import json
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import suppression
from analysis.assessments import assess
from analysis.report import Report, figures, report
from analysis.suppression import hidden_classes, suppress_turnout
from analysis.tally import ABSTAINED_MARK, INVALID_MARK
from tests.analysis.test_suppression import determined
from tests.analysis.toys import ONE_ITEM, choose, class_rules, form, meeting, told_apart

TWO_ITEMS = form(("committee", "satisfaction", ["services", "hygiene"], None))
LEVELS = ["satisfied", "basic", "dissatisfied", "abstained", "invalid"]
MARKS = [0, 1, 2, ABSTAINED_MARK, INVALID_MARK]
K_MIN = choose("k_min", "5"), choose("min_present", "1")
EQUAL, WEIGHED = class_rules((), *K_MIN), class_rules(["60", "30", "10"], *K_MIN)

Ballots = npt.NDArray[np.uint8]
Classes = Mapping[str, Ballots]

A_BALLOT = st.lists(st.sampled_from([0, 0, 0, 0, 0, 1, 2, ABSTAINED_MARK, INVALID_MARK]), min_size=2, max_size=2)
OF_ONE_MIND = st.tuples(st.sampled_from(MARKS), st.integers(0, 7)).map(lambda one: [[one[0]] * 2] * one[1])
A_CLASS = st.one_of(st.lists(A_BALLOT, max_size=14), OF_ONE_MIND).map(
    lambda rows: np.array(rows, np.uint8).reshape(-1, 2)
)
HALLS = st.fixed_dictionaries({"a": A_CLASS, "b": A_CLASS, "c": A_CLASS})


def held(classes: Classes, chosen=EQUAL, issued=None, instrument=TWO_ITEMS) -> Report:
    whole, by_class = told_apart(instrument, classes, issued)
    ballots = sum(map(len, classes.values()))
    facts = meeting(ballots, roll=60, present=60, issued=60)
    return report(whole, facts, instrument, chosen, assess({"甲": "85"}), campaign="x", by_class=by_class)


def published(found: Report) -> str:
    """All that leaves the system about the meeting, as one text."""
    frames = [found.items, found.tally, found.grades, found.overall, found.by_sub_district, found.as_table()]
    frames += [found.classes, found.class_tally, found.class_turnout]
    return json.dumps(found.as_document()) + "".join(frame.to_csv() for frame in frames)


def hidden_items(found: Report) -> list[int]:
    """The items, by position, whose classes are not told apart."""
    items = found.classes[(found.classes["class"] == "a") & (found.classes["item"] != "pooled")]
    return np.flatnonzero(items["suppressed"]).tolist()


def few(votes: list[int]) -> Ballots:
    return np.repeat(np.array(MARKS, np.uint8), votes)[:, None]


@pytest.mark.parametrize(
    ("classes", "is_hidden"),
    [
        ({"a": [30, 5, 5, 0, 0], "b": [8, 1, 1, 0, 0]}, False),  # ten party members, and all of them rated
        ({"a": [30, 5, 5, 0, 0], "b": [8, 1, 0, 0, 0]}, True),  # nine
        ({"a": [30, 5, 5, 2, 0], "b": [8, 2, 2, 0, 0]}, False),  # 12 less 2 who abstained, whoever they were
        ({"a": [30, 5, 5, 2, 1], "b": [8, 2, 2, 0, 0]}, True),  # 12 less 3, though none of them was one of the twelve
        ({"a": [30, 5, 5, 0, 0], "b": [0, 0, 0, 0, 0]}, False),  # nobody of b came: nobody is there to protect
        ({"a": [0, 0, 0, 40, 0], "b": [0, 0, 0, 12, 0]}, True),  # nobody rated
    ],
)
def test_classes_are_told_apart_where_each_would_keep_ten_ratings_come_what_may(classes, is_hidden):
    found = held(
        {name: few(votes) for name, votes in classes.items()}, class_rules(number=2), {"a": 60, "b": 20}, ONE_ITEM
    )
    told = found.classes[found.classes["class"] != "combined"]
    assert told["suppressed"].tolist() == [is_hidden] * len(told)
    assert found.class_tally["votes"].isna().tolist() == [is_hidden] * len(found.class_tally)


def test_one_small_class_hides_all_classes_and_never_what_all_said_together():
    found = held(
        {"a": few([30, 5, 5, 0, 0]), "b": few([20, 0, 0, 0, 0]), "c": few([3, 0, 0, 0, 0])},
        class_rules(),
        None,
        ONE_ITEM,
    )
    assert found.classes["suppressed"].tolist() == [True, True, True, False]
    assert found.tally["votes"].tolist() == [53, 5, 5, 0, 0]


def test_a_class_with_fewer_than_ten_slips_is_not_even_told_how_many_came():
    classes = {"a": few([30, 5, 5, 0, 0]), "b": few([1, 0, 0, 0, 0])}
    found = held(classes, class_rules(number=2), {"a": 40, "b": 1}, ONE_ITEM).class_turnout
    assert found["issued"].tolist() == [40, 1]
    assert found[["returned", "valid"]].isna().all(axis=None)
    found = held(classes, class_rules(number=2), {"a": 40, "b": 10}, ONE_ITEM).class_turnout
    assert found["returned"].tolist() == [40, 1]


def test_a_ballot_without_a_class_leaves_no_class_told_apart():
    whole, by_class = told_apart(ONE_ITEM, {"a": few([30, 0, 0, 0, 0]), "b": few([20, 0, 0, 0, 0])})
    chosen = class_rules(number=2)
    for others, is_hidden in ((0, False), (1, True)):
        more = whole.assign(votes=whole["votes"] + np.where(whole["level"] == "satisfied", others, 0))
        found = figures(more, meeting(50 + others), ONE_ITEM, chosen)
        assert hidden_classes(found, by_class.turnout, chosen).tolist() == [is_hidden]


def test_all_items_together_are_told_apart_only_where_every_item_is():
    both, one = np.zeros((12, 2), np.uint8), np.zeros((12, 2), np.uint8)
    one[:3, 1] = ABSTAINED_MARK
    for second, hidden in ((both, []), (one, ["hygiene", "pooled"])):
        found = held({"a": both, "b": second}, class_rules(number=2)).classes
        told = found[found["class"] == "b"]
        assert told.loc[told["suppressed"], "item"].tolist() == hidden


def swapped(classes: Classes, item: int, marks: tuple[int, int]) -> Classes | None:
    """Another hall: two people of different classes who marked the item so have changed places on it."""
    ones = {name: np.flatnonzero(rows[:, item] == marks[0]) for name, rows in classes.items()}
    others = {name: np.flatnonzero(rows[:, item] == marks[1]) for name, rows in classes.items()}
    for name, at in ones.items():
        for other, there in others.items():
            if name != other and len(at) and len(there):
                changed = {each: rows.copy() for each, rows in classes.items()}
                changed[name][at[0], item], changed[other][there[0], item] = marks[1], marks[0]
                return changed
    return None


def other_halls(classes: Classes, items: list[int]) -> tuple[list[Classes], dict[int, set[int]]]:
    """Halls in which people have changed places on `items`, and for each the marks whose counts differ in one."""
    halls: list[Classes] = []
    moved = {item: set[int]() for item in items}
    for item in items:
        number = 0
        for pair in itertools.combinations(MARKS, 2):
            before = halls[number] if number < len(halls) else classes
            after = swapped(before, item, pair)
            if after is not None and not set(pair) <= moved[item]:
                halls[number : number + 1] = [after]
                moved[item] |= set(pair)
                number += 1
    return halls, moved


@settings(max_examples=6, deadline=None)
@given(HALLS, st.sampled_from([EQUAL, WEIGHED]))
def test_for_every_hidden_count_of_a_class_another_hall_publishes_the_very_same(classes, chosen):
    issued = dict.fromkeys("abc", 20)
    found = held(classes, chosen, issued)
    items = hidden_items(found)
    halls, moved = other_halls(classes, items)
    text = published(found)
    assert all(published(held(hall, chosen, issued)) == text for hall in halls)
    everybody = np.concatenate(list(classes.values()))
    for item in items:
        chosen_by_some = set(everybody[:, item].tolist())
        present = sum(len(rows) > 0 for rows in classes.values())
        if present > 1 and len(chosen_by_some) > 1:  # a hall of one mind discloses what it agrees on
            assert moved[item] == chosen_by_some


def equations(found: Report, classes: Classes) -> npt.NDArray[np.float64]:
    """Every published number as an equation over the unknown counts: class × item × level."""
    shape = (len(classes), 2, len(LEVELS))
    unknown = np.eye(np.prod(shape)).reshape(*shape, -1)
    names, items = list(classes), ["services", "hygiene", "pooled"]
    known = []
    for row in found.class_tally[found.class_tally["votes"].notna()].itertuples():
        which, item, level = names.index(row[6]), items.index(row.item), LEVELS.index(row.level)
        known.append(unknown[which, :, level].sum(axis=0) if item == 2 else unknown[which, item, level])
    for row in found.tally[found.tally["votes"].notna()].itertuples():
        item, level = items.index(row.item), LEVELS.index(row.level)
        known.append(unknown[:, :, level].sum(axis=(0, 1)) if item == 2 else unknown[:, item, level].sum(axis=0))
    known += [unknown[:, item].sum(axis=(0, 1)) for item in (0, 1)]  # = V
    if not found.class_turnout["suppressed"].any():
        known += [
            unknown[which, item].sum(axis=0) for which in range(len(classes)) for item in (0, 1)
        ]  # = V of the class
    return np.array(known)


@settings(max_examples=10, deadline=None)
@given(HALLS, st.sampled_from([{"a": 20, "b": 20, "c": 20}, {"a": 20, "b": 20, "c": 4}]))
def test_no_hidden_count_of_a_class_is_settled_by_the_linear_system_of_all_published_ones(classes, issued):
    found = held(classes, EQUAL, issued)
    places = np.arange(len(classes) * 2 * len(LEVELS)).reshape(len(classes), 2, len(LEVELS))
    hidden = places[:, hidden_items(found)].ravel()
    assert determined(hidden, equations(found, classes)) == []


def test_the_same_system_settles_a_small_class_where_only_that_one_is_hidden(monkeypatch):
    classes = {"a": np.zeros((20, 2), np.uint8), "b": np.zeros((9, 2), np.uint8), "c": np.zeros((3, 2), np.uint8)}
    assert determined(range(30), equations(held(classes), classes)) == []
    honest = suppression.suppress_classes

    def only_the_small_one(figures_by_class, *others):
        found = honest(figures_by_class, *others)
        is_shown = found["class"] != "c"
        return found.where(~is_shown, figures_by_class.assign(suppressed=False)).astype({"suppressed": "bool"})

    monkeypatch.setattr("analysis.report.suppress_classes", only_the_small_one)
    settled = determined(range(30), equations(held(classes), classes))
    assert set(settled) >= set(range(20, 30))


def test_hiding_by_a_classs_own_ratings_would_tell_how_many_of_them_abstained():
    """Why `hidden_classes` compares what is published: otherwise the hiding itself would be a published number."""
    silent = few([9, 0, 0, 11, 0])
    found = held({"a": silent, "b": few([30, 0, 0, 0, 0])}, class_rules(number=2), None, ONE_ITEM)
    loud = held({"a": few([20, 0, 0, 0, 0]), "b": few([19, 0, 0, 11, 0])}, class_rules(number=2), None, ONE_ITEM)
    assert published(found) == published(loud)


def test_turnout_of_classes_is_published_only_when_every_class_is_large_enough():
    turnout = pd.DataFrame(
        {
            "community": ["甲", "甲", "乙", "乙"],
            "class": ["a", "b"] * 2,
            "issued": [40, 9, 40, 10],
            "returned": [38, 9, 38, 2],
            "valid": [38, 9, 38, 2],
        }
    )
    assert suppress_turnout(turnout, class_rules(number=2))["suppressed"].tolist() == [True, True, False, False]
