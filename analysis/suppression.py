"""The one place that hides groups too small to publish. Everything published has passed here.

A cell is hidden when fewer than `k_min` people rated (0 < E < k_min), or fewer than `k_min` valid ballots lie in the
box at all. Hiding a cell hides all its counts: levels, abstained, invalid and effective, for V − abstained − invalid
would give E back. The row over all items of a subject is hidden with any of its items, for total less the shown
items would give the hidden one back. Sums over communities are made of shown cells only. So no published equation
holds a hidden count but "the counts of an item add up to V", which leaves every one of them open;
`tests/analysis/test_suppression.py` proves it. Why large unanimous groups are shown: docs/decisions/0006.

Voter classes are told apart on an item for all classes or for none, and whether they are follows from published
numbers alone (`hidden_classes`), so that neither a difference nor the hiding itself tells of a small class.
`tests/analysis/test_class_suppression.py` proves that; docs/decisions/0008 says why.
"""

import numpy as np
import pandas as pd

from analysis.classes import COMBINED, COUNTS, FIGURES
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
    "negative_denominator",
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


def hidden_classes(figures: pd.DataFrame, turnout: pd.DataFrame, rules: Rules) -> pd.Series:
    """Whether each row of `figures` stays without figures for the classes, as a bool for each row.

    They are told apart where every class that was handed slips got at least `k_min`, the classes' valid ballots make
    up the meeting's, and every class that returned any would keep `k_min` ratings even if all who abstained on the
    item or marked it twice were its own. What is compared is published, so the answer tells nothing new.
    All items together are told apart where every item of the subject is.

    `figures`: `sums`, or anything with their columns. `turnout`: as in `ByClass`.
    Example: with k_min 10, valid ballots 40 and 12 and 2 abstentions are told apart; with 3 they are not.
    """
    halls = _halls(turnout, rules).reindex(figures["community"]).set_axis(figures.index)
    least = halls["least"] - figures["abstained"] - figures["invalid"]
    own = halls["may"].ne(True) | halls["total"].ne(figures["valid"]) | least.lt(rules.k_min) | hidden(figures, rules)
    items = own & (figures["item"] != POOLED)
    any_item = items.groupby([figures["community"], figures["subject"]]).transform("any")
    return own.where(figures["item"] != POOLED, any_item)


def _halls(turnout: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """By community: `least` valid ballots of a class that returned any, `total` of all classes, `may` be told apart."""
    known = turnout.assign(some=turnout["valid"].where(turnout["valid"] > 0).astype("float64"))
    halls = known.groupby("community").agg(
        least=("some", "min"), total=("valid", "sum"), unknown=("valid", _any_missing)
    )
    return halls.assign(may=~(halls["unknown"].astype("bool") | small_classes(turnout, rules)))


def _any_missing(values: pd.Series) -> bool:
    return bool(values.isna().any())


def small_classes(turnout: pd.DataFrame, rules: Rules) -> pd.Series:
    """Whether each community has a class with slips for fewer than `k_min` people, as a bool by community."""
    return _is_small(turnout["issued"].fillna(0).astype("int64"), rules).groupby(turnout["community"]).any()


def hidden_joint(figures: pd.DataFrame, overall: str, rules: Rules) -> pd.Series:
    """Whether nothing may be kept of how each item of one subject goes together with its overall item `overall`.

    People content with the item and the others are two groups, and so are those content overall and the others; each
    of the four must be `k_min` people. Whoever abstained is not content, so each of the four numbers is published, and
    whether something is kept tells nothing new. Where the rules have voter classes nothing is kept at all: a class of
    one mind would be known by it. docs/decisions/0014 says more.

    `figures`: `sums` of one subject, or anything with their columns.
    Example: with k_min 10, 53 ballots of whom 43 are content with the item and 40 overall may be told; 44 may not.
    """
    content = figures["strict_votes"]
    own = (content < rules.k_min) | (figures["valid"] - content < rules.k_min)
    whole = bool(own[figures["item"] == overall].any()) or not (figures["item"] == overall).any()
    return own | whole | bool(rules.classes) | (figures["item"] == POOLED)


def suppress_turnout(turnout: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """How many of each class came, as it may be published: only slips handed out where a class is small.

    Columns: `community`, `class` str · Int64 `issued`, `returned`, `valid` · `suppressed` bool.
    Missing: <NA> in `returned` and `valid` where `suppressed` is True: who holds one of two slips is no number.
    """
    small = turnout["community"].map(small_classes(turnout, rules)).astype("bool")
    counts = {column: turnout[column].astype("Int64").mask(small) for column in ("returned", "valid")}
    return turnout.assign(issued=turnout["issued"].astype("Int64"), **counts, suppressed=small)


def suppress_classes(classes: pd.DataFrame, figures: pd.DataFrame, turnout: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The figures of `class_figures` as they may be published, rows as there.

    Columns: those of `classes` · `suppressed` bool.
    Missing: <NA>, None and NaN in every count and figure where `suppressed` is True. The combined row of classes that
    are weighed is hidden with them: weighed and pooled figures together would give the classes back.
    """
    if classes.empty:
        return classes.assign(suppressed=pd.Series(dtype="bool"))
    marks = figures[KEYS].assign(whole=hidden(figures, rules), apart=hidden_classes(figures, turnout, rules))
    known = classes[KEYS].merge(marks, on=KEYS, how="left")
    is_whole = (classes["class"] == COMBINED) & (not rules.weighs_classes)
    small = known["whole"].where(is_whole, known["apart"]).astype("bool") | classes["strict_numerator"].isna()
    return classes.assign(**{column: classes[column].mask(small) for column in [*COUNTS, *FIGURES]}, suppressed=small)


def suppress_class_counts(counts: pd.DataFrame, tally: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """The votes of each class as they may be published: hidden wherever `published` hides the row of the class.

    `counts`: from `class_votes`. `tally`: the published votes of all. `published`: from `suppress_classes`.

    Columns: the KEYS · `class` str, an id of the rules · `level` str · `votes` Int64 · `suppressed` bool.
    Missing: <NA> in `votes` where `suppressed` is True.
    """
    keys = [*KEYS, "class"]
    rows = published.loc[published["class"] != COMBINED, [*keys, "suppressed"]].merge(tally[[*KEYS, "level"]], on=KEYS)
    rows = rows.merge(counts[[*keys, "level", "votes"]], on=[*keys, "level"], how="left")
    return rows.assign(votes=rows["votes"].astype("Int64").mask(rows["suppressed"]))


def suppress_grades(grades: pd.DataFrame) -> pd.DataFrame:
    """The grades as they may be published: no number of a community whose headline rests on too few ratings.

    Such a community is undecided whatever they said (`grading.grade`), so its grade tells nothing either.

    Columns: those of `grades`, counts of votes and points now Int64.
    Missing: <NA> and NaN where `suppressed` is True.
    """
    small = grades["suppressed"]
    counts = {column: _blanked(grades[column], small) for column in HIDDEN_GRADING}
    figures = {column: grades[column].mask(small, np.nan) for column in ("public", "combined", "broad_rate")}
    return grades.assign(**counts, **figures)


def _blanked(numbers: pd.Series, small: pd.Series) -> pd.Series:
    """The numbers, blank where they are hidden; Python integers, as weights make them, stay what they are."""
    return (numbers if numbers.dtype == "object" else numbers.astype("Int64")).mask(small, pd.NA)


def _is_small(base: pd.Series, rules: Rules) -> pd.Series:
    return (base > 0) & (base < rules.k_min)
