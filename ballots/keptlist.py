"""The list that stays at the desk: a code for each sheet of slips, to void it with when it is lost."""

from collections.abc import Sequence

from fpdf import FPDF

from ballots.codes import Code, grouped
from ballots.face import Line, Wording, draw_line
from ballots.lettering import shrunk

A_LIST = 2 * 30
"""Codes on one page, in two columns."""
_LEFT, _TOP, _WIDTH, _COLUMN, _STEP = 18.0, 24.0, 174.0, 90.0, 7.6


def draw_kept(pdf: FPDF, kept: Sequence[Code], community: str, wording: Wording) -> None:
    """Adds the pages of the list to the slips' document; none when there is nothing to keep."""
    for first in range(0, len(kept), A_LIST):
        pdf.add_page()
        title = f"{wording.kept_title} · {community}"
        draw_line(pdf, _LEFT, _TOP, Line(0, 0, shrunk(pdf, title, 15, _WIDTH), title))
        for number, text in enumerate(wording.kept_use):
            draw_line(pdf, _LEFT, _TOP, Line(0, 9 + 5.4 * number, shrunk(pdf, text, 10, _WIDTH), text))
        for at, code in enumerate(kept[first : first + A_LIST]):
            column, row = divmod(at, A_LIST // 2)
            _draw_entry(pdf, column, row, wording.kept_line % {"page": first + at + 1}, code)


def _draw_entry(pdf: FPDF, column: int, row: int, name: str, code: Code) -> None:
    x, y = _LEFT + column * _COLUMN, _TOP + 26 + row * _STEP
    draw_line(pdf, x, y, Line(0, 0, shrunk(pdf, name, 10, 22), name))
    draw_line(pdf, x, y, Line(24, 0, 11, grouped(code)))
    with pdf.local_context(draw_color=190, line_width=0.15):
        pdf.line(x, y + 2.2, x + _COLUMN - 8, y + 2.2)
