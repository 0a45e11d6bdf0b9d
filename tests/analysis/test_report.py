import json

import pandas as pd
import pytest

from analysis.assessments import assess
from analysis.report import report
from tests.analysis.toys import DEFAULT, ONE_ITEM, TWO_SECTIONS, box, meeting

HALL = [[50, 8, 2, 3, 0], [40, 8, 2, 13, 0], [20, 0, 0, 43, 0], [9, 0, 0, 54, 0], [0, 0, 0, 63, 0]]
COUNTS = box(TWO_SECTIONS, HALL)
HELD = meeting(63, spoiled=2, issued=70, meeting="2026-甲")
REPORT = report(COUNTS, HELD, TWO_SECTIONS, DEFAULT, assess({"甲": "88.5"}), campaign="2026 测评")
DOCUMENT = REPORT.as_document()
SERVICES, OVERALL = DOCUMENT["communities"][0]["subjects"][0]["items"]
MORALITY, ABILITY, DILIGENCE, POOLED = DOCUMENT["communities"][0]["subjects"][1]["items"]


def test_the_document_has_the_keys_that_others_script_against():
    assert set(DOCUMENT) == {"campaign", "rules", "communities"}
    assert DOCUMENT["rules"] == {"name": "default-2026", "version": "1", "fingerprint": DEFAULT.fingerprint}
    [community] = DOCUMENT["communities"]
    assert set(community) == {
        "community",
        "meeting",
        "issued",
        "returned",
        "valid",
        "spoiled",
        "subjects",
        "grade",
    }
    assert [community[key] for key in ("meeting", "issued", "returned", "valid", "spoiled")] == [
        "2026-甲",
        70,
        65,
        63,
        2,
    ]
    assert [(one["kind"], one["name"]) for one in community["subjects"]] == [("committee",) * 2, ("secretary",) * 2]
    assert set(community["grade"]) == {"proposed", "confirmed", "reason", "decider", "why"}


def test_an_item_says_its_counts_its_exact_rates_and_its_score_as_text():
    assert OVERALL == {
        "item": "overall",
        "counts": {"satisfied": 40, "basic": 8, "dissatisfied": 2},
        "abstained": 13,
        "effective": 50,
        "strict_rate": [40, 50],
        "broad_rate": [48, 50],
        "score": "89.60",
    }


def test_a_hidden_item_is_null_and_says_so_and_hides_all_items_together():
    assert ABILITY == {
        "item": "ability",
        "counts": {"satisfied": None, "basic": None, "dissatisfied": None},
        "abstained": None,
        "effective": None,
        "strict_rate": None,
        "broad_rate": None,
        "score": None,
        "suppressed": True,
    }
    assert POOLED == ABILITY | {"item": "pooled"}


def test_an_undefined_figure_is_null_beside_its_counts_and_is_not_called_hidden():
    assert DILIGENCE["counts"] == {"satisfied": 0, "basic": 0, "dissatisfied": 0}
    assert (DILIGENCE["abstained"], DILIGENCE["strict_rate"], DILIGENCE["score"]) == (63, None, None)
    assert "suppressed" not in DILIGENCE
    assert MORALITY["strict_rate"] == [20, 20]


def test_the_grade_is_proposed_with_its_reasons_and_not_confirmed():
    found = DOCUMENT["communities"][0]["grade"]
    assert (found["proposed"], found["confirmed"]) == ("standard", None)  # 0.6 · 89.6 + 0.4 · 88.5 = 89.16
    reasons = {reason["id"]: reason for reason in found["why"]}
    assert reasons["model_broad"] == {
        "id": "model_broad",
        "value": [48, 50],
        "relation": ">=",
        "threshold": [9, 10],
        "met": True,
    }
    assert reasons["model_score"]["met"] is False


def test_the_document_is_plain_json_and_comes_back_the_same():
    assert json.loads(json.dumps(DOCUMENT, ensure_ascii=False)) == DOCUMENT


def test_a_meeting_of_nine_publishes_how_many_came_and_no_mark():
    document = report(
        box(ONE_ITEM, [[7, 1, 1, 0, 0]]), meeting(9), ONE_ITEM, DEFAULT, assess({"甲": "90"})
    ).as_document()
    [community] = document["communities"]
    [item] = community["subjects"][0]["items"]
    assert (community["returned"], item["suppressed"], item["effective"]) == (9, True, None)
    assert community["grade"]["proposed"] == "undecided"
    values = {reason["id"]: reason["value"] for reason in community["grade"]["why"]}
    assert [values[key] for key in ("ratings", "model_score", "model_broad", "rectify_negative")] == [None] * 4


def test_a_meeting_without_a_tally_is_listed_without_subjects():
    held = pd.concat([meeting(53), meeting(0, "乙")], ignore_index=True)
    found = report(box(ONE_ITEM, [[40, 8, 2, 3, 0]]), held, ONE_ITEM, DEFAULT).as_document()
    assert [community["subjects"] == [] for community in found["communities"]] == [False, True]
    assert found["communities"][0]["meeting"] is None


def test_before_anything_is_published_the_report_is_empty_and_whole():
    found = report(COUNTS.head(0), HELD.head(0), TWO_SECTIONS, DEFAULT, assess({}), campaign="2026")
    assert found.as_document()["communities"] == []
    assert found.as_table().empty
    untyped = pd.DataFrame([], columns=COUNTS.columns)
    assert report(untyped, HELD.head(0), TWO_SECTIONS, DEFAULT).overall.empty


def test_the_headlines_are_one_for_each_subject():
    assert REPORT.headlines["item"].tolist() == ["overall", "pooled"]


def test_the_flat_table_has_a_column_of_votes_for_each_level():
    table = REPORT.as_table()
    assert len(table) == len(REPORT.items) == 6
    assert table[["satisfied", "basic", "dissatisfied"]].iloc[1].tolist() == [40, 8, 2]
    assert table.loc[table["suppressed"], ["satisfied", "basic", "dissatisfied"]].isna().all(axis=None)


def test_the_tables_given_are_not_changed():
    counts, held = COUNTS.copy(), HELD.copy()
    report(counts, held, TWO_SECTIONS, DEFAULT, assess({"甲": "88.5"}))
    pd.testing.assert_frame_equal(counts, COUNTS)
    pd.testing.assert_frame_equal(held, HELD)


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_communities_are_listed_in_the_order_of_their_meetings(order):
    names = [["甲", "乙"][at] for at in order]
    held = pd.concat([meeting(53, name) for name in names], ignore_index=True)
    counts = pd.concat([box(ONE_ITEM, [[40, 8, 2, 3, 0]], name) for name in ("甲", "乙")])
    found = report(counts, held, ONE_ITEM, DEFAULT).as_document()
    assert [community["community"] for community in found["communities"]] == names
