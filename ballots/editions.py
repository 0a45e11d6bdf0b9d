"""Which items of an earlier form an item can be compared with, as the later form declares it.

    [[earlier]]
    form = "community-2025"
    edition = "2025"
    [earlier.items.committee]
    services = ["services"]
    environment = ["greening", "cleanliness"]     # both together were what is one item now

What is not named here is not comparable. A form that did not change needs no declaration.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Earlier:
    """One earlier edition. `items`: for each kind and item of the later form, the items it was made of."""

    form: str
    edition: str
    items: Mapping[tuple[str, str], tuple[str, ...]]


class Reader(Protocol):
    """What is needed of the reader of a form file: its checks, each of which names the fault's place."""

    def get(self, table: Mapping[str, Any], place: str, key: str, kind: type) -> Any:
        """The value under `key`, of `kind`."""

    def table(self, value: Any, place: str) -> None:
        """Refuses what is no table."""

    def no_more_than(self, table: Mapping[str, Any], place: str, known: set[str]) -> None:
        """Refuses other keys."""

    def codes(self, table: Mapping[str, Any], place: str, key: str) -> tuple[str, ...]:
        """The list of strings under `key`."""


def read(reader: Reader, data: Mapping[str, Any], known: Mapping[str, set[str]]) -> tuple[Earlier, ...]:
    """The earlier editions that a form declares; `known` are its own items by kind. Raises InstrumentFault."""
    tables = reader.get({"earlier": [], **data}, "file", "earlier", list)
    return tuple(_edition(reader, f"earlier[{at}]", table, known) for at, table in enumerate(tables, 1))


def _edition(reader: Reader, place: str, table: Any, known: Mapping[str, set[str]]) -> Earlier:
    reader.table(table, place)
    reader.no_more_than(table, place, {"form", "edition", "items"})
    kinds = reader.get(table, place, "items", dict)
    reader.no_more_than(kinds, f"{place}.items", set(known))
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, items in kinds.items():
        within = f"{place}.items.{kind}"
        reader.table(items, within)
        reader.no_more_than(items, within, known[kind])
        found |= {(kind, item): reader.codes(items, within, item) for item in items}
    return Earlier(reader.get(table, place, "form", str), reader.get(table, place, "edition", str), found)
