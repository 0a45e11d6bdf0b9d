"""Communities and items at a glance: a cell for each, the darker the higher the rate, its number written in it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.sheet import Sheet, foot, head
from analysis.palette import INK, MUTED, PAPER, SHADES, ink_on, shade
from analysis.theme import BODY, MARGIN, NOTE, PAGE_HEIGHT, SMALL, WIDTH
from analysis.wording import Wording

NAMES_END = 1.75
"""Inches from the left: where names end and cells begin."""
ROOMY, COMPACT = 0.3, 0.2
"""Inches from row to row, for up to MANY communities and for more."""
MANY = 30
GAP, APART = 0.025, 0.1
"""Inches between cells, and before the column that speaks for the subject."""
OUTSIDE = 3.2


def draw(rows: pd.DataFrame, wording: Wording) -> Figure:
    """A row for each subject in the order of `rows`, a column for each of its items in the order of the form.

    `rows`: published figures of one kind, every item of every subject, as in `report.Report.items`. All columns share
    one scale of ten shades, from the step below the lowest rate to 100 %. A hidden cell is hatched.
    """
    return _draw(rows, _subjects(rows), wording.say("heat_kicker"), wording)


def draw_pages(rows: pd.DataFrame, wording: Wording) -> list[Figure]:
    """The same chart cut into figures no higher than an A4 page; all of them have one scale."""
    subjects = _subjects(rows)
    portion = int((PAGE_HEIGHT - OUTSIDE) / _pitch(subjects))
    parts = [subjects[start : start + portion] for start in range(0, len(subjects), portion)]
    kicker = wording.say("heat_kicker")
    return [
        _draw(rows, part, wording.say("page", kicker=kicker, page=page, pages=len(parts)), wording)
        for page, part in enumerate(parts, 1)
    ]


def alt(rows: pd.DataFrame, wording: Wording) -> str:
    """The chart in words: what it shows; every rate of it is in the table beside it."""
    return wording.sentences([finding(rows, wording), wording.say("see_table")])


def finding(rows: pd.DataFrame, wording: Wording) -> str:
    """What the chart shows: which rate, item by item, of how many communities."""
    kind = rows["kind"].iloc[0]
    label = wording.inline(wording.strict(kind))
    return wording.say("heat", kind=wording.kind(kind), label=label, count=len(_subjects(rows)))


def _subjects(rows: pd.DataFrame) -> list[pd.DataFrame]:
    return [group for _, group in rows.groupby(["community", "subject"], sort=False)]


def _draw(rows: pd.DataFrame, subjects: Sequence[pd.DataFrame], kicker: str, wording: Wording) -> Figure:
    kind, pitch, start = str(rows["kind"].iloc[0]), _pitch(_subjects(rows)), _start(rows)
    sheet = Sheet(finding(rows, wording))
    y = head(sheet, kicker, finding(rows, wording), [wording.formulas(kind)[0]])
    y = _draw_legend(sheet, y + 0.12, start, wording) + 0.3
    items = [(str(row["item"]), bool(row["headline"])) for row in _subjects(rows)[0].to_dict("records")]
    lefts, width = _columns([speaks for _, speaks in items])
    lines = [sheet.wrap(wording.item(kind, item), SMALL, width - 0.04, 3) for item, _ in items]
    deepest = max(len(one) for one in lines)
    for left, one in zip(lefts, lines, strict=True):
        sheet.lines(left + width / 2, y + 0.155 * (deepest - len(one)), one, SMALL, MUTED, "center")
    y += 0.155 * deepest - 0.04
    for subject in subjects:
        _draw_subject(sheet, y, subject, lefts, width, pitch, start)
        y += pitch
    sheet.end(y + 0.42)
    foot(sheet, wording.foot())
    return sheet.figure


def _columns(speaks: Sequence[bool]) -> tuple[list[float], float]:
    """Where each column begins, and how wide all are; the one that speaks for the subject stands apart."""
    room = WIDTH - MARGIN - NAMES_END - APART * sum(speaks)
    width = min(room / len(speaks), 0.85)
    lefts, x = [], NAMES_END
    for one in speaks:
        x += APART if one else 0
        lefts.append(x)
        x += width
    return lefts, width


def _draw_subject(
    sheet: Sheet, y: float, subject: pd.DataFrame, lefts: Sequence[float], width: float, pitch: float, start: int
) -> None:
    size = BODY if pitch == ROOMY else SMALL
    base = y + pitch / 2 + size / 72 * 0.36
    name = sheet.fit(subject["community"].iloc[0], size, NAMES_END - MARGIN - 0.1)
    sheet.text(NAMES_END - 0.1, base, name, size, INK, "right")
    for left, row in zip(lefts, subject.to_dict("records"), strict=True):
        _draw_cell(sheet, left, y, row, (width - GAP, pitch - GAP), start, size)


def _draw_cell(
    sheet: Sheet, x: float, y: float, row: dict[str, Any], extent: tuple[float, float], start: int, size: float
) -> None:
    width, height = extent
    base = y + height / 2 + size / 72 * 0.36
    if row["suppressed"] or not row["denominator"]:
        sheet.hatched(x, y, width, height, "/////" if row["suppressed"] else "")
        return
    colour = _colour(row["strict_rate"], start)
    sheet.bar(x, y, width, height, colour)
    number = f"{100 * row['strict_rate']:.1f}"
    sheet.text(x + width / 2, base, number, size - 0.5, ink_on(colour), "center")


def _draw_legend(sheet: Sheet, y: float, start: int, wording: Wording) -> float:
    step = (100 - start) / SHADES
    x, width = MARGIN, 0.3
    for at in range(SHADES):
        sheet.bar(x + at * width, y - 0.1, width, 0.12, shade(at / (SHADES - 1)))
    for at in range(0, SHADES + 1, SHADES // 2):
        sheet.text(
            x + at * width, y + 0.15, f"{start + at * step:g}%", NOTE, MUTED, ("left", "center", "right")[at // 5]
        )
    x += SHADES * width + 0.3
    sheet.hatched(x, y - 0.1, 0.3, 0.12)
    sheet.text(x + 0.36, y, wording.hidden(), SMALL, INK)
    return y + 0.1


def _pitch(subjects: Sequence[pd.DataFrame]) -> float:
    return ROOMY if len(subjects) <= MANY else COMPACT


def _start(rows: pd.DataFrame) -> int:
    """The multiple of 10 at or below the lowest rate, in percent, at most 80."""
    lowest = rows["strict_rate"].min()
    return 0 if pd.isna(lowest) else min(int(lowest * 10) * 10, 80)


def _colour(rate: float, start: int) -> str:
    place = (100 * rate - start) / (100 - start)
    return shade(min(int(place * SHADES), SHADES - 1) / (SHADES - 1)) if place >= 0 else PAPER
