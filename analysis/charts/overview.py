"""Every subject of one community at a glance: strict and broad rate on one bar, their fractions beside it."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.sheet import Sheet, foot, head
from analysis.palette import BROAD, INK, MUTED, RULE, STRICT, TRACK
from analysis.theme import BODY, HEADING, MARGIN, NOTE, SMALL, TITLE, WIDTH
from analysis.wording import Wording

BAR, BAR_END = MARGIN, 4.2
"""Inches from the left: 0 % and 100 %."""
STRICT_RATE, BROAD_RATE = 4.55, 5.9
"""Inches from the left: where the strict and the broad rate are printed."""
PITCH, THICKNESS = 0.92, 0.26


def draw(rows: pd.DataFrame, wording: Wording) -> Figure:
    """A bar from 0 to 100 % for each subject of one community: dark the strict rate, light what the broad one adds.

    `rows` are the rows of one community; only those with `headline` True are drawn. A suppressed subject has no bar
    and no number; one that nobody rated has an empty bar and dashes.
    """
    sheet = Sheet(finding(rows, wording))
    y = head(sheet, _kicker(rows, wording), finding(rows, wording), _bases(rows, wording))
    y += 0.16
    for row in _headlines(rows):
        sheet.rule(MARGIN, y, WIDTH - MARGIN, y)
        _draw_subject(sheet, y, row, wording)
        y += PITCH
    sheet.end(y + 0.3)
    foot(sheet, wording.foot())
    return sheet.figure


def alt(rows: pd.DataFrame, wording: Wording) -> str:
    """The chart in words: each subject with its rates."""
    told = [_describe(row, wording) for row in _headlines(rows)]
    return wording.sentences([finding(rows, wording), *told])


def finding(rows: pd.DataFrame, wording: Wording) -> str:
    """What the chart shows: whose results these are."""
    return wording.say("overview", community=rows["community"].iloc[0], count=len(_headlines(rows)))


def _headlines(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return list(rows[rows["headline"]].to_dict("records"))


def _kicker(rows: pd.DataFrame, wording: Wording) -> str:
    return wording.say("ballots", valid=wording.ballots(rows))


def _bases(rows: pd.DataFrame, wording: Wording) -> list[str]:
    """What each rate is made of, each scale once."""
    formulas = [wording.formulas(kind) for kind in rows["kind"].unique()]
    if wording.language == "en":
        return [formula for pair in formulas for formula in pair]
    return [wording.semicolon(pair) for pair in formulas]


def _draw_subject(sheet: Sheet, y: float, row: dict[str, Any], wording: Wording) -> None:
    kind = wording.kind(row["kind"])
    sheet.text(MARGIN, y + 0.3, kind, BODY, MUTED)
    after = MARGIN + sheet.width(kind, BODY) + 0.12
    sheet.text(after, y + 0.3, sheet.fit(row["name"], HEADING, BAR_END - after), HEADING)
    if row["suppressed"]:
        sheet.text(MARGIN, y + 0.62, wording.hidden(), BODY, MUTED)
        return
    _draw_bar(sheet, y + 0.42, row)
    strict, broad = (row["strict_votes"], row["denominator"]), (row["broad_votes"], row["denominator"])
    _draw_rate(sheet, STRICT_RATE, y, STRICT, wording.strict(row["kind"]), wording.percent(*strict), strict)
    _draw_rate(sheet, BROAD_RATE, y, BROAD, wording.broad(row["kind"]), wording.percent(*broad), broad)


def _draw_rate(
    sheet: Sheet, x: float, y: float, colour: str, label: str, percent: str, fraction: tuple[int, int]
) -> None:
    """One rate: its colour and name, then the figure and the whole numbers it is made of."""
    lines = sheet.wrap(label, SMALL, WIDTH - MARGIN - BROAD_RATE, 2)
    first = y + 0.3 - 0.155 * (len(lines) - 1)
    sheet.bar(x - 0.14, first - 0.085, 0.09, 0.09, colour)
    sheet.lines(x, first, lines, SMALL, MUTED)
    sheet.text(x, y + 0.6, percent, TITLE, INK)
    votes, base = fraction
    sheet.text(x, y + 0.77, f"{votes}/{base}", SMALL, MUTED)


def _draw_bar(sheet: Sheet, y: float, row: dict[str, Any]) -> None:
    room = BAR_END - BAR
    sheet.bar(BAR, y, room, THICKNESS, TRACK)
    if row["denominator"]:
        sheet.bar(BAR, y, room * row["broad_votes"] / row["denominator"], THICKNESS, BROAD)
        sheet.bar(BAR, y, room * row["strict_votes"] / row["denominator"], THICKNESS, STRICT)
    for percent, align in ((0, "left"), (25, "center"), (50, "center"), (75, "center"), (100, "right")):
        x = BAR + room * percent / 100
        sheet.rule(x, y + THICKNESS, x, y + THICKNESS + 0.04, RULE)
        sheet.text(x, y + THICKNESS + 0.15, f"{percent}%", NOTE, MUTED, align)


def _describe(row: dict[str, Any], wording: Wording) -> str:
    name = wording.say("titled", kind=wording.kind(row["kind"]), name=row["name"])
    return wording.say("is", name=name, value=wording.both_rates(row))
