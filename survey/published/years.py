"""Two campaigns side by side: what is published of each, matched as far as their forms are comparable.

This is the report side: it loads pandas, so pages import it inside the view that needs it.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.changes import RATES, as_rates, changes, mapping
from analysis.comparison import compare
from analysis.report import Report
from analysis.wording import Wording
from ballots.meetings import Meeting
from survey.published.comparing import Choice, interval, points

Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Moved:
    """One subject in two years; every figure as text, empty where there is none.

    `predecessor` is who was rated then, where it was somebody else. `is_clear`: the interval of the difference does
    not hold 0.
    """

    meeting: str
    community: str
    sub_district: str
    name: str
    before: str
    now: str
    difference: str
    interval: str
    is_clear: bool
    rises: bool
    predecessor: str


def year(report: Report, held: Sequence[Meeting]) -> pd.DataFrame:
    """A campaign as `analysis.changes` takes it, communities by the names they bear.

    Columns: RATES · `label` str, what the report calls the community · `meeting` str · `suppressed` bool. `held`: the
    meetings of the campaign.
    """
    rows = compare(report.items, report.meetings, report.rules)
    ids = rows["community"].map(report.meetings.set_index("community")["meeting"]).astype("str")
    names = {one.id: one.community for one in held}
    made = as_rates(rows.assign(community=ids.map(names).astype("str")))
    return made.assign(label=rows["community"], meeting=ids, suppressed=rows["suppressed"])


def moves(now: Report, then: Report, held: Sequence[Meeting], held_then: Sequence[Meeting]) -> pd.DataFrame:
    """Every published figure of `now` beside that of `then`: the columns of `changes` and of `year`."""
    mapped = mapping(now.instrument, then.instrument)
    earlier = year(then, held_then)[list(RATES)]
    return changes(year(now, held), earlier, mapped)


def moves_since(now: Report, held: Sequence[Meeting], then: pd.DataFrame) -> pd.DataFrame:
    """Every published figure of `now` beside an imported year, as in `survey.past.kept.frame`; items by their ids."""
    return changes(year(now, held), then[list(RATES)], mapping(now.instrument, now.instrument))


def comparable(moved: pd.DataFrame, of: Sequence[Choice]) -> tuple[list[Choice], list[Choice]]:
    """The choices that have a counterpart in the earlier form, and those that have none."""
    have = set(moved.loc[moved["is_comparable"], ["kind", "item"]].itertuples(index=False, name=None))
    return [one for one in of if (one.kind, one.item) in have], [one for one in of if (one.kind, one.item) not in have]


def moved_rows(moved: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """The rows of one item, the greatest rise first; those without a difference come last."""
    own = moved[(moved["kind"] == choice.kind) & (moved["item"] == choice.item)]
    return own.sort_values("difference", ascending=False, kind="stable").reset_index(drop=True)


def told(rows: pd.DataFrame, wording: Wording) -> list[Moved]:
    """The rows as text, in their order."""
    return [_moved(row, wording) for row in rows.to_dict("records")]


def _moved(row: Row, wording: Wording) -> Moved:
    before = row["name_before"]
    return Moved(
        meeting=str(row["meeting"]),
        community=str(row["label"]),
        sub_district=str(row["sub_district"]),
        name=str(row["name"]),
        before=_rate(row["rate_before"], row["n_before"]),
        now=wording.hidden() if row["suppressed"] else _rate(row["rate"], row["n"]),
        difference=points(row["difference"]),
        interval="" if pd.isna(row["low"]) else f"{points(row['low'])} … {points(row['high'])}",
        is_clear=bool(row["is_clear"]),
        rises=bool(row["difference"] > 0),
        predecessor=before if isinstance(before, str) and before != row["name"] else "",
    )


def _rate(rate: float, people: float) -> str:
    return "" if pd.isna(rate) else f"{interval(rate, rate).partition('–')[0]}% (n = {people:.0f})"
