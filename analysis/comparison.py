"""One item side by side: every subject of a kind, ranked with its ties, each beside its interval."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.exact import standings
from analysis.intervals import wilson, with_intervals
from analysis.rules import Aggregate, Rules

RANKS = ["rank", "tied", "best_rank", "worst_rank"]


def compare(items: pd.DataFrame, meetings: pd.DataFrame, rules: Rules, within: Sequence[str] = ()) -> pd.DataFrame:
    """Every published figure with its interval and its rank among the same item of the same kind, in input order.

    `items`, `meetings`: those of `report.Report`. `within` names further columns inside which to rank, such as
    `sub_district`.

    Columns: those of `with_intervals` · Int64 `rank`, competition ranks by exact strict rate ("1, 2, 2, 4") · `tied`,
    how many share it, 1 for nobody else · `best_rank`, `worst_rank`, the ranks that the intervals allow: behind all
    whose interval lies wholly above, before all whose interval lies wholly below.
    Missing: <NA> where the rate is hidden or undefined, and in the last two where there is no interval.
    Source: "1224" ranking; ranks from intervals after Goldstein and Spiegelhalter 1996, JRSS A 159: 385–443, who warn
    that league tables without them say more than they know.
    Example: 9/10, 18/20, 1/2 are ranks 1, 1, 3; two tied, two tied, one.
    """
    rows = with_intervals(items, meetings, rules).reset_index(drop=True)
    ranks = pd.DataFrame({name: pd.array([pd.NA] * len(rows), dtype="Int64") for name in RANKS})
    for _, group in rows.groupby([*within, "kind", "item"], sort=False):
        rated = group[~group["suppressed"] & (group["denominator"] > 0)]
        for name, column in _ranks(rated).items():
            ranks.loc[rated.index, name] = column.astype("Int64")
    return rows.assign(**ranks)


def _ranks(rated: pd.DataFrame) -> pd.DataFrame:
    found = standings(rated["strict_votes"], rated["denominator"])
    lows, highs = np.sort(rated["low"].dropna()), np.sort(rated["high"].dropna())
    above = len(lows) - np.searchsorted(lows, rated["high"].to_numpy(), side="right")
    below = np.searchsorted(highs, rated["low"].to_numpy(), side="left")
    known = rated["low"].notna().to_numpy() & (len(lows) == len(rated))
    return pd.DataFrame(
        {
            "rank": found["ahead"] + 1,
            "tied": found["at_or_above"] - found["ahead"],
            "best_rank": pd.Series(above + 1, index=rated.index, dtype="Int64").where(known),
            "worst_rank": pd.Series(len(rated) - below, index=rated.index, dtype="Int64").where(known),
        }
    )


def group_intervals(aggregated: pd.DataFrame, compared: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """The rows of `aggregate` with the interval of the pooled strict rate, for all their rolls together.

    `compared`: from `compare`. `by`: the columns given to `aggregate`. The mean of rates has no interval: it weighs a
    meeting of 50 like one of 200.

    Columns: those of `aggregated` · `roll` int64, 0 where that of one meeting is not known · `people` int64, summed
    over the meetings in it · `low`, `high` float64, fractions 0–1.
    Missing: NaN where no rate is published, and for the mean of rates.
    """
    keys = [*by, "kind", "item"]
    shown = compared[~compared["suppressed"] & (compared["denominator"] > 0)]
    parts = shown[[*keys, "roll", "people"]].assign(unknown=shown["roll"] < shown["people"].fillna(0))
    sums = parts.groupby(keys, sort=False).agg(
        roll=("roll", "sum"), people=("people", "sum"), unknown=("unknown", "any")
    )
    rows = aggregated.merge(sums.reset_index(), on=keys, how="left")
    people = rows["people"].fillna(0).astype("int64")
    roll = rows["roll"].where(rows["unknown"].eq(False), 0).fillna(0).astype("int64")
    found = wilson(rows["strict_rate"], people, roll).where(rows["method"].eq(Aggregate.POOLED.value))
    return rows.drop(columns="unknown").assign(roll=roll, people=people, **found)
