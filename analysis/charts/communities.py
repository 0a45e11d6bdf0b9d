"""One kind of subject across communities: a row each, the strict and the broad rate as two dots on one scale."""

from fractions import Fraction
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.sheet import Sheet, foot, head, heads
from analysis.palette import BROAD, INK, MUTED, PAPER, RULE, STRICT, TRACK
from analysis.theme import BODY, MARGIN, NOTE, PAGE_HEIGHT, SMALL, WIDTH
from analysis.wording import Wording

NAME_END = 1.75
LEFT, RIGHT = 1.9, 4.4
"""Inches from the left: where the scale of rates begins and ends at 100 %."""
STRICT_PERCENT, STRICT_FRACTION = 5.06, 5.66
BROAD_PERCENT, BROAD_FRACTION = 6.48, WIDTH - MARGIN
"""Inches from the left: the right edges of the four columns of numbers."""
ROOMY, COMPACT = 0.27, 0.19
"""Inches from row to row, for up to MANY communities and for more."""
MANY = 30
COLUMN = 1.15
OUTSIDE = 2.7
"""Inches over and under the rows, at most."""


def ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by strict rate, then broad rate, best first, compared as exact fractions; equals keep their order.

    Undefined rates come after the defined ones, suppressed rows last.
    """
    records = rows.to_dict("records")
    places = sorted(range(len(rows)), key=lambda place: _rank(records[place]))
    return rows.iloc[places].reset_index(drop=True)


def draw(rows: pd.DataFrame, wording: Wording) -> Figure:
    """Two dots for each community, dark the strict rate, light the broad one, in the order of `rows`.

    `rows` are headline rows of one kind. The figure grows with them. The scale begins at a multiple of 10 % below the
    lowest rate, as the axis says; dotted lines are the broad rates that the rules ask of a grade.
    """
    return _draw(rows, rows, _kicker(rows, wording), wording)


def draw_pages(rows: pd.DataFrame, wording: Wording) -> list[Figure]:
    """The same chart cut into figures no higher than an A4 page; all of them have one scale."""
    portion = int((PAGE_HEIGHT - OUTSIDE) / _pitch(rows))
    portions = [rows.iloc[start : start + portion] for start in range(0, len(rows), portion)]
    kickers = [
        wording.say("page", kicker=_kicker(rows, wording), page=page, pages=len(portions))
        for page in range(1, len(portions) + 1)
    ]
    return [_draw(part, rows, kicker, wording) for part, kicker in zip(portions, kickers, strict=True)]


def alt(rows: pd.DataFrame, wording: Wording) -> str:
    """The chart in words: each community with its rates, in the order of `rows`."""
    told = [wording.say("is", name=row["community"], value=wording.both_rates(row)) for row in rows.to_dict("records")]
    return wording.sentences([finding(rows, wording), *told])


def finding(rows: pd.DataFrame, wording: Wording) -> str:
    """What the chart shows: which rate of whom, in how many communities."""
    kind = rows["kind"].iloc[0]
    return wording.say(
        "communities", kind=wording.kind(kind), count=len(rows), label=wording.inline(wording.rate(kind))
    )


def _kicker(rows: pd.DataFrame, wording: Wording) -> str:
    return wording.say("communities_kicker", label=wording.inline(wording.strict(rows["kind"].iloc[0])))


def _draw(part: pd.DataFrame, rows: pd.DataFrame, kicker: str, wording: Wording) -> Figure:
    """The communities of `part`, on the scale and in the pitch of all `rows`."""
    kind, pitch, start = rows["kind"].iloc[0], _pitch(rows), _scale_start(rows)
    sheet = Sheet(finding(rows, wording))
    y = head(sheet, kicker, finding(rows, wording), wording.formulas(kind))
    y = _draw_legend(sheet, y + 0.1, kind, wording) + 0.34
    top = heads(sheet, y, (STRICT_FRACTION, BROAD_FRACTION), (wording.strict(kind), wording.broad(kind)), COLUMN)
    bottom = top + 0.1 + pitch * len(part)
    _draw_scale(sheet, top, bottom, start)
    for name, percent in _thresholds(kind, wording):
        if percent >= start:
            words = wording.say("line", name=name, share=f"{percent:g}")
            _draw_threshold(sheet, _place(percent, start), top, bottom, words)
    for place, row in enumerate(part.to_dict("records")):
        _draw_row(sheet, top + 0.1 + pitch * (place + 0.5), row, start, pitch, wording)
    sheet.end(bottom + 0.42)
    foot(sheet, wording.foot())
    return sheet.figure


def _rank(row: dict[str, Any]) -> tuple[int, Fraction, Fraction]:
    if row["suppressed"]:
        return 2, Fraction(0), Fraction(0)
    base = int(row["denominator"])
    if not base:
        return 1, Fraction(0), Fraction(0)
    return 0, -Fraction(int(row["strict_votes"]), base), -Fraction(int(row["broad_votes"]), base)


def _pitch(rows: pd.DataFrame) -> float:
    return ROOMY if len(rows) <= MANY else COMPACT


def _scale_start(rows: pd.DataFrame) -> int:
    """The multiple of 10 at or below the lowest rate, in percent, at most 80."""
    lowest = rows["strict_rate"].min()
    return 0 if pd.isna(lowest) else min(int(lowest * 10) * 10, 80)


def _place(percent: float, start: int) -> float:
    return LEFT + (RIGHT - LEFT) * (percent - start) / (100 - start)


def _thresholds(kind: str, wording: Wording) -> list[tuple[str, float]]:
    """The broad rates a standard and a model community must reach, by name, in percent; none for other subjects."""
    rules = wording.rules
    if kind != rules.headline_kind:
        return []
    named = {"standard": rules.standard_broad, "model": rules.model_broad}
    return [(wording.say(name), float(100 * share)) for name, share in named.items()]


def _draw_legend(sheet: Sheet, y: float, kind: str, wording: Wording) -> float:
    x = MARGIN
    for label, colour in ((wording.strict(kind), STRICT), (wording.broad(kind), BROAD)):
        sheet.dot(x + 0.06, y - 0.045, 0.12, colour, STRICT)
        sheet.text(x + 0.18, y, label, SMALL)
        x += sheet.width(label, SMALL) + 0.42
    if _thresholds(kind, wording):
        sheet.dots(x + 0.06, y - 0.12, y + 0.02)
        sheet.text(x + 0.15, y, wording.say("thresholds"), SMALL)
    return y


def _draw_scale(sheet: Sheet, top: float, bottom: float, start: int) -> None:
    step = 10 if start >= 40 else 20
    for percent in range(100, start - 1, -step):
        x = _place(percent, start)
        sheet.rule(x, top, x, bottom, TRACK, 0.8)
        sheet.text(x, top - 0.05, f"{percent}%", NOTE, MUTED, "center")


def _draw_threshold(sheet: Sheet, x: float, top: float, bottom: float, words: str) -> None:
    sheet.dots(x, top, bottom)
    sheet.text(x, top - 0.19, words, NOTE, INK, "center")


def _draw_row(sheet: Sheet, y: float, row: dict[str, Any], start: int, pitch: float, wording: Wording) -> None:
    """One community; `y` is the middle of its row."""
    size = BODY if pitch == ROOMY else SMALL
    base = y + size / 72 * 0.36
    sheet.text(NAME_END, base, sheet.fit(row["community"], size, NAME_END - MARGIN), size, INK, "right")
    sheet.rule(LEFT, y + pitch / 2, WIDTH - MARGIN, y + pitch / 2, TRACK, 0.5)
    if row["suppressed"]:
        sheet.text(LEFT + 0.08, base, wording.hidden(), NOTE, MUTED)
        return
    strict, broad, whole = row["strict_votes"], row["broad_votes"], row["denominator"]
    if whole:
        ends = [_place(float(100 * votes / whole), start) for votes in (strict, broad)]
        sheet.rule(ends[0], y, ends[1], y, RULE, 2.2)
        sheet.dot(ends[1], y, 0.12, BROAD, STRICT)
        sheet.dot(ends[0], y, 0.12, STRICT, PAPER)
    columns = ((STRICT_PERCENT, STRICT_FRACTION, strict), (BROAD_PERCENT, BROAD_FRACTION, broad))
    for percent, fraction, votes in columns:
        sheet.text(percent, base, wording.percent(votes, whole), size, INK, "right")
        sheet.text(fraction, base, f"{votes}/{whole}", NOTE, MUTED, "right")
