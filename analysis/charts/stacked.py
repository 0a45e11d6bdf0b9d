"""Bars that hold every ballot of a box, level by level, the abstained ones apart: parts of several charts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from analysis.charts.sheet import Sheet
from analysis.palette import INK, MUTED, ink_on, level_colours
from analysis.theme import MARGIN, NOTE, SMALL, WIDTH
from analysis.wording import Wording
from ballots.instrument import ABSTAINED, INVALID

GAP = 0.06
"""Inches between the ratings that count and those that do not."""


@dataclass(frozen=True)
class Segment:
    """One stretch of a bar. `colour` is None where the ratings are outside the effective ones."""

    level: str
    votes: int
    colour: str | None


def legend(sheet: Sheet, y: float, kind: str, wording: Wording, *, has_invalid: bool) -> float:
    """What each colour is, on as many lines as it takes; the free `y` comes back."""
    x = MARGIN
    colours: dict[str, str | None] = dict(level_colours(wording.scale(kind)))
    colours[ABSTAINED] = None
    if has_invalid:
        colours[INVALID] = None
    for level, colour in colours.items():
        words = wording.level(kind, level)
        room = sheet.width(words, SMALL) + 0.42
        if x + room > WIDTH:
            x, y = MARGIN, y + 0.2
        stretch(sheet, x, y - 0.1, 0.2, 0.12, Segment(level, 0, colour))
        sheet.text(x + 0.26, y, words, SMALL, INK)
        x += room
    return y + 0.2


def bar(sheet: Sheet, place: tuple[float, float, float, float], of: Iterable[Segment], *, told: bool = True) -> None:
    """One bar with its counts; `place`: left, top, length, height. `told`: short stretches bear their count above."""
    left, y, length_of_all, height = place
    segments = list(of)
    total = sum(segment.votes for segment in segments)
    if not total:
        return
    x, free, room = left, left, length_of_all - GAP
    for before, segment in zip([None, *segments], segments, strict=False):
        apart = before is not None and before.colour is not None and segment.colour is None
        x += GAP if apart else 0
        length = room * segment.votes / total
        stretch(sheet, x, y, length, height, segment)
        free = _count(sheet, (x, y, length, height), segment, free, told=told)
        x += length


def segments(row: dict[str, Any], wording: Wording) -> Iterator[Segment]:
    """The stretches with votes, best level first, then the abstained and the invalid ones."""
    for level, colour in level_colours(wording.scale(row["kind"])).items():
        if row[level]:
            yield Segment(level, int(row[level]), colour)
    for level in (ABSTAINED, INVALID):
        if row[level]:
            yield Segment(level, int(row[level]), None)


def stretch(sheet: Sheet, x: float, y: float, length: float, height: float, segment: Segment) -> None:
    """One stretch of a bar, filled or hatched."""
    if segment.colour is None:
        sheet.hatched(x, y, length, height, "/////" if segment.level == ABSTAINED else "xxxxx")
    else:
        sheet.bar(x, y, max(length - 0.012, 0.008), height, segment.colour)


def _count(
    sheet: Sheet, place: tuple[float, float, float, float], segment: Segment, free: float, *, told: bool
) -> float:
    """The count inside its stretch, or over it where it is too short; returns where the next one over it may go."""
    x, y, length, height = place
    text = str(segment.votes)
    room = sheet.width(text, SMALL)
    if segment.colour and room + 0.06 <= length:
        sheet.text(x + length / 2, y + height / 2 + 0.043, text, SMALL, ink_on(segment.colour), "center")
        return free
    if not told:
        return free
    left = max(x + length / 2 - room / 2, free)
    sheet.text(left, y - 0.03, text, NOTE, MUTED)
    return left + room + 0.03
