"""One subject, item by item: every ballot of the box is in every bar, level by level, the abstained ones apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.sheet import Sheet, foot, head, heads
from analysis.palette import INK, MUTED, ink_on, level_colours
from analysis.theme import BODY, HEADING, MARGIN, NOTE, SMALL, WIDTH
from analysis.wording import Wording
from ballots.instrument import ABSTAINED, INVALID

BARS, BARS_END = 1.45, 5.02
"""Inches from the left: where bars begin and the longest ends."""
STRICT, BROAD = 5.98, WIDTH - MARGIN
"""Inches from the left: the right edge of the two columns of rates."""
COLUMN = 0.92
PITCH, THICKNESS, APART = 0.44, 0.21, 0.1
GAP = 0.06
"""Inches between the ratings that count and those that do not."""


@dataclass(frozen=True)
class Segment:
    """One stretch of a bar. `colour` is None where the ratings are outside the effective ones."""

    level: str
    votes: int
    colour: str | None


def draw(rows: pd.DataFrame, wording: Wording) -> Figure:
    """A stacked bar for each item of one subject, counts on the segments, rates with their fractions on the right.

    `rows` are the rows of one community and subject from `analysis.tables.beside`. A suppressed row shows no number
    and no bar; an item nobody rated shows a dash.
    """
    kind = rows["kind"].iloc[0]
    sheet = Sheet(finding(rows, wording))
    y = head(sheet, _kicker(rows, wording), finding(rows, wording), wording.formulas(kind))
    y = _draw_legend(sheet, y + 0.1, rows, wording)
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


def _draw_legend(sheet: Sheet, y: float, rows: pd.DataFrame, wording: Wording) -> float:
    kind, x = rows["kind"].iloc[0], MARGIN
    colours: dict[str, str | None] = dict(level_colours(wording.scale(kind)))
    colours[ABSTAINED] = None
    if rows[INVALID].fillna(0).any():
        colours[INVALID] = None
    for level, colour in colours.items():
        words = wording.level(kind, level)
        room = sheet.width(words, SMALL) + 0.42
        if x + room > WIDTH:
            x, y = MARGIN, y + 0.2
        _draw_stretch(sheet, x, y - 0.1, 0.2, 0.12, Segment(level, 0, colour))
        sheet.text(x + 0.26, y, words, SMALL, INK)
        x += room
    return y + 0.2


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
    _draw_bar(sheet, y - 0.155, row, wording)
    for right, votes in ((STRICT, row["strict_votes"]), (BROAD, row["broad_votes"])):
        sheet.text(right, y - 0.03, wording.percent(votes, row["denominator"]), size, INK, "right")
        sheet.text(right, y + 0.11, f"{votes}/{row['denominator']}", NOTE, MUTED, "right")


def _draw_bar(sheet: Sheet, y: float, row: dict[str, Any], wording: Wording) -> None:
    segments = list(_segments(row, wording))
    total = sum(segment.votes for segment in segments)
    if not total:
        return
    x, free, room = BARS, BARS, BARS_END - BARS - GAP
    for before, segment in zip([None, *segments], segments, strict=False):
        apart = before is not None and before.colour is not None and segment.colour is None
        x += GAP if apart else 0
        length = room * segment.votes / total
        _draw_stretch(sheet, x, y, length, THICKNESS, segment)
        free = _draw_count(sheet, x, y, length, segment, free)
        x += length


def _segments(row: dict[str, Any], wording: Wording) -> Iterator[Segment]:
    """The stretches with votes, best level first, then the abstained and the invalid ones."""
    for level, colour in level_colours(wording.scale(row["kind"])).items():
        if row[level]:
            yield Segment(level, int(row[level]), colour)
    for level in (ABSTAINED, INVALID):
        if row[level]:
            yield Segment(level, int(row[level]), None)


def _draw_stretch(sheet: Sheet, x: float, y: float, length: float, height: float, segment: Segment) -> None:
    if segment.colour is None:
        sheet.hatched(x, y, length, height, "/////" if segment.level == ABSTAINED else "xxxxx")
    else:
        sheet.bar(x, y, max(length - 0.012, 0.008), height, segment.colour)


def _draw_count(sheet: Sheet, x: float, y: float, length: float, segment: Segment, free: float) -> float:
    """The count inside its stretch, or over it where it is too short; returns where the next one over it may go."""
    text = str(segment.votes)
    room = sheet.width(text, SMALL)
    if segment.colour and room + 0.06 <= length:
        sheet.text(x + length / 2, y + 0.148, text, SMALL, ink_on(segment.colour), "center")
        return free
    left = max(x + length / 2 - room / 2, free)
    sheet.text(left, y - 0.03, text, NOTE, MUTED)
    return left + room + 0.03


def _describe(row: dict[str, Any], wording: Wording) -> str:
    item = wording.item(row["kind"], row["item"])
    if row["suppressed"]:
        return wording.say("is", name=item, value=wording.hidden())
    counts = [f"{wording.level(row['kind'], segment.level)} {segment.votes}" for segment in _segments(row, wording)]
    return wording.say("is", name=item, value=wording.semicolon([wording.both_rates(row), wording.comma(counts)]))
