"""Which items go with the overall evaluation, as pages show it; every figure already as text.

This is the report side: it loads pandas, so pages import it inside the view that needs it.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.importance import importance
from analysis.report import Report
from analysis.wording import Wording
from survey.published.charts import Chart, chart_of
from survey.published.compared_charts import of_importance
from survey.published.comparing import points


@dataclass(frozen=True)
class Moving:
    """One item: its pooled rate, how much it moves, of how many meetings and ballots; empty where nothing is told."""

    item: str
    rate: str
    moves: str
    interval: str
    meetings: int
    ballots: int


@dataclass(frozen=True)
class Kind:
    """The items of one kind of subject, those that move most first; `meetings` are those with published results.

    `chart` is None where nothing may be told of any item.
    """

    title: str
    rate: str
    meetings: int
    chart: Chart | None
    rows: list[Moving]


def kinds(report: Report, wording: Wording) -> list[Kind]:
    """Every kind of subject that was rated and has an overall item."""
    rows = importance(report.joint, report.items, report.instrument)
    rated = set(report.items["kind"])
    return [
        _kind(report, str(kind), own.sort_values("moves", ascending=False, kind="stable"), wording)
        for kind, own in rows.groupby("kind", sort=False)
        if kind in rated
    ]


def _kind(report: Report, kind: str, rows: pd.DataFrame, wording: Wording) -> Kind:
    return Kind(
        title=wording.kind(kind),
        rate=wording.strict(kind),
        meetings=len(report.meetings),
        chart=chart_of(of_importance(rows, wording)) if rows["moves"].notna().any() else None,
        rows=[
            Moving(
                item=wording.item(kind, str(row["item"])),
                rate=wording.rate_of(row["strict_votes"], row["denominator"]),
                moves=points(row["moves"]),
                interval="" if pd.isna(row["low"]) else f"{points(row['low'])} … {points(row['high'])}",
                meetings=int(row["meetings"]),
                ballots=int(row["ballots"]),
            )
            for row in rows.to_dict("records")
        ],
    )
