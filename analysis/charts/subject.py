"""One subject, item by item: every ballot of the box is in every bar, level by level, the abstained ones apart."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.sheet import Sheet, foot, head, heads
from analysis.charts.stacked import bar, legend, segments
from analysis.palette import INK, MUTED
from analysis.theme import BODY, HEADING, MARGIN, NOTE, WIDTH
from analysis.wording import Wording
from ballots.instrument import INVALID

BARS, BARS_END = 1.45, 5.02
"""Inches from the left: where bars begin and the longest ends."""
STRICT, BROAD = 5.98, WIDTH - MARGIN
"""Inches from the left: the right edge of the two columns of rates."""
COLUMN = 0.92
PITCH, THICKNESS, APART = 0.44, 0.21, 0.1


def draw(rows: pd.DataFrame, wording: Wording) -> Figure:
    """A stacked bar for each item of one subject, counts on the segments, rates with their fractions on the right.

    `rows` are the rows of one community and subject from `analysis.tables.beside`. A suppressed row shows no number
    and no bar; an item nobody rated shows a dash.
    """
    kind = rows["kind"].iloc[0]
    sheet = Sheet(finding(rows, wording))
    y = head(sheet, _kicker(rows, wording), finding(rows, wording), wording.formulas(kind))
    y = legend(sheet, y + 0.1, kind, wording, has_invalid=bool(rows[INVALID].fillna(0).any()))
    y = heads(sheet, y + 0.08, (STRICT, BROAD), (wording.strict(kind), wording.broad(kind)), COLUMN) + 0.3
    for row in rows.to_dict("records"):
        y += APART if row["headline"] else 0
        _draw_row(sheet, y, row, wording)
        y += PITCH
    sheet.end(y + 0.28)
    foot(sheet, wording.foot())
    return sheet.figure


def alt(rows: pd.DataFrame, wording: Wording) -> str:
    """The chart in words: the finding, then each item with its rates and counts."""
    return wording.sentences([finding(rows, wording), *(_describe(row, wording) for row in rows.to_dict("records"))])


def finding(rows: pd.DataFrame, wording: Wording) -> str:
    """What the chart shows first: the subject's name and its rate, or that it is not published."""
    row = rows[rows["headline"]].to_dict("records")[0]
    if row["suppressed"]:
        return wording.say("finding_hidden", name=row["name"], hidden=wording.hidden())
    rate = wording.rate_of(row["rate_votes"], row["denominator"])
    return wording.say("finding", name=row["name"], label=wording.inline(wording.rate(row["kind"])), rate=rate)


def _kicker(rows: pd.DataFrame, wording: Wording) -> str:
    row = rows[rows["headline"]].to_dict("records")[0]
    return wording.say(
        "kicker", community=row["community"], kind=wording.kind(row["kind"]), valid=wording.ballots(rows)
    )


def _draw_row(sheet: Sheet, y: float, row: dict[str, Any], wording: Wording) -> None:
    """One item; `y` is the base line of its name."""
    size = HEADING if row["headline"] else BODY
    if row["headline"]:
        sheet.rule(MARGIN, y - 0.33, WIDTH - MARGIN, y - 0.33)
    lines = sheet.wrap(wording.item(row["kind"], row["item"]), size, BARS - MARGIN - 0.1, 2)
    sheet.lines(MARGIN, y - 0.09 * (len(lines) - 1), lines, size, INK)
    if row["suppressed"]:
        sheet.text(BARS, y, wording.hidden(), BODY, MUTED)
        return
    bar(sheet, (BARS, y - 0.155, BARS_END - BARS, THICKNESS), segments(row, wording))
    for right, votes in ((STRICT, row["strict_votes"]), (BROAD, row["broad_votes"])):
        sheet.text(right, y - 0.03, wording.percent(votes, row["denominator"]), size, INK, "right")
        sheet.text(right, y + 0.11, f"{votes}/{row['denominator']}", NOTE, MUTED, "right")


def _describe(row: dict[str, Any], wording: Wording) -> str:
    item = wording.item(row["kind"], row["item"])
    if row["suppressed"]:
        return wording.say("is", name=item, value=wording.hidden())
    counts = [f"{wording.level(row['kind'], segment.level)} {segment.votes}" for segment in segments(row, wording)]
    return wording.say("is", name=item, value=wording.semicolon([wording.both_rates(row), wording.comma(counts)]))
