"""Honest intervals: how far the rate of everybody on the roll may lie from the rate of those who rated.

A meeting is a share of its roll. The interval says what the others can still change, on one assumption that is never
sure: that those who came rate as those who stayed away would. It measures chance, not pressure or who was asked.
"""

import numpy as np
import pandas as pd

from analysis.rates import quotient
from analysis.rules import Denominator, Rules

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution: an interval of 95 %."""
_ROUNDING = 1e-9
HAS_INTERVAL = (Denominator.EFFECTIVE, Denominator.VALID, Denominator.RETURNED)
"""Denominators that count people who gave a ballot. A rate over people who did not vote is no sample of anything."""


def wilson(share: pd.Series, people: pd.Series, roll: pd.Series) -> pd.DataFrame:
    """The 95 % interval of each share of `people`, for their whole roll, with the finite population correction.

    `share`: fraction 0–1. `people`: those who rated (n); not ratings, for the ratings of one person are not several
    people. `roll`: people on the roll (N); 0, or fewer than `people`, means that it is not known: then it is taken to
    be endless, which is never too narrow.

    Columns: `low`, `high` float64, unit fraction 0–1. Index: that of `share`.
    Missing: NaN where `people` is 0 or missing.
    Formula: f = z² · (N − n) ÷ (n · (N − 1)), z = 1.96; (p + f/2 ± √(f · p · (1 − p) + f²/4)) ÷ (1 + f). The ends are
    then moved outwards to whole people of the roll, within what those who did not rate can still change. So its width
    is 0 only when everybody on the roll rated.
    Source: Wilson 1927, JASA 22: 209–212 (score interval); the factor (N − n) ÷ (N − 1) is the variance of drawing
    without replacement (Cochran, Sampling Techniques, 3rd ed., 2.6).
    Example: 25 of 28, roll not known: 0.7280 to 0.9629. 45 of 50 of a roll of 60: 0.8500 to 0.9167, which is
    51 to 55 of 60 people. 50 of 50 of a roll of 50: 1 to 1; of a roll of 80: 0.9625 to 1.
    """
    p, n, listed = (series.to_numpy("float64", na_value=np.nan) for series in (share, people, roll))
    n = np.where(n > 0, n, np.nan)
    is_known = listed >= n
    whole = np.where(is_known, listed, 1.0)
    f = Z * Z * np.where(is_known, (whole - n) / np.maximum(whole - 1, 1), 1.0) / n
    half = np.sqrt(f * p * (1 - p) + f * f / 4)
    low, high = np.clip((p + f / 2 - half) / (1 + f), 0, 1), np.clip((p + f / 2 + half) / (1 + f), 0, 1)
    least = np.maximum(np.floor(low * whole + _ROUNDING), p * n) / whole
    most = np.minimum(np.ceil(high * whole - _ROUNDING), p * n + whole - n) / whole
    ends = {"low": np.where(is_known, least, low), "high": np.where(is_known, most, high)}
    return pd.DataFrame(ends, index=share.index)


def with_intervals(items: pd.DataFrame, meetings: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Published figures with the interval of their strict rate; rows and order unchanged.

    `items`: from `suppress`. `meetings`: as in `rates.turnout`; used: `community`, `roll`, `valid`.

    Columns: those of `items` · `roll` int64, 0 where it was not recorded · `people` Int64, those behind the rate: the
    denominator, divided by the number of items where all items are summed · `low`, `high` float64, fractions 0–1.
    Missing: <NA> and NaN where the row is hidden or undefined, and where the rules divide by people who did not vote.
    """
    halls = meetings.set_index("community")
    ballots = items["community"].map(halls["valid"]).astype("int64")
    times = (items["valid"] // ballots.where(ballots > 0, 1)).clip(lower=1)
    base = items["denominator"].astype("Int64")
    people = base // times if rules.denominator in HAS_INTERVAL else base.mask(base.notna())
    roll = items["community"].map(halls["roll"]).fillna(0).astype("int64")
    return items.assign(roll=roll, people=people, **wilson(quotient(items["strict_votes"], base), people, roll))
