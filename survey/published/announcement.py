"""What is read aloud: the published record of one meeting, subject by subject, in the reader's language."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from analysis.palette import level_colours
from analysis.rounding import shown
from ballots import campaigns, meetings
from ballots.instrument import LANGUAGES, POOLED, Instrument, Section, Words
from ballots.meetings import Meeting
from ballots.tables import record

AT_ONCE = 7
"""The most items, and AT_ONCE_SUBJECTS the most subjects, that a wall shows at once and the last row can read."""
AT_ONCE_SUBJECTS = 3


Told = TypeVar("Told")


@dataclass(frozen=True)
class Segment:
    """One level of a bar: its words and colour, how many chose it, and its share of the bar in percent."""

    words: Words
    colour: str
    votes: int
    start: float
    share: float


@dataclass(frozen=True)
class Line:
    """One item as announced. Rates are text in percent; a hidden line has nothing but its words.

    `words` is None for all items together. `rate` counts the best levels, `broad` the next ones too; each comes with
    `votes` of `base` people.
    """

    words: Words | None
    is_hidden: bool
    rate: str = ""
    votes: int = 0
    broad: str = ""
    broad_votes: int = 0
    base: int = 0
    abstained: int = 0
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class ClassLine:
    """One voter class on one item: its words, its rate in percent as text, `votes` of `base` people.

    `words` is None for all classes together as the rules weigh them: no share of people, so its base is 0.
    """

    words: Words | None
    rate: str
    votes: int = 0
    base: int = 0


@dataclass(frozen=True)
class Slide:
    """One subject: the line that speaks for the whole, and all its lines in the order of the form.

    `published_as`: the name in the record, where it was corrected since; empty otherwise. `classes`: the voter classes
    on the headline, weighted figures last; empty where they may not be told apart.
    """

    section: Section
    name: str
    headline: Line
    lines: tuple[Line, ...]
    published_as: str = ""
    classes: tuple[ClassLine, ...] = ()

    @property
    def parts(self) -> list[list[Line]]:
        """All lines, the one for all items together last, in as few parts as fit the wall, as equal as can be."""
        pooled = [self.headline] if self.headline.words is None else []
        return _parts([*self.lines, *pooled], AT_ONCE)


@dataclass(frozen=True)
class Part:
    """As many lines of one subject as fit the wall: part `number` of `count`."""

    slide: Slide
    lines: tuple[Line, ...]
    number: int
    count: int


@dataclass(frozen=True)
class Announcement:
    """One published result as it is told. `sha256` is the record's fingerprint in hex."""

    slides: tuple[Slide, ...]
    sha256: str

    @cached_property
    def overview(self) -> list[list[Slide]]:
        """The subjects in as few parts as fit the wall."""
        return _parts(self.slides, AT_ONCE_SUBJECTS)

    @cached_property
    def parts(self) -> list[Part]:
        """Every subject in turn, each in as many parts as it needs."""
        return [
            Part(slide, tuple(lines), number, len(slide.parts))
            for slide in self.slides
            for number, lines in enumerate(slide.parts, 1)
        ]


class Announcements:
    """What was announced of each meeting, read once: a record never changes, and corrections are only added."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str | None, int], Announcement] = {}

    def find(self, db: Connection, meeting: Meeting) -> Announcement:
        """The announcement of a published meeting. Raises WrongState before it is published."""
        sha256 = db.scalar(select(record.c.sha256).where(record.c.meeting_id == meeting.id))
        key = sha256, len(meeting.corrections)
        if key not in self._kept:
            document, sha256 = meetings.published_record(db, meeting.id)
            form = campaigns.find(db, meeting.campaign_id).instrument
            told = slides(document, form, [subject.name for subject in meeting.subjects])
            self._kept[key] = Announcement(tuple(told), sha256)
        return self._kept[key]


def slides(document: str, form: Instrument, names: Sequence[str]) -> list[Slide]:
    """One slide for each subject of the published record `document`, in the order of the ballot.

    `names`: what the subjects are called now, in the same order; a corrected name stands beside the published one.
    """
    record = json.loads(document)
    declared = record["rules"]["content"].get("classes", ())
    words = {one["id"]: {language: one[language] for language in LANGUAGES} for one in declared}
    return [
        _slide(subject, form.section(subject["kind"]), name, words)
        for subject, name in zip(record["subjects"], names, strict=True)
    ]


def _slide(subject: Mapping[str, Any], section: Section, name: str, classes: Mapping[str, Words]) -> Slide:
    found = {item["item"]: item for item in subject["items"]}
    lines = {item.id: _line(found[item.id], section, item.words) for item in section.items}
    pooled = _line(found[POOLED], section, None) if POOLED in found else None
    headline = lines[section.headline] if section.headline else pooled
    speaking = section.headline or POOLED
    return Slide(
        section,
        name,
        headline or next(iter(lines.values())),
        tuple(lines.values()),
        published_as=subject["name"] if subject["name"] != name else "",
        classes=tuple(_class_lines(found[speaking], classes)) if speaking in found else (),
    )


def _class_lines(item: Mapping[str, Any], words: Mapping[str, Words]) -> Iterator[ClassLine]:
    """The classes of one item, where they are told apart."""
    told = item.get("classes", ())
    if any(one.get("suppressed") for one in told):
        return
    for one in told:
        above, below = one["strict_rate"] or (0, 0)
        yield ClassLine(words[one["class"]], shown(above, below), above, below)
    weighted = item.get("weighted")
    if weighted and weighted["strict_rate"]:
        yield ClassLine(None, shown(*weighted["strict_rate"]))


def _line(item: Mapping[str, Any], section: Section, words: Words | None) -> Line:
    if item.get("suppressed"):
        return Line(words, is_hidden=True)
    strict, broad = item["strict_rate"] or (0, 0), item["broad_rate"] or (0, 0)
    return Line(
        words,
        is_hidden=False,
        rate=shown(*strict),
        votes=strict[0],
        broad=shown(*broad),
        broad_votes=broad[0],
        base=strict[1],
        abstained=item["abstained"],
        segments=_segments([item["counts"][level.id] for level in section.scale.levels], section),
    )


def _segments(counts: Sequence[int], section: Section) -> tuple[Segment, ...]:
    whole, colours = sum(counts) or 1, level_colours(section.scale)
    return tuple(
        Segment(level.words, colours[level.id], votes, 100 * sum(counts[:at]) / whole, 100 * votes / whole)
        for at, (level, votes) in enumerate(zip(section.scale.levels, counts, strict=True))
    )


def _parts(whole: Sequence[Told], most: int) -> list[list[Told]]:
    count = -(-len(whole) // most)
    ends = [len(whole) * number // count for number in range(count + 1)]
    return [list(whole[start:end]) for start, end in pairwise(ends)]
