"""CSV that spreadsheet programs open rightly: as UTF-8, and with no text taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

BOM = "\ufeff"
"""Tells spreadsheet programs that the file is UTF-8."""
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet program would take for the start of a formula, full width included."""


def to_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as CSV: UTF-8 with BOM, lines ended by CR LF.

    Text that begins with one of RISKY gets a leading ' and stays text when it is opened; numbers are written as they
    are. Missing: None is an empty cell.
    """
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow(map(_cell, heads))
    writer.writerows(map(_cell, row) for row in rows)
    return (BOM + target.getvalue()).encode("utf-8")


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value
