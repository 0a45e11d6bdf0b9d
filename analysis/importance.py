"""Which items move the overall evaluation (总体评价): do those content with an item say so of the whole more often?

Two people in one hall share more than an opinion, so people are compared within their own meeting only, and the
meetings are put together afterwards. It shows what goes together. It does not show what causes what.
"""

from fractions import Fraction

import numpy as np
import pandas as pd

from analysis.intervals import Z
from ballots.instrument import Instrument

JOINT = {"community": "str", "subject": "int64", "item": "str", "both": "int64"}
"""Joint counts as kept: `both`, the ballots at a strict level on the item and on the subject's overall item."""


def importance(joint: pd.DataFrame, items: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """How each item goes together with the overall item of its kind, over all meetings that may tell.

    `joint`: columns of JOINT, as kept at the count, of groups large enough (`suppression.hidden_joint`).
    `items`: those of `report.Report`, which hold the margins: `strict_votes` and `valid`.

    Columns: `kind`, `item` str · `meetings` int64, how many are in it · `ballots` int64, how many lie in them ·
    `moves` float64: the share that is content overall among those content with the item, less that share among all
    others, unit fraction −1 to 1 · `low`, `high` float64, its 95 % interval · `strict_votes`, `denominator` int64 and
    `strict_rate` float64, the item's own pooled rate over every published meeting of the kind.
    Rows: the items of every section with an overall item, in the order of the form; those nothing may be told of too.
    Missing: NaN in `moves`, `low`, `high` where no meeting may tell.
    Formula: with n₁ content with the item, n₀ the others, n all valid ballots, and a, c of them content overall:
    Σ (a·n₀ − c·n₁)/n ÷ Σ n₁·n₀/n, the Mantel–Haenszel risk difference. Whoever abstained is not content.
    Source: Greenland and Robins 1985, Biometrics 41: 55–68; variance after Sato 1989, Biometrics 45: 1323–1324.
    Example: 100 ballots, 60 content with the item, of them 54 overall; 40 others, of them 10: 0.9 − 0.25 = 0.65.
    """
    margins = items[["community", "subject", "kind", "item", "valid", "strict_votes"]]
    overall = {section.kind: section.headline for section in instrument.sections if section.headline}
    whole = margins[margins["item"] == margins["kind"].map(overall)]
    rows = joint.merge(margins, on=["community", "subject", "item"]).merge(
        whole[["community", "subject", "strict_votes"]].rename(columns={"strict_votes": "overall"}),
        on=["community", "subject"],
    )
    rows = rows.dropna(subset=["strict_votes", "overall"])
    found = []
    for section in instrument.sections:
        for item in section.items if section.headline else ():
            if item.id != section.headline:
                own = rows[(rows["kind"] == section.kind) & (rows["item"] == item.id)]
                rated = items[(items["kind"] == section.kind) & (items["item"] == item.id) & ~items["suppressed"]]
                sums = int(rated["strict_votes"].sum()), int(rated["denominator"].sum())
                moved = _pooled_difference(own)
                rate = float(Fraction(*sums)) if sums[1] else float("nan")
                found.append((section.kind, item.id, len(own), int(own["valid"].sum()), *moved, *sums, rate))
    columns = ["kind", "item", "meetings", "ballots", "moves", "low", "high"]
    return pd.DataFrame(found, columns=[*columns, "strict_votes", "denominator", "strict_rate"])


def _pooled_difference(rows: pd.DataFrame) -> tuple[float, float, float]:
    """The Mantel–Haenszel difference and its 95 % interval; NaN where there is no meeting."""
    if rows.empty:
        return float("nan"), float("nan"), float("nan")
    n, first, a = (rows[name].to_numpy("float64") for name in ("valid", "strict_votes", "both"))
    rest, c = n - first, rows["overall"].to_numpy("float64") - a
    weights = first * rest / n
    moves = ((a * rest - c * first) / n).sum() / weights.sum()
    one = (first**2 * c - rest**2 * a + first * rest * (rest - first) / 2) / n**2
    two = (a * (rest - c) + c * (first - a)) / (2 * n)
    spread = Z * np.sqrt(max(moves * one.sum() + two.sum(), 0.0)) / weights.sum()
    return float(moves), float(max(moves - spread, -1.0)), float(min(moves + spread, 1.0))
