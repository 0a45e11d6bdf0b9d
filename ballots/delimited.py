"""Rows of comma-separated text with the numbers of their lines, counted as a text editor shows them."""

import csv
import io
from collections.abc import Iterator

from ballots.errors import QuoteMisplaced


def rows(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of its last line; empty lines are passed over. Raises QuoteMisplaced."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error:
        raise QuoteMisplaced(line=reader.line_num) from None


def line_of(content: bytes, place: int) -> int:
    """The number of the line that the byte at `place` stands in."""
    return content.count(b"\n", 0, place) + 1
