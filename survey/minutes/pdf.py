"""The minutes as a PDF for A4: selectable text in our own font, headings as bookmarks, the same bytes every time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fpdf import FPDF, FontFace
from fpdf.enums import Align, TableBordersLayout, TableHeadingsDisplay, TextMode, VAlign, XPos, YPos
from fpdf.fonts import TTFFont
from fpdf.table import Table as Grid

from ballots.lettering import MILLIMETRES_PER_POINT, filled, fitted, pieces, width_of
from survey.minutes.layout import FACT_SHARES, SIGN_SHARES, column_shares, lines, paired
from survey.minutes.sheet import Fact, Facts, Lines, Minutes, Part, Section, Signatures, Table

# Millimetres and points.
MARGIN, FOOT = 17.0, 15.0
WIDTH = 210 - 2 * MARGIN
TITLE, HEADING, CAPTION, BODY, FIGURES, SMALL, CODE = 16.0, 11.5, 10.0, 9.5, 8.0, 8.5, 7.8
PADDING = 1.0
RULE_GREY, HEAD_GREY, RULE = 120, 238, 0.2
BOLD_STROKE = 0.09
SIGN_TOP, SIGN_HEIGHT = 14.0, 8.5
MOST_TITLE_LINES = 2
HEAD_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
"""Sizes of the heads of a table: the first at which no word is broken."""
ROW_HEIGHT, HEAD_HEIGHT = 7.2, 22.0
LARGEST_KEPT = 120.0
"""A table up to this height begins on a new page rather than be parted."""


def to_pdf(minutes: Minutes, font: Path) -> bytes:
    """The minutes as PDF, set in `font`. The same minutes give the same bytes."""
    with _blank(minutes, font) as pdf:
        _title(pdf, minutes)
        for section in minutes.sections:
            _section(pdf, section)
        if minutes.signatures.roles:
            _signatures(pdf, minutes.signatures)
        return bytes(pdf.output())


class _Sheet(FPDF):
    """A4 with the warning on top and the page's number below, on every page."""

    def __init__(self, minutes: Minutes) -> None:
        super().__init__(format="A4")
        self.minutes = minutes

    def header(self) -> None:
        """What a meeting that does not count says on each of its pages."""
        if self.minutes.warning:
            self.set_font_size(BODY)
            self.cell(WIDTH, 6, self.minutes.warning, align=Align.C, border=1, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(2)

    def footer(self) -> None:
        """Whose minutes a sheet is of, and which page of how many; the library puts their number in at the end."""
        self.set_y(-FOOT + 4)
        _, (title, *_) = fitted(self, self.minutes.title, (SMALL,), WIDTH * 0.7)
        self.set_font_size(SMALL)
        self.cell(WIDTH * 0.75, 5, title)
        page = self.minutes.page % {"page": self.page_no(), "pages": "{nb}"}
        self.cell(WIDTH * 0.25, 5, page, align=Align.R)


@contextmanager
def _blank(minutes: Minutes, font: Path) -> Iterator[_Sheet]:
    """An empty document set in `font`, whose file is let go when the block ends."""
    pdf = _Sheet(minutes)
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, margin=FOOT)
    pdf.set_title(minutes.title)
    pdf.set_author("民心秤 Minxin")
    pdf.set_creator("民心秤 Minxin")
    pdf.set_lang(minutes.language)
    pdf.set_creation_date(minutes.dated)
    pdf.add_font("minutes", fname=font)
    pdf.set_font("minutes", size=BODY)
    pdf.set_draw_color(RULE_GREY)
    pdf.set_line_width(RULE)
    pdf.add_page()
    try:
        yield pdf
    finally:
        for opened in pdf.fonts.values():
            if isinstance(opened, TTFFont):
                opened.close()


def _title(pdf: FPDF, minutes: Minutes) -> None:
    if minutes.district:
        _paragraph(pdf, minutes.district, HEADING, align=Align.C)
    size = TITLE if len(filled(pdf, minutes.title, TITLE, WIDTH - 0.5)) <= MOST_TITLE_LINES else HEADING
    with _bold(pdf):
        _paragraph(pdf, minutes.title, size, align=Align.C)
    _paragraph(pdf, minutes.subtitle, HEADING, align=Align.C)


def _section(pdf: FPDF, section: Section) -> None:
    _heading(pdf, section.title, HEADING, level=0)
    for part in section.parts:
        _part(pdf, part)


def _part(pdf: FPDF, part: Part) -> None:
    match part:
        case Facts():
            _facts(pdf, part.facts)
        case Table():
            _table(pdf, part)
        case Lines():
            for line in part.lines:
                _paragraph(pdf, line, SMALL)
    pdf.ln(1.5)


def _heading(pdf: FPDF, text: str, size: float, level: int) -> None:
    """A heading that does not stand alone at the foot of a page, and its bookmark."""
    if pdf.will_page_break(28):
        pdf.add_page()
    pdf.ln(0.8)
    pdf.start_section(text, level=level)
    with _bold(pdf):
        _paragraph(pdf, text, size)
    pdf.ln(0.8)


def _paragraph(pdf: FPDF, text: str, size: float, align: Align = Align.L) -> None:
    height = size * MILLIMETRES_PER_POINT * 1.45
    for line in filled(pdf, text, size, WIDTH - 0.5):
        pdf.cell(WIDTH, height, line, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _facts(pdf: FPDF, facts: Sequence[Fact]) -> None:
    """Names and values in four columns; a wide fact takes the row."""
    shares = FACT_SHARES
    with _grid(pdf, shares, BODY) as table:
        for row in paired(facts):
            cells = table.row()
            for fact in row:
                is_alone = len(row) == 1
                size = CODE if fact.is_code else BODY
                width = WIDTH * (1 - shares[0] if is_alone else shares[1]) - 2 * PADDING - 0.5
                name = _joined(pdf, fact.name, BODY, WIDTH * shares[0] - 2 * PADDING - 0.5)
                cells.cell(name, style=FontFace(fill_color=HEAD_GREY))
                value = _joined(pdf, fact.value, size, width)
                cells.cell(value, colspan=3 if is_alone else 1, style=FontFace(size_pt=size))


def _table(pdf: FPDF, part: Table) -> None:
    height = HEAD_HEIGHT + ROW_HEIGHT * len(part.rows)
    if part.words and height < LARGEST_KEPT and pdf.will_page_break(height):
        pdf.add_page()
    if part.has_heading:
        _heading(pdf, part.caption, CAPTION, level=1)
    size = FIGURES if part.words else BODY
    shares = column_shares(part)
    widths = [WIDTH * share - 2 * PADDING - 0.5 for share in shares]
    head_size = _head_size(pdf, part.heads, widths) if part.words else size
    with _grid(pdf, shares, size, heads=1, head_size=head_size) as table:
        heads = table.row()
        for text, width in zip(part.heads, widths, strict=True):
            heads.cell(_joined(pdf, text, head_size, width), align=Align.C)
        for row in part.rows:
            cells = table.row()
            for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
                align = Align.L if place < part.words else Align.R if part.words else Align.C
                cells.cell("\n".join(_joined(pdf, line, size, width) for line in lines(part, cell)), align=align)


def _head_size(pdf: FPDF, heads: Sequence[str], widths: Sequence[float]) -> float:
    """The largest size at which no word of the heads is broken; else the smallest."""

    def fits(size: float) -> bool:
        words = ((piece, width) for head, width in zip(heads, widths, strict=True) for piece in pieces(head))
        return all(width_of(pdf, piece, size) <= width for piece, width in words)

    return next((size for size in HEAD_SIZES if fits(size)), HEAD_SIZES[-1])


def _signatures(pdf: FPDF, signatures: Signatures) -> None:
    """The lines to be signed, all on one page."""
    if pdf.will_page_break(SIGN_TOP + SIGN_HEIGHT * len(signatures.roles)):
        pdf.add_page()
    _heading(pdf, signatures.title, HEADING, level=0)
    with _grid(pdf, SIGN_SHARES, BODY, heads=1) as table:
        heads = table.row()
        for text in signatures.heads:
            heads.cell(text, align=Align.C)
        for role in signatures.roles:
            row = table.row(min_height=SIGN_HEIGHT)
            for text in (role, "", "", ""):
                row.cell(text)


@contextmanager
def _grid(pdf: FPDF, shares: Sequence[float], size: float, heads: int = 0, head_size: float = 0) -> Iterator[Grid]:
    """A ruled table as wide as the text; its heads are said again on each page."""
    pdf.set_font_size(size)
    with pdf.table(
        width=WIDTH,
        col_widths=tuple(shares),
        borders_layout=TableBordersLayout.ALL,
        headings_style=FontFace(fill_color=HEAD_GREY, size_pt=head_size or size),
        num_heading_rows=heads,
        first_row_as_headings=bool(heads),
        repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
        line_height=size * MILLIMETRES_PER_POINT * 1.12,
        padding=PADDING,
        text_align=Align.L,
        v_align=VAlign.M,
    ) as table:
        yield table


def _joined(pdf: FPDF, text: str, size: float, width: float) -> str:
    """The text with line breaks where Chinese and Latin words may be parted."""
    return "\n".join(filled(pdf, text, size, width))


@contextmanager
def _bold(pdf: FPDF) -> Iterator[None]:
    """Type drawn a little heavier: the one font has no bold of its own."""
    with pdf.local_context(text_mode=TextMode.FILL_STROKE, line_width=BOLD_STROKE, draw_color=0):
        yield
