from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from analysis.assessments import assess
from analysis.errors import AssessmentOutOfRange, CommunityTwice, CommunityUnknown, GradeUnknown, HeadlineTwice
from analysis.grading import grade
from analysis.reasons import Condition, why
from analysis.report import figures
from analysis.rounding import shown
from tests.analysis.toys import DEFAULT, EXCELLENCE, ONE_ITEM, box, choose, form, meeting, rules

GOOD = [57, 3, 0, 0, 0]  # 满意 57, 基本满意 3: score 98, broad rate 100 %


def graded(votes=GOOD, points="95", chosen=DEFAULT, instrument=ONE_ITEM, vetoes=None, previous=None, **facts):
    """The one row of `grade` for one community."""
    held = meeting(sum(votes), **facts)
    found = figures(box(instrument, [votes]), held, instrument, chosen)
    return grade(found, held, assess({"甲": points}), chosen, vetoes, previous).iloc[0]


def district(scores, chosen=DEFAULT):
    """The grades of one community for each superior's points, all alike in the hall, named 0, 1, 2 …"""
    names = [str(at) for at in range(len(scores))]
    held = pd.concat([meeting(60, name) for name in names], ignore_index=True)
    counts = pd.concat([box(ONE_ITEM, [GOOD], name) for name in names], ignore_index=True)
    found = figures(counts, held, ONE_ITEM, chosen)
    return grade(found, held, assess(dict(zip(names, scores, strict=True))), chosen)


def test_chongqing_sixty_forty_is_weighed_before_anything_is_rounded():
    row = graded(
        [30, 12, 4, 2, 0, 0], Fraction(800, 9), instrument=EXCELLENCE, chosen=rules(choose("min_present", "1"))
    )
    combined = Fraction(int(row["combined_points"]), int(row["combined_denominator"]))
    assert combined == Fraction(1585, 18)
    assert shown(combined, percent=False) == "88.06"
    assert (row["public"], row["proposed"]) == (87.5, "standard")


def test_a_good_hall_and_a_good_assessment_make_a_model():
    row = graded()
    assert (row["proposed"], row["within_quota"], row["rectify"]) == ("model", True, False)
    assert row["combined"] == pytest.approx(0.6 * 98 + 0.4 * 95)


@pytest.mark.parametrize(("points", "proposed"), [("78", "model"), ("77.9999", "standard")])
def test_ninety_points_exactly_is_enough(points, proposed):
    assert graded(points=points)["proposed"] == proposed  # 0.6 · 98 + 0.4 · 78 = 90


def test_a_broad_rate_just_below_ninety_percent_is_no_model_though_it_is_shown_as_ninety():
    votes = [269, 0, 30, 0, 0]  # 89.966… %
    chosen = rules(choose("model_score", '"85"'), choose("standard_score", '"80"'))
    row = graded(votes, "100", chosen)
    assert row["combined"] > 85
    assert (row["proposed"], row["meets_model"]) == ("standard", False)
    assert shown(int(row["broad_votes"]), int(row["broad_denominator"]), places=1) == "90.0"


def test_neither_points_nor_rate_alone_is_enough_for_standard():
    assert graded([0, 60, 0, 0, 0], "100")["proposed"] == "ordinary"  # broad 100 %, C = 76
    chosen = rules(choose("standard_score", '"60"'))
    assert graded([59, 0, 41, 0, 0], "100", chosen)["proposed"] == "ordinary"  # C = 75.4, broad 59 %


def test_a_veto_leaves_ordinary_and_asks_for_rectification():
    row = graded(vetoes=pd.DataFrame({"community": ["甲", "甲"]}))
    assert (row["proposed"], row["rectify"], row["vetoes"]) == ("ordinary", True, 2)


def test_without_an_assessment_nothing_is_computed_from_the_public_alone():
    row = graded(points=None)
    assert (row["proposed"], row["assessed"], row["combined_denominator"]) == ("undecided", False, 0)
    assert row["combined"] != row["combined"]
    held = meeting(60)
    found = figures(box(ONE_ITEM, [GOOD]), held, ONE_ITEM, DEFAULT)
    assert grade(found, held, None, DEFAULT).iloc[0]["proposed"] == "undecided"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"present": 49}, "enough_present"),
        ({"roll": 91}, "enough_of_roll"),
        ({"roll": None}, "enough_of_roll"),
        ({"issued": 59}, "within_issued"),
    ],
)
def test_a_meeting_that_does_not_count_leaves_the_grade_undecided(facts, reason):
    row = graded(**facts)
    assert (row["proposed"], row["meeting_valid"], row[reason], row["rectify"]) == ("undecided", False, False, False)


@pytest.mark.parametrize(("roll", "needed"), [(50, 34), (51, 34), (52, 35), (75, 50), (100, 67)])
def test_two_thirds_of_the_roll_includes_the_two_thirds(roll, needed):
    chosen = rules(choose("min_present", "0"))
    assert graded(chosen=chosen, roll=roll, present=needed)["meeting_valid"]
    assert not graded(chosen=chosen, roll=roll, present=needed - 1)["meeting_valid"]


def test_a_share_of_zero_asks_for_no_roll():
    row = graded(chosen=rules(choose("min_fraction_of_roll", '"0"')), roll=None)
    assert row["meeting_valid"]
    assert "share_of_roll" not in {one.id for one in why(row, rules(choose("min_fraction_of_roll", '"0"')))}


@pytest.mark.parametrize("votes", [[0, 0, 0, 60, 0], [9, 0, 0, 51, 0]], ids=["nobody rated", "nine rated"])
def test_too_few_ratings_leave_the_grade_undecided(votes):
    row = graded(votes)
    assert (row["proposed"], row["enough_ratings"], row["rectify"]) == ("undecided", False, False)


@pytest.mark.parametrize(
    ("votes", "rectify"),
    [
        ([30, 6, 24, 0, 0], False),  # broad 60 % exactly
        ([299, 60, 240, 0, 0], True),  # broad 59.93 %
        ([30, 30, 0, 0, 0], False),
    ],
)
def test_a_broad_rate_below_sixty_percent_asks_for_rectification_and_why_says_so(votes, rectify):
    row = graded(votes)
    conditions = {one.id: one.met for one in why(row, DEFAULT)}
    assert row["rectify"] == rectify
    assert conditions["rectify_broad"] == rectify


@pytest.mark.parametrize(("majority", "rectify"), [("more_than_half", False), ("at_least_half", True)])
def test_exactly_half_dissatisfied_counts_as_the_rules_say(majority, rectify):
    chosen = rules(choose("majority", f'"{majority}"'), choose("rectify_broad", '"1/10"'))
    row = graded([30, 0, 30, 5, 0], chosen=chosen)
    conditions = {one.id: one.met for one in why(row, chosen)}
    assert row["rectify"] == rectify
    assert conditions["rectify_negative"] == rectify


def test_three_in_ten_have_a_seat_rounded_down_and_at_least_one():
    assert district(["95", "90"])["proposed"].tolist() == ["model", "standard"]
    nine = district([str(99 - at) for at in range(9)])
    assert nine["seats"].tolist() == [2] * 9
    assert nine["proposed"].tolist() == ["model"] * 2 + ["standard"] * 7
    assert nine["at_or_above"].tolist() == list(range(1, 10))


def test_equal_points_across_the_last_seat_are_reported_and_not_broken():
    found = district(["99", "95", "95", "90"] + ["80"] * 3)  # 2 seats, 2 on the second place
    assert found["proposed"].tolist() == ["model", "undecided", "undecided"] + ["standard"] * 4
    assert found["tie_at_quota"].tolist() == [False, True, True] + [False] * 4


def test_equal_points_within_the_seats_are_no_tie():
    found = district(["99", "99"] + ["80"] * 5)
    assert found["proposed"].tolist()[:2] == ["model", "model"]
    assert not found["tie_at_quota"].any()


def test_the_grade_is_set_against_the_last_confirmed_one_and_its_rules():
    def then(name, fingerprint=DEFAULT.fingerprint):
        return pd.DataFrame({"community": ["甲", "gone"], "grade": [name, "model"], "rules": [fingerprint, "x"]})

    up = graded(previous=then("standard"))
    assert (up["previous"], up["movement"], up["same_rules"]) == ("standard", "up", True)
    assert graded(previous=then("model", "other"))["movement"] == "same"
    assert not graded(previous=then("model", "other"))["same_rules"]
    assert graded([0, 60, 0, 0, 0], previous=then("model"))["movement"] == "down"
    assert pd.isna(graded(points=None, previous=then("model"))["movement"])
    assert pd.isna(graded()["previous"])


def test_why_shows_every_number_beside_the_line_it_was_held_against():
    conditions = {one.id: one for one in why(graded([269, 0, 30, 0, 0], "100"), DEFAULT)}
    assert conditions["model_broad"] == Condition("model_broad", (269, 299), ">=", Fraction(9, 10), False)
    assert conditions["present"] == Condition("present", (299, 1), ">=", Fraction(50), True)
    assert conditions["rectify_negative"].met is False
    assert conditions["model_quota"].value is None
    assert conditions["assessment"].value == (100, 1)


def test_why_says_that_an_unknown_value_meets_nothing():
    conditions = {one.id: one for one in why(graded(points=None), DEFAULT)}
    assert conditions["model_score"] == Condition("model_score", None, ">=", Fraction(90), False)
    assert conditions["assessment"].met is False


def test_points_are_kept_exact_however_they_are_written():
    found = assess({"甲": "88.5", "乙": Decimal("88.05"), "丙": 90, "丁": None, "戊": Fraction(800, 9)})
    assert found[["superior_points", "superior_denominator"]].to_numpy().tolist() == [
        [177, 2],
        [1761, 20],
        [90, 1],
        [0, 0],
        [800, 9],
    ]


@pytest.mark.parametrize(
    "points", ["101", "-1", "ninety", "88.12345", "1/0", Decimal("NaN"), Decimal("Infinity"), 88.5]
)
def test_points_that_are_no_exact_number_from_0_to_100_are_refused(points):
    with pytest.raises(AssessmentOutOfRange, match="甲"):
        assess({"甲": points})


def test_a_table_about_a_community_without_a_meeting_is_refused():
    held = meeting(60)
    found = figures(box(ONE_ITEM, [GOOD]), held, ONE_ITEM, DEFAULT)
    with pytest.raises(CommunityUnknown, match="乙"):
        grade(found, held, assess({"乙": "90"}), DEFAULT)
    with pytest.raises(CommunityUnknown, match="乙"):
        grade(found, held, None, DEFAULT, vetoes=pd.DataFrame({"community": ["乙"]}))


def test_two_assessments_or_two_earlier_grades_of_one_community_are_refused():
    held = meeting(60)
    found = figures(box(ONE_ITEM, [GOOD]), held, ONE_ITEM, DEFAULT)
    with pytest.raises(CommunityTwice):
        grade(found, held, pd.concat([assess({"甲": "90"})] * 2), DEFAULT)
    twice = pd.DataFrame({"community": ["甲", "甲"], "grade": ["model", "model"], "rules": ["", ""]})
    with pytest.raises(CommunityTwice):
        grade(found, held, None, DEFAULT, previous=twice)


def test_an_earlier_grade_that_is_none_is_refused():
    with pytest.raises(GradeUnknown):
        graded(previous=pd.DataFrame({"community": ["甲"], "grade": ["best"], "rules": [""]}))


def test_two_committees_cannot_both_speak_for_the_community():
    held = meeting(60)
    twice = box(ONE_ITEM, [GOOD, GOOD], kinds=["committee", "committee"])
    with pytest.raises(HeadlineTwice):
        grade(figures(twice, held, ONE_ITEM, DEFAULT), held, None, DEFAULT)


def test_a_meeting_without_a_tally_is_undecided_and_takes_part_in_the_quota():
    held = pd.concat([meeting(60), meeting(0, "乙"), meeting(0, "丙"), meeting(0, "丁")], ignore_index=True)
    found = figures(box(ONE_ITEM, [GOOD]), held, ONE_ITEM, DEFAULT)
    rows = grade(found, held, assess({"甲": "95"}), DEFAULT)
    assert rows["proposed"].tolist() == ["model", "undecided", "undecided", "undecided"]


def test_a_committee_whose_items_speak_together_is_undecided_when_one_of_them_is_too_small_to_publish():
    pooled = form(("committee", "satisfaction", ["services", "culture"], None))
    held = meeting(60)
    found = figures(box(pooled, [GOOD, [9, 0, 0, 51, 0]]), held, pooled, DEFAULT)
    row = grade(found, held, assess({"甲": "95"}), DEFAULT).iloc[0]
    assert (row["suppressed"], row["proposed"]) == (True, "undecided")
