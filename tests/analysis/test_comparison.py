import pandas as pd
import pytest

from analysis.aggregate import aggregate
from analysis.comparison import compare, group_intervals
from analysis.intervals import wilson
from analysis.report import figures
from analysis.suppression import suppress
from tests.analysis.toys import DEFAULT, ONE_ITEM, box, meeting


def district(halls, rolls=None, places=None):
    """Published figures of one hall for each list of votes, and the halls; a roll twice as long as the ballots."""
    names = [str(at) for at in range(len(halls))]
    rolls = rolls or [2 * sum(votes) for votes in halls]
    places = places or ["东街"] * len(halls)
    facts = zip(halls, names, rolls, places, strict=True)
    held = pd.concat([meeting(sum(votes), name, roll=roll, sub_district=place) for votes, name, roll, place in facts])
    counts = pd.concat([box(ONE_ITEM, [votes], name) for votes, name in zip(halls, names, strict=True)])
    return suppress(figures(counts, held, ONE_ITEM, DEFAULT), DEFAULT), held


TIED = [[45, 0, 5, 0, 0], [25, 0, 25, 0, 0], [90, 0, 10, 0, 0], [10, 0, 40, 0, 0]]


def test_equal_rates_share_a_rank_and_the_next_one_is_left_out():
    rows = compare(*district(TIED), DEFAULT)
    assert rows["rank"].tolist() == [1, 3, 1, 4]
    assert rows["tied"].tolist() == [2, 1, 2, 1]


def test_rates_that_look_alike_after_rounding_are_not_tied():
    rows = compare(*district([[2000, 0, 1, 0, 0], [2001, 0, 1, 0, 0]]), DEFAULT)
    assert rows["rank"].tolist() == [2, 1]


def test_overlapping_intervals_share_the_ranks_they_may_have():
    rows = compare(*district(TIED), DEFAULT)
    assert rows["best_rank"].tolist() == [1, 3, 1, 4]
    assert rows["worst_rank"].tolist() == [2, 3, 2, 4]
    small = compare(*district([[9, 0, 1, 0, 0], [8, 0, 2, 0, 0], [90, 0, 10, 0, 0]]), DEFAULT)
    assert small[["best_rank", "worst_rank"]].to_numpy().tolist() == [[1, 3]] * 3


def test_where_everybody_rated_the_ranks_are_certain():
    rows = compare(*district([[48, 0, 2, 0, 0], [47, 0, 3, 0, 0]], rolls=[50, 50]), DEFAULT)
    assert rows[["best_rank", "worst_rank"]].to_numpy().tolist() == [[1, 1], [2, 2]]


def test_hidden_and_undefined_rates_have_no_rank_and_take_none():
    rows = compare(*district([[9, 0, 0, 0, 0], [0, 0, 0, 20, 0], [20, 0, 0, 0, 0]]), DEFAULT)
    assert rows["rank"].fillna(0).tolist() == [0, 0, 1]


def test_ranks_can_be_given_within_each_sub_district():
    found = district(TIED, places=["东街", "东街", "西街", "西街"])
    assert compare(*found, DEFAULT, ["sub_district"])["rank"].tolist() == [1, 2, 1, 2]


def test_a_sub_districts_pooled_rate_has_the_interval_of_all_its_people_and_its_mean_has_none():
    items, held = district([[48, 0, 2, 0, 0], [70, 0, 10, 0, 0]], rolls=[100, 90])
    rows = group_intervals(aggregate(items, DEFAULT), compare(items, held, DEFAULT)).set_index("method")
    expected = wilson(pd.Series([118 / 130]), pd.Series([130]), pd.Series([190])).iloc[0].tolist()
    assert rows.loc["pooled", ["low", "high"]].tolist() == pytest.approx(expected)
    assert rows.loc["mean_of_rates", ["low", "high"]].isna().all()
    assert rows["roll"].tolist() == [190, 190]


def test_one_roll_that_is_not_known_makes_that_of_all_unknown():
    items, held = district([[48, 0, 2, 0, 0], [70, 0, 10, 0, 0]], rolls=[100, 0])
    rows = group_intervals(aggregate(items, DEFAULT), compare(items, held, DEFAULT))
    assert rows["roll"].tolist() == [0, 0]


def test_a_hidden_hall_is_not_in_the_people_of_its_group():
    items, held = district([[48, 0, 2, 0, 0], [9, 0, 0, 0, 0]], rolls=[100, 20])
    rows = group_intervals(aggregate(items, DEFAULT), compare(items, held, DEFAULT))
    assert (rows["people"].iloc[0], rows["roll"].iloc[0]) == (50, 100)
