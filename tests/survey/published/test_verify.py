"""The verifier agrees with every record the server makes, hides small groups, and prints figures worked out by hand."""

import copy
import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.published import verify
from survey.published.verify import canonical, fingerprint, report
from tests.factories import shipped_form
from tests.survey.elections import (
    OWN_POINTS,
    District,
    Turnout,
    agrees,
    all_counts,
    complaints,
    even_counts,
    read,
    rule_source,
    turnouts,
    written,
)

DATA = Path(__file__).parents[2] / "data"


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_record_the_server_makes_agrees(district: District, data: st.DataObject) -> None:
    turnout = data.draw(turnouts())
    counts = data.draw(all_counts(district.form, turnout.valid))
    denominator = data.draw(st.sampled_from(["effective", "valid", "returned", "present", "roll"]))
    person_overall = data.draw(st.sampled_from(["own_item", "pooled"]))
    points = data.draw(st.sampled_from(["", OWN_POINTS]))
    made = district.record(turnout, counts, rule_source(denominator, person_overall, points))
    assert complaints(made) == ""


def test_a_committee_speaking_by_all_items_together_agrees_too(district: District) -> None:
    source = rule_source(person_overall="pooled").replace('value = "committee"', 'value = "secretary"')
    made = district.record(Turnout(), even_counts(district.form), source)
    pooled = read(made)["subjects"][0]["items"][-1]
    assert (pooled["item"], pooled["strict_rate"]) == ("pooled", [5 * 40, 5 * 50])  # without the overall item
    assert complaints(made) == ""


def test_an_observer_reads_the_figures_worked_out_by_hand(document: bytes) -> None:
    lines, all_agree = report(document, hashlib.sha256(document).hexdigest(), "en")
    assert all_agree
    overall = next(line for line in lines if line.endswith("Overall"))
    assert overall.split() == ["40/50", "80.00%", "48/50", "96.00%", "89.60", "Overall"]
    together = next(line for line in lines if line.endswith("All items together"))
    assert together.split()[:5] == ["200/250", "80.00%", "240/250", "96.00%", "89.60"]
    assert lines[-1] == "Everything agrees."


def test_a_half_is_rounded_up_as_schools_teach_it() -> None:
    assert verify.rounded(verify.Fraction(29, 32) * 100) == "90.63"  # 90.625
    assert verify.rounded(verify.Fraction(269, 299) * 100) == "89.97"
    assert verify.rounded(verify.Fraction(5, 1000)) == "0.01"


def test_the_sha256_in_the_minutes_is_compared(document: bytes) -> None:
    digest = hashlib.sha256(document).hexdigest()
    assert agrees(document, digest)
    assert not agrees(document, digest[:-1] + ("0" if digest[-1] != "0" else "1"))


def test_the_fingerprints_are_those_the_server_announces(content: Any) -> None:
    assert fingerprint(content["instrument"]["content"]) == shipped_form().fingerprint
    assert canonical({"b": 1, "a": "民"}) == '{"a":"民","b":1}'.encode()


# Editions


@pytest.mark.parametrize("name", ["record-edition-1.json", "record-edition-1-paper.json"])
def test_records_of_the_first_edition_still_agree(name: str) -> None:
    document = (DATA / name).read_bytes()
    assert complaints(document) == ""
    content = read(document)
    content["issued"] -= 1
    assert "unused" in complaints(written(content))


def test_a_record_of_the_first_edition_knows_nothing_of_the_second(document: bytes) -> None:
    content = read((DATA / "record-edition-1.json").read_bytes())
    content["paper"] = read(document)["paper"]
    assert "paper is unknown" in complaints(written(content))


# Groups too small to publish


def test_reasons_are_not_told_where_few_voted_on_paper(district: District) -> None:
    made = read(district.record(Turnout(paper_returned=9, spoiled=1), even_counts(district.form, 54)))
    assert made["paper"] == {"issued": 15, "returned": 9, "spoiled": None}
    assert (made["spoiled"], made["channels"]) == (1, {"paper": 9, "phone": 46})
    assert complaints(written(made)) == ""
    made["paper"]["spoiled"] = {"torn": 1}
    assert "reasons of the spoiled ballots" in complaints(written(made))


def test_channels_are_not_told_while_one_brought_few(district: District) -> None:
    made = read(district.record(Turnout(paper_issued=50, paper_returned=47), even_counts(district.form)))
    assert made["channels"] is None  # eight by phone, and what is left out of a sum would be known
    assert made["paper"]["returned"] == 47


@pytest.fixture
def small(district: District) -> Any:
    """As before, but only 4 people rated the secretary's integrity."""
    counts = even_counts(district.form)
    counts[2, "integrity"] = [4, 0, 0, 49, 0]
    return read(district.record(Turnout(), counts))


def test_a_hidden_item_hides_the_row_of_all_items_and_agrees(small: Any) -> None:
    integrity, pooled = small["subjects"][1]["items"][4:]
    for hidden in (integrity, pooled):
        assert hidden.pop("suppressed") is True
        assert {value for key, value in hidden.items() if key not in ("item", "counts")} == {None}
        assert set(hidden["counts"].values()) == {None}
        hidden["suppressed"] = True
    assert complaints(written(small)) == ""


def test_hidden_figures_that_show_through_are_refused(small: Any) -> None:
    for key, value in (("abstained", 49), ("effective", 4), ("score", "100.00"), ("strict_rate", [4, 4])):
        changed = copy.deepcopy(small)
        changed["subjects"][1]["items"][4][key] = value
        assert f"integrity › {key}" in complaints(written(changed))


def test_an_item_of_four_ratings_shown_whole_is_refused(small: Any) -> None:
    shown = {"counts": {"satisfied": 4, "basically_satisfied": 0, "dissatisfied": 0}, "abstained": 49, "effective": 4}
    shown |= {"invalid": 0, "strict_rate": [4, 4], "broad_rate": [4, 4], "negative_rate": [0, 4]}
    item = small["subjects"][1]["items"][4]
    item.update(shown | {"abstain_rate": [49, 53], "score": "100.00"})
    item.pop("suppressed")
    assert "integrity" in complaints(written(small))


def test_the_sum_over_items_is_not_shown_beside_a_hidden_item(small: Any, content: Any) -> None:
    small["subjects"][1]["items"][5] = content["subjects"][1]["items"][5]
    assert "pooled" in complaints(written(small))


def test_the_sum_over_items_is_not_hidden_when_all_items_are_shown(small: Any, content: Any) -> None:
    content["subjects"][1]["items"][5] = small["subjects"][1]["items"][5]
    assert "pooled" in complaints(written(content))


def test_an_item_that_is_shown_cannot_be_called_hidden(content: Any) -> None:
    content["subjects"][0]["items"][2]["suppressed"] = True
    assert "culture" in complaints(written(content))
