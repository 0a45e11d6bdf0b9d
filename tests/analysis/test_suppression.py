"""No hidden count can be found out: not from one table, not from all of them together, not from the grade."""

import itertools
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.assessments import assess
from analysis.report import figures, report
from analysis.suppression import hidden_joint, suppress
from analysis.tally import ABSTAINED_MARK, INVALID_MARK, questions, tally
from tests.analysis.toys import DEFAULT, ONE_ITEM, TWO_SECTIONS, box, choose, meeting, rules

ASKED = questions(TWO_SECTIONS, [("committee", "班子"), ("secretary", "书记")])
MARKS = [0, 1, 2, ABSTAINED_MARK, INVALID_MARK]
NEIGHBOUR = np.random.default_rng(2026).choice(np.array([0, 0, 0, 1, 2], np.uint8), (60, 5))
SHY = st.sampled_from([0, 0, 1, 2, *[ABSTAINED_MARK] * 5, INVALID_MARK])
BOXES = st.integers(1, 16).flatmap(lambda n: st.lists(st.lists(SHY, min_size=5, max_size=5), min_size=n, max_size=n))
LOW = rules(choose("k_min", "5"), choose("min_present", "1"))


def item(votes, chosen=DEFAULT):
    return suppress(figures(box(ONE_ITEM, [votes]), meeting(sum(votes)), ONE_ITEM, chosen), chosen).iloc[0]


@pytest.mark.parametrize(
    ("votes", "is_hidden"),
    [
        ([5, 3, 1, 44, 0], True),  # E = 9 of 53
        ([5, 3, 2, 43, 0], False),  # E = 10
        ([0, 0, 0, 53, 0], False),  # E = 0: nobody to protect, undefined
        ([0, 0, 0, 9, 0], True),  # nine people who all abstained
        ([5, 3, 1, 0, 0], True),  # a meeting of nine
        ([0, 0, 0, 0, 0], False),  # an empty box
    ],
)
def test_fewer_than_ten_ratings_or_ballots_are_hidden(votes, is_hidden):
    row = item(votes)
    assert row["suppressed"] == is_hidden
    assert pd.isna(row["effective"]) == is_hidden


def test_a_hidden_row_keeps_nothing_but_the_ballots_that_everybody_saw():
    row = item([5, 3, 1, 44, 0])
    counted = row.drop(["community", "subject", "name", "kind", "item", "sub_district", "headline", "suppressed"])
    assert counted.dropna().to_dict() == {"valid": 53}


def test_the_threshold_is_the_one_of_the_rules():
    assert not item([5, 0, 0, 0, 0], LOW)["suppressed"]
    assert item([4, 0, 0, 0, 0], LOW)["suppressed"]


def test_a_large_unanimous_group_is_shown_as_it_was_counted():
    row = item([28, 0, 0, 0, 0])
    assert (row["strict_votes"], row["denominator"], row["suppressed"]) == (28, 28, False)


def test_one_hidden_item_hides_all_items_together_but_not_its_neighbours():
    columns = [[20, 0, 0, 0, 0]] * 2 + [[20, 0, 0, 0, 0], [9, 0, 0, 11, 0], [18, 1, 1, 0, 0]]
    found = suppress(figures(box(TWO_SECTIONS, columns), meeting(20), TWO_SECTIONS, DEFAULT), DEFAULT)
    assert found[found["suppressed"]]["item"].tolist() == ["ability", "pooled"]


def published(marks, chosen):
    """All that leaves the system about a meeting with these marks, and a large neighbour, as one text."""
    boxes = {"甲": marks, "乙": NEIGHBOUR}
    counts = pd.concat([tally(box, ASKED, TWO_SECTIONS, community=name) for name, box in boxes.items()])
    facts = {"roll": 60, "present": 60, "issued": 60}
    held = pd.concat([meeting(len(box), name, **facts) for name, box in boxes.items()], ignore_index=True)
    found = report(counts, held, TWO_SECTIONS, chosen, assess({"甲": "85", "乙": "85"}), campaign="x")
    frames = [found.items, found.tally, found.grades, found.overall, found.by_sub_district, found.as_table()]
    frames += [kept_jointly(box, chosen) for box in boxes.values()]  # all else that compares is made of these frames
    text = json.dumps(found.as_document()) + "".join(frame.to_csv() for frame in frames)
    return text, found.items[(found.items["community"] == "甲") & (found.items["item"] != "pooled")].reset_index()


def kept_jointly(marks, chosen):
    """What the count keeps of how the committee's items go together with its overall item: `both` by item."""
    own = pd.DataFrame({"item": ["services", "overall"], "strict_votes": (marks[:, :2] == 0).sum(axis=0)})
    both = own.assign(both=[int(((marks[:, at] == 0) & (marks[:, 1] == 0)).sum()) for at in range(2)])
    return both[~hidden_joint(own.assign(valid=len(marks)), "overall", chosen)]


@settings(max_examples=6)
@given(BOXES, st.sampled_from([LOW, DEFAULT]))
def test_for_every_hidden_count_another_box_publishes_the_very_same(ballots, chosen):
    marks = np.array(ballots, dtype=np.uint8)
    text, items = published(marks, chosen)
    for column in items.index[items["suppressed"]]:
        settled = set(MARKS) | {"effective"}
        for old, new in itertools.permutations(MARKS, 2):
            moved = {old, new} | ({"effective"} if (old < 3) != (new < 3) else set())
            at = np.flatnonzero(marks[:, column] == old)
            if not len(at) or not moved & settled:
                continue
            other = marks.copy()
            other[at[0], column] = new
            if published(other, chosen)[0] == text:
                settled -= moved
        assert not settled, f"published figures settle {settled} of {items.loc[column, 'item']}"


def determined(rows, equations):
    """Which unknowns the linear `equations` settle: those whose unit vector lies in the row space."""
    rank = np.linalg.matrix_rank(equations)
    return [
        row for row in rows if np.linalg.matrix_rank(np.vstack([equations, np.eye(equations.shape[1])[row]])) == rank
    ]


@settings(max_examples=30)
@given(BOXES, st.sampled_from([LOW, DEFAULT]))
def test_no_hidden_count_is_settled_by_the_linear_system_of_all_published_ones(ballots, chosen):
    marks = np.array(ballots, dtype=np.uint8)
    counts = tally(marks, ASKED, TWO_SECTIONS, community="甲")
    found = report(counts, meeting(len(marks)), TWO_SECTIONS, chosen).tally
    single = found[found["item"] != "pooled"].reset_index(drop=True)
    unknown = np.eye(len(single))
    known = list(unknown[single["votes"].notna()])  # every published count
    known += [unknown[rows].sum(axis=0) for rows in single.groupby(["subject", "item"]).indices.values()]  # = V
    pooled = found[(found["item"] == "pooled") & found["votes"].notna()]
    for row in pooled.itertuples():  # every published count of all items together
        known.append(unknown[(single["subject"] == row.subject) & (single["level"] == row.level)].sum(axis=0))
    hidden = single.index[single["votes"].isna()]
    assert determined(hidden, np.array(known)) == []
