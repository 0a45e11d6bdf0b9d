"""The paper a chart is drawn on: inches from the top left corner, text that is measured before it is placed."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Rectangle

from analysis.palette import ABSTAINED, HATCH, INK, MUTED, PAPER, RULE
from analysis.theme import BODY, DPI, MARGIN, NOTE, SMALL, TITLE, WIDTH, drawable, width

ELLIPSIS = "…"
_HAN = r"\u2e80-\uffef\U00020000-\U0003ffff"
_PIECES = re.compile(rf"\([^()]*\)|[{_HAN}][，。；：、）)》”]*|[^\s(){_HAN}]+\s*|\s+|.")
"""Where a line may break: around brackets, after each Chinese character with its closing marks, after each word."""


class Sheet:
    """A figure WIDTH inches wide, with one axes over all of it, open at the bottom until `end` is called."""

    def __init__(self, title: str) -> None:
        self.figure = Figure(facecolor=PAPER, dpi=DPI)
        self.figure.set_label(title)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.end(1.0)

    def end(self, height: float) -> None:
        """Cut the paper at `height` inches from the top."""
        self.height = height
        self.figure.set_size_inches(WIDTH, height)
        self.axes.set(xlim=(0, WIDTH), ylim=(height, 0))

    def text(self, x: float, y: float, text: str, size: float = BODY, colour: str = INK, align: str = "left") -> None:
        """One line of text with its base line at `y`; `align` says which side of it `x` is: left, center, right."""
        self.axes.text(x, y, text, fontsize=size, color=colour, ha=align, va="baseline")

    def lines(self, x: float, y: float, lines: Sequence[str], size: float, colour: str, align: str = "left") -> float:
        """Several lines, the first with its base line at `y`; the base line after the last comes back."""
        for line in lines:
            self.text(x, y, line, size, colour, align)
            y += 1.4 * size / 72
        return y

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled bar with its top left corner at (x, y)."""
        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, linewidth=0))

    def hatched(self, x: float, y: float, width: float, height: float, hatch: str = "/////") -> None:
        """A bar that is no level: nearly white and hatched."""
        self.axes.add_patch(
            Rectangle((x, y), width, height, facecolor=ABSTAINED, edgecolor=HATCH, hatch=hatch, linewidth=0.5)
        )

    def frame(self, x: float, y: float, width: float, height: float, colour: str, line: float = 1.2) -> None:
        """The outline of a bar."""
        self.axes.add_patch(Rectangle((x, y), width, height, fill=False, edgecolor=colour, linewidth=line, zorder=3))

    def dot(self, x: float, y: float, size: float, colour: str, edge: str) -> None:
        """A disc `size` inches across."""
        self.axes.add_patch(Ellipse((x, y), size, size, facecolor=colour, edgecolor=edge, linewidth=0.8, zorder=3))

    def rule(self, x: float, y: float, to_x: float, to_y: float, colour: str = RULE, width: float = 0.6) -> None:
        """A thin straight line, behind everything else."""
        self.axes.plot([x, to_x], [y, to_y], color=colour, linewidth=width, zorder=0, solid_capstyle="butt")

    def dots(self, x: float, top: float, bottom: float) -> None:
        """A dotted line straight down."""
        self.axes.plot([x, x], [top, bottom], color=INK, linewidth=0.9, linestyle=(0, (1, 2)), zorder=1)

    def width(self, text: str, size: float) -> float:
        """How wide the text would be, in inches."""
        return width(text, size)

    def fit(self, text: str, size: float, room: float) -> str:
        """The text on one line no wider than `room`, its end cut where it must be, ELLIPSIS in its place."""
        line = drawable(text)
        if self.width(line, size) <= room:
            return line
        low, high = 0, len(line)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self.width(line[:middle] + ELLIPSIS, size) <= room
            low, high = (middle, high) if fits else (low, middle - 1)
        return line[:low].rstrip() + ELLIPSIS

    def wrap(self, text: str, size: float, room: float, most: int) -> list[str]:
        """The text on at most `most` lines no wider than `room`; what is left over is cut from the last one."""
        lines = list(self._fill(_PIECES.findall(drawable(text)), size, room))
        return [*lines[: most - 1], self.fit("".join(lines[most - 1 :]), size, room)] if len(lines) > most else lines

    def _fill(self, pieces: list[str], size: float, room: float) -> Iterator[str]:
        line = ""
        for piece in self._split(pieces, size, room):
            if line and self.width((line + piece).rstrip(), size) > room:
                yield line.rstrip()
                line = ""
            line += piece
        yield line.rstrip()

    def _split(self, pieces: list[str], size: float, room: float) -> Iterator[str]:
        """The pieces, those that are wider than a whole line character by character."""
        for piece in pieces:
            yield from [piece] if self.width(piece.rstrip(), size) <= room else piece


def head(sheet: Sheet, kicker: str, title: str, bases: Sequence[str]) -> float:
    """The lines over a chart: where, what was found, and what each rate is made of; the free `y` comes back."""
    room = WIDTH - 2 * MARGIN
    sheet.text(MARGIN, 0.24, sheet.fit(kicker, BODY, room), BODY, MUTED)
    y = sheet.lines(MARGIN, 0.54, sheet.wrap(title, TITLE, room, 2), TITLE, INK)
    lines = [line for base in dict.fromkeys(bases) for line in sheet.wrap(base, BODY, room, 2)]
    return sheet.lines(MARGIN, y - 0.04, lines, BODY, MUTED)


def heads(sheet: Sheet, y: float, rights: Sequence[float], words: Sequence[str], room: float) -> float:
    """The heads of right-aligned columns over a dark line, their last lines level; the `y` of the line comes back.

    None is wider than `room`, nor reaches the column before it.
    """
    rooms = [room, *(min(room, right - before - 0.1) for before, right in pairwise(rights))]
    wrapped = [sheet.wrap(text, SMALL, own, 3) for text, own in zip(words, rooms, strict=True)]
    deepest = max(len(lines) for lines in wrapped)
    for right, lines in zip(rights, wrapped, strict=True):
        sheet.lines(right, y + 0.155 * (deepest - len(lines)), lines, SMALL, MUTED, "right")
    y += 0.155 * deepest - 0.06
    sheet.rule(MARGIN, y, WIDTH - MARGIN, y, INK, 0.8)
    return y


def foot(sheet: Sheet, note: str) -> None:
    """The rules behind the figures, under a thin line at the bottom."""
    lines = sheet.wrap(note, NOTE, WIDTH - 2 * MARGIN, 2)
    y = sheet.height - 0.1 - 0.136 * (len(lines) - 1)
    sheet.rule(MARGIN, y - 0.17, WIDTH - MARGIN, y - 0.17)
    sheet.lines(MARGIN, y, lines, NOTE, MUTED)
