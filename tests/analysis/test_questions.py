import pandas as pd
import pytest

from analysis.questions import questions
from analysis.report import report
from tests.analysis.toys import DEFAULT, TWO_SECTIONS, box, meeting

ALL_BEST = [28, 0, 0, 0, 0]
ORDINARY = [20, 6, 2, 0, 0]


def asked(columns, **facts):
    found = report(box(TWO_SECTIONS, columns), meeting(sum(columns[0]), **facts), TWO_SECTIONS, DEFAULT)
    rows = questions(found.tally, found.items, found.meetings)
    return [(row.question, row.one, row.other) for row in rows.itertuples()]


@pytest.mark.parametrize(
    ("columns", "facts", "expected"),
    [
        ([ORDINARY] * 5, {}, []),
        ([ALL_BEST] * 5, {}, [("identical", 28, 5)]),
        ([[0, 28, 0, 0, 0]] + [ALL_BEST] * 4, {}, [("identical", 28, 5)]),  # one pattern, whichever it is
        ([[27, 0, 0, 1, 0]] + [ALL_BEST] * 4, {}, [("all_best", 28, 5)]),
        ([[0, 0, 0, 28, 0]] * 5, {}, []),  # nobody rated anything
        ([ORDINARY] * 5, {"present": 27}, [("more_ballots_than_people", 28, 27)]),
        ([ORDINARY] * 5, {"present": 0}, []),  # attendance was not noted
        ([ORDINARY] * 5, {"issued": 26}, [("more_ballots_than_issued", 28, 26)]),
        ([ORDINARY] * 5, {"present": 30, "roll": 29}, [("more_people_than_roll", 30, 29)]),
    ],
)
def test_a_question_is_asked_with_the_numbers_it_compares(columns, facts, expected):
    assert asked(columns, **facts) == expected


def test_nothing_is_asked_about_the_marks_of_a_community_with_a_hidden_item():
    assert asked([[9, 0, 0, 19, 0]] + [ALL_BEST] * 4) == []
    assert asked([[9, 0, 0, 0, 0]] * 5, present=8) == [("more_ballots_than_people", 9, 8)]


def test_questions_stand_in_the_order_of_the_meetings():
    counts = pd.concat([box(TWO_SECTIONS, [ALL_BEST] * 5, name) for name in "乙甲"])
    held = pd.concat([meeting(28, name) for name in "乙甲"])
    found = report(counts, held, TWO_SECTIONS, DEFAULT)
    assert questions(found.tally, found.items, found.meetings)["community"].tolist() == ["乙", "甲"]
