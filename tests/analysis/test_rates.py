import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import CommunityTwice, CommunityUnknown, CountsDisagree, LevelUnknown, ReturnsDisagree
from analysis.rates import rates, turnout
from analysis.rounding import shown
from tests.analysis.toys import DEFAULT, EXCELLENCE, ONE_ITEM, TWO_SECTIONS, box, choose, form, meeting, rules

# 满意 40, 基本满意 8, 不满意 2, 弃权 3, 废票 2: R = 55, V = 53, E = 50
ONE_BALLOT = box(ONE_ITEM, [[40, 8, 2, 3, 0]])
ITS_MEETING = meeting(53, spoiled=2, present=58, roll=80)
VOTES = st.tuples(*[st.integers(0, 30)] * 5)


def only(frame):
    assert len(frame) == 1
    return frame.iloc[0]


@pytest.mark.parametrize(
    ("denominator", "base", "strict", "broad"),
    [
        ("effective", 50, "80.00", "96.00"),
        ("valid", 53, "75.47", "90.57"),
        ("returned", 55, "72.73", "87.27"),
        ("present", 58, "68.97", "82.76"),
        ("roll", 80, "50.00", "60.00"),
    ],
)
def test_one_ballot_gives_each_answer_over_its_own_base(denominator, base, strict, broad):
    chosen = rules(choose("denominator", f'"{denominator}"'))
    row = only(rates(ONE_BALLOT, ITS_MEETING, ONE_ITEM, chosen))
    assert row["denominator"] == base
    assert shown(row["strict_votes"], row["denominator"]) == strict
    assert shown(row["broad_votes"], row["denominator"]) == broad


def test_the_negative_and_abstained_shares_stand_beside_the_rates():
    row = only(rates(ONE_BALLOT, ITS_MEETING, ONE_ITEM, DEFAULT))
    assert (row["negative_votes"], row["abstained"], row["invalid"], row["valid"]) == (2, 3, 0, 53)
    assert row["negative_rate"] == pytest.approx(0.04)
    assert row["abstain_rate"] == pytest.approx(3 / 53)


def test_a_mark_too_many_on_one_item_leaves_its_effective_ratings_only():
    row = only(rates(box(ONE_ITEM, [[40, 8, 2, 1, 2]]), meeting(53), ONE_ITEM, DEFAULT))
    assert (row["effective"], row["invalid"]) == (50, 2)


@pytest.mark.parametrize(
    ("votes", "strict", "broad"),
    [
        ([25, 3, 0], "89.29", "100.00"),  # T1 沾益 1
        ([20, 7, 1], "71.43", "96.43"),  # T4 沾益 4
        ([59, 2, 0], "96.72", "100.00"),  # T6 山西 2011: "100 %" counted 基本满意
    ],
)
def test_published_counts_give_the_published_rates(votes, strict, broad):
    row = only(rates(box(ONE_ITEM, [[*votes, 0, 0]]), meeting(sum(votes)), ONE_ITEM, DEFAULT))
    assert shown(row["strict_votes"], row["denominator"]) == strict
    assert shown(row["broad_votes"], row["denominator"]) == broad


def test_the_rate_that_is_printed_includes_basically_satisfied_only_when_the_rules_say_so():
    apart = only(rates(ONE_BALLOT, ITS_MEETING, ONE_ITEM, DEFAULT))
    together = only(rates(ONE_BALLOT, ITS_MEETING, ONE_ITEM, rules(choose("count_basic", '"included"'))))
    assert (apart["rate_votes"], together["rate_votes"]) == (40, 48)
    assert (apart["rate"], together["rate"]) == (0.8, 0.96)


def test_a_hundred_of_a_hundred_dissatisfied_is_a_rate_of_zero():
    row = only(rates(box(ONE_ITEM, [[0, 0, 100, 0, 0]]), meeting(100), ONE_ITEM, DEFAULT))
    assert (row["strict_rate"], row["broad_rate"], row["negative_rate"]) == (0, 0, 1)


@pytest.mark.parametrize("denominator", ["effective", "valid", "roll"])
def test_where_nobody_rated_every_rate_is_undefined_and_never_zero(denominator):
    chosen = rules(choose("denominator", f'"{denominator}"'))
    row = only(rates(box(ONE_ITEM, [[0, 0, 0, 12, 1]]), meeting(13), ONE_ITEM, chosen))
    assert row["denominator"] == 0
    assert row[["strict_rate", "broad_rate", "rate", "negative_rate"]].isna().all()
    assert row["abstain_rate"] == pytest.approx(12 / 13)


def test_an_empty_box_has_no_rates_and_no_turnout():
    row = only(rates(box(ONE_ITEM, [[0] * 5]), meeting(0), ONE_ITEM, DEFAULT))
    assert row[["strict_rate", "abstain_rate"]].isna().all()
    assert only(turnout(meeting(0)))[["return_rate", "turnout", "validity"]].isna().all()


def test_one_ballot_is_the_whole_of_itself():
    row = only(rates(box(ONE_ITEM, [[1, 0, 0, 0, 0]]), meeting(1), ONE_ITEM, DEFAULT))
    assert (row["strict_rate"], row["negative_rate"]) == (1, 0)


def test_the_top_level_alone_is_the_excellence_rate():
    row = only(rates(box(EXCELLENCE, [[30, 12, 4, 2, 0, 0]]), meeting(48), EXCELLENCE, DEFAULT))
    assert (row["strict_votes"], row["broad_votes"], row["negative_votes"]) == (30, 42, 2)


def test_the_overall_item_speaks_for_the_committee_and_all_items_together_for_the_person():
    columns = [[9, 1, 0, 0, 0], [8, 1, 1, 0, 0], [10, 0, 0, 0, 0], [5, 3, 1, 1, 0], [4, 0, 0, 5, 1]]
    found = rates(box(TWO_SECTIONS, columns), meeting(10), TWO_SECTIONS, DEFAULT)
    assert found["item"].tolist() == ["services", "overall", "morality", "ability", "diligence", "pooled"]
    assert found[found["headline"]]["item"].tolist() == ["overall", "pooled"]
    pooled = found.iloc[-1]
    assert (pooled["strict_votes"], pooled["denominator"], pooled["valid"]) == (19, 23, 30)


def test_a_person_with_an_overall_item_is_pooled_without_it_when_the_rules_set_it_aside():
    both = form(
        ("committee", "satisfaction", ["services", "overall"], "overall"),
        ("secretary", "satisfaction", ["morality", "overall"], "overall"),
    )
    columns = [[9, 1, 0, 0, 0], [8, 1, 1, 0, 0], [10, 0, 0, 0, 0], [5, 3, 1, 1, 0]]
    found = rates(box(both, columns), meeting(10), both, rules(choose("person_overall", '"pooled"')))
    spoken = found[found["headline"]].set_index("kind")
    assert spoken["item"].to_dict() == {"committee": "overall", "secretary": "pooled"}
    assert spoken.loc["secretary", "strict_votes"] == 10


def test_turnout_figures_are_fractions_of_what_their_names_say():
    row = only(turnout(meeting(53, spoiled=2, issued=60, roll=80)))
    assert row["return_rate"] == pytest.approx(55 / 60)
    assert row["turnout"] == pytest.approx(0.6875)
    assert row["validity"] == pytest.approx(53 / 55)


def test_a_roll_that_was_not_recorded_leaves_the_turnout_undefined():
    assert only(turnout(meeting(53, roll=None)))[["turnout"]].isna().all()


def test_the_tables_given_are_not_changed():
    tally, held = ONE_BALLOT.copy(), ITS_MEETING.copy()
    rates(tally, held, ONE_ITEM, DEFAULT)
    pd.testing.assert_frame_equal(tally, ONE_BALLOT)
    pd.testing.assert_frame_equal(held, ITS_MEETING)


def test_marks_that_do_not_add_up_to_the_valid_ballots_are_refused():
    with pytest.raises(CountsDisagree, match="甲, overall: 53 marks for 54 valid ballots"):
        rates(ONE_BALLOT, meeting(54), ONE_ITEM, DEFAULT)


def test_valid_ballots_that_are_not_returned_less_spoiled_are_refused():
    with pytest.raises(ReturnsDisagree):
        rates(ONE_BALLOT, meeting(53, spoiled=2, returned=54), ONE_ITEM, DEFAULT)


def test_a_tally_without_its_meeting_is_refused():
    with pytest.raises(CommunityUnknown, match="甲"):
        rates(ONE_BALLOT, meeting(53, community="乙"), ONE_ITEM, DEFAULT)


def test_two_meetings_of_one_community_are_refused():
    with pytest.raises(CommunityTwice):
        rates(ONE_BALLOT, pd.concat([ITS_MEETING, ITS_MEETING]), ONE_ITEM, DEFAULT)


def test_a_tally_of_another_form_is_refused():
    with pytest.raises(LevelUnknown):
        rates(box(EXCELLENCE, [[40, 8, 2, 0, 3, 0]]), ITS_MEETING, ONE_ITEM, DEFAULT)


@given(VOTES)
def test_the_levels_the_abstained_and_the_invalid_add_up_to_the_valid_ballots(votes):
    row = only(rates(box(ONE_ITEM, [votes]), meeting(sum(votes)), ONE_ITEM, DEFAULT))
    assert row["effective"] + row["abstained"] + row["invalid"] == row["valid"]
    assert row["broad_votes"] + row["negative_votes"] == row["effective"]


@given(VOTES)
def test_one_more_satisfied_ballot_never_lowers_a_rate(votes):
    more = [votes[0] + 1, *votes[1:]]
    before = only(rates(box(ONE_ITEM, [votes]), meeting(sum(votes)), ONE_ITEM, DEFAULT))
    after = only(rates(box(ONE_ITEM, [more]), meeting(sum(more)), ONE_ITEM, DEFAULT))
    for part in ("strict_votes", "broad_votes"):
        assert after[part] * before["denominator"] >= before[part] * after["denominator"]
