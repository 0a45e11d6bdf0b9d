"""An empty A4 document for what is printed: one font, no date, the same bytes for the same content."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

# Millimetres.
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0


@contextmanager
def blank(font: Path) -> Iterator[FPDF]:
    """An empty document set in `font`, whose file is let go when the block ends."""
    pdf = FPDF(format=(PAGE_WIDTH, PAGE_HEIGHT))
    # The library insists on a date; this one says nothing about when the paper was made.
    pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))
    pdf.set_auto_page_break(False)
    pdf.add_font("print", fname=font)
    pdf.set_font("print")
    try:
        yield pdf
    finally:
        for opened in pdf.fonts.values():
            if isinstance(opened, TTFFont):
                opened.close()
