"""What somebody with the raw bytes of a box sees: the place of each row inside the pages of SQLite's file.

The format is public (sqlite.org/fileformat2.html). Rows of a WITHOUT ROWID table are cells of index pages.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

PAGE = 4096
LEAF, INTERIOR = 0x0A, 0x02


class Cell(NamedTuple):
    """One row as it lies on disk: its page, its address in the page, its content."""

    page: int
    address: int
    content: bytes


def cells(raw: bytes) -> Iterator[Cell]:
    """Every row of every index page in the file `raw`, in the order of the bytes."""
    for number in range(1, len(raw) // PAGE):
        page = raw[number * PAGE : (number + 1) * PAGE]
        if page[0] in (LEAF, INTERIOR):
            pointers, child = (8, 0) if page[0] == LEAF else (12, 4)
            for at in range(int.from_bytes(page[3:5])):
                address = int.from_bytes(page[pointers + 2 * at : pointers + 2 * at + 2])
                yield Cell(number, address, _content(page, address + child))


def _content(page: bytes, start: int) -> bytes:
    """The row at `start`: its length is written before it, seven bits a byte."""
    length, at = page[start] & 127, start
    while page[at] & 128:
        at += 1
        length = length << 7 | page[at] & 127
    return page[at + 1 : at + 1 + length]


def places(raw: bytes, names: Mapping[bytes, int]) -> dict[int, tuple[int, int]]:
    """Where each of `names` (bytes inside a row → when it was cast) lies: page and address, by time of casting."""
    return {
        when: (cell.page, cell.address) for cell in cells(raw) for name, when in names.items() if name in cell.content
    }


def order_leak(where: Mapping[int, tuple[int, int]]) -> float:
    """Of all pairs of rows on one page, the share in which the earlier one lies at the higher address.

    SQLite fills pages downwards, so rows inserted as people come give three quarters; no relation gives one half.
    """
    pairs = [
        earlier[1] > later[1]
        for (_, earlier), (_, later) in itertools.combinations(sorted(where.items()), 2)
        if earlier[0] == later[0]
    ]
    return sum(pairs) / len(pairs)


def linked(slips: Mapping[int, tuple[int, int]], envelopes: Mapping[int, tuple[int, int]]) -> int:
    """How many slips are named rightly by pairing slips and envelopes in the order in which they lie on disk."""
    in_order = [[when for when, _ in sorted(where.items(), key=_as_filled)] for where in (slips, envelopes)]
    return sum(slip == envelope for slip, envelope in zip(*in_order, strict=True))


def _as_filled(place: tuple[int, tuple[int, int]]) -> tuple[int, int]:
    _, (page, address) = place
    return page, -address
