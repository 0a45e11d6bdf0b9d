"""Voter classes: each counted like a box of its own, combined as the rules say; grades follow the rules' choice."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.assessments import assess
from analysis.classes import COMBINED, weigh
from analysis.report import Report, report
from analysis.rules import parse, shipped
from analysis.tally import ABSTAINED_MARK
from tests.analysis.toys import DEFAULT, ONE_ITEM, TWO_SECTIONS, choose, class_rules, meeting, told_apart

WEIGHTS = ["60", "30", "10"]
HALL = {"a": [30, 8, 2, 0], "b": [10, 1, 1, 0], "c": [0, 0, 0, 0]}
"""Votes of 40 residents' representatives and 12 party members; no resident unit sent anybody."""


def marks(votes, questions=1):
    column = np.repeat(np.array([0, 1, 2, ABSTAINED_MARK], np.uint8), votes)
    return np.tile(column[:, None], questions)


def on_one_item(votes, chosen, superior="80", instrument=ONE_ITEM) -> Report:
    boxes = {name: marks(each, 1 if instrument is ONE_ITEM else 5) for name, each in votes.items()}
    whole, by_class = told_apart(instrument, boxes)
    ballots = sum(map(len, boxes.values()))
    return report(whole, meeting(ballots), instrument, chosen, assess({"甲": superior}), by_class=by_class)


def row(found: Report, which: str) -> pd.Series:
    return found.classes[found.classes["class"] == which].iloc[0]


def exact(found, name):
    return Fraction(int(found[f"{name}_numerator"]), int(found[f"{name}_denominator"]))


def test_the_default_rules_know_no_classes_and_nothing_is_told_apart():
    found = on_one_item({"a": [50, 0, 0, 0]}, DEFAULT)
    assert DEFAULT.classes == ()
    assert found.classes.empty
    assert found.class_tally.empty
    assert "classes" not in found.as_document()


def test_each_class_is_counted_apart_and_all_together_pooled():
    found = on_one_item(HALL, class_rules())
    assert found.classes["class"].tolist() == ["a", "b", "c", COMBINED]
    a, b, c, combined = (row(found, which) for which in ("a", "b", "c", COMBINED))
    assert (a["strict_numerator"], a["strict_denominator"]) == (30, 40)
    assert (b["broad_numerator"], b["broad_denominator"]) == (11, 12)
    assert (c["valid"], c["strict_denominator"]) == (0, 0)
    assert np.isnan(c["strict_rate"])
    assert (combined["strict_numerator"], combined["strict_denominator"], combined["valid"]) == (40, 52, 52)
    counts = found.class_tally.pivot(index="class", columns="level", values="votes")
    assert counts.loc["b", ["satisfied", "basic", "dissatisfied"]].tolist() == [10, 1, 1]


def test_weights_combine_the_classes_rates_as_worked_by_hand():
    combined = row(on_one_item(HALL, class_rules(WEIGHTS)), COMBINED)
    # (60 · 30/40 + 30 · 10/12) ÷ (60 + 30), for nobody of class c rated
    assert exact(combined, "strict") == Fraction(45 + 25, 90) == Fraction(7, 9)
    # (60 · 38/40 + 30 · 11/12) ÷ 90
    assert exact(combined, "broad") == Fraction(169, 180)
    # (60 · 87 + 30 · 265/3) ÷ 90
    assert exact(combined, "score") == Fraction(787, 9)
    assert combined["score"] == pytest.approx(87.4444, abs=1e-4)
    assert combined["effective"] == 52


def test_the_grade_follows_the_rules_choice():
    pooled, weighed = (on_one_item(HALL, chosen).grades.iloc[0] for chosen in (class_rules(), class_rules(WEIGHTS)))
    assert Fraction(int(pooled["public_points"]), int(pooled["public_denominator"])) == Fraction(4540, 52)
    assert Fraction(int(weighed["public_points"]), int(weighed["public_denominator"])) == Fraction(787, 9)
    # C = 60 % · 787/9 + 40 % · 80 = 84.4666…
    combined = Fraction(int(weighed["combined_points"]), int(weighed["combined_denominator"]))
    assert combined == Fraction(6, 10) * Fraction(787, 9) + 32
    assert (pooled["proposed"], weighed["proposed"]) == ("standard", "standard")


def test_what_counts_for_rectification_is_weighed_too():
    hall = {"a": [20, 0, 20, 0], "b": [2, 0, 10, 0]}
    pooled, weighed = (
        on_one_item(hall, chosen).grades.iloc[0] for chosen in (class_rules(number=2), class_rules(["90", "10"]))
    )
    assert Fraction(int(pooled["negative_votes"]), int(pooled["negative_denominator"])) == Fraction(30, 52)
    # (90 · 20/40 + 10 · 10/12) ÷ 100
    assert Fraction(int(weighed["negative_votes"]), int(weighed["negative_denominator"])) == Fraction(8, 15)
    assert pooled["rectify"]
    assert weighed["rectify"]


def test_the_line_between_two_grades_is_drawn_by_the_weighed_figures():
    hall = {"a": [40, 0, 0, 0], "b": [0, 6, 6, 0]}
    few, many = (
        on_one_item(hall, class_rules(weights), "100").grades.iloc[0] for weights in (["95", "5"], ["50", "50"])
    )
    assert few["proposed"] == "model"
    assert many["proposed"] == "ordinary"


def test_classes_that_may_not_be_told_apart_leave_a_weighed_grade_undecided():
    found = on_one_item({"a": [50, 0, 0, 0], "b": [9, 0, 0, 0]}, class_rules(["60", "40"]), "100")
    assert found.grades["proposed"].tolist() == ["undecided"]
    assert found.grades["public_points"].isna().all()
    assert not found.items["suppressed"].any()
    pooled = on_one_item({"a": [50, 0, 0, 0], "b": [9, 0, 0, 0]}, class_rules(number=2), "100")
    assert pooled.grades["proposed"].tolist() == ["model"]


@given(st.lists(st.tuples(st.integers(1, 99).map(Fraction), st.integers(0, 500), st.integers(0, 500)), max_size=9))
def test_a_weighed_rate_lies_between_those_of_the_classes_and_equal_ones_stay_what_they_are(parts):
    parts = [(weight, min(above, below), below) for weight, above, below in parts]
    above, below = weigh(parts)
    rates = [Fraction(one, other) for _, one, other in parts if other]
    assert (below == 0) is (not rates)
    if rates:
        assert min(rates) <= Fraction(above, below) <= max(rates)


def test_weights_of_many_large_classes_stay_exact_beyond_sixty_four_bits():
    primes = [311, 313, 317, 331, 337, 347, 349, 353, 359]
    hall = {name: [size - 10, 5, 5, 0] for name, size in zip("abcdefghi", primes, strict=True)}
    found = on_one_item(hall, class_rules([str(number) for number in range(11, 20)]))
    wanted = (
        sum((Fraction(w) * Fraction(n - 10, n) for w, n in zip(range(11, 20), primes, strict=True)), Fraction(0)) / 135
    )
    combined = row(found, COMBINED)
    assert exact(combined, "strict") == wanted
    assert int(combined["strict_denominator"]) > 2**63
    graded = found.grades.iloc[0]
    broad = Fraction(int(graded["broad_votes"]), int(graded["broad_denominator"]))
    assert (
        broad
        == sum((Fraction(w) * Fraction(n - 5, n) for w, n in zip(range(11, 20), primes, strict=True)), Fraction(0))
        / 135
    )
    assert graded["proposed"] == "model"


def test_a_valid_denominator_is_that_of_each_class():
    chosen = class_rules((), choose("denominator", '"valid"'), number=2)
    found = on_one_item({"a": [30, 8, 2, 2], "b": [40, 1, 1, 0]}, chosen)
    assert (row(found, "a")["strict_numerator"], row(found, "a")["strict_denominator"]) == (30, 42)
    assert row(found, "a")["negative_denominator"] == 40


def test_the_document_names_the_classes_and_adds_them_to_each_item():
    found = on_one_item(HALL, class_rules(WEIGHTS), instrument=TWO_SECTIONS).as_document()
    assert found["classes"][1] == {"class": "b", "words": {"zh-CN": "b 票", "en": "class b"}, "weight": "30"}
    [community] = found["communities"]
    assert community["classes"][1] == {"class": "b", "issued": 12, "returned": 12, "valid": 12}
    item = community["subjects"][0]["items"][1]
    assert item["classes"][1] == {
        "class": "b",
        "counts": {"satisfied": 10, "basic": 1, "dissatisfied": 1},
        "abstained": 0,
        "effective": 12,
        "strict_rate": [10, 12],
        "broad_rate": [11, 12],
        "score": "88.33",
    }
    assert item["classes"][2]["strict_rate"] is None
    assert item["weighted"] == {"strict_rate": [7, 9], "broad_rate": [169, 180], "score": "87.44"}
    assert item["strict_rate"] == [40, 52]
    pooled = community["subjects"][1]["items"][-1]
    assert pooled["classes"][0]["counts"]["satisfied"] == 90


def test_hidden_classes_are_null_in_the_document_and_say_so():
    found = on_one_item({"a": [50, 0, 0, 0], "b": [9, 0, 0, 0]}, class_rules(["60", "40"])).as_document()
    [community] = found["communities"]
    assert community["classes"][1] == {"class": "b", "issued": 9, "returned": None, "valid": None, "suppressed": True}
    item = community["subjects"][0]["items"][0]
    assert item["classes"][0]["counts"] == {"satisfied": None, "basic": None, "dissatisfied": None}
    assert [one["suppressed"] for one in item["classes"]] == [True, True]
    assert item["weighted"] == {"strict_rate": None, "broad_rate": None, "score": None, "suppressed": True}
    assert item["counts"]["satisfied"] == 59


def test_the_flat_table_has_a_row_for_each_class_after_that_of_all_ballots():
    table = on_one_item(HALL, class_rules(WEIGHTS), instrument=TWO_SECTIONS).as_table()
    rows = table[(table["kind"] == "committee") & (table["item"] == "overall")]
    assert rows["class"].tolist() == ["", "a", "b", "c", COMBINED]
    assert rows["satisfied"].tolist()[:4] == [40, 30, 10, 0]
    assert rows["strict_votes"].tolist()[:3] == [40, 30, 10]
    assert rows["denominator"].tolist()[:3] == [52, 40, 12]
    weighed = rows.iloc[-1]
    assert weighed["strict_rate"] == pytest.approx(7 / 9)
    assert pd.isna(weighed["strict_votes"])
    assert len(table) == 5 * (2 + 4)
    assert "class" not in on_one_item({"a": [50, 0, 0, 0]}, DEFAULT).as_table()


def test_the_shipped_rules_with_classes_are_the_default_ones_but_for_the_classes():
    sources = {name: path.read_text(encoding="utf-8") for name, path in shipped().items()}
    choices = {name: source[source.index("[parameters.") :] for name, source in sources.items()}
    assert choices["voter-classes-2026"] == choices["default-2026"]
    declared = parse(sources["voter-classes-2026"], "x")
    assert [one.id for one in declared.classes] == ["a", "b", "c"]
    assert not declared.weighs_classes
