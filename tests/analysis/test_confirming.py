"""People confirm grades: both values stay, a deviation has a reason, and movement follows what was confirmed."""

import pandas as pd
import pytest

from analysis.confirming import confirm
from analysis.errors import CommunityTwice, GradeUnknown, ReasonMissing


def grades() -> pd.DataFrame:
    """Three communities as the rules left them; 甲 was standard and 乙 model last year, 丙 is new."""
    return pd.DataFrame(
        {
            "community": ["甲", "乙", "丙"],
            "proposed": ["model", "standard", "undecided"],
            "previous": pd.Series(["standard", "model", None], dtype="str"),
            "movement": pd.Series(["up", "down", None], dtype="str"),
        }
    )


def decided(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Decisions: community, what was proposed then, what was confirmed, why."""
    frame = pd.DataFrame(rows, columns=["community", "proposed", "confirmed", "reason"], dtype="str")
    return frame.assign(decider="区委常委会", confirmed_on="2026-12-20")


def test_nobody_has_decided_yet() -> None:
    found = confirm(grades(), None)
    assert found["confirmed"].isna().all()
    assert not found[["deviates", "outdated"]].any(axis=None)
    assert found["movement"].tolist()[:2] == ["up", "down"]


def test_a_deviation_keeps_both_values_its_reason_and_moves_by_what_was_confirmed() -> None:
    found = confirm(grades(), decided(("乙", "standard", "model", "去年积案全部化解"))).set_index("community")
    assert found.loc["乙", ["proposed", "confirmed", "reason"]].tolist() == ["standard", "model", "去年积案全部化解"]
    assert found.loc["乙", "deviates"]
    assert found.loc["乙", "movement"] == "same"  # model, as last year
    assert not found.loc["甲", "deviates"]


def test_a_decision_on_other_numbers_is_outdated() -> None:
    found = confirm(grades(), decided(("甲", "standard", "standard", ""))).set_index("community")
    assert found.loc["甲", "outdated"]
    assert found.loc["甲", "deviates"]
    assert found.loc["甲", "movement"] == "same"


def test_rows_and_their_order_stay_and_communities_that_are_gone_are_passed_over() -> None:
    before = grades()
    found = confirm(before, decided(("丁", "model", "model", "")))
    assert found["community"].tolist() == ["甲", "乙", "丙"]
    pd.testing.assert_frame_equal(before, grades())


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([("甲", "model", "standard", " ")], ReasonMissing),
        ([("甲", "model", "excellent", "x")], GradeUnknown),
        ([("丙", "undecided", "undecided", "x")], GradeUnknown),
        ([("甲", "model", "model", ""), ("甲", "model", "model", "")], CommunityTwice),
    ],
)
def test_what_nobody_could_have_decided_is_refused(
    rows: list[tuple[str, str, str, str]], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        confirm(grades(), decided(*rows))
