"""The form as data: sections, items, scales and their words in each language.

Adding a form is adding a TOML file. A file is checked whole when it is loaded; the first fault is
named by file, place and reason. `analysis` imports this module and nothing else of `ballots`.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from ballots import editions
from ballots.errors import InstrumentFault

LANGUAGES = ("zh-CN", "en")
ABSTAINED = "abstained"
"""The reserved level of an item left blank or marked 不了解: outside the effective ratings."""
INVALID = "invalid"
"""The reserved level of an item that carries two marks (本项无效): outside the effective ratings."""
POOLED = "pooled"
"""The reserved item of all items of a section taken together (各项合计)."""
MOST_LEVELS = 10
MOST_ITEMS = 60

Words = Mapping[str, str]
"""Plain text by language, one entry for each of LANGUAGES."""


@dataclass(frozen=True)
class Level:
    """One rung of a scale, best first. `points` are 0–100; `codes` are how paper ballots spell it."""

    id: str
    words: Words
    points: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """A ladder of levels, best first.

    `strict` and `broad` count the leading levels that enter the strict and the broad rate
    (满意率 and 满意率(含基本满意)); `rate` is the name of the rate.
    """

    id: str
    rate: Words
    levels: tuple[Level, ...]
    strict: int
    broad: int

    def level(self, level_id: str) -> Level:
        """The level called `level_id`; KeyError when the scale has none."""
        return {level.id: level for level in self.levels}[level_id]


@dataclass(frozen=True)
class Item:
    """What is rated: one row of the form."""

    id: str
    words: Words


@dataclass(frozen=True)
class Section:
    """The items for one kind of subject.

    `headline` is the item that speaks for the whole; None when the items are pooled (各项合计).
    """

    kind: str
    title: Words
    scale: Scale
    items: tuple[Item, ...]
    headline: str | None = None


@dataclass(frozen=True)
class Instrument:
    """A whole form. `source` is its TOML text, kept with the campaign; `earlier`, what it can be compared with."""

    id: str
    edition: str
    title: Words
    abstain: Words
    abstain_codes: tuple[str, ...]
    sections: tuple[Section, ...]
    source: str
    earlier: tuple[editions.Earlier, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256, in hex, of the form's content; comments and layout of the file do not count."""
        content = json.dumps(tomllib.loads(self.source), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    def section(self, kind: str) -> Section:
        """The section for subjects of `kind`; KeyError when the form has none."""
        return {section.kind: section for section in self.sections}[kind]

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The scales in use, in order of first use."""
        return tuple({section.scale.id: section.scale for section in self.sections}.values())


def shipped() -> dict[str, Path]:
    """The instrument files that come with the product, by id."""
    folder = Path(str(files("ballots") / "instruments"))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def load(path: Path) -> Instrument:
    """The instrument in the file `path`. Raises InstrumentFault when it is missing, not UTF-8, not TOML or wrong."""
    try:
        return read(path.read_bytes(), path.name)
    except FileNotFoundError:
        raise InstrumentFault(path.name, "file", "there is no such file") from None
    except OSError:
        raise InstrumentFault(path.name, "file", "cannot be read") from None


def read(content: bytes, name: str) -> Instrument:
    """The instrument in a file's `content`; `name` is how a fault names it. Raises InstrumentFault."""
    try:
        return parse(content.decode("utf-8-sig"), name)  # Windows editors put a mark before the text
    except UnicodeDecodeError:
        raise InstrumentFault(name, "file", "is not UTF-8 text") from None


def parse(source: str, name: str) -> Instrument:
    """The instrument written as TOML in `source`; `name` is how a fault names the file. Raises InstrumentFault."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as fault:
        raise InstrumentFault(name, "file", "is not TOML: %(fault)s", fault=fault) from None
    return _Reader(name).instrument(data, source)


class _Reader:
    """Reads one parsed file, and knows its name for the faults."""

    def __init__(self, name: str) -> None:
        self.name = name

    def fault(self, place: str, reason: str, **values: object) -> InstrumentFault:
        return InstrumentFault(self.name, place, reason, **values)

    def instrument(self, data: Mapping[str, Any], source: str) -> Instrument:
        self.no_more_than(data, "file", KEYS)
        abstain_codes = self.codes(data, "file", "abstain_codes")
        tables_of_scales = self.get(data, "file", "scales", dict)
        scales = {key: self.scale(key, table, abstain_codes) for key, table in tables_of_scales.items()}
        tables = self.get(data, "file", "sections", list)
        sections = tuple(self.section(f"sections[{at}]", table, scales) for at, table in enumerate(tables, 1))
        self.distinct([section.kind for section in sections], "sections", "kind")
        if not sections:
            raise self.fault("sections", "the form has no section")
        items = sum(len(section.items) for section in sections)
        if items > MOST_ITEMS:
            raise self.fault(
                "sections",
                "the form has %(count)s items; at most %(most)s fit one ballot",
                count=items,
                most=MOST_ITEMS,
            )
        return Instrument(
            id=self.identifier(data, "file", "id"),
            edition=self.get(data, "file", "edition", str),
            title=self.words(self.get(data, "file", "title", dict), "title"),
            abstain=self.words(self.get(data, "file", "abstain", dict), "abstain"),
            abstain_codes=abstain_codes,
            sections=sections,
            source=source,
            earlier=editions.read(self, data, {one.kind: {item.id for item in one.items} for one in sections}),
        )

    def scale(self, key: str, table: Any, abstain_codes: tuple[str, ...]) -> Scale:
        place = f"scales.{key}"
        self.named(key, place, "id")
        self.table(table, place)
        self.no_more_than(table, place, {"rate", "strict", "broad", "levels"})
        rows = self.get(table, place, "levels", list)
        levels = tuple(self.level(f"{place}.levels[{at}]", row) for at, row in enumerate(rows, 1))
        self.distinct([level.id for level in levels], place, "level id")
        self.distinct([*abstain_codes, *(code for level in levels for code in level.codes)], place, "code")
        if not 2 <= len(levels) <= MOST_LEVELS:
            raise self.fault(
                place, "has %(count)s levels; a scale has 2 to %(most)s", count=len(levels), most=MOST_LEVELS
            )
        if [level.points for level in levels] != sorted((level.points for level in levels), reverse=True):
            raise self.fault(place, "levels are not in order: the best comes first, points never rise")
        strict, broad = self.get(table, place, "strict", int), self.get(table, place, "broad", int)
        if not 1 <= strict <= broad < len(levels):
            raise self.fault(place, "needs 1 ≤ strict ≤ broad < number of levels")
        return Scale(key, self.words(self.get(table, place, "rate", dict), f"{place}.rate"), levels, strict, broad)

    def level(self, place: str, row: Any) -> Level:
        self.table(row, place)
        self.no_more_than(row, place, {"id", "points", "codes", *LANGUAGES})
        points = self.get(row, place, "points", int)
        if not 0 <= points <= 100:
            raise self.fault(place, "points are 0 to 100, not %(points)s", points=points)
        level_id = self.identifier(row, place, "id")
        if level_id in (ABSTAINED, INVALID):
            raise self.fault(place, "the level id %(id)s is reserved", id=level_id)
        return Level(level_id, self.words(row, place), points, self.codes(row, place, "codes"))

    def section(self, place: str, table: Any, scales: Mapping[str, Scale]) -> Section:
        self.table(table, place)
        self.no_more_than(table, place, {"kind", "scale", "title", "headline", "items"})
        rows = self.get(table, place, "items", list)
        items = tuple(self.item(f"{place}.items[{at}]", row) for at, row in enumerate(rows, 1))
        self.distinct([item.id for item in items], place, "item id")
        if not items:
            raise self.fault(place, "has no item")
        scale = self.get(table, place, "scale", str)
        if scale not in scales:
            raise self.fault(place, "names the scale %(scale)s, which the file does not define", scale=scale)
        headline = self.get(table, place, "headline", str) if "headline" in table else None
        if headline is not None and headline not in {item.id for item in items}:
            raise self.fault(place, "names the headline %(item)s, which is none of its items", item=headline)
        title = self.words(self.get(table, place, "title", dict), f"{place}.title")
        return Section(self.identifier(table, place, "kind"), title, scales[scale], items, headline)

    def item(self, place: str, row: Any) -> Item:
        self.table(row, place)
        self.no_more_than(row, place, {"id", *LANGUAGES})
        item_id = self.identifier(row, place, "id")
        if item_id == POOLED:
            raise self.fault(place, "the item id %(id)s is reserved", id=item_id)
        return Item(item_id, self.words(row, place))

    def words(self, table: Mapping[str, Any], place: str) -> Words:
        """The words for each language; every language must have some."""
        for language in LANGUAGES:
            text = table.get(language)
            if not isinstance(text, str) or not text.strip():
                raise self.fault(place, "has no words in %(language)s", language=language)
            if any(ord(character) < 32 for character in text):
                raise self.fault(place, "has a control character in its %(language)s words", language=language)
        return {language: table[language].strip() for language in LANGUAGES}

    def identifier(self, table: Mapping[str, Any], place: str, key: str) -> str:
        value = str(self.get(table, place, key, str))
        self.named(value, place, key)
        return value

    def named(self, value: str, place: str, key: str) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_-]{0,79}", value):
            raise self.fault(
                place, "%(key)s %(value)s is not lower-case letters, digits, _ or -", key=key, value=repr(value)
            )

    def codes(self, table: Mapping[str, Any], place: str, key: str) -> tuple[str, ...]:
        values = table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.fault(place, "%(key)s is not a list of strings", key=key)
        return tuple(value.strip() for value in values)

    def get(self, table: Mapping[str, Any], place: str, key: str, kind: type) -> Any:
        if key not in table:
            raise self.fault(place, "has no %(key)s", key=key)
        if not isinstance(table[key], kind) or isinstance(table[key], bool):
            raise self.fault(place, "%(key)s is not a %(what)s", key=key, what=TYPE_NAMES[kind])
        return table[key]

    def table(self, value: Any, place: str) -> None:
        if not isinstance(value, dict):
            raise self.fault(place, "is not a table")

    def no_more_than(self, table: Mapping[str, Any], place: str, known: set[str]) -> None:
        for key in table:
            if key not in known:
                raise self.fault(place, "has %(key)s, which means nothing here", key=repr(key))

    def distinct(self, values: list[str], place: str, what: str) -> None:
        for value in _repeated(values):
            raise self.fault(place, "has the %(what)s %(value)s twice", what=what, value=repr(value))


KEYS = {"id", "edition", "title", "abstain", "abstain_codes", "scales", "sections", "earlier"}
TYPE_NAMES = {str: "string", int: "whole number", list: "list", dict: "table"}


def _repeated(values: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield value
        seen.add(value)
