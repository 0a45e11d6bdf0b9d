"""How the parts of the minutes are laid out on A4, the same in every format that is printed."""

from collections.abc import Sequence
from unicodedata import east_asian_width

from ballots.lettering import pieces
from survey.minutes.sheet import Cell, Count, Fact, Rate, Score, Table, Text

FACT_SHARES = (0.19, 0.31, 0.19, 0.31)
"""How wide the columns of facts are, of the whole: name, value, name, value."""
SIGN_SHARES = (0.2, 0.36, 0.24, 0.2)
"""How wide the columns of the signatures are."""
WORDS_SHARES: tuple[tuple[float, ...], ...] = ((), (0.2,), (0.28, 0.14))
"""How much of a table its columns of words take, by how many they are."""
NARROW_SHARES: tuple[tuple[float, ...], ...] = ((), (0.15,), (0.24, 0.12))
"""The same where MANY columns or more want room."""
MANY = 9
SIGNS: dict[type, float] = {Count: 5, Rate: 9.5, Score: 8, Text: 7.5}
"""How many signs wide a column of such cells is reckoned; one of counts with their shares is as wide as one of text."""
HEAD_SIGN, HEAD_EDGE = 0.875, 1.6
"""How wide a letter of a head is beside a sign below it, and what stands beside the head, in signs."""
LONGEST_TITLE = 60
LONGEST_BESIDE = 36
"""How many signs wide a value is at most that stands in half a row."""

MOST_IN_LINE = 6
"""How many columns a table has at most in which a figure and its whole numbers stand on one line."""


def lines(table: Table, cell: Cell) -> tuple[str, ...]:
    """The cell as the table shows it: below each other where columns are narrow."""
    return (" ".join(cell.lines),) if len(table.heads) <= MOST_IN_LINE else cell.lines


def paired(facts: Sequence[Fact]) -> list[tuple[Fact, ...]]:
    """The facts in rows: two beside each other, a wide one or one left over alone."""
    rows: list[tuple[Fact, ...]] = []
    for fact in facts:
        fits = rows and len(rows[-1]) == 1 and not _is_wide(rows[-1][0]) and not _is_wide(fact)
        rows = [*rows[:-1], (*rows[-1], fact)] if fits else [*rows, (fact,)]
    return rows


def column_shares(table: Table) -> tuple[float, ...]:
    """How wide each column is, of the whole: words have their share, the others by what stands in them and above.

    Room is made for the longest word of each head, so that none is broken.
    """
    if table.shares:
        return table.shares
    cells, heads = kinds(table)[table.words :], table.heads[table.words :]
    signs = [max(_signs(cell), _least(head)) for cell, head in zip(cells, heads, strict=True)]
    words = (NARROW_SHARES if len(table.heads) >= MANY else WORDS_SHARES)[table.words]
    return (*words, *((1 - sum(words)) * one / sum(signs) for one in signs))


def kinds(table: Table) -> list[Cell]:
    """One figure of each column for what its column holds: the first that is not hidden."""
    columns = zip(*table.rows, strict=True)
    return [next((cell for cell in column if not isinstance(cell, Text)), column[0]) for column in columns]


def _signs(cell: Cell) -> float:
    return SIGNS[Text] if isinstance(cell, Count) and cell.base is not None else SIGNS[type(cell)]


def shortened(title: str) -> str:
    """The title for the foot of pages; a long one loses its middle, because places are told apart by their ends."""
    half = LONGEST_TITLE // 2
    return title if len(title) <= LONGEST_TITLE else f"{title[:half]}…{title[-half:]}"


def _least(head: str) -> float:
    """How many signs wide a column is in which no word of its head is broken."""
    return max(map(_width, pieces(head))) * HEAD_SIGN + HEAD_EDGE


def _is_wide(fact: Fact) -> bool:
    return fact.is_wide or _width(fact.value) > LONGEST_BESIDE


def _width(text: str) -> int:
    """In signs: a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
