"""Grades as people confirmed them (确认等级), beside what the rules proposed. Both are kept."""

import numpy as np
import pandas as pd

from analysis.errors import GradeUnknown, ReasonMissing
from analysis.grading import LADDER
from analysis.sums import once

COLUMNS = {"confirmed": "str", "confirmed_on": "str", "reason": "str", "decider": "str"}


def confirm(grades: pd.DataFrame, confirmations: pd.DataFrame | None) -> pd.DataFrame:
    """`grades`, one row per community as in `grading.grade`, with what people decided; rows and order unchanged.

    `confirmations`: one row per community decided, `community`, `proposed` (what the rules proposed then), `confirmed`
    (model, standard or ordinary), `reason` (empty where the two agree), `decider`, `confirmed_on` (a day, ISO);
    communities that are gone are passed over.

    Columns: those of `grades` · `confirmed` str, a Grade · `confirmed_on`, `reason`, `decider` str · `deviates` bool:
    the people decided otherwise than the rules propose now · `outdated` bool: the rules propose something else now
    than when the people decided, because an assessment, a veto or a number came later.
    `movement` compares the confirmed grade with last year's where there is one, and the proposed one otherwise.
    Missing: None in `confirmed`, `confirmed_on`, `reason`, `decider` where nobody has decided yet.
    Raises: CommunityTwice · GradeUnknown for a grade that is none · ReasonMissing where a deviation has no reason.
    Source: 分类定级: 上级党组织核准; both values are published (docs/method.md).
    Example: proposed standard, confirmed model for a written reason: deviates True, both stand in the row.
    """
    nobody = pd.DataFrame(columns=["community", "proposed", *COLUMNS], dtype="str")
    decided = nobody if confirmations is None else confirmations
    once(decided)
    _require_usable(decided)
    then = decided.set_index("community").reindex(grades["community"])
    added = {name: pd.Series(then[name].to_numpy(), index=grades.index, dtype=kind) for name, kind in COLUMNS.items()}
    known = added["confirmed"].notna()
    earlier = pd.Series(then["proposed"].to_numpy(), index=grades.index, dtype="str")
    rows = grades.assign(
        **added,
        deviates=known & (added["confirmed"] != grades["proposed"]),
        outdated=known & (earlier != grades["proposed"]),
    )
    return rows.assign(movement=_movement(rows))


def _require_usable(decided: pd.DataFrame) -> None:
    for community in decided.loc[~decided["confirmed"].isin(list(LADDER)), "community"]:
        raise GradeUnknown(community=community)
    silent = (decided["confirmed"] != decided["proposed"]) & ~decided["reason"].fillna("").str.strip().astype(bool)
    for community in decided.loc[silent, "community"]:
        raise ReasonMissing(community=community)


def _movement(rows: pd.DataFrame) -> pd.Series:
    """Up, same or down against last year's confirmed grade (晋位升级); None where one of the two is missing."""
    now = rows["confirmed"].where(rows["confirmed"].notna(), rows["proposed"]).map(LADDER).to_numpy("float64")
    rungs = now - rows["previous"].map(LADDER).to_numpy("float64")
    words = np.select([rungs > 0, rungs == 0, rungs < 0], ["up", "same", "down"], "")
    movement = pd.Series(words, index=rows.index, dtype="str")
    return movement.where(movement != "")
