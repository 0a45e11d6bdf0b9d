"""One item across communities with its uncertainty: a dot for the rate, a line for its interval, the rank beside it."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.sheet import Sheet, foot, head, heads
from analysis.palette import INK, LIGHT, MUTED, PAPER, STRICT, TRACK
from analysis.theme import BODY, MARGIN, NOTE, PAGE_HEIGHT, SMALL, WIDTH
from analysis.wording import Wording

RANK, NAME, NAME_END = 0.42, 0.52, 1.9
"""Inches from the left: where ranks end, and where names begin and end."""
LEFT, RIGHT = 2.05, 5.12
"""Inches from the left: where the scale begins, and its 100 %."""
PERCENT, FRACTION, RANKS = 5.8, 6.38, WIDTH - MARGIN
"""Inches from the left: the right edges of the three columns of numbers."""
ROOMY, COMPACT = 0.27, 0.19
"""Inches from row to row, for up to MANY communities and for more."""
MANY = 30
COLUMN = 0.68
OUTSIDE = 3.0
"""Inches over and under the rows, at most."""


def draw(rows: pd.DataFrame, whole: tuple[int, int], wording: Wording) -> Figure:
    """A row for each community in the order of `rows`, which are those of `comparison.compare` on one item.

    `whole`: votes and ratings of all communities together, the dotted line. A hidden row has no dot and no number; a
    row without an interval a dot alone. The figure grows with the rows.
    """
    return _draw(rows, rows, whole, _kicker(rows, wording), wording)


def draw_pages(rows: pd.DataFrame, whole: tuple[int, int], wording: Wording) -> list[Figure]:
    """The same chart cut into figures no higher than an A4 page; all of them have one scale."""
    portion = int((PAGE_HEIGHT - OUTSIDE) / _pitch(rows))
    parts = [rows.iloc[start : start + portion] for start in range(0, len(rows), portion)]
    kicker = _kicker(rows, wording)
    return [
        _draw(part, rows, whole, wording.say("page", kicker=kicker, page=page, pages=len(parts)), wording)
        for page, part in enumerate(parts, 1)
    ]


def alt(rows: pd.DataFrame, wording: Wording) -> str:
    """The chart in words: each community with its rank, rate and interval."""
    return wording.sentences([finding(rows, wording), *(_describe(row, wording) for row in rows.to_dict("records"))])


def finding(rows: pd.DataFrame, wording: Wording) -> str:
    """What the chart shows: which rate on which item, of how many communities."""
    first = rows.iloc[0]
    return wording.say(
        "ranking",
        kind=wording.kind(first["kind"]),
        item=wording.item(first["kind"], first["item"]),
        label=wording.inline(wording.strict(first["kind"])),
        count=len(rows),
    )


def _draw(part: pd.DataFrame, rows: pd.DataFrame, whole: tuple[int, int], kicker: str, wording: Wording) -> Figure:
    kind, pitch, start = str(rows["kind"].iloc[0]), _pitch(rows), _scale_start(rows)
    sheet = Sheet(finding(rows, wording))
    y = head(sheet, kicker, finding(rows, wording), [wording.formulas(kind)[0], wording.say("ranking_base")])
    y = _draw_legend(sheet, y + 0.1, wording) + 0.34
    words = wording.strict(kind), wording.say("possible_ranks")
    top = heads(sheet, y, (FRACTION, RANKS), words, COLUMN)
    bottom = top + 0.1 + pitch * len(part)
    _draw_scale(sheet, top, bottom, start)
    if whole[1]:
        place = _place(100 * whole[0] / whole[1], start)
        sheet.dots(place, top, bottom)
        label = wording.say("whole", rate=wording.rate_of(*whole))
        sheet.text(place, top - 0.19, label, NOTE, INK, "right" if place > 4 else "center")
    for at, row in enumerate(part.to_dict("records")):
        _draw_row(sheet, top + 0.1 + pitch * (at + 0.5), row, start, pitch, wording)
    sheet.end(bottom + 0.42)
    foot(sheet, wording.foot())
    return sheet.figure


def _kicker(rows: pd.DataFrame, wording: Wording) -> str:
    return wording.say("ranking_kicker", label=wording.inline(wording.strict(rows["kind"].iloc[0])))


def _draw_legend(sheet: Sheet, y: float, wording: Wording) -> float:
    _draw_whisker(sheet, y - 0.045, MARGIN, MARGIN + 0.36)
    sheet.dot(MARGIN + 0.18, y - 0.045, 0.12, STRICT, PAPER)
    sheet.text(MARGIN + 0.46, y, wording.say("whisker"), SMALL)
    return y


def _draw_whisker(sheet: Sheet, y: float, left: float, right: float) -> None:
    sheet.rule(left, y, right, y, LIGHT, 3.2)
    for end in (left, right):
        sheet.rule(end, y - 0.045, end, y + 0.045, STRICT, 0.9)


def _pitch(rows: pd.DataFrame) -> float:
    return ROOMY if len(rows) <= MANY else COMPACT


def _scale_start(rows: pd.DataFrame) -> int:
    """The multiple of 10 at or below everything drawn, in percent, at most 80."""
    lowest = rows[["low", "strict_rate"]].min().min()
    return 0 if pd.isna(lowest) else min(int(lowest * 10) * 10, 80)


def _place(percent: float, start: int) -> float:
    return LEFT + (RIGHT - LEFT) * (percent - start) / (100 - start)


def _draw_scale(sheet: Sheet, top: float, bottom: float, start: int) -> None:
    for percent in range(100, start - 1, -10 if start >= 40 else -20):
        x = _place(percent, start)
        sheet.rule(x, top, x, bottom, TRACK, 0.8)
        sheet.text(x, top - 0.05, f"{percent}%", NOTE, MUTED, "center")


def _draw_row(sheet: Sheet, y: float, row: dict[str, Any], start: int, pitch: float, wording: Wording) -> None:
    """One community; `y` is the middle of its row."""
    size = BODY if pitch == ROOMY else SMALL
    base = y + size / 72 * 0.36
    sheet.text(NAME, base, sheet.fit(row["community"], size, NAME_END - NAME), size, INK)
    sheet.rule(MARGIN, y + pitch / 2, WIDTH - MARGIN, y + pitch / 2, TRACK, 0.5)
    if row["suppressed"]:
        sheet.text(LEFT, base, wording.hidden(), NOTE, MUTED)
        return
    if not pd.isna(row["rank"]):
        sheet.text(RANK, base, _rank(row), size, INK, "right")
        if not pd.isna(row["low"]):
            _draw_whisker(sheet, y, _place(100 * row["low"], start), _place(100 * row["high"], start))
        sheet.dot(_place(100 * row["strict_rate"], start), y, 0.12, STRICT, PAPER)
    votes, base_of = row["strict_votes"], row["denominator"]
    sheet.text(PERCENT, base, wording.percent(votes, base_of), size, INK, "right")
    sheet.text(FRACTION, base, f"{votes}/{base_of}", NOTE, MUTED, "right")
    sheet.text(RANKS, base, _ranks(row), size, INK, "right")


def _rank(row: dict[str, Any]) -> str:
    return f"{row['rank']}=" if row["tied"] > 1 else str(row["rank"])


def _ranks(row: dict[str, Any]) -> str:
    if pd.isna(row["best_rank"]):
        return ""
    first, last = row["best_rank"], row["worst_rank"]
    return str(first) if first == last else f"{first}–{last}"


def _describe(row: dict[str, Any], wording: Wording) -> str:
    if row["suppressed"] or pd.isna(row["rank"]):
        value = wording.hidden() if row["suppressed"] else wording.percent(0, 0)
        return wording.say("is", name=row["community"], value=value)
    value = wording.rate_of(row["strict_votes"], row["denominator"])
    parts = [wording.say("rank", rank=_rank(row)), value]
    if not pd.isna(row["low"]):
        parts.append(wording.say("interval", low=f"{100 * row['low']:.1f}", high=f"{100 * row['high']:.1f}"))
    return wording.say("is", name=row["community"], value=wording.comma(parts))
