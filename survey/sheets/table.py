"""A table as rows of named cells, whichever way it came, with every fault beside them."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ballots.errors import Refused
from survey.sheets import delimited, workbook
from survey.sheets.columns import SEARCHED, Column, Heads, heads, known
from survey.sheets.errors import (
    CellFault,
    CellTooLong,
    LineFault,
    LineTooLong,
    SheetEmpty,
    SheetTooLarge,
    SheetTooLong,
    SheetTooWide,
)

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 20_000
MOST_COLUMNS = 60
LONGEST_CELL = 2000

Cells = Sequence[workbook.Cell]


@dataclass(frozen=True)
class Row:
    """One line: its number in the table as it came, and the text of each cell by field, empty where there is none."""

    line: int
    cells: Mapping[str, str]
    titles: Mapping[str, str]

    def text(self, field: str) -> str:
        """What stands in the column, empty when the table has no such column."""
        return self.cells.get(field, "")

    def fault(self, field: str, cause: Refused) -> CellFault:
        """`cause`, with the line and the column it is about."""
        return CellFault(self.line, self.titles.get(field, field), cause)


@dataclass(frozen=True)
class Table:
    """What was read. `faults` stop an import; the rows beside them are whole all the same.

    `ignored` are titles of columns that mean nothing here. `sheet` is the name of the sheet in a workbook, empty for
    text, and `others` how many more sheets it has, which were not read.
    """

    rows: tuple[Row, ...]
    faults: tuple[Refused, ...]
    ignored: tuple[str, ...] = ()
    sheet: str = ""
    others: int = 0


def read(content: bytes, columns: Sequence[Column], language: str = "en") -> Table:
    """The table in a file: XLSX, or CSV in one of the usual encodings, whatever its name is.

    `language` chooses the head by which a missing column is named. Raises a Sheet… refusal or QuoteMisplaced when the
    file as a whole cannot be read; what is wrong with a column, a line or a cell is among the faults.
    """
    if len(content) > MOST_BYTES:
        raise SheetTooLarge(most=MOST_BYTES // 1024 // 1024)
    if not workbook.is_workbook(content):
        return read_text(delimited.decoded(content), columns, language)
    found = workbook.sheet(content)
    table = _table(found.lines, columns, language, is_text=False)
    return Table(table.rows, table.faults, table.ignored, found.name, found.others)


def read_text(text: str, columns: Sequence[Column], language: str = "en") -> Table:
    """The table in pasted or decoded text. Raises as `read` does."""
    return _table(delimited.lines(text, columns), columns, language, is_text=True)


def _table(lines: Iterable[tuple[int, Cells]], columns: Sequence[Column], language: str, *, is_text: bool) -> Table:
    held = _held(lines)
    if not held:
        raise SheetEmpty
    at = max(range(min(SEARCHED, len(held))), key=lambda place: known(_titles(held[place][1]), columns))
    found = heads(_titles(held[at][1]), columns, language)
    if len(held) == at + 1 and not found.faults:
        raise SheetEmpty
    faults, rows = list(found.faults), []
    for line, cells in held[at + 1 :]:
        row, wrong = _row(line, cells, found)
        rows.append(row)
        faults += wrong
        if is_text and any(map(_text, cells[len(found.titles) :])):
            faults.append(LineFault(line, LineTooLong()))
    return Table(tuple(rows), tuple(faults), found.ignored)


def _held(lines: Iterable[tuple[int, Cells]]) -> list[tuple[int, Cells]]:
    """The lines with something in them. Raises SheetTooLong, SheetTooWide."""
    held: list[tuple[int, Cells]] = []
    for line, cells in lines:
        if not any(map(_text, cells)):
            continue
        if len(held) > MOST_LINES + SEARCHED:
            raise SheetTooLong(most=MOST_LINES)
        if len(cells) > MOST_COLUMNS:
            raise SheetTooWide(most=MOST_COLUMNS)
        held.append((line, cells))
    return held


def _row(line: int, cells: Cells, found: Heads) -> tuple[Row, list[Refused]]:
    texts: dict[str, str] = {}
    faults: list[Refused] = []
    titles = {field: title for field, title in zip(found.fields, found.titles, strict=True) if field}
    for field, cell in zip(found.fields, cells, strict=False):
        if not field or field in texts:
            continue
        if isinstance(cell, Refused):
            faults.append(CellFault(line, titles[field], cell))
        elif len(cell) > LONGEST_CELL:
            faults.append(CellFault(line, titles[field], CellTooLong(most=LONGEST_CELL)))
        texts[field] = "" if isinstance(cell, Refused) else trimmed(cell)
    return Row(line, texts, titles), faults


def _titles(cells: Cells) -> list[str]:
    return [" ".join(_text(cell).split()) for cell in cells]


def _text(cell: workbook.Cell) -> str:
    return "" if isinstance(cell, Refused) else trimmed(cell)


def trimmed(text: str) -> str:
    """`text` without spaces and invisible marks at its ends, which copying from web pages leaves there."""
    start, end = 0, len(text)
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_blank(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) == "Cf"
