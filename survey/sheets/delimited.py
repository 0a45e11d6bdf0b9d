"""CSV and pasted text: UTF-8 with and without its mark, GB18030, UTF-16; comma, semicolon or tab."""

import codecs
from collections.abc import Iterator, Sequence
from itertools import islice

from ballots import delimited
from ballots.errors import Refused
from survey.sheets.columns import SEARCHED, Column, known
from survey.sheets.errors import SheetNotTable, SheetNotText

DELIMITERS = ",\t;"
Line = tuple[int, list[str]]


def decoded(content: bytes) -> str:
    """The text of a file. Raises SheetNotText, SheetNotTable when it is no text at all."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _by(content, "utf-16")
    if b"\0" in content:
        raise SheetNotTable
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _by(content, "gb18030")


def lines(text: str, columns: Sequence[Column]) -> Iterator[Line]:
    """Each line with its number, parted by the separator that finds the most of `columns`. Raises QuoteMisplaced."""
    chosen = max(DELIMITERS, key=lambda delimiter: _found(text, delimiter, columns))
    yield from delimited.rows(text, chosen)


def _by(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise SheetNotText(line=delimited.line_of(content, fault.start)) from None


def _found(text: str, delimiter: str, columns: Sequence[Column]) -> int:
    """How many columns the best of the first lines names when parted by `delimiter`."""
    most = 0
    try:
        for _line, cells in islice(delimited.rows(text, delimiter), SEARCHED):
            most = max(most, known(cells, columns))
    except Refused:
        pass  # the same fault comes again, and is told, when the text is read
    return most
