"""A report's communities side by side, as pages show them; every figure already as text, ranks and intervals counted.

This is the report side: it loads pandas, so pages import it inside the view that needs it.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.aggregate import aggregate
from analysis.comparison import compare, group_intervals
from analysis.report import Report
from analysis.rounding import UNDEFINED, shown
from analysis.rules import Aggregate
from analysis.tables import beside
from analysis.wording import Wording
from ballots.instrument import ABSTAINED, INVALID

Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Choice:
    """One item of one kind that can be compared, in words."""

    kind: str
    item: str
    kind_words: str
    words: str
    is_headline: bool


@dataclass(frozen=True)
class Ranked:
    """One subject in the comparison of an item; every figure as text, empty where there is none.

    `rank` is bare, `tied` says how many more share it; `ranks` and `interval` are from–to. `gap`: against all votes
    together, in percentage points.
    """

    meeting: str
    community: str
    sub_district: str
    name: str
    rank: str
    tied: int
    ranks: str
    rate: str
    interval: str
    people: str
    gap: str
    is_hidden: bool


@dataclass(frozen=True)
class Group:
    """A group of communities: all their votes together, and the mean of their rates."""

    name: str
    pooled: str
    interval: str
    mean: str
    subjects: int
    left_out: int


ORDERS: dict[str, tuple[list[str], list[bool]]] = {
    "rank": (["rank", "at"], [True, True]),
    "low": (["low", "at"], [False, True]),
    "people": (["people", "at"], [False, True]),
    "sub_district": (["sub_district", "rank", "at"], [True, True, True]),
    "community": (["community", "at"], [True, True]),
}
"""How a table can be ordered: columns, and whether upwards."""


def choices(report: Report, wording: Wording) -> list[Choice]:
    """Every item that somebody rates, in the order of the form, all items together after theirs."""
    rows = report.items.drop_duplicates(["kind", "item"])
    places = {section.kind: at for at, section in enumerate(report.instrument.sections)}
    ordered = rows.assign(place=rows["kind"].map(places)).sort_values("place", kind="stable").to_dict("records")
    return [
        Choice(
            str(row["kind"]),
            str(row["item"]),
            wording.kind(row["kind"]),
            wording.item(row["kind"], row["item"]),
            bool(row["headline"]),
        )
        for row in ordered
    ]


def chosen(of: Sequence[Choice], kind: str, item: str, first_kind: str) -> Choice:
    """The choice of this kind and item, or else the headline of the kind, of `first_kind`, or of any there is."""
    wanted: list[Callable[[Choice], bool]] = [
        lambda one: one.kind == kind and one.item == item,
        lambda one: one.kind == kind and one.is_headline,
        lambda one: one.kind == first_kind and one.is_headline,
        lambda _one: True,
    ]
    return next(one for is_wanted in wanted for one in of if is_wanted(one))


def rows_of(report: Report, choice: Choice) -> pd.DataFrame:
    """The published rows of one item with intervals and ranks, as in `analysis.comparison.compare`, best first.

    Columns: those of `compare` · `meeting` str · `at` int64, the place in the report.
    """
    own = report.items[(report.items["kind"] == choice.kind) & (report.items["item"] == choice.item)]
    rows = compare(own, report.meetings, report.rules)
    meetings = report.meetings.set_index("community")["meeting"]
    rows = rows.assign(meeting=rows["community"].map(meetings).astype("str"), at=range(len(rows)))
    return ordered(rows, "rank")


def ordered(rows: pd.DataFrame, order: str) -> pd.DataFrame:
    """The rows by one of ORDERS; whatever is not published comes last."""
    columns, upwards = ORDERS[order]
    return rows.sort_values(columns, ascending=upwards, kind="stable").reset_index(drop=True)


def ranked(rows: pd.DataFrame, report: Report, wording: Wording) -> list[Ranked]:
    """The rows as text, in their order; `rows` from `rows_of`, some of them or all."""
    whole = _pooled(report, rows)
    return [_ranked(row, whole, wording) for row in rows.to_dict("records")]


def groups(report: Report, choice: Choice, wording: Wording, by: Sequence[str] = ("sub_district",)) -> list[Group]:
    """The sub-districts, or with `by` empty the one group of all, in the order of the report."""
    own = report.items[(report.items["kind"] == choice.kind) & (report.items["item"] == choice.item)]
    compared = compare(own, report.meetings, report.rules)
    found = group_intervals(aggregate(own, report.rules, list(by)), compared, list(by))
    pooled = found[found["method"] == Aggregate.POOLED].to_dict("records")
    means = found[found["method"] == Aggregate.MEAN_OF_RATES].to_dict("records")
    return [_group(one, other, by, wording) for one, other in zip(pooled, means, strict=True)]


def pooled(report: Report, choice: Choice) -> tuple[int, int]:
    """All votes together on an item: those at the strict levels, and the denominators."""
    rows = report.overall
    here = (rows["kind"] == choice.kind) & (rows["item"] == choice.item) & (rows["method"] == Aggregate.POOLED)
    row = rows[here].iloc[0]
    return int(row["strict_numerator"]), int(row["strict_denominator"])


def level_table(rows: pd.DataFrame, report: Report, wording: Wording) -> tuple[list[str], list[list[str]]]:
    """The heads and rows of a table with the votes at each level; `rows` from `rows_of`, in the order wanted."""
    kind = str(rows["kind"].iloc[0])
    section = report.instrument.section(kind)
    columns = [*(level.id for level in section.scale.levels), ABSTAINED, INVALID]
    heads = ["", *(wording.level(kind, level) for level in columns), wording.say("ratings")]
    votes = beside(rows, report.tally, section)
    told = [
        [str(row["community"]), *(_count(row[column], row) for column in columns), str(row["valid"])]
        for row in votes.to_dict("records")
    ]
    return heads, told


def item_table(rows: pd.DataFrame, report: Report, wording: Wording) -> tuple[list[str], list[list[str]]]:
    """The heads and rows of a table with the rate of every item of the kind; `rows` as in `level_table`."""
    kind = str(rows["kind"].iloc[0])
    items = report.items[report.items["kind"] == kind]
    names = list(dict.fromkeys(items["item"]))
    cells = {(row["community"], row["subject"], row["item"]): row for row in items.to_dict("records")}
    told = [
        [str(row["community"]), *(_rate(cells[row["community"], row["subject"], name], wording) for name in names)]
        for row in rows.to_dict("records")
    ]
    return ["", *(wording.item(kind, name) for name in names)], told


def interval(low: object, high: object) -> str:
    """From–to in percent with one decimal, outwards in no case: the ends are whole people already. Empty: none."""
    if pd.isna(low) or pd.isna(high):
        return ""
    return f"{_percent(low)}–{_percent(high)}%"


def points(difference: object) -> str:
    """A difference of two rates in percentage points, with its sign. Empty: none."""
    if pd.isna(difference):
        return ""
    text = shown(round(float(str(difference)) * 10**9), 10**9)
    return text if text.startswith("-") or not text.strip("0.") else f"+{text}"


def _ranked(row: Row, whole: float, wording: Wording) -> Ranked:
    hidden = bool(row["suppressed"])
    has_rank = not pd.isna(row["rank"])
    known = f"/{row['roll']}" if row["roll"] else ""
    return Ranked(
        meeting=str(row["meeting"]),
        community=str(row["community"]),
        sub_district=str(row["sub_district"]),
        name=str(row["name"]),
        rank=str(row["rank"]) if has_rank else "",
        tied=int(row["tied"]) - 1 if has_rank else 0,
        ranks="" if pd.isna(row["best_rank"]) else _span(row["best_rank"], row["worst_rank"]),
        rate=wording.hidden() if hidden else wording.rate_of(row["strict_votes"], row["denominator"]),
        interval=interval(row["low"], row["high"]),
        people="" if pd.isna(row["people"]) else f"{row['people']}{known}",
        gap=points(row["strict_rate"] - whole),
        is_hidden=hidden,
    )


def _group(pooled: Row, mean: Row, by: Sequence[str], wording: Wording) -> Group:
    above, below = pooled["strict_numerator"], pooled["strict_denominator"]
    return Group(
        name=str(pooled[by[0]]) if by else "",
        pooled=wording.rate_of(above, below) if below else UNDEFINED,
        interval=interval(pooled["low"], pooled["high"]),
        mean=wording.percent(mean["strict_numerator"], mean["strict_denominator"]),
        subjects=int(pooled["subjects"]),
        left_out=int(pooled["left_out"]),
    )


def _pooled(report: Report, rows: pd.DataFrame) -> float:
    """All votes together on the item of the rows, a fraction; NaN where there are none."""
    if rows.empty:
        return float("nan")
    whole = report.overall
    here = (whole["kind"] == rows["kind"].iloc[0]) & (whole["item"] == rows["item"].iloc[0])
    return float(whole.loc[here & (whole["method"] == Aggregate.POOLED), "strict_rate"].iloc[0])


def _count(value: object, row: Row) -> str:
    return UNDEFINED if row["suppressed"] else str(value)


def _rate(row: Row, wording: Wording) -> str:
    return UNDEFINED if row["suppressed"] else wording.rate_of(row["strict_votes"], row["denominator"])


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _percent(value: object) -> str:
    return shown(round(float(str(value)) * 10**9), 10**9, places=1)


def in_words(rows: pd.DataFrame, wording: Wording, has_before: bool) -> list[dict[str, object]]:
    """Rows of `analysis.comparison.compare` for a terminal, in the form's words; `has_before`: with the difference."""
    told = []
    for row in rows.to_dict("records"):
        one = _ranked(row, float("nan"), wording)
        facts: dict[str, object] = {
            "community": one.community,
            "subject": one.name,
            "item": wording.item(str(row["kind"]), str(row["item"])),
            "rank": f"{one.rank}=" if one.tied else one.rank,
            "ranks": one.ranks,
            "rate": one.rate,
            "interval": one.interval,
            "rated": one.people,
        }
        told.append(facts | ({"difference": points(row["difference"])} if has_before else {}))
    return told
