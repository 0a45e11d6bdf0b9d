"""What the minutes say, as a tree of values: put together once (`content`), drawn by each format.

Every text is in the reader's language already. Figures are kept as whole numbers, so that a spreadsheet gets
numbers where paper gets text; nothing that draws computes anything but the quotient it shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from analysis.rounding import shown

Say = Callable[[str], str]
"""A sentence of the catalogue in the reader's language."""


@dataclass(frozen=True)
class Text:
    """Words in a table, or what stands where a figure is hidden or unknown."""

    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        """As a cell shows it."""
        return (self.text,)


@dataclass(frozen=True)
class Count:
    """How many; of how many, where the share stands below the number."""

    number: int
    base: int | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The number, and its share of the base where there is one: "40", "80.00%"."""
        return (str(self.number), *([percent(self.number, self.base)] if self.base is not None else []))


@dataclass(frozen=True)
class Rate:
    """A fraction 0–1 as the whole numbers it is made of; the base is 0 where nobody rated."""

    votes: int
    base: int

    @property
    def lines(self) -> tuple[str, ...]:
        """The rate and its whole numbers: "80.00%", "(40/50)"."""
        return (percent(self.votes, self.base), f"({self.votes}/{self.base})")


@dataclass(frozen=True)
class Score:
    """Points 0–100 as points in all over how many; the base is 0 where nobody rated."""

    points: int
    base: int

    @property
    def lines(self) -> tuple[str, ...]:
        """The score with two decimals."""
        return (shown(self.points, self.base, percent=False),)


Cell = Text | Count | Rate | Score


@dataclass(frozen=True)
class Fact:
    """One thing that was declared, found or made. A wide one needs a row of its own; a code is for machines."""

    name: str
    value: str
    is_wide: bool = False
    is_code: bool = False


@dataclass(frozen=True)
class Facts:
    """Facts beside each other, in pairs."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Table:
    """A table under its caption, the first `words` columns words and the others numbers.

    `has_heading`: the caption is a heading of the document, not only what the table is called. `shares`: how wide each
    column is, of the whole, where it is not found out from what stands in it.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: int = 1
    has_heading: bool = False
    shares: tuple[float, ...] = ()


@dataclass(frozen=True)
class Lines:
    """Sentences, a paragraph each."""

    lines: tuple[str, ...]


Part = Facts | Table | Lines


@dataclass(frozen=True)
class Section:
    """One heading and what stands below it."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Signatures:
    """The lines to be signed: heads of the columns, and who signs each row. Nobody signs a sheet without roles."""

    title: str
    heads: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Minutes:
    """The minutes of one published meeting. `warning` is empty for a real one; `page` says which of how many.

    `district` stands above the title; it is empty where the district has no name.
    `dated` is the moment of the publishing: what files carry as their date, so that equal minutes are equal bytes.
    """

    language: str
    title: str
    subtitle: str
    warning: str
    sections: tuple[Section, ...]
    signatures: Signatures
    page: str
    dated: datetime
    district: str = ""


def percent(votes: int, base: int) -> str:
    """The quotient in percent for reading; a dash when the base is 0."""
    return f"{shown(votes, base)}%" if base else shown(votes, base)
