"""The one place that hides groups too small to publish. Everything published has passed here.

A cell is hidden when fewer than `k_min` people rated (0 < E < k_min), or fewer than `k_min` valid ballots lie in the
box at all. Hiding a cell hides all its counts: levels, abstained, invalid and effective, for V − abstained − invalid
would give E back. The row over all items of a subject is hidden with any of its items, for total less the shown
items would give the hidden one back. Sums over communities are made of shown cells only. So no published equation
holds a hidden count but "the counts of an item add up to V", which leaves every one of them open;
`tests/analysis/test_suppression.py` proves it. Why large unanimous groups are shown: docs/decisions/0006.
"""

import numpy as np
import pandas as pd

from analysis.rules import Rules
from analysis.sums import KEYS
from ballots.instrument import POOLED

HIDDEN_COUNTS = [
    "effective",
    "abstained",
    "invalid",
    "strict_votes",
    "broad_votes",
    "rate_votes",
    "negative_votes",
    "denominator",
    "score_points",
    "score_denominator",
]
HIDDEN_FIGURES = ["strict_rate", "broad_rate", "rate", "negative_rate", "abstain_rate", "score"]
HIDDEN_GRADING = [
    "effective",
    "broad_votes",
    "broad_denominator",
    "negative_votes",
    "public_points",
    "public_denominator",
    "combined_points",
    "combined_denominator",
]


def suppress(figures: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The figures as they may be published: rates and scores joined on the KEYS, small groups hidden.

    Columns: those of `figures`, counts now Int64 · `suppressed` bool.
    Missing: <NA> and NaN in every count, rate and score where `suppressed` is True; elsewhere NaN is undefined.
    Source: k_min of the rules (anonymity: 10 by default, never below 5).
    Example: with k_min 10, E = 9 is hidden and E = 10 is shown; E = 0 of 53 valid ballots is shown, as undefined.
    """
    small = hidden(figures, rules)
    counts = {column: figures[column].astype("Int64").mask(small) for column in HIDDEN_COUNTS}
    fractions = {column: figures[column].mask(small, np.nan) for column in HIDDEN_FIGURES}
    return figures.assign(**counts, **fractions, suppressed=small)


def hidden(figures: pd.DataFrame, rules: Rules) -> pd.Series:
    """Whether each row is hidden, as a bool for each row of `figures`: `sums`, `rates`, or anything with their keys."""
    own = _is_small(figures["effective"], rules) | _is_small(figures["valid"], rules)
    any_item = own.groupby([figures["community"], figures["subject"]]).transform("any")
    return own.where(figures["item"] != POOLED, any_item)


def suppress_counts(counts: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """The votes at each level as they may be published: hidden wherever `published` (from `suppress`) hides the row.

    Columns: those of `counts`, `votes` now Int64 · `suppressed` bool.
    Missing: <NA> in `votes` where `suppressed` is True.
    """
    rows = counts.merge(published[[*KEYS, "suppressed"]], on=KEYS, how="left")
    return rows.assign(votes=rows["votes"].astype("Int64").mask(rows["suppressed"]))


def suppress_grades(grades: pd.DataFrame) -> pd.DataFrame:
    """The grades as they may be published: no number of a community whose headline rests on too few ratings.

    Such a community is undecided whatever they said (`grading.grade`), so its grade tells nothing either.

    Columns: those of `grades`, counts of votes and points now Int64.
    Missing: <NA> and NaN where `suppressed` is True.
    """
    small = grades["suppressed"]
    counts = {column: grades[column].astype("Int64").mask(small) for column in HIDDEN_GRADING}
    figures = {column: grades[column].mask(small, np.nan) for column in ("public", "combined", "broad_rate")}
    return grades.assign(**counts, **figures)


def _is_small(base: pd.Series, rules: Rules) -> pd.Series:
    return (base > 0) & (base < rules.k_min)
