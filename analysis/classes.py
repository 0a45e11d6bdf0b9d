"""Figures for each voter class (A/B/C 票), and combined: pooled, or weighted where the rules give weights.

A class's ballots in one meeting are counted like a box of their own, by the same formulas. Which of these figures may
be published is decided in `suppression`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from analysis.rates import rates
from analysis.rules import Rules
from analysis.scores import scores
from analysis.sums import KEYS, pool_votes
from ballots.instrument import Instrument

COMBINED = "combined"
"""What stands for a class in the row of all classes together."""
COUNTS = ["valid", "effective", "abstained", "invalid"]
PARTS = {
    "strict": ("strict_votes", "denominator"),
    "broad": ("broad_votes", "denominator"),
    "negative": ("negative_votes", "effective"),
    "score": ("score_points", "score_denominator"),
}
"""Each figure: the column above the line and the one below it."""
RATIOS = {name: (f"{name}_numerator", f"{name}_denominator") for name in PARTS}
QUOTIENTS = {"strict": "strict_rate", "broad": "broad_rate", "score": "score"}
FIGURES = [*(column for ratio in RATIOS.values() for column in ratio), *QUOTIENTS.values()]
COLUMNS = [*KEYS, "class", "headline", *COUNTS, *FIGURES]
_OF = " · "
"""Between a community and a class where the two name one box."""


Ratio = tuple[int, int] | tuple[None, None]


@dataclass(frozen=True, eq=False)
class ByClass:
    """What is known of the classes of some meetings.

    `tally`: the columns of a tally and `class` str, an id of the rules; an item that is not told apart has no rows, one
    that is has them for every class, zeros included.
    `turnout`: one row per meeting and class, `community` and `class` str, whole numbers `issued`, `returned`, `valid`;
    <NA> where the meeting's classes are not told apart.
    """

    tally: pd.DataFrame
    turnout: pd.DataFrame


def class_figures(by_class: ByClass, figures: pd.DataFrame, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """Every row of `figures` for each class in the order of the rules, then combined; nothing is hidden yet.

    `figures`: rates and scores joined, of all ballots together.

    Columns: the KEYS · `class` str, an id of the rules or "combined" · `headline` bool · Int64 `valid`, `effective`,
    `abstained`, `invalid` · for strict, broad, negative and score: `…_numerator`, `…_denominator` Python integers,
    exact, negative over the effective ratings whatever the switch, as the bar for rectification compares it ·
    `strict_rate`, `broad_rate` float64 fractions 0–1, `score` float64 points 0–100.
    The combined row is that of `figures`; where the rules weigh classes, its rates and its score are `weigh`ed.
    Missing: <NA> and NaN where a class is not told apart; 0 ÷ 0 and NaN where nobody rated. No rows without classes.
    Raises: whatever `sums` raises, CountsDisagree where a class's marks do not add up to its valid ballots.
    Source: weighting by layers is reported for graduates (海宁, 石台) without a formula; this one is ours, 本地默认.
    """
    if not rules.classes:
        return pd.DataFrame(columns=COLUMNS)
    places = {one.id: place for place, one in enumerate(rules.classes)}
    grid = figures[[*KEYS, "headline"]].assign(row=range(len(figures)))
    cells = grid.merge(pd.DataFrame({"class": list(places)}), how="cross")
    apart = cells.merge(_exact(_count_apart(by_class, instrument, rules)), on=[*KEYS, "class"], how="left")
    whole = grid.merge(_exact(figures), on=KEYS).assign(**{"class": COMBINED})
    if rules.weighs_classes:
        whole = _weigh_rows(whole, apart, {one.id: one.weight or Fraction(0) for one in rules.classes})
    rows = pd.concat([apart, whole], ignore_index=True)
    order = rows.assign(place=rows["class"].map(places).fillna(len(places))).sort_values(["row", "place"]).index
    return rows.loc[order, COLUMNS].astype(dict.fromkeys(COUNTS, "Int64")).reset_index(drop=True)


def class_votes(by_class: ByClass, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """The votes of each class at each level, all items together after them.

    Columns: those of a tally · `class` str. An item that is not told apart has no rows, and is missing in the sum.
    """
    return _split(pool_votes(_named(by_class.tally), instrument, rules))


def weigh(parts: Iterable[tuple[Fraction, int, int]]) -> tuple[int, int]:
    """Σ w·(n ÷ d) ÷ Σ w over the (w, n, d) in which d > 0, as numerator and denominator in lowest terms.

    A class in which nobody rated has no rate; its weight is left out above and below the line.
    Missing: 0 ÷ 0 when nobody rated in any class.
    Example: weights 60, 30, 10 and 36/40, 8/10, 0/0: (60 · 9/10 + 30 · 8/10) ÷ 90 = 78/90 = 13/15. Pooled, the same
    votes give 44/50: where weights are given, ten party members count for more than ten residents.
    """
    rated = [(weight, Fraction(above, below)) for weight, above, below in parts if below]
    total = sum((weight for weight, _ in rated), Fraction(0))
    if not total:
        return 0, 0
    mean = sum((weight * rate for weight, rate in rated), Fraction(0)) / total
    return mean.numerator, mean.denominator


def _count_apart(by_class: ByClass, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """Rates and scores of each class that is told apart, by the KEYS and `class`."""
    told = _named(by_class.turnout.dropna(subset="valid"))
    boxes = told[["community", "valid"]].assign(sub_district="", roll=0, present=0, spoiled=0)
    boxes = boxes.assign(issued=boxes["valid"], returned=boxes["valid"])
    tally = _named(by_class.tally)
    return _split(rates(tally, boxes, instrument, rules).merge(scores(tally, boxes, instrument, rules), on=KEYS))


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """The table with a name for each box: the community and the class."""
    return table.assign(community=table["community"] + _OF + table["class"]).drop(columns="class")


def _split(table: pd.DataFrame) -> pd.DataFrame:
    """The table that `_named` gave, or made of it, with `community` and `class` apart again."""
    names = table["community"].str.rsplit(_OF, n=1)
    return table.assign(**{"community": names.str[0].astype("str"), "class": names.str[1].astype("str")})


def _exact(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures with each ratio under its own name, as Python integers of any size."""
    ratios = {
        name: figures[column].astype("object")
        for part, columns in PARTS.items()
        for name, column in zip(RATIOS[part], columns, strict=False)
    }
    kept = [*KEYS, *(["class"] if "class" in figures else []), *COUNTS, *QUOTIENTS.values()]
    return figures[kept].assign(**ratios)


def _weigh_rows(whole: pd.DataFrame, apart: pd.DataFrame, weights: Mapping[str, Fraction]) -> pd.DataFrame:
    """The combined rows with every ratio weighed; blank where a class is not told apart."""
    by_row = dict(tuple(apart.groupby("row", sort=False)))
    weighed: dict[str, list[object]] = {}
    for part, ratio in RATIOS.items():
        found = [_weigh_row(by_row[row], ratio, weights) for row in whole["row"]]
        weighed |= {name: [one[at] for one in found] for at, name in enumerate(ratio)}
        if part in QUOTIENTS:
            weighed[QUOTIENTS[part]] = [float(Fraction(*one)) if one[1] else float("nan") for one in found]
    return whole.assign(**{name: pd.Series(one, whole.index, whole[name].dtype) for name, one in weighed.items()})


def _weigh_row(classes: pd.DataFrame, ratio: Sequence[str], weights: Mapping[str, Fraction]) -> Ratio:
    cells = classes[["class", *ratio]]
    if cells.isna().any(axis=None):
        return None, None
    return weigh((weights[name], above, below) for name, above, below in cells.itertuples(index=False, name=None))
