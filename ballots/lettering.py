"""Words made to fit the room that paper gives them: smaller first, then on two lines, then shortened in the middle."""

import re

from fpdf import FPDF

MILLIMETRES_PER_POINT = 25.4 / 72
LEADING = 1.15
"""From one baseline to the next, in heights of the type."""

# What stays together at the end of a line: a run of Latin letters, digits and signs, or one other character;
# opening marks keep to what follows, closing marks to what precedes.
_PIECES = re.compile(r"[（(《“‘〈「]*(?:[!-~]+|.)[/，。、：；！？）)》”’〉」…]*")


def shrunk(pdf: FPDF, text: str, size: float, width: float) -> float:
    """The size, in points and at most `size`, at which `text` fits on one line of `width` millimetres."""
    return min(size, size * width / width_of(pdf, text, size))


def fitted(pdf: FPDF, text: str, sizes: tuple[float, ...], width: float) -> tuple[float, list[str]]:
    """A size in points and the lines, each no wider than `width` millimetres, on which a name is set.

    One line at the first of `sizes` (largest first) that allows it, otherwise two lines at the last;
    what does not fit there loses its middle to an ellipsis, because places are told apart by their ends.
    """
    for size in sizes:
        if width_of(pdf, text, size) <= width:
            return size, [text]
    return sizes[-1], _two_lines(pdf, text, sizes[-1], width)


def filled(pdf: FPDF, text: str, size: float, width: float) -> list[str]:
    """`text` at `size` points on as many lines as it takes, none wider than `width` millimetres.

    A word that is wider than a whole line is broken where the line ends.
    """
    lines = [""]
    for piece in pieces(text):
        for part in [piece] if width_of(pdf, piece, size) <= width else piece:
            if lines[-1] and width_of(pdf, lines[-1] + part, size) > width:
                lines.append("")
            lines[-1] += part if lines[-1] else part.lstrip()
    return [line.rstrip() for line in lines]


def pieces(text: str) -> list[str]:
    """The parts of `text` that stay whole at the end of a line."""
    return _PIECES.findall(text)


def width_of(pdf: FPDF, text: str, size: float) -> float:
    """The width of `text` set at `size` points, in millimetres."""
    pdf.set_font_size(size)
    return float(pdf.get_string_width(text))


def _two_lines(pdf: FPDF, text: str, size: float, width: float) -> list[str]:
    shortened, half = text, len(text) // 2
    while len(lines := filled(pdf, shortened, size, width)) > 2:
        half -= 1
        shortened = f"{text[:half]}…{text[-half:]}"
    # Set narrower while that keeps one or two characters from standing alone on the second line.
    for share in (1, 0.9, 0.8, 0.7):
        narrower = filled(pdf, shortened, size, width * share)
        if len(narrower) == 2 and len(narrower[1]) >= 3:
            return narrower
    return lines
