from fractions import Fraction

import pandas as pd
import pytest

from analysis.aggregate import aggregate
from analysis.report import figures
from analysis.rounding import shown
from analysis.suppression import suppress
from tests.analysis.toys import DEFAULT, ONE_ITEM, box, choose, meeting, rules


def district(halls, chosen=DEFAULT, places=None):
    """Published figures of one hall for each list of votes."""
    names = [str(at) for at in range(len(halls))]
    where = places or ["东街"] * len(halls)
    held = [
        meeting(sum(votes), name, sub_district=place) for votes, name, place in zip(halls, names, where, strict=True)
    ]
    counts = pd.concat([box(ONE_ITEM, [votes], name) for votes, name in zip(halls, names, strict=True)])
    return suppress(figures(counts, pd.concat(held), ONE_ITEM, chosen), chosen)


TWO_HALLS = [[48, 0, 2, 0, 0], [70, 0, 10, 0, 0]]


def test_pooled_votes_and_the_mean_of_rates_stand_side_by_side_under_their_names():
    found = aggregate(district(TWO_HALLS), DEFAULT).set_index("method")
    percent = {method: shown(row["strict_numerator"], row["strict_denominator"]) for method, row in found.iterrows()}
    assert percent == {"pooled": "90.77", "mean_of_rates": "91.75"}
    mean = found.loc["mean_of_rates"]
    assert Fraction(mean["strict_numerator"], mean["strict_denominator"]) == Fraction(367, 400)
    assert found["score"].tolist() == pytest.approx([11800 / 130, 91.75])


@pytest.mark.parametrize("first", ["pooled", "mean_of_rates"])
def test_the_rules_say_which_of_the_two_comes_first(first):
    chosen = rules(choose("aggregate", f'"{first}"'))
    found = aggregate(district(TWO_HALLS, chosen), chosen)
    assert found[found["primary"]]["method"].tolist() == [first]


def test_a_hidden_hall_is_left_out_and_the_table_says_so():
    found = aggregate(district([*TWO_HALLS, [9, 0, 0, 0, 0]]), DEFAULT).iloc[0]
    assert (found["subjects"], found["left_out"]) == (2, 1)
    assert (found["strict_numerator"], found["strict_denominator"]) == (118, 130)


def test_a_hall_where_nobody_rated_has_no_part_in_the_mean():
    found = aggregate(district([*TWO_HALLS, [0, 0, 0, 20, 0]]), DEFAULT).set_index("method")
    assert found["subjects"].tolist() == [2, 2]
    assert found.loc["mean_of_rates", "strict_rate"] == pytest.approx(0.9175)


def test_where_every_hall_is_hidden_the_whole_is_undefined():
    found = aggregate(district([[9, 0, 0, 0, 0]]), DEFAULT)
    assert found["strict_rate"].isna().all()
    assert found["strict_denominator"].tolist() == [0, 0]


def test_sub_districts_are_kept_apart():
    found = aggregate(district(TWO_HALLS, places=["东街", "西街"]), DEFAULT, by=["sub_district"])
    pooled = found[found["method"] == "pooled"].set_index("sub_district")
    assert pooled["strict_numerator"].to_dict() == {"东街": 48, "西街": 70}
