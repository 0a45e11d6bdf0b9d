"""What a patient attacker concludes from the copies of pages: which slip put which envelope, or comment, into the box.

Each attack returns links, a slip's tag → an envelope's receipt or the first bytes of a comment. A right one has no
tell: all that is found is kept.
"""

import bisect
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from tests.attacks.carver import Page, Row, pages, pairs

Links = Mapping[bytes, bytes]
Sought = Literal["envelopes", "comments"]
NEAR = 1 << 16
"""Bytes. Copies of pages further apart than this were not written together."""


class Change(NamedTuple):
    """One row that turned from free to done between two copies of its page that follow each other."""

    row: Row
    before: tuple[int, ...]
    after: tuple[int, ...]


def guesses(raw: bytes, came: Sequence[bytes], sought: Sought = "envelopes") -> dict[str, Links]:
    """What each attack concludes from the bytes of a disk, by its name.

    `sought` is what the slips are to be joined to.
    Orders are for somebody who also sat in the hall and knows in which order the slips `came`.
    """
    found = list(pages(raw))
    return {
        "copies of pages, the older": _by_copies(found, "before", sought),
        "copies of pages, the newer": _by_copies(found, "after", sought),
        **_by_order(found, came, sought),
        "deleted rows": dict(pairs(raw)),
    }


def beside(raw: bytes) -> Links:
    """The comment of each ballot, by receipt, if both lay at the same place of their tables."""
    ranks = []
    for sought in ("envelopes", "comments"):
        rows = {row.name: row.tells for page in pages(raw) for row in getattr(page, sought) if row.is_done}
        ranks.append([rows[slot] for slot in sorted(rows)])
    return dict(zip(*ranks, strict=True))


def best(guessed: Mapping[str, Links], truth: Links) -> tuple[str, int]:
    """The attack that names most slips rightly, and how many."""
    hits = {name: right(links, truth) for name, links in guessed.items()}
    name = max(hits, key=hits.__getitem__)
    return name, hits[name]


def right(links: Links, truth: Links) -> int:
    """How many of `links` are true."""
    return sum(truth.get(tag) == receipt for tag, receipt in links.items())


def _by_copies(found: Sequence[Page], side: str, sought: Sought) -> Links:
    """Links from copies of pages that lie beside each other because one commit wrote them.

    A rollback journal keeps pages as they were `before` the commit; a write-ahead log, and a file system that does
    not overwrite, as they were `after` it. Slips come first in each, so the next page of envelopes, or of
    comments, is the partner.
    """
    slips = _changes((page.at, page.slips) for page in found if page.slips)
    envelopes = _changes((page.at, getattr(page, sought)) for page in found if getattr(page, sought))
    partners = sorted((at, change.row.tells) for change in envelopes for at in getattr(change, side))
    nearest: dict[bytes, tuple[int, bytes]] = {}
    for change in slips:
        for at in getattr(change, side):
            following = bisect.bisect(partners, (at, b""))
            if following < len(partners):
                there, receipt = partners[following]
                nearest[change.row.tells] = min(nearest.get(change.row.tells, (NEAR, b"")), (there - at, receipt))
    return {tag: receipt for tag, (_, receipt) in nearest.items() if receipt}


def _changes(copies: Iterable[tuple[int, Sequence[Row]]]) -> list[Change]:
    """What changed from each state of a page to the next. Rows only ever turn from free to done, so states order."""
    states: dict[frozenset[bytes], dict[frozenset[bytes], tuple[list[int], Sequence[Row]]]]
    states = defaultdict(dict)
    for at, rows in copies:
        page, done = frozenset(row.name for row in rows), frozenset(row.name for row in rows if row.is_done)
        states[page].setdefault(done, ([], rows))[0].append(at)
    changes = []
    for of_page in states.values():
        in_order = sorted(of_page, key=len)
        for older, newer in itertools.pairwise(in_order):
            new = newer - older
            if len(new) == 1 and older < newer:
                (places_before, _), (places_after, rows) = of_page[older], of_page[newer]
                changed = next(row for row in rows if row.name in new)
                changes.append(Change(changed, tuple(places_before), tuple(places_after)))
    return changes


def _by_order(found: Sequence[Page], came: Sequence[bytes], sought: Sought) -> dict[str, Links]:
    """For each order in which filled envelopes or comments lie on the disk, the links it gives."""
    last = {row.tells: (page.at, row) for page in found for row in getattr(page, sought) if row.is_done}
    keys: dict[str, Callable[[bytes], object]] = {
        "order of row numbers": lambda receipt: last[receipt][1].number,
        "order of slots": lambda receipt: last[receipt][1].name,
        "order of receipts": lambda receipt: receipt,
        "order of places": lambda receipt: (last[receipt][0], last[receipt][1].place),
        "order of places, downwards": lambda receipt: (last[receipt][0], -last[receipt][1].place),
    }
    by_name = {name: sorted(last, key=key) for name, key in keys.items()}  # type: ignore[arg-type]  # each can be sorted
    by_name["order of first copies"] = list(last)
    by_name["order of row numbers"] = [one for one in by_name["order of row numbers"] if last[one][1].number]
    return {name: dict(zip(came, receipts, strict=False)) for name, receipts in by_name.items()}
