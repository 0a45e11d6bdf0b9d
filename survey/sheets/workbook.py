"""XLSX: the first visible sheet of a workbook, read in memory and within limits.

A formula is read as the value it had when the workbook was saved. A merged block holds its value on each of its lines:
offices merge the cells of one sub-district beside all of its communities.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from ballots.errors import Refused
from survey.sheets.errors import (
    CellBroken,
    FormulaEmpty,
    SheetHasMacros,
    SheetNotTable,
    SheetOldFormat,
    SheetPacked,
    SheetUnreadable,
)

MOST_UNPACKED = 64 * 1024 * 1024
MOST_TIMES_PACKED = 250
"""How many bytes one packed byte may become: lists become ten to sixty."""
MOST_MEMBERS = 1000
LAST_LINE = 1_048_576
"""The last line a sheet can have; numbers beyond it are made up."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOK, _MACROS = "xl/workbook.xml", "vbaProject.bin"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")

Cell = str | Refused
Line = tuple[int, list[Cell]]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, how many others were not read, and its lines with their numbers."""

    name: str
    others: int
    lines: Iterator[Line]


@dataclass(frozen=True)
class _Block:
    first: int
    last: int
    column: int


def is_workbook(content: bytes) -> bool:
    """Whether the file is a workbook of any kind, rather than text."""
    return content.startswith((_ZIP, _OLE))


def sheet(content: bytes) -> Sheet:
    """The first visible sheet. Raises SheetOldFormat, SheetHasMacros, SheetNotTable, SheetPacked, SheetUnreadable.

    Its lines raise SheetUnreadable when the damage lies further down.
    """
    from openpyxl import load_workbook  # slow to come, and most evenings read no workbook

    _require_sound(content)
    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        shown = [one for one in values.worksheets if one.sheet_state == "visible"] or values.worksheets
        raw = values._archive.read(shown[0]._worksheet_path)  # the library reads no merged cells from a stream
        formulas = None
        if _FORMULA.search(raw):
            formulas = load_workbook(io.BytesIO(content), read_only=True)[shown[0].title]
        return Sheet(shown[0].title, len(shown) - 1, _lines(shown[0], formulas, _blocks(raw)))
    except Refused:
        raise
    except Exception:  # the library fails on damaged files in many ways, and none of them is ours to tell apart
        raise SheetUnreadable from None


def _require_sound(content: bytes) -> None:
    """Refuses what must not even be opened."""
    if content.startswith(_OLE):
        raise SheetOldFormat
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise SheetUnreadable from None
    names = {member.filename for member in members}
    if any(name.endswith(_MACROS) for name in names):
        raise SheetHasMacros
    if _BOOK not in names:
        raise SheetNotTable
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > min(MOST_UNPACKED, MOST_TIMES_PACKED * len(content)):
        raise SheetPacked


def _lines(values: Any, formulas: Any, blocks: list[_Block]) -> Iterator[Line]:
    """The lines that hold something, with the values of merged blocks carried down."""
    waiting = sorted(blocks, key=lambda block: block.first, reverse=True)
    held: list[tuple[_Block, Cell]] = []
    for line, (row, written) in enumerate(_rows(values, formulas), 1):
        if line > LAST_LINE:
            raise SheetUnreadable
        cells = [_cell(value, formula) for value, formula in zip_longest(row, written)]
        held = [(block, value) for block, value in held if line <= block.last]
        for block, value in held:
            _put(cells, block.column, value)
        while waiting and waiting[-1].first == line:
            block = waiting.pop()
            held.append((block, cells[block.column - 1] if block.column <= len(cells) else ""))
        while cells and cells[-1] == "":
            del cells[-1]
        if cells:
            yield line, cells


def _put(cells: list[Cell], column: int, value: Cell) -> None:
    """Writes `value` into a column, counted from 1."""
    cells += [""] * (column - len(cells))
    cells[column - 1] = value


def _rows(values: Any, formulas: Any) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Each row as values and as written; the dimensions that a file claims are not believed."""
    values.reset_dimensions()
    try:
        if formulas is None:
            for row in values.iter_rows(values_only=True):
                yield row, ()
            return
        formulas.reset_dimensions()
        yield from zip(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True)
    except Exception:  # as above
        raise SheetUnreadable from None


def _blocks(raw: bytes) -> list[_Block]:
    """The merged blocks of several lines; a title merged across columns needs nothing."""
    found = [_Block(int(top), int(bottom), _column(left)) for left, top, _right, bottom in _MERGED.findall(raw)]
    return [block for block in found if block.first < block.last]


def _column(letters: bytes) -> int:
    """The number of a column, counted from 1, such as 28 for AB."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _cell(value: Any, formula: Any) -> Cell:
    """What a cell says, or why nobody knows."""
    if value is None:
        return FormulaEmpty() if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, str):
        return CellBroken() if value in _ERRORS else value
    return _written(value)


_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"}


def _written(value: Any) -> str:
    """A number, a day or an hour as one would write it."""
    match value:
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case time():
            return value.isoformat("minutes")
        case timedelta():
            hours, minutes = divmod(value // timedelta(minutes=1), 60)
            return f"{hours}:{minutes:02}"
    return str(value)
