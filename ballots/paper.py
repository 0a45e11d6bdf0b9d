"""Paper ballots already collected, read from a CSV file: one row per ballot, one column per item.

The whole file is read or none of it. Every fault names its line and, where there is one, its column, and never
the value: a wrong value may be somebody's answer. Lines are counted as a text editor shows them, the header is 1.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ballots import delimited
from ballots.columns import CHANNEL, CLASS, COMMUNITY, Column, read_header
from ballots.envelope import ABSTAINED_MARK, INVALID_MARK, Ballot
from ballots.errors import (
    NameNotUsable,
    PaperEmpty,
    PaperNameMissing,
    PaperNotText,
    PaperNotUtf8,
    PaperRagged,
    PaperRowEmpty,
    PaperTooLarge,
    PaperTooVaried,
    PaperUnknownLevel,
)
from ballots.form import Form, Question
from ballots.instrument import ABSTAINED, INVALID, Instrument
from ballots.names import usable_name

MOST_BYTES = 20 * 1024 * 1024
MOST_COMMUNITIES = 500
MOST_CHANNELS = 20
LONGEST_CHANNEL = 40
NO_CLASSES: Mapping[str, int] = MappingProxyType({})
UNNAMED_CHANNEL = "paper"
"""The channel of ballots that name none."""


@dataclass(frozen=True)
class Pile:
    """The paper ballots of one community.

    `ballots` are sorted, their marks one byte a question as in `form`; `channels` counts ballots by origin.
    `community` is empty when the file has no column for it.
    """

    community: str
    ballots: tuple[Ballot, ...]
    channels: dict[str, int]

    @property
    def marks(self) -> tuple[bytes, ...]:
        """The marks of each ballot."""
        return tuple(ballot.marks for ballot in self.ballots)


@dataclass(frozen=True)
class _Known:
    """What a cell may say: the byte of each level of each question, and the place of each class."""

    levels: dict[str, dict[str, int]]
    classes: Mapping[str, int]


@dataclass
class _Growing:
    ballots: list[Ballot] = field(default_factory=list)
    channels: Counter[str] = field(default_factory=Counter)

    def finished(self, community: str) -> Pile:
        return Pile(community, tuple(sorted(self.ballots)), dict(sorted(self.channels.items())))


def read(path: Path, form: Form, classes: Mapping[str, int] = NO_CLASSES) -> list[Pile]:
    """The piles in the file at `path`, by community. Raises a Paper… refusal at the first fault.

    `classes`: the place in the rules of each voter class, by each of its names.
    """
    rows = ((line, _tidy(row)) for line, row in delimited.rows(_text(path)))
    header = next(rows, None)
    if header is None:
        raise PaperEmpty
    columns = read_header(header[1], form, has_classes=bool(classes))
    piles: dict[str, _Growing] = {}
    levels = {question.field: _levels(form.instrument, question) for question in form.questions}
    for line, row in rows:
        _require_whole(line, row, columns)
        _add(piles, line, row, columns, _Known(levels, classes))
    if not piles:
        raise PaperEmpty
    return [piles[community].finished(community) for community in sorted(piles)]


def _text(path: Path) -> str:
    """The file as text, without a byte-order mark. A file too large is refused before it is read."""
    if path.stat().st_size > MOST_BYTES:
        raise PaperTooLarge(most=MOST_BYTES // 1024 // 1024)
    content = path.read_bytes()
    if b"\0" in content:
        raise PaperNotText(line=delimited.line_of(content, content.index(b"\0")))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise PaperNotUtf8(line=delimited.line_of(content, fault.start)) from None


def _require_whole(line: int, row: Sequence[str], columns: Sequence[Column]) -> None:
    if len(row) != len(columns):
        raise PaperRagged(line=line, found=len(row), wanted=len(columns))
    if not any(row):
        raise PaperRowEmpty(line=line)


def _add(
    piles: dict[str, _Growing],
    line: int,
    row: Sequence[str],
    columns: Sequence[Column],
    known: _Known,
) -> None:
    """Puts one ballot on its community's pile."""
    named = {column.field: value for column, value in zip(columns, row, strict=True)}
    community = _name(named[COMMUNITY], line, COMMUNITY) if COMMUNITY in named else ""
    channel = _name(named.get(CHANNEL) or UNNAMED_CHANNEL, line, CHANNEL)
    if len(channel) > LONGEST_CHANNEL:
        raise PaperNameMissing(line=line, column=CHANNEL)
    pile = piles.setdefault(community, _Growing())
    marks = bytes(_marks(line, named, columns, known.levels))
    pile.ballots.append(Ballot(marks, _class(line, named, known.classes)))
    pile.channels[channel] += 1
    if len(piles) > MOST_COMMUNITIES:
        raise PaperTooVaried(column=COMMUNITY, most=MOST_COMMUNITIES)
    if len(pile.channels) > MOST_CHANNELS:
        raise PaperTooVaried(column=CHANNEL, most=MOST_CHANNELS)


def _class(line: int, named: dict[str, str], classes: Mapping[str, int]) -> int:
    """The class of one ballot; 0 when the file has no column for it."""
    if CLASS not in named:
        return 0
    place = classes.get(named[CLASS]) or classes.get(named[CLASS].lower())
    if place is None:
        raise PaperUnknownLevel(line=line, column=CLASS)
    return place


def _marks(
    line: int, named: dict[str, str], columns: Sequence[Column], levels: dict[str, dict[str, int]]
) -> Iterator[int]:
    """One byte a question, in the order of the form."""
    titles = {column.field: column.title for column in columns}
    for question, known in levels.items():
        mark = known.get(named[question])
        if mark is None:
            raise PaperUnknownLevel(line=line, column=titles[question])
        yield mark


def _levels(instrument: Instrument, question: Question) -> dict[str, int]:
    """Every way in which a mark on `question` may be written, and its byte. What a level claims, it keeps."""
    known = dict.fromkeys([ABSTAINED, *instrument.abstain.values(), *instrument.abstain_codes], ABSTAINED_MARK)
    known[INVALID] = INVALID_MARK
    for value, level in enumerate(question.section.scale.levels):
        known |= dict.fromkeys(_tidy([level.id, *level.words.values(), *level.codes]), value)
    return known


def _tidy(names: Iterable[str]) -> list[str]:
    return [" ".join(name.split()) for name in names]


def _name(typed: str, line: int, column: str) -> str:
    try:
        return usable_name(typed, column)
    except NameNotUsable:
        raise PaperNameMissing(line=line, column=column) from None
