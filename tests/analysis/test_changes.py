import pandas as pd
import pytest

from analysis.changes import RATES, as_rates, changes, mapping
from analysis.comparison import compare
from analysis.report import report
from ballots.instrument import parse
from tests.analysis.toys import DEFAULT, ONE_ITEM, TWO_SECTIONS, box, meeting

SAME = {("committee", "services"): ("services",)}


def year(*rows):
    """A year of (community, rate, n, roll) about the committee's services."""
    return pd.DataFrame(
        [("东街", community, "committee", "班子", "services", *numbers) for community, *numbers in rows],
        columns=list(RATES),
    ).astype(RATES)


def only(now, then, mapped=SAME):
    found = changes(now, then, mapped)
    assert len(found) == len(now)
    return found.iloc[0]


@pytest.mark.parametrize(
    ("now", "then", "difference", "low", "high", "is_clear"),
    [
        # Newcombe 1998, table II, method 10
        ((56 / 70, 70), (48 / 80, 80), 0.2, 0.0524, 0.3339, True),
        ((9 / 10, 10), (3 / 10, 10), 0.6, 0.1705, 0.8090, True),
        ((6 / 7, 7), (2 / 7, 7), 0.5714, 0.0582, 0.8062, True),
        ((45 / 50, 50), (40 / 50, 50), 0.1, -0.0434, 0.2421, False),
    ],
)
def test_a_difference_has_newcombes_interval(now, then, difference, low, high, is_clear):
    row = only(year(("甲", *now, 0)), year(("甲", *then, 0)))
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((difference, low, high), abs=5e-4)
    assert row["is_clear"] == is_clear


def test_two_years_in_which_everybody_rated_differ_for_certain():
    row = only(year(("甲", 0.92, 50, 50)), year(("甲", 0.90, 50, 50)))
    assert (row["low"], row["high"], row["is_clear"]) == (pytest.approx(0.02), pytest.approx(0.02), True)


def test_a_community_without_an_earlier_year_has_no_difference_and_is_comparable():
    row = only(year(("甲", 0.9, 50, 0)), year(("乙", 0.9, 50, 0)))
    assert pd.isna(row["difference"])
    assert row["is_comparable"]
    assert not row["is_clear"]


def test_the_same_name_in_another_sub_district_is_another_community():
    then = year(("甲", 0.9, 50, 0)).assign(sub_district="西街")
    assert pd.isna(only(year(("甲", 0.9, 50, 0)), then)["difference"])


def test_a_hidden_rate_of_either_year_gives_no_difference():
    nan = float("nan")
    assert pd.isna(only(year(("甲", nan, nan, 60)), year(("甲", 0.9, 50, 60)))["difference"])
    assert pd.isna(only(year(("甲", 0.9, 50, 60)), year(("甲", nan, nan, 60)))["difference"])


def test_an_item_without_a_counterpart_is_not_comparable():
    row = only(year(("甲", 0.9, 50, 0)), year(("甲", 0.9, 50, 0)), {})
    assert not row["is_comparable"]
    assert pd.isna(row["rate_before"])


def test_an_item_that_was_two_is_compared_with_both_weighed_by_their_raters():
    two = pd.concat([year(("甲", 0.9, 60, 0)).assign(item="water"), year(("甲", 0.6, 30, 0)).assign(item="green")])
    row = only(year(("甲", 0.9, 50, 0)), two, {("committee", "services"): ("water", "green")})
    assert (row["rate_before"], row["n_before"]) == (pytest.approx(72 / 90), 30)
    half = only(year(("甲", 0.9, 50, 0)), two.head(1), {("committee", "services"): ("water", "green")})
    assert pd.isna(half["rate_before"])


def test_a_successor_in_office_is_compared_and_named_but_several_of_a_kind_only_by_name():
    then = year(("甲", 0.8, 50, 0)).assign(name="张三")
    assert only(year(("甲", 0.9, 50, 0)), then)["name_before"] == "张三"
    two = pd.concat([then, then.assign(name="班子", rate=0.5)])
    assert only(year(("甲", 0.9, 50, 0)), two)["rate_before"] == pytest.approx(0.5)


def test_a_published_report_becomes_a_year():
    found = report(box(ONE_ITEM, [[40, 8, 2, 3, 0]]), meeting(53, roll=80), ONE_ITEM, DEFAULT)
    made = as_rates(compare(found.items, found.meetings, DEFAULT))
    assert made.columns.tolist() == list(RATES)
    assert made.iloc[0].to_dict() == {
        "sub_district": "东街",
        "community": "甲",
        "kind": "committee",
        "name": "committee",
        "item": "overall",
        "rate": 0.8,
        "n": 50,
        "roll": 80,
    }


DECLARED = (
    '\n[[earlier]]\nform = "toy"\nedition = "1"\n[earlier.items.committee]\noverall = ["overall"]\n'
    '[earlier.items.secretary]\nmorality = ["morality", "ability"]\nability = ["diligence"]\n'
)


def test_a_form_that_did_not_change_is_compared_item_by_item():
    same = mapping(TWO_SECTIONS, TWO_SECTIONS)
    assert same["committee", "services"] == ("services",)
    assert same["secretary", "pooled"] == ("pooled",)


def test_another_edition_is_compared_only_as_far_as_it_declares():
    changed = TWO_SECTIONS.source.replace('edition = "1"', 'edition = "2"')
    silent, declared = (parse(source, "toy.toml") for source in (changed, changed + DECLARED))
    assert mapping(silent, TWO_SECTIONS) == {}
    found = mapping(declared, TWO_SECTIONS)
    assert found["committee", "overall"] == ("overall",)
    assert ("committee", "services") not in found
    assert ("committee", "pooled") not in found
    assert found["secretary", "morality"] == ("morality", "ability")
    assert found["secretary", "pooled"] == ("pooled",)  # all three of the earlier items are in it
