import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intervals import wilson, with_intervals
from analysis.report import figures
from analysis.suppression import suppress
from tests.analysis.toys import DEFAULT, ONE_ITEM, TWO_SECTIONS, box, choose, meeting, rules


def interval(votes, people, roll):
    found = wilson(pd.Series([votes / people if people else 0.0]), pd.Series([people]), pd.Series([roll]))
    return found.loc[0, "low"], found.loc[0, "high"]


@pytest.mark.parametrize(
    ("votes", "people", "roll", "low", "high"),
    [
        (25, 28, 0, 0.7280, 0.9629),  # Wilson 1927, worked by hand: f = 0.13719
        (81, 263, 0, 0.2553, 0.3662),  # Newcombe 1998, table I: the score interval without correction
        (15, 148, 0, 0.0624, 0.1605),
        (0, 20, 0, 0.0000, 0.1611),
        (45, 50, 60, 51 / 60, 55 / 60),  # f = 0.01302: 0.8605 to 0.9293, moved outwards, at most 45 + 10 people
        (50, 50, 80, 77 / 80, 1),
        (9, 10, 1000, 0.5970, 0.9830),  # f = 0.38069: 0.59741 to 0.98200, moved outwards
    ],
)
def test_the_interval_is_wilsons_with_the_finite_population_correction(votes, people, roll, low, high):
    assert interval(votes, people, roll) == pytest.approx((low, high), abs=5e-4)


def test_only_a_census_has_no_width():
    assert interval(45, 50, 50) == (0.9, 0.9)
    assert interval(49, 49, 50)[0] < 1  # one of fifty did not rate


def test_more_ratings_than_people_on_the_roll_mean_that_the_roll_is_not_known():
    assert interval(45, 50, 40) == interval(45, 50, 0)


def test_where_nobody_rated_there_is_no_interval():
    assert all(end != end for end in interval(0, 0, 50))


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_rate_of_the_whole_roll_stays_possible_and_a_larger_roll_is_never_surer(people, others, content):
    votes = min(content, people)
    low, high = interval(votes, people, people + others)
    wider = interval(votes, people, people + others + 1)
    assert votes / (people + others) - 1e-9 <= low <= votes / people + 1e-9
    assert votes / people - 1e-9 <= high <= (votes + others) / (people + others) + 1e-9
    endless = interval(votes, people, 0)
    assert endless[0] <= low + 1 / (people + others)
    assert wider[1] - wider[0] >= high - low - 2 / (people + others)


def told(instrument, columns, chosen=DEFAULT, **facts):
    held = meeting(sum(columns[0]), **facts)
    return with_intervals(suppress(figures(box(instrument, columns), held, instrument, chosen), chosen), held, chosen)


def test_all_items_together_rest_on_people_and_not_on_ratings():
    columns = [[40, 8, 2, 3, 0]] * 2 + [[40, 10, 3, 0, 0]] * 3
    rows = told(TWO_SECTIONS, columns, roll=80).set_index("item")
    assert (rows.loc["pooled", "denominator"], rows.loc["pooled", "people"]) == (159, 53)
    expected = interval(40, 53, 80)
    assert rows.loc["pooled", ["low", "high"]].tolist() == pytest.approx(expected)


def test_a_hidden_figure_has_no_interval():
    row = told(ONE_ITEM, [[5, 3, 1, 44, 0]]).iloc[0]
    assert row[["people", "low", "high"]].isna().all()


@pytest.mark.parametrize(("denominator", "has_one"), [("effective", True), ("valid", True), ("roll", False)])
def test_a_rate_over_people_who_did_not_vote_has_no_interval(denominator, has_one):
    row = told(ONE_ITEM, [[40, 8, 2, 3, 0]], rules(choose("denominator", f'"{denominator}"')), roll=80).iloc[0]
    assert (row["low"] == row["low"]) == has_one
