"""Why a community was given its grade: every condition with the numbers it compared."""

from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from analysis.rules import Majority, Rules


@dataclass(frozen=True)
class Condition:
    """One condition of a grade. `value` is numerator and denominator as counted, not reduced; None when unknown.

    `met` says whether value `relation` threshold holds; a condition on an unknown value is not met. For the two
    rectify conditions and `veto` below, the threshold is the line that must not be crossed.
    """

    id: str
    value: tuple[int, int] | None
    relation: str
    threshold: Fraction
    met: bool

    def as_document(self) -> dict[str, object]:
        """The condition as plain JSON values; the threshold as numerator and denominator."""
        threshold = [self.threshold.numerator, self.threshold.denominator]
        value = None if self.value is None else list(self.value)
        return {"id": self.id, "value": value, "relation": self.relation, "threshold": threshold, "met": self.met}


def why(row: "pd.Series", rules: Rules) -> tuple[Condition, ...]:
    """The conditions behind one row of `grade` (or of what `suppress_grades` made of it), in the order of the rules.

    Conditions, unit of the value in brackets: `present` [people] · `share_of_roll` [fraction of the roll] ·
    `returned` [sheets, against those issued] · `ratings` [ratings of the headline, against k_min] · `assessment`
    [points] · `veto` [items] · `model_score`, `standard_score` [points C] · `model_broad`, `standard_broad`
    [fraction] · `model_quota` [communities with as many points or more, against the seats] · `rectify_broad`,
    `rectify_negative` [fraction].
    `share_of_roll` is left out when the rules ask for no share.
    Missing: value None where a number is unknown, undefined or suppressed.
    Example: broad 269 of 299 gives Condition("model_broad", (269, 299), ">=", Fraction(9, 10), False).
    """
    combined = _value(row["combined_points"], row["combined_denominator"])
    broad = _value(row["broad_votes"], row["broad_denominator"])
    negative = _value(row["negative_votes"], row["negative_denominator"])
    superior = _value(row["superior_points"], row["superior_denominator"])
    place = _value(row["at_or_above"], 1 if row["at_or_above"] > 0 else 0)
    objection = ">" if rules.majority is Majority.MORE_THAN_HALF else ">="
    conditions = (
        _judge("present", _value(row["present"], 1), ">=", Fraction(rules.min_present)),
        _judge("share_of_roll", _value(row["present"], row["roll"]), ">=", rules.min_fraction_of_roll),
        _judge("returned", _value(row["returned"], 1), "<=", Fraction(int(row["issued"]))),
        _judge("ratings", _value(row["effective"], 1), ">=", Fraction(rules.k_min)),
        _judge("assessment", superior, ">=", Fraction(0)),
        _judge("veto", _value(row["vetoes"], 1), "<=", Fraction(0)),
        _judge("model_score", combined, ">=", rules.model_score),
        _judge("model_broad", broad, ">=", rules.model_broad),
        _judge("model_quota", place, "<=", Fraction(int(row["seats"]))),
        _judge("standard_score", combined, ">=", rules.standard_score),
        _judge("standard_broad", broad, ">=", rules.standard_broad),
        _judge("rectify_broad", broad, "<", rules.rectify_broad),
        _judge("rectify_negative", negative, objection, rules.rectify_negative),
    )
    return tuple(one for one in conditions if one.id != "share_of_roll" or rules.min_fraction_of_roll > 0)


def _value(numerator: object, denominator: object) -> tuple[int, int] | None:
    """The two as plain integers; None when one is blank or the denominator is 0."""
    if pd.isna(numerator) or pd.isna(denominator) or denominator == 0:
        return None
    return int(str(numerator)), int(str(denominator))


def _judge(name: str, value: tuple[int, int] | None, relation: str, threshold: Fraction) -> Condition:
    if value is None:
        return Condition(name, None, relation, threshold, met=False)
    exact = Fraction(*value)
    holds = {
        ">=": exact >= threshold,
        "<=": exact <= threshold,
        "<": exact < threshold,
        ">": exact > threshold,
    }
    return Condition(name, value, relation, threshold, holds[relation])
