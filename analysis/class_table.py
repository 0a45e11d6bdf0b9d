"""The published figures of the voter classes among the rows of all ballots, for flat files."""

from collections.abc import Sequence

import pandas as pd

from analysis.classes import COMBINED, RATIOS
from analysis.rules import Rules
from analysis.sums import KEYS

NAMES = {
    "strict_numerator": "strict_votes",
    "broad_numerator": "broad_votes",
    "negative_numerator": "negative_votes",
    "strict_denominator": "denominator",
    "score_numerator": "score_points",
    "score_denominator": "score_denominator",
}
"""What the whole numbers of a class are called in a row of all ballots."""


def with_classes(
    table: pd.DataFrame, classes: pd.DataFrame, tally: pd.DataFrame, rules: Rules, levels: Sequence[str]
) -> pd.DataFrame:
    """`table` with a column `class` after the item, and after each row one for each class, then the weighed figures.

    `table`: rows of `Report.items` with the votes at each of `levels`. `classes`, `tally`: `Report.classes` and
    `Report.class_tally`.

    Columns: those of `table` · `class` str, "" for all ballots, an id of the rules, or "combined" for weighed figures.
    Missing: <NA> and NaN as `Report.as_table` says.
    """
    keys = [*KEYS, "class"]
    counts = tally.pivot(index=keys, columns="level", values="votes").reindex(columns=levels).reset_index()
    rows = _named(classes[classes["class"].ne(COMBINED) | rules.weighs_classes]).merge(counts, on=keys, how="left")
    places = {"": -1} | {one.id: place for place, one in enumerate(rules.classes)}
    row = {tuple(key): at for at, key in enumerate(table[KEYS].itertuples(index=False))}
    both = pd.concat(
        [table.assign(**{"class": ""}), rows.reindex(columns=[*table.columns, "class"])], ignore_index=True
    )
    order = pd.DataFrame(
        {
            "row": [row[tuple(key)] for key in both[KEYS].itertuples(index=False)],
            "place": both["class"].map(places).fillna(len(places)),
        }
    ).sort_values(["row", "place"])
    shown = [*KEYS, "class", *(column for column in table.columns if column not in KEYS)]
    whole = [column for column in table.columns if table[column].dtype == "Int64"]
    return both.loc[order.index, shown].astype(dict.fromkeys(whole, "Int64")).reset_index(drop=True)


def _named(classes: pd.DataFrame) -> pd.DataFrame:
    """The rows under the names of `Report.items`; a weighed figure's numerators are no votes and are left out."""
    ratios = [column for ratio in RATIOS.values() for column in ratio]
    counted = classes.assign(**{column: classes[column].where(classes["class"].ne(COMBINED)) for column in ratios})
    return counted.rename(columns=NAMES)
