"""The grades of a campaign by sub-district: a square for each community, full, half or empty by its grade."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.sheet import Sheet, foot, head
from analysis.grading import Grade
from analysis.palette import BEST, HATCH, INK, LIGHT, MUTED, PALE, TRACK
from analysis.theme import BODY, HEADING, MARGIN, NOTE, SMALL, WIDTH
from analysis.wording import Wording

NAMES_END, SQUARES, SQUARES_END = 1.5, 1.65, 4.95
"""Inches from the left: where names of sub-districts end, and where squares begin and end."""
COLUMNS = (5.45, 5.98, 6.5, WIDTH - MARGIN)
"""Inches from the left: the right edges of the numbers of the four grades."""
SIDE, STEP = 0.15, 0.18
COLOURS = {Grade.MODEL: BEST, Grade.STANDARD: LIGHT, Grade.ORDINARY: PALE}
"""Undecided ones are hatched: no grade is not a low grade."""


def draw(grades: pd.DataFrame, wording: Wording) -> Figure:
    """A line of squares for each sub-district, best grade first, with the numbers beside it; then the whole.

    `grades`: those of `report.Report`; the confirmed grade counts where there is one, and the proposed one otherwise.
    A square with a ring is confirmed.
    """
    rows = _counted(grades)
    sheet = Sheet(finding(grades, wording))
    y = head(sheet, wording.say("grades_kicker"), finding(grades, wording), [wording.say("grades_base")])
    y = _draw_heads(sheet, _draw_legend(sheet, y + 0.1, wording) + 0.32, wording) + 0.12
    for name, group in rows.groupby("sub_district", sort=False):
        y = _draw_group(sheet, y, str(name) or wording.say("no_sub_district"), group)
    sheet.rule(MARGIN, y - 0.02, WIDTH - MARGIN, y - 0.02, INK, 0.8)
    _draw_numbers(sheet, y + 0.2, wording.say("all_communities"), rows, HEADING)
    sheet.end(y + 0.62)
    foot(sheet, wording.foot())
    return sheet.figure


def alt(grades: pd.DataFrame, wording: Wording) -> str:
    """The chart in words: how many of each grade in each sub-district."""
    told = [
        wording.say("is", name=str(name) or wording.say("no_sub_district"), value=_words(group, wording))
        for name, group in _counted(grades).groupby("sub_district", sort=False)
    ]
    return wording.sentences([finding(grades, wording), *told])


def finding(grades: pd.DataFrame, wording: Wording) -> str:
    """What the chart shows: how many communities have which grade, and how many of them are confirmed."""
    confirmed = int(grades["confirmed"].notna().sum())
    return wording.say("grades", counts=_words(_counted(grades), wording), confirmed=confirmed, count=len(grades))


def _counted(grades: pd.DataFrame) -> pd.DataFrame:
    """Sub-district, the grade that counts and whether it is confirmed, best first within each sub-district."""
    counting = grades["confirmed"].fillna(grades["proposed"])
    rungs = {grade.value: at for at, grade in enumerate(Grade)}
    rows = pd.DataFrame(
        {
            "sub_district": grades["sub_district"],
            "grade": counting,
            "confirmed": grades["confirmed"].notna(),
            "rung": counting.map(rungs),
        }
    )
    place = pd.Series(pd.factorize(rows["sub_district"])[0], index=rows.index)
    ordered = rows.assign(place=place).sort_values(["place", "rung", "confirmed"], ascending=[True, True, False])
    return ordered.reset_index(drop=True)


def _draw_legend(sheet: Sheet, y: float, wording: Wording) -> float:
    x = MARGIN
    for grade in Grade:
        words = wording.say(f"grade_{grade.value}")
        _draw_square(sheet, x, y - 0.12, {"grade": grade.value, "confirmed": False})
        sheet.text(x + 0.22, y, words, SMALL)
        x += sheet.width(words, SMALL) + 0.45
    _draw_square(sheet, x, y - 0.12, {"grade": Grade.STANDARD.value, "confirmed": True})
    sheet.text(x + 0.22, y, wording.say("ringed"), SMALL)
    return y


def _draw_heads(sheet: Sheet, y: float, wording: Wording) -> float:
    for right, grade in zip(COLUMNS, Grade, strict=True):
        sheet.text(right, y, wording.say(f"grade_{grade.value}"), NOTE, MUTED, "right")
    sheet.rule(MARGIN, y + 0.08, WIDTH - MARGIN, y + 0.08, INK, 0.8)
    return y + 0.08


def _draw_group(sheet: Sheet, y: float, name: str, group: pd.DataFrame) -> float:
    """One sub-district, on as many lines of squares as it takes; the free `y` comes back."""
    in_line = int((SQUARES_END - SQUARES) / STEP)
    for at, row in enumerate(group.to_dict("records")):
        _draw_square(sheet, SQUARES + at % in_line * STEP, y + at // in_line * STEP, row)
    _draw_numbers(sheet, y + 0.125, name, group, BODY)
    y += max((len(group) + in_line - 1) // in_line * STEP, 0.18) + 0.08
    sheet.rule(MARGIN, y - 0.02, WIDTH - MARGIN, y - 0.02, TRACK, 0.6)
    return y + 0.06


def _draw_square(sheet: Sheet, x: float, y: float, row: dict[str, Any]) -> None:
    colour = COLOURS.get(Grade(row["grade"]))
    if colour is None:
        sheet.hatched(x, y, SIDE, SIDE, "/////")
    else:
        sheet.bar(x, y, SIDE, SIDE, colour)
    if row["confirmed"]:
        sheet.frame(x, y, SIDE, SIDE, INK)
    elif colour == PALE:
        sheet.frame(x, y, SIDE, SIDE, HATCH, 0.5)


def _draw_numbers(sheet: Sheet, y: float, name: str, group: pd.DataFrame, size: float) -> None:
    sheet.text(NAMES_END, y, sheet.fit(name, size, NAMES_END - MARGIN), size, INK, "right")
    counts = group["grade"].value_counts()
    for right, grade in zip(COLUMNS, Grade, strict=True):
        sheet.text(right, y, str(counts.get(grade.value, 0)), size, INK, "right")


def _words(group: pd.DataFrame, wording: Wording) -> str:
    counts = group["grade"].value_counts()
    parts = [f"{wording.say(f'grade_{grade.value}')} {counts.get(grade.value, 0)}" for grade in Grade]
    return wording.comma(parts)
