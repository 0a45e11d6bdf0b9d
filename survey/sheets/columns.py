"""What columns a table may have, and the line of heads that names them.

A head may be written in either language, with other spaces, widths and capitals, and with a remark in brackets:
"应到人数（必填）" names the column 应到人数.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ballots.errors import Refused
from ballots.instrument import Words
from survey.sheets.errors import ColumnMissing, ColumnTwice, HeadsMissing

SEARCHED = 10
"""Lines with something in them among which the heads are looked for: titles stand above them."""

_REMARK = re.compile(r"[(\[【].*?[)\]】]")
_NOT_SAID = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Column:
    """A column: the `field` it fills, its head in each language, further heads it goes by, and whether it must be."""

    field: str
    words: Words
    also: tuple[str, ...] = ()
    is_needed: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        """Everything this column may be called."""
        return (self.field, *self.words.values(), *self.also)


@dataclass(frozen=True)
class Heads:
    """The line of heads: for each column of the table its title as written, and the field it fills, empty for none."""

    titles: tuple[str, ...]
    fields: tuple[str, ...]
    faults: tuple[Refused, ...]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The titles of columns that mean nothing here."""
        return tuple(title for title, field in zip(self.titles, self.fields, strict=True) if title and not field)


def known(titles: Sequence[str], columns: Sequence[Column]) -> int:
    """How many of `titles` name one of `columns`."""
    return sum(bool(field) for field in _fields(titles, columns))


def heads(titles: Sequence[str], columns: Sequence[Column], language: str) -> Heads:
    """The line of heads `titles`, with a fault for each column that is missing or there twice."""
    fields = _fields(titles, columns)
    faults: list[Refused] = []
    for number, (title, field) in enumerate(zip(titles, fields, strict=True), 1):
        if field and field in fields[: number - 1]:
            faults.append(ColumnTwice(number=number, column=title))
    missing = [column for column in columns if column.is_needed and column.field not in fields]
    if not any(fields):
        faults.append(HeadsMissing(columns=", ".join(column.words[language] for column in missing or columns)))
    else:
        faults += [ColumnMissing(column=column.words[language]) for column in missing]
    return Heads(tuple(titles), tuple(fields), tuple(faults))


def _fields(titles: Sequence[str], columns: Sequence[Column]) -> list[str]:
    meant = {plain(head): column.field for column in reversed(columns) for head in column.heads}
    return [meant.get(plain(title), "") for title in titles]


def plain(head: str) -> str:
    """A head without what people write differently: widths, capitals, spaces, signs, remarks in brackets."""
    whole = unicodedata.normalize("NFKC", head).casefold()
    return _NOT_SAID.sub("", _REMARK.sub("", whole)) or _NOT_SAID.sub("", whole)
