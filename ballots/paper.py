"""Paper ballots in a CSV file, one row per ballot, one column per item: collected elsewhere, or typed by one person.

The whole file is read or none of it. Every fault names its line and, where there is one, its column, and never
the value: a wrong value may be somebody's answer. Lines are counted as a text editor shows them, the header is 1.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ballots import delimited
from ballots.columns import CHANNEL, CLASS, COMMUNITY, DOUBT, NUMBER, Column, read_header
from ballots.envelope import ABSTAINED_MARK, INVALID_MARK, Ballot
from ballots.errors import (
    NameNotUsable,
    PaperEmpty,
    PaperNameMissing,
    PaperNotText,
    PaperNotUtf8,
    PaperNumberUnclear,
    PaperRagged,
    PaperReasonUnknown,
    PaperRowEmpty,
    PaperTooLarge,
    PaperTooVaried,
    PaperUnknownLevel,
)
from ballots.form import Form, Question
from ballots.instrument import ABSTAINED, INVALID, Instrument
from ballots.names import usable_name
from ballots.spoiling import Flaw

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
    piles: dict[str, _Growing] = {}
    for line, beside, marks in _ballots(path, form, (COMMUNITY, CHANNEL, *([CLASS] if classes else []))):
        _add(piles, line, beside, Ballot(marks, _class(line, beside, classes)))
    return [piles[community].finished(community) for community in sorted(piles)]


@dataclass(frozen=True)
class Typed:
    """One ballot as one person typed it: one byte a question, and why it may be spoiled, if it may."""

    marks: bytes
    doubt: Flaw | None = None


def read_typed(path: Path, form: Form) -> dict[int, Typed]:
    """What one person typed, by the numbers on the ballots; without a column for them the rows are numbered from 1.

    Raises a Paper… refusal at the first fault.
    """
    found: dict[int, Typed] = {}
    for line, beside, marks in _ballots(path, form, (NUMBER, DOUBT)):
        number = _number(line, beside.get(NUMBER, str(len(found) + 1)))
        if number in found:
            raise PaperNumberUnclear(line=line)
        found[number] = Typed(marks, _doubt(line, beside.get(DOUBT, "")))
    return found


def _ballots(path: Path, form: Form, beside: Collection[str]) -> Iterator[tuple[int, dict[str, str], bytes]]:
    """Each ballot of the file: its line, what stands `beside` its marks, one byte a question. At least one."""
    rows = ((line, _tidy(row)) for line, row in delimited.rows(_text(path)))
    header = next(rows, None)
    if header is None:
        raise PaperEmpty
    columns, line = read_header(header[1], form, beside), 0
    levels = {question.field: _levels(form.instrument, question) for question in form.questions}
    for line, row in rows:
        _require_whole(line, row, columns)
        named = {column.field: value for column, value in zip(columns, row, strict=True)}
        yield line, named, bytes(_marks(line, named, columns, levels))
    if not line:
        raise PaperEmpty


def _number(line: int, typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 7 and int(typed)):
        raise PaperNumberUnclear(line=line)
    return int(typed)


def _doubt(line: int, typed: str) -> Flaw | None:
    if typed and typed not in {*Flaw}:
        raise PaperReasonUnknown(line=line, reasons=", ".join(Flaw))
    return Flaw(typed) if typed else None


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


def _add(piles: dict[str, _Growing], line: int, beside: dict[str, str], ballot: Ballot) -> None:
    """Puts one ballot on its community's pile."""
    community = _name(beside[COMMUNITY], line, COMMUNITY) if COMMUNITY in beside else ""
    channel = _name(beside.get(CHANNEL) or UNNAMED_CHANNEL, line, CHANNEL)
    if len(channel) > LONGEST_CHANNEL:
        raise PaperNameMissing(line=line, column=CHANNEL)
    pile = piles.setdefault(community, _Growing())
    pile.ballots.append(ballot)
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
