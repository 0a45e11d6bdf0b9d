import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import PointsUnfit
from analysis.rates import rates
from analysis.rounding import shown
from analysis.scores import scores
from tests.analysis.toys import DEFAULT, EXCELLENCE, FIVE, ONE_ITEM, TWO_SECTIONS, box, choose, form, meeting, rules

F7_POINTS = "\n[points.competence]\nexcellent = 100\ncompetent = 80\nbasic = 0\nincompetent = 0\n"
LAST_LINE = 'en = "Chunhua inspection: more than 50 % dissatisfied fails"\n'


def score(instrument, votes, chosen=DEFAULT, **facts):
    found = scores(box(instrument, [votes]), meeting(sum(votes), **facts), instrument, chosen)
    return found.iloc[0]


def text(row, times=1):
    return shown(int(row["score_points"]) * times, int(row["score_denominator"]), percent=False)


@pytest.mark.parametrize(("denominator", "points"), [("effective", "89.60"), ("valid", "84.53")])
def test_one_ballot_gives_its_score_over_each_base(denominator, points):
    chosen = rules(choose("denominator", f'"{denominator}"'))
    assert text(score(ONE_ITEM, [40, 8, 2, 3, 0], chosen, spoiled=2)) == points


def test_another_ladder_of_the_rules_replaces_the_one_of_the_form():
    ladder = "\n[points.satisfaction]\nsatisfied = 100\nbasic = 80\ndissatisfied = 0\n"
    assert text(score(ONE_ITEM, [40, 8, 2, 3, 0], rules((LAST_LINE, LAST_LINE + ladder)))) == "92.80"


@pytest.mark.parametrize(("votes", "points"), [([30, 12, 4, 2], "87.50"), ([5, 3, 1, 0], "88.89")])
def test_chongqing_village_and_township_scores(votes, points):
    assert text(score(EXCELLENCE, [*votes, 0, 0])) == points


def test_taishan_leaves_abstained_and_spoiled_out_and_lantian_keeps_them_in():
    f7 = rules((LAST_LINE, LAST_LINE + F7_POINTS), choose("denominator", '"returned"'))
    votes = [30, 12, 4, 2, 1, 0]
    assert text(score(EXCELLENCE, votes, spoiled=1)) == "87.50"
    lantian = score(EXCELLENCE, votes, f7, spoiled=1)
    assert text(lantian) == "79.20"
    assert shown(int(lantian["score_points"]), 4 * int(lantian["score_denominator"]), percent=False) == "19.80"


def test_five_levels_count_100_80_60_30_0():
    assert text(score(FIVE, [10, 20, 10, 5, 5, 0, 0])) == "67.00"  # 1000 + 1600 + 600 + 150 over 50


def test_a_hundred_of_a_hundred_dissatisfied_scores_fifty_by_the_discredited_ladder_with_a_rate_of_zero():
    ladder = "\n[points.satisfaction]\nsatisfied = 100\nbasic = 70\ndissatisfied = 50\n"
    chosen = rules((LAST_LINE, LAST_LINE + ladder))
    assert text(score(ONE_ITEM, [0, 0, 100, 0, 0], chosen)) == "50.00"
    rate = rates(box(ONE_ITEM, [[0, 0, 100, 0, 0]]), meeting(100), ONE_ITEM, chosen).iloc[0]
    assert rate["broad_rate"] == 0


def test_where_nobody_rated_the_score_is_undefined():
    row = score(ONE_ITEM, [0, 0, 0, 12, 0])
    assert row["score_denominator"] == 0
    assert row["score"] != row["score"]


def test_the_score_of_all_items_together_is_their_points_over_their_ratings():
    columns = [[10, 0, 0, 0, 0]] * 2 + [[10, 0, 0, 0, 0], [0, 10, 0, 0, 0], [0, 0, 2, 8, 0]]
    found = scores(box(TWO_SECTIONS, columns), meeting(10), TWO_SECTIONS, DEFAULT)
    assert (found.iloc[-1]["score_points"], found.iloc[-1]["score_denominator"]) == (1600, 22)


@pytest.mark.parametrize(
    "ladder",
    ["[points.satisfaction]\nsatisfied = 100\n", "[points.competence]\nexcellent = 100\n"],
    ids=["a level is missing", "a scale the form does not have"],
)
def test_points_that_do_not_fit_the_form_are_refused(ladder):
    with pytest.raises(PointsUnfit):
        score(ONE_ITEM, [40, 8, 2, 3, 0], rules((LAST_LINE, f"{LAST_LINE}\n{ladder}")))


@given(st.tuples(*[st.integers(0, 30)] * 4))
def test_one_more_top_vote_never_lowers_the_score_and_no_score_leaves_0_to_100(votes):
    few = form(("committee", "competence", ["overall"], "overall"))
    before, after = score(few, [*votes, 0, 0]), score(few, [votes[0] + 1, *votes[1:], 0, 0])
    assert 0 <= after["score_points"] <= 100 * after["score_denominator"]
    assert after["score_points"] * before["score_denominator"] >= before["score_points"] * after["score_denominator"]
