"""Finds every copy of every page of a box in the bytes of a disk, wherever it lies and whatever put it there.

Pages of the file itself, of journals, of a write-ahead log, of a file system's own journal, and old ones in free
blocks all look the same: a header, pointers, rows. The format is public: sqlite.org/fileformat2.html.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ballots.comment import BODY_LENGTH

PAGE = 4096
SLIP = [16, "number", "number", 16, 1]
"""A slip after its slot: lengths in bytes, and numbers."""
INTERIOR, LEAF, TABLE_LEAF = 0x02, 0x0A, 0x0D
_HEADER = re.compile(rb"(?=[\x02\x0a\x0d][\x00-\x0f].[\x00\x01].[\x00-\x10].)", re.DOTALL)
"""Kind of page, first free block, number of rows, where rows begin."""
_WIDTHS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}

Value = int | bytes | None


class Row(NamedTuple):
    """A slip, an envelope or a comment as one page shows it. `name` is its slot.

    `tells`: a slip's tag, an envelope's receipt, or the first bytes of a comment's sealed body, by which it is known.
    """

    name: bytes
    is_done: bool
    tells: bytes
    place: int
    number: int


@dataclass(frozen=True)
class Page:
    """One copy of a page, at `at` in the bytes of the disk."""

    at: int
    slips: tuple[Row, ...]
    envelopes: tuple[Row, ...]
    comments: tuple[Row, ...]


def pages(raw: bytes) -> Iterator[Page]:
    """Every copy of a page that holds at least one slip, envelope or comment, in the order of the bytes."""
    for found in _HEADER.finditer(raw):
        at = found.start()
        slips, envelopes, comments = [], [], []
        for place, number, values in _rows(raw[at : at + PAGE]):
            shape = [len(value) if isinstance(value, bytes) else "number" for value in values]
            match values:
                case [bytes(slot), bytes(tag), int(spent), int(), bytes(), bytes()] if shape[1:] == SLIP:
                    slips.append(Row(slot, spent == 1, tag, place, number))
                case [bytes(slot), int(filled), bytes(receipt), bytes()] if shape[:3] == [16, "number", 16]:
                    envelopes.append(Row(slot, filled == 1, receipt, place, number))
                case [bytes(slot), int(filled), bytes(body)] if shape == [16, "number", BODY_LENGTH]:
                    comments.append(Row(slot, filled == 1, body[:16], place, number))
        if slips or envelopes or comments:
            yield Page(at, tuple(slips), tuple(envelopes), tuple(comments))


def pairs(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every row of exactly two values of 16 bytes, deleted or not. A careful box has none."""
    for found in re.finditer(rb"\x03\x2c\x2c(?=(.{16})(.{16}))", raw, re.DOTALL):
        yield found[1], found[2]


def _rows(page: bytes) -> Iterator[tuple[int, int, list[Value]]]:
    """Place, row number (0 where the table has none) and values of each row that can be read."""
    kind, count, begin = page[0], int.from_bytes(page[3:5]), int.from_bytes(page[5:7])
    pointers = 12 if kind == INTERIOR else 8
    raw_places = page[pointers : pointers + 2 * count]
    if len(raw_places) < 2 * count or count == 0:
        return
    places = struct.unpack(f">{count}H", raw_places)
    if min(places) < begin or max(places) >= PAGE:
        return
    for place in places:
        try:
            yield place, *_row(page, place, kind)
        except IndexError:
            continue  # no row: the page was cut


def _row(page: bytes, place: int, kind: int) -> tuple[int, list[Value]]:
    number, at = 0, place + (4 if kind == INTERIOR else 0)
    _, at = _varint(page, at)
    if kind == TABLE_LEAF:
        number, at = _varint(page, at)
    head_length, types_at = _varint(page, at)
    types, content = [], at + head_length
    while types_at < content:
        kind_of_value, types_at = _varint(page, types_at)
        types.append(kind_of_value)
    values: list[Value] = []
    for one in types:
        width = _WIDTHS.get(one, (one - 12) // 2)
        if width < 0 or content + width > PAGE:
            raise IndexError
        values.append(_value(one, page[content : content + width]))
        content += width
    return number, values


def _value(kind: int, raw: bytes) -> Value:
    if kind >= 12:
        return raw
    return {0: None, 8: 0, 9: 1}.get(kind, int.from_bytes(raw, signed=True))


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """The number at `at`, seven bits a byte, and where it ends."""
    value = 0
    for _ in range(9):
        byte = page[at]
        value, at = value << 7 | byte & 127, at + 1
        if byte < 128:
            break
    return value, at
