"""Two years of one item: a line for each community from then to now; clear changes dark, the others pale."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.sheet import Sheet, foot, head
from analysis.palette import BEST, INK, MUTED, PAPER, RULE, WORST
from analysis.theme import BODY, MARGIN, SMALL, WIDTH
from analysis.wording import Wording

LEFT, RIGHT = 2.75, 4.45
"""Inches from the left: the axes of then and now."""
PER_PANEL = 24
"""Communities in one panel: more labels than that do not find room beside its axes."""
LEAST = 0.19
"""Inches from label to label."""
HEAD = 0.62
FALLEN = (0, (4, 1.5))
"""Falls are dashed, so that a grey print tells them from rises."""


def draw(rows: pd.DataFrame, years: tuple[str, str], wording: Wording) -> Figure:
    """A slope for each community, panel after panel in the order of `rows`: those of `changes.changes` on one item.

    `years`: what the earlier and the later campaign are called. Rows without a difference are counted, not drawn.
    """
    moved = rows[rows["difference"].notna()]
    sheet = Sheet(finding(rows, wording))
    kind = str(rows["kind"].iloc[0])
    bases = [wording.formulas(kind)[0], wording.say("slope_base")]
    y = head(sheet, wording.say("slope_kicker", then=years[0], now=years[1]), finding(rows, wording), bases)
    y = _draw_legend(sheet, y + 0.1, wording) + 0.1
    for start in range(0, len(moved), PER_PANEL):
        y = _draw_panel(sheet, y, moved.iloc[start : start + PER_PANEL].to_dict("records"), years)
    if len(moved) < len(rows):
        sheet.text(MARGIN, y + 0.2, wording.say("slope_left_out", count=len(rows) - len(moved)), SMALL, MUTED)
        y += 0.2
    sheet.end(y + 0.5)
    foot(sheet, wording.foot())
    return sheet.figure


def alt(rows: pd.DataFrame, wording: Wording) -> str:
    """The chart in words: each community then, now, and by how much."""
    told = [
        wording.say("is", name=row["label"], value=_words(row, wording))
        for row in rows[rows["difference"].notna()].to_dict("records")
    ]
    return wording.sentences([finding(rows, wording), *told])


def finding(rows: pd.DataFrame, wording: Wording) -> str:
    """What the chart shows: how many rose clearly, and how many fell."""
    first, clear = rows.iloc[0], rows[rows["is_clear"]]
    return wording.say(
        "slope",
        kind=wording.kind(first["kind"]),
        item=wording.item(first["kind"], first["item"]),
        up=int((clear["difference"] > 0).sum()),
        down=int((clear["difference"] < 0).sum()),
    )


def _draw_legend(sheet: Sheet, y: float, wording: Wording) -> float:
    x = MARGIN
    for colour, width, style, words in (
        (BEST, 2.0, "-", "rose"),
        (WORST, 2.0, FALLEN, "fell"),
        (RULE, 1.2, "-", "same"),
    ):
        sheet.axes.plot([x, x + 0.36], [y - 0.045, y - 0.045], color=colour, linewidth=width, linestyle=style)
        text = wording.say(words)
        sheet.text(x + 0.44, y, text, SMALL)
        x += sheet.width(text, SMALL) + 0.7
    return y


def _draw_panel(sheet: Sheet, y: float, rows: Sequence[dict[str, Any]], years: tuple[str, str]) -> float:
    """One panel on a scale of its own; the free `y` under it comes back."""
    rates = [100 * row[name] for row in rows for name in ("rate_before", "rate")]
    low, high = min(rates), max(rates)
    height = max(LEAST * len(rows) * 1.15, 2.2)
    top = y + HEAD

    def place(rate: float) -> float:
        return float(top + height * (high - 100 * rate) / max(high - low, 1.0))

    for x, year, align in ((LEFT, years[0], "right"), (RIGHT, years[1], "left")):
        sheet.rule(x, top - 0.1, x, top + height + 0.1, RULE, 0.8)
        sheet.text(x, top - 0.24, sheet.fit(year, BODY, 2.4), BODY, MUTED, align)
    befores = _apart([place(row["rate_before"]) for row in rows], top - 0.08, top + height + 0.08)
    nows = _apart([place(row["rate"]) for row in rows], top - 0.08, top + height + 0.08)
    for row, before, now in zip(rows, befores, nows, strict=True):
        _draw_line(sheet, place(row["rate_before"]), place(row["rate"]), row)
        sheet.rule(LEFT, place(row["rate_before"]), LEFT - 0.09, before, RULE, 0.5)
        sheet.rule(RIGHT, place(row["rate"]), RIGHT + 0.09, now, RULE, 0.5)
        _draw_labels(sheet, row, before, now)
    return top + height + 0.2


def _draw_line(sheet: Sheet, before: float, now: float, row: dict[str, Any]) -> None:
    rises = row["difference"] > 0
    colour = (BEST if rises else WORST) if row["is_clear"] else RULE
    style: Any = FALLEN if row["is_clear"] and not rises else "-"
    width, above = (1.8, 2) if row["is_clear"] else (1.2, 1)
    sheet.axes.plot([LEFT, RIGHT], [before, now], color=colour, linewidth=width, linestyle=style, zorder=above)
    for x, y in ((LEFT, before), (RIGHT, now)):
        sheet.dot(x, y, 0.08, colour, PAPER)


def _draw_labels(sheet: Sheet, row: dict[str, Any], before: float, now: float) -> None:
    size, colour = SMALL, INK if row["is_clear"] else MUTED
    base = size / 72 * 0.36
    name = sheet.fit(str(row["label"]), size, 1.7)
    sheet.text(LEFT - 0.1, before + base, f"{100 * row['rate_before']:.1f}%", size, colour, "right")
    sheet.text(LEFT - 0.58, before + base, name, size, colour, "right")
    sheet.text(RIGHT + 0.1, now + base, f"{100 * row['rate']:.1f}%", size, colour)
    sheet.text(RIGHT + 0.58, now + base, sheet.fit(str(row["label"]), size, 1.25), size, colour)
    sheet.text(WIDTH - MARGIN, now + base, _signed(row["difference"]), size, colour, "right")


def _apart(places: Sequence[float], top: float, bottom: float) -> list[float]:
    """The places in their order, moved as little as needed so that none is nearer than LEAST to the next or outside."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    runs: list[tuple[float, int]] = []  # the middle of each run of touching labels, and how many they are
    for at in order:
        middle, size = places[at], 1
        while runs and middle - runs[-1][0] < LEAST * (size + runs[-1][1]) / 2:
            wanted, many = runs.pop()
            middle, size = (wanted * many + middle * size) / (many + size), many + size
        runs.append((middle, size))
    spread = [middle + LEAST * (at - (size - 1) / 2) for middle, size in runs for at in range(size)]
    down = [max(y, top + LEAST * at) for at, y in enumerate(spread)]
    inside = [min(y, bottom - LEAST * (len(down) - 1 - at)) for at, y in enumerate(down)]
    found = dict(zip(order, inside, strict=True))
    return [found[at] for at in range(len(places))]


def _signed(difference: float) -> str:
    return f"{100 * difference:+.1f}".replace("-", "−")


def _words(row: dict[str, Any], wording: Wording) -> str:
    change = f"{100 * row['rate_before']:.1f}% → {100 * row['rate']:.1f}% ({_signed(row['difference'])})"
    words = wording.say(("rose" if row["difference"] > 0 else "fell") if row["is_clear"] else "same")
    return wording.comma([change, words])
