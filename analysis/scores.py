"""测评得分: points 0–100, never called a rate and never shown with a % sign."""

import pandas as pd

from analysis.rates import quotient
from analysis.rules import Rules
from analysis.sums import KEYS, sums
from ballots.instrument import Instrument


def scores(tally: pd.DataFrame, meetings: pd.DataFrame, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """The score of every community, subject and item, pooled rows included; rows as in `sums`.

    Columns: the KEYS · int64: `score_points` = Σ points × votes · `score_denominator` (by the rules' switch) ·
    `score` float64 = score_points ÷ score_denominator, unit points 0–100.
    Missing: NaN where the denominator is 0: undefined, not 0.
    Raises: whatever `sums` raises.
    Source: F6 (重庆, 泰山区) for 100/80/60/0 over E; F5 (国家统计局/中组部 2009) for 100/80/60/30/0; F7 (蓝田) by the
    rules' `points` and `denominator`. The ladder 100/60/0 of three levels is ours by analogy.
    Example: 优秀 30, 称职 12, 基本称职 4, 不称职 2: (3000 + 960 + 240) ÷ 48 = 87.5.
    """
    rows = sums(tally, meetings, instrument, rules).rename(columns={"denominator": "score_denominator"})
    rows["score"] = quotient(rows["score_points"], rows["score_denominator"])
    return rows[[*KEYS, "score_points", "score_denominator", "score"]]
