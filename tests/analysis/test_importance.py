import pandas as pd
import pytest

from analysis.importance import JOINT, importance
from analysis.report import report
from analysis.sums import sums
from analysis.suppression import hidden_joint
from tests.analysis.toys import DEFAULT, TWO_SECTIONS, box, class_rules, meeting


def found(halls, joint):
    """The importance of services, of halls given as (votes on services, votes overall)."""
    names = "甲乙丙"[: len(halls)]
    boxes, held = [], []
    for name, (services, overall) in zip(names, halls, strict=True):
        n = sum(services)
        boxes.append(box(TWO_SECTIONS, [services, overall, *[[n, 0, 0, 0, 0]] * 3], name))
        held.append(meeting(n, name))
    published = report(pd.concat(boxes), pd.concat(held), TWO_SECTIONS, DEFAULT)
    rows = [(name, 1, "services", both) for name, both in zip(names, joint, strict=False)]
    rows = importance(pd.DataFrame(rows, columns=list(JOINT)).astype(JOINT), published.items, TWO_SECTIONS)
    assert rows[["kind", "item"]].to_numpy().tolist() == [["committee", "services"]]  # the secretary has no overall
    return rows.iloc[0]


HALL = [60, 30, 10, 0, 0], [64, 36, 0, 0, 0]
"""100 ballots: 60 content with the item and 64 overall; 54 with both, so 10 of the other 40."""


def test_content_with_the_item_and_content_overall_go_together_by_so_much():
    row = found([HALL], [54])
    assert row["moves"] == pytest.approx(54 / 60 - 10 / 40)
    half = 1.95996 * (0.9 * 0.1 / 60 + 0.25 * 0.75 / 40) ** 0.5  # one hall: the plain variance of two shares
    assert (row["low"], row["high"]) == (pytest.approx(0.65 - half, abs=1e-4), pytest.approx(0.65 + half, abs=1e-4))
    assert (row["meetings"], row["ballots"], row["strict_votes"], row["denominator"]) == (1, 100, 60, 100)


def test_people_are_compared_within_their_own_meeting_only():
    """A hall of the content and one of the discontent, the item meaning nothing in either: 0, though all together
    would give 0.41."""
    content, other = ([80, 20, 0, 0, 0], [90, 10, 0, 0, 0]), ([20, 80, 0, 0, 0], [20, 80, 0, 0, 0])
    assert found([content, other], [72, 4])["moves"] == pytest.approx(0)


def test_meetings_weigh_by_how_much_they_can_tell():
    # 0.65 with weight 60·40/100 = 24, and 0 with weight 80·20/100 = 16
    assert found([HALL, ([80, 20, 0, 0, 0], [90, 10, 0, 0, 0])], [54, 72])["moves"] == pytest.approx(0.65 * 24 / 40)


def test_whoever_abstained_is_not_content():
    row = found([([60, 10, 10, 20, 0], [64, 16, 0, 20, 0])], [54])
    assert row["moves"] == pytest.approx(54 / 60 - 10 / 40)


def test_where_no_meeting_may_tell_the_item_stands_without_a_figure():
    row = found([HALL], [])
    assert pd.isna(row["moves"])
    assert row["meetings"] == 0
    assert row["strict_rate"] == pytest.approx(0.6)


def hidden(services, overall, chosen=DEFAULT):
    n = sum(services)
    columns = [services, overall, *[[n, 0, 0, 0, 0]] * 3]
    rows = sums(box(TWO_SECTIONS, columns), meeting(n), TWO_SECTIONS, chosen)
    rows = rows[rows["subject"] == 1]
    return bool(hidden_joint(rows, "overall", chosen)[rows["item"] == "services"].iloc[0])


@pytest.mark.parametrize(
    ("services", "overall", "is_hidden"),
    [
        ([43, 0, 10, 0, 0], [40, 0, 13, 0, 0], False),
        ([44, 0, 9, 0, 0], [40, 0, 13, 0, 0], True),  # nine not content with the item
        ([43, 0, 10, 0, 0], [44, 0, 9, 0, 0], True),  # nine not content overall
        ([9, 0, 44, 0, 0], [40, 0, 13, 0, 0], True),
        ([43, 0, 0, 10, 0], [40, 0, 0, 13, 0], False),  # abstained is not content
    ],
)
def test_nothing_joint_is_kept_of_a_group_of_fewer_than_ten(services, overall, is_hidden):
    assert hidden(services, overall) == is_hidden


def test_nothing_joint_is_kept_where_there_are_voter_classes():
    assert hidden([43, 0, 10, 0, 0], [40, 0, 13, 0, 0], class_rules())
