"""Across communities: all votes together, and the mean of the communities' rates. Always labelled, always both."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import pandas as pd

from analysis.rules import Aggregate, Rules

PARTS = {
    "strict": ("strict_votes", "denominator", "strict_rate"),
    "broad": ("broad_votes", "denominator", "broad_rate"),
    "score": ("score_points", "score_denominator", "score"),
}
"""Each figure: the column above the line, the one below it, and the name of the quotient."""
Combine = Callable[[Sequence[int], Sequence[int]], tuple[int, int]]


def aggregate(items: pd.DataFrame, rules: Rules, by: Sequence[str] = ()) -> pd.DataFrame:
    """The strict rate, broad rate and score of each kind and item over all its subjects, once for each method.

    `items` are published figures (from `suppress`); hidden rows are left out, so that no sum gives a hidden count
    back. `by` names further columns to keep apart, such as `sub_district`.

    Columns: those of `by` · `kind`, `item` str · `headline` bool · `method` str, "pooled" (合并计票: Σ votes ÷
    Σ denominators) or "mean_of_rates" (各社区平均: every subject weighs the same) · `primary` bool, the method
    the rules put first · `subjects` int64, how many are in it · `left_out` int64, how many are hidden · for strict,
    broad and score: `…_numerator`, `…_denominator` Python integers, exact · `strict_rate`, `broad_rate` float64
    fractions 0–1, `score` float64 points 0–100.
    Missing: 0 ÷ 0 and NaN where no subject was rated.
    Source: 吉州 95.94 % can only be such a figure; which of the two it is was not published.
    Example: 48/50 and 70/80 give 118/130 = 90.77 % pooled and 367/400 = 91.75 % as the mean of rates.
    """
    keys = [*by, "kind", "item", "headline"]
    rows = []
    for key, group in items.groupby(keys, sort=False):
        rated = group[~group["suppressed"] & (group["denominator"] > 0)]
        counts = {"subjects": len(rated), "left_out": int(group["suppressed"].sum())}
        for method, combine in ((Aggregate.POOLED, _pool), (Aggregate.MEAN_OF_RATES, _mean)):
            label = {"method": method.value, "primary": method is rules.aggregate}
            rows.append(dict(zip(keys, key, strict=True)) | label | counts | _figures(rated, combine))
    return pd.DataFrame(rows, columns=[*keys, "method", "primary", "subjects", "left_out", *_names()])


def _figures(rated: pd.DataFrame, combine: Combine) -> dict[str, object]:
    figures: dict[str, object] = {}
    for name, (above, below, quotient) in PARTS.items():
        numerator, denominator = combine(rated[above].tolist(), rated[below].tolist())
        figures[f"{name}_numerator"] = numerator
        figures[f"{name}_denominator"] = denominator
        figures[quotient] = float(Fraction(numerator, denominator)) if denominator else float("nan")
    return figures


def _pool(numerators: Sequence[int], denominators: Sequence[int]) -> tuple[int, int]:
    return sum(numerators), sum(denominators)


def _mean(numerators: Sequence[int], denominators: Sequence[int]) -> tuple[int, int]:
    if not denominators:
        return 0, 0
    total = sum((Fraction(above, below) for above, below in zip(numerators, denominators, strict=True)), Fraction(0))
    mean = total / len(denominators)
    return mean.numerator, mean.denominator


def _names() -> list[str]:
    return [column for name in PARTS for column in (f"{name}_numerator", f"{name}_denominator", PARTS[name][2])]
