"""One item across communities, level by level: every ballot of every box, on bars of one length."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.sheet import Sheet, foot, head, heads
from analysis.charts.stacked import bar, legend, segments
from analysis.palette import INK, MUTED, TRACK
from analysis.theme import BODY, MARGIN, NOTE, PAGE_HEIGHT, SMALL, WIDTH
from analysis.wording import Wording
from ballots.instrument import INVALID

NAMES_END, BARS, BARS_END = 1.75, 1.9, 5.35
"""Inches from the left: where names end, where bars begin, and where the longest ends."""
PERCENT, FRACTION, BALLOTS = 5.95, 6.5, WIDTH - MARGIN
"""Inches from the left: the right edges of the columns of numbers."""
COLUMN = 0.72
ROOMY, COMPACT = 0.34, 0.22
"""Inches from row to row, for up to MANY communities and for more."""
MANY = 30
OUTSIDE = 3.0


def draw(rows: pd.DataFrame, wording: Wording) -> Figure:
    """A stacked bar for each community in the order of `rows`, which are those of `tables.beside` on one item."""
    return _draw(rows, rows, wording.say("levels_kicker"), wording)


def draw_pages(rows: pd.DataFrame, wording: Wording) -> list[Figure]:
    """The same chart cut into figures no higher than an A4 page."""
    portion = int((PAGE_HEIGHT - OUTSIDE) / _pitch(rows))
    parts = [rows.iloc[start : start + portion] for start in range(0, len(rows), portion)]
    kicker = wording.say("levels_kicker")
    return [
        _draw(part, rows, wording.say("page", kicker=kicker, page=page, pages=len(parts)), wording)
        for page, part in enumerate(parts, 1)
    ]


def alt(rows: pd.DataFrame, wording: Wording) -> str:
    """The chart in words: what it shows; every count of it is in the table beside it."""
    return wording.sentences([finding(rows, wording), wording.say("see_table")])


def finding(rows: pd.DataFrame, wording: Wording) -> str:
    """What the chart shows: the levels of which item, in how many communities."""
    first = rows.iloc[0]
    return wording.say(
        "levels",
        kind=wording.kind(first["kind"]),
        item=wording.item(first["kind"], first["item"]),
        count=len(rows),
    )


def _draw(part: pd.DataFrame, rows: pd.DataFrame, kicker: str, wording: Wording) -> Figure:
    kind, pitch = str(rows["kind"].iloc[0]), _pitch(rows)
    sheet = Sheet(finding(rows, wording))
    y = head(sheet, kicker, finding(rows, wording), [wording.formulas(kind)[0]])
    y = legend(sheet, y + 0.1, kind, wording, has_invalid=bool(rows[INVALID].fillna(0).any()))
    words = wording.strict(kind), wording.say("ratings")
    top = heads(sheet, y + 0.12, (FRACTION, BALLOTS), words, COLUMN) + 0.08
    for at, row in enumerate(part.to_dict("records")):
        _draw_row(sheet, top + pitch * (at + 0.5), row, pitch, wording)
    sheet.end(top + pitch * len(part) + 0.42)
    foot(sheet, wording.foot())
    return sheet.figure


def _pitch(rows: pd.DataFrame) -> float:
    return ROOMY if len(rows) <= MANY else COMPACT


def _draw_row(sheet: Sheet, y: float, row: dict[str, Any], pitch: float, wording: Wording) -> None:
    """One community; `y` is the middle of its row."""
    size = BODY if pitch == ROOMY else SMALL
    base = y + size / 72 * 0.36
    name = sheet.fit(row["community"], size, NAMES_END - MARGIN)
    sheet.text(NAMES_END, base, name, size, INK, "right")
    sheet.rule(MARGIN, y + pitch / 2, WIDTH - MARGIN, y + pitch / 2, TRACK, 0.5)
    if row["suppressed"]:
        sheet.text(BARS, base, wording.hidden(), NOTE, MUTED)
        return
    height = 0.16
    bar(sheet, (BARS, y - height / 2, BARS_END - BARS, height), segments(row, wording), told=False)
    sheet.text(PERCENT, base, wording.percent(row["strict_votes"], row["denominator"]), size, INK, "right")
    sheet.text(FRACTION, base, f"{row['strict_votes']}/{row['denominator']}", NOTE, MUTED, "right")
    sheet.text(BALLOTS, base, str(row["valid"]), size, INK, "right")
