"""Cells of a workbook: a table written so that text stays text, columns wide enough to read."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from unicodedata import east_asian_width

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.rounding import UNDEFINED

NARROWEST, WIDEST = 8, 36
"""Width of a column, in digits."""
HEAD_HEIGHT = 45
Cell = str | int | float | None
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Of every workbook: text is written as text, never as a formula or a link."""
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Written into every workbook, so that the same figures give the same bytes."""
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
"""Signs a sheet's name must not have."""
LONGEST_NAME = 31
A4 = 9
"""The number of the paper in print settings."""


class Sheets:
    """The sheets of a workbook, each under a name of its own."""

    def __init__(self, book: Workbook) -> None:
        self._book, self._taken = book, set[str]()

    def add(self, name: str) -> Worksheet:
        """A new sheet, printed as wide as A4 across; its name is shortened, cleaned, numbered as workbooks demand."""
        clean = " ".join(name.translate(FORBIDDEN).split())[:LONGEST_NAME] or "-"
        chosen, number = clean, 2
        while chosen.lower() in self._taken:
            chosen, number = f"{clean[: LONGEST_NAME - 4]} {number}", number + 1
        self._taken.add(chosen.lower())
        sheet = self._book.add_worksheet(chosen)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet


def write_table(
    sheet: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[Cell]], formats: Sequence[Format], frozen: int
) -> None:
    """Heads that stay in view with the first `frozen` columns, then the rows; `formats` has the heads' and one each."""
    header, *looks = formats
    sheet.freeze_panes(1, frozen)
    sheet.repeat_rows(0)
    sheet.set_row(0, HEAD_HEIGHT)
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, header)
        widest = max((_width(row[column]) for row in rows), default=0)
        sheet.set_column(column, column, min(max(widest + 2, _width(text) / 2 + 2, NARROWEST), WIDEST))
    for line, row in enumerate(rows, 1):
        for column, (value, look) in enumerate(zip(row, looks, strict=True)):
            write_cell(sheet, line, column, value, look)


def write_cell(sheet: Worksheet, line: int, column: int, value: Cell, look: Format) -> None:
    """Text as text, a number as a number, None as an empty cell."""
    if value is None:
        sheet.write_blank(line, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(line, column, value, look)
    else:
        sheet.write_number(line, column, value, look)


def count(value: object) -> int | None:
    """A count for a cell; None when it is hidden."""
    return None if pd.isna(value) else int(str(value))


def figure(value: object) -> float | str:
    """A rate or a score for a cell; UNDEFINED when nobody rated."""
    return UNDEFINED if pd.isna(value) else float(str(value))


def parameter(value: object) -> str:
    """A parameter of the rules for reading: fractions as they are written, tables as name and number."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {parameter(held)}" for name, held in value.items())
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else str(value)


def _width(value: Cell) -> int:
    """How many digits wide the value is; a Chinese character is two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in value) if isinstance(value, str) else 8
