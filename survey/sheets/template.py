"""An XLSX to fill in, and a table as text that can be corrected on the page."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from survey.sheets.columns import Column
from survey.sheets.table import Row

_WIDTH = 18


def workbook(columns: Sequence[Column], rows: Iterable[Sequence[str | int | None]], language: str) -> bytes:
    """A workbook with the heads of `columns` in `language`, and `rows` below as examples or to be completed.

    Every text stays text: no name becomes a formula.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        sheet.set_column(0, len(columns) - 1, _WIDTH)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, [column.words[language] for column in columns], bold)
        for line, row in enumerate(rows, 1):
            sheet.write_row(line, 0, row)
    return made.getvalue()


def text(columns: Sequence[Column], rows: Sequence[Row], language: str) -> str:
    """The rows as lines parted by tabs, each on the line it had in the file: what is corrected keeps its number."""
    first = min((row.line for row in rows), default=2)
    lines = [""] * max(first - 2, 0) + ["\t".join(column.words[language] for column in columns)]
    for row in rows:
        lines += [""] * (row.line - len(lines) - 1)
        lines.append("\t".join(_quoted(row.text(column.field)) for column in columns))
    return "\n".join(lines) + "\n"


def _quoted(cell: str) -> str:
    """The cell on one line; a quotation mark at its beginning would be read as more than a sign."""
    flat = " ".join(cell.replace("\n", "；").split())
    return '"' + flat.replace('"', '""') + '"' if flat.startswith('"') else flat
