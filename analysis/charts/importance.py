"""Importance against satisfaction: each item is a dot, further right the more are content, higher the more it moves."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.sheet import Sheet, foot, head
from analysis.palette import INK, LIGHT, MUTED, PAPER, RULE, STRICT, TRACK
from analysis.theme import HEADING, MARGIN, NOTE, SMALL, WIDTH
from analysis.wording import Wording

LEFT, RIGHT, HEIGHT = 0.75, WIDTH - MARGIN - 0.1, 3.9
"""Inches: the square of the plot."""
ROOM = 0.2
"""Inches that a label needs."""


def draw(rows: pd.DataFrame, wording: Wording) -> Figure:
    """A dot for each item of `rows`: those of `importance.importance` of one kind, of which some may have no figure.

    Dotted lines are the means of the items drawn; they cut the plot into four fields. Lines through the dots are 95 %
    intervals of how much the item moves.
    """
    told, kind = rows[rows["moves"].notna()], str(rows["kind"].iloc[0])
    sheet = Sheet(finding(rows, wording))
    bases = [wording.formulas(kind)[0], wording.say("importance_base")]
    y = head(sheet, _kicker(told, wording), finding(rows, wording), bases) + 0.25
    if len(told):
        _draw_plot(sheet, y, told, wording)
        y += HEIGHT + 0.5
    sheet.end(y + 0.4)
    foot(sheet, wording.foot())
    return sheet.figure


def alt(rows: pd.DataFrame, wording: Wording) -> str:
    """The chart in words: each item with its rate and how much it moves."""
    return wording.sentences([finding(rows, wording), *(_describe(row, wording) for row in rows.to_dict("records"))])


def finding(rows: pd.DataFrame, wording: Wording) -> str:
    """What the chart shows: which item goes most with the overall evaluation, if one clearly does."""
    kind, told = str(rows["kind"].iloc[0]), rows[rows["moves"].notna()]
    if told.empty:
        return wording.say("importance_none", kind=wording.kind(kind))
    most = told.loc[told["moves"].idxmax()]
    if most["low"] <= 0:
        return wording.say("importance_unclear", kind=wording.kind(kind))
    return wording.say("importance", kind=wording.kind(kind), item=wording.item(kind, most["item"]))


def _kicker(told: pd.DataFrame, wording: Wording) -> str:
    if told.empty:
        return wording.say("importance_kicker", meetings=0, ballots=0)
    return wording.say("importance_kicker", meetings=told["meetings"].max(), ballots=told["ballots"].max())


def _draw_plot(sheet: Sheet, top: float, told: pd.DataFrame, wording: Wording) -> None:
    across, up = _scale(told["strict_rate"], told["strict_rate"]), _scale(told["low"], told["high"])

    def x(rate: float) -> float:
        return LEFT + (RIGHT - LEFT) * (100 * rate - across[0]) / (across[1] - across[0])

    def y(moves: float) -> float:
        return top + HEIGHT * (up[1] - 100 * moves) / (up[1] - up[0])

    for percent in range(across[0], across[1] + 1, across[2]):
        sheet.rule(x(percent / 100), top, x(percent / 100), top + HEIGHT, TRACK, 0.8)
        sheet.text(x(percent / 100), top + HEIGHT + 0.17, f"{percent}%", NOTE, MUTED, "center")
    for points in range(up[0], up[1] + 1, up[2]):
        sheet.rule(LEFT, y(points / 100), RIGHT, y(points / 100), RULE if points == 0 else TRACK, 0.8)
        sheet.text(LEFT - 0.08, y(points / 100) + 0.035, f"{points:+d}" if points else "0", NOTE, MUTED, "right")
    kind = str(told["kind"].iloc[0])
    sheet.text(RIGHT, top + HEIGHT + 0.36, f"{wording.strict(kind)} →", SMALL, MUTED, "right")
    sheet.text(MARGIN, top - 0.1, wording.say("moves"), SMALL, MUTED)
    _draw_fields(sheet, (x(told["strict_rate"].mean()), y(told["moves"].mean())), top, wording)
    taken: list[tuple[float, float, float]] = []
    for row in told.sort_values("moves", ascending=False).to_dict("records"):
        place = x(row["strict_rate"]), y(row["moves"])
        sheet.rule(place[0], y(row["low"]), place[0], y(row["high"]), LIGHT, 2.6)
        sheet.dot(*place, 0.13, STRICT, PAPER)
        _draw_label(sheet, place, wording.item(kind, row["item"]), taken)


def _draw_fields(sheet: Sheet, middle: tuple[float, float], top: float, wording: Wording) -> None:
    """The means of both scales as dotted lines, and what each field asks for."""
    x, y = middle
    sheet.dots(x, top, top + HEIGHT)
    sheet.axes.plot([LEFT, RIGHT], [y, y], color=INK, linewidth=0.9, linestyle=(0, (1, 2)), zorder=1)
    for key, place, base, align in (
        ("improve_first", LEFT + 0.06, top + 0.16, "left"),
        ("keep_up", RIGHT - 0.06, top + 0.16, "right"),
        ("improve_later", LEFT + 0.06, top + HEIGHT - 0.07, "left"),
        ("no_haste", RIGHT - 0.06, top + HEIGHT - 0.07, "right"),
    ):
        sheet.text(place, base, wording.say(key), SMALL, MUTED, align)


def _draw_label(sheet: Sheet, place: tuple[float, float], words: str, taken: list[tuple[float, float, float]]) -> None:
    """The item's name beside its dot, on the side with room, moved down until it touches no other label."""
    x, y = place
    width = sheet.width(words, HEADING)
    left = x + 0.12 if x + 0.12 + width <= RIGHT else x - 0.12 - width
    while any(abs(y - other) < ROOM and left < end and start < left + width for start, end, other in taken):
        y += 0.04
    taken.append((left, left + width, y))
    sheet.bar(left - 0.02, y - 0.09, width + 0.04, 0.18, PAPER)  # nothing runs through the words
    sheet.text(left, y + 0.05, words, HEADING, INK)


def _scale(lows: pd.Series, highs: pd.Series) -> tuple[int, int, int]:
    """Round ends and step of a scale in percent that holds everything, 0 and 100 not needed."""
    low, high = 100 * float(lows.min()), 100 * float(highs.max())
    step = 5 if high - low <= 25 else 10 if high - low <= 60 else 20
    first, last = int(low // step) * step, -int(-high // step) * step
    return first, max(last, first + step), step


def _describe(row: dict[str, Any], wording: Wording) -> str:
    name = wording.item(row["kind"], row["item"])
    rate = wording.rate_of(row["strict_votes"], row["denominator"])
    if pd.isna(row["moves"]):
        return wording.say("is", name=name, value=wording.semicolon([rate, wording.say("not_told")]))
    moves = wording.say("moves_by", points=f"{100 * row['moves']:+.1f}".replace("-", "−"))
    return wording.say("is", name=name, value=wording.semicolon([rate, moves]))
