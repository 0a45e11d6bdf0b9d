"""率: fractions 0–1, each beside the whole numbers it is made of. Thresholds compare those, never the fraction."""

import numpy as np
import pandas as pd

from analysis.rules import Rules
from analysis.sums import recorded, sums
from ballots.instrument import Instrument


def rates(tally: pd.DataFrame, meetings: pd.DataFrame, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """The rates of every community, subject and item, pooled rows included; rows as in `sums`.

    Columns: the KEYS · `sub_district` str · `headline` bool · int64: `valid`, `effective`, `abstained`, `invalid`,
    `strict_votes`, `broad_votes`, `rate_votes`, `negative_votes`, `denominator` · float64, unit fraction 0–1:
    `strict_rate` = strict_votes ÷ denominator (满意率, 优秀率) · `broad_rate` = broad_votes ÷ denominator
    (满意率(含基本满意)) · `rate` = rate_votes ÷ denominator · `negative_rate` = negative_votes ÷ denominator
    (不满意率) · `abstain_rate` = abstained ÷ valid (弃权率).
    Missing: NaN where the denominator is 0: undefined, not 0.
    Raises: whatever `sums` raises.
    Source: F1 (沾益) for the strict rate, F2 (山西 2011) for the broad one; abstentions outside E after F6 (重庆).
    Example: 满意 40, 基本满意 8, 不满意 2, 弃权 3 of 53 valid: strict_rate 40/50 = 0.8, broad_rate 48/50 = 0.96,
    negative_rate 2/50 = 0.04, abstain_rate 3/53.
    """
    rows = sums(tally, meetings, instrument, rules).drop(columns="score_points")
    return rows.assign(
        strict_rate=quotient(rows["strict_votes"], rows["denominator"]),
        broad_rate=quotient(rows["broad_votes"], rows["denominator"]),
        rate=quotient(rows["rate_votes"], rows["denominator"]),
        negative_rate=quotient(rows["negative_votes"], rows["denominator"]),
        abstain_rate=quotient(rows["abstained"], rows["valid"]),
    )


def turnout(meetings: pd.DataFrame) -> pd.DataFrame:
    """The meetings with their turnout figures, one row per community.

    Columns: those of `meetings` (whole numbers int64, a missing one 0: not recorded) · float64, unit fraction 0–1:
    `return_rate` = returned ÷ issued (回收率) · `turnout` = returned ÷ roll (参评率) · `validity` = valid ÷ returned
    (有效率).
    Missing: NaN where the number below the line is 0.
    Raises: CommunityTwice, ReturnsDisagree.
    Source: the definitions recommended in docs/method.md.
    Example: issued 60, returned 55, spoiled 2, roll 80: return_rate 55/60, turnout 55/80 = 0.6875, validity 53/55.
    """
    rows = recorded(meetings)
    return rows.assign(
        return_rate=quotient(rows["returned"], rows["issued"]),
        turnout=quotient(rows["returned"], rows["roll"]),
        validity=quotient(rows["valid"], rows["returned"]),
    )


def quotient(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """The quotients as float64; NaN where the denominator is 0. For reading and drawing, never for comparing."""
    below = denominator.astype("float64")
    return numerator.astype("float64") / below.where(below != 0, np.nan)
