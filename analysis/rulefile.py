"""Reads one rule file and checks it; every fault is named by file, place and reason."""

import re
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from analysis.errors import RulesFault
from ballots.instrument import LANGUAGES, Words

EXACT = re.compile(r"\d{1,4}(/[1-9]\d{0,3}|\.\d{1,4})?")
"""A whole number, a share such as 2/3, or a written-out decimal: exact, and short enough to multiply in 64 bits."""


class RuleFile:
    """One parsed rule file. Remembers which parameters were asked for, so that none is left over unread."""

    def __init__(self, source: str, name: str) -> None:
        self.name = name
        try:
            self.data: dict[str, Any] = tomllib.loads(source)
        except tomllib.TOMLDecodeError as fault:
            raise self.fault("file", "is not TOML: %(fault)s", fault=fault) from None
        self.parameters: dict[str, Any] = self.table(self.data.get("parameters", {}), "parameters")
        self.read: set[str] = set()

    def fault(self, place: str, reason: str, **values: object) -> RulesFault:
        """The fault at `place`, to be raised."""
        return RulesFault(self.name, place, reason, **values)

    def table(self, value: object, place: str) -> dict[str, Any]:
        """`value`, which must be a table."""
        if not isinstance(value, dict):
            raise self.fault(place, "is not a table")
        return value

    def text(self, key: str) -> str:
        """The string under `key` at the top of the file."""
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault("file", "has no %(key)s", key=key)
        return value.strip()

    def identifier(self, key: str) -> str:
        """The string under `key`: lower-case letters, digits, _ or -."""
        return self.named(self.text(key), "file", key)

    def named(self, value: object, place: str, key: str) -> str:
        """`value`, which must be an identifier."""
        if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_-]{0,79}", value):
            raise self.fault(
                place, "%(key)s %(value)s is not lower-case letters, digits, _ or -", key=key, value=repr(value)
            )
        return value

    def title(self) -> Words:
        """The title in each language."""
        return self.words(self.table(self.data.get("title", {}), "title"), "title")

    def words(self, table: Mapping[str, Any], place: str) -> Words:
        """The words for each language; every language must have some."""
        for language in LANGUAGES:
            text = table.get(language)
            if not isinstance(text, str) or not text.strip():
                raise self.fault(place, "has no words in %(language)s", language=language)
        return {language: table[language].strip() for language in LANGUAGES}

    def value(self, parameter: str) -> object:
        """The value of `parameter`; a number with a decimal point is refused."""
        place = f"parameters.{parameter}"
        if parameter not in self.parameters:
            raise self.fault("parameters", "has no %(parameter)s", parameter=parameter)
        table = self.table(self.parameters[parameter], place)
        self.no_more_than(table, place, {"value", "local", *LANGUAGES})
        self.read.add(parameter)
        if isinstance(table.get("value"), float):
            raise self.fault(place, 'a decimal point rounds; write the number as an exact string, like "2/3"')
        return table.get("value")

    def choice(self, parameter: str, known: list[str]) -> str:
        """The value of `parameter`, one of `known`."""
        value = self.value(parameter)
        if not isinstance(value, str) or value not in known:
            raise self.fault(f"parameters.{parameter}", "is none of %(known)s", known=", ".join(known))
        return value

    def word(self, parameter: str) -> str:
        """The value of `parameter`, an identifier."""
        return self.named(self.value(parameter), f"parameters.{parameter}", "value")

    def whole(self, parameter: str, least: int, most: int) -> int:
        """The value of `parameter`, a whole number from `least` to `most`."""
        value = self.value(parameter)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.fault(
                f"parameters.{parameter}", "is not a whole number from %(least)s to %(most)s", least=least, most=most
            )
        return value

    def fraction(self, parameter: str, most: int) -> Fraction:
        """The value of `parameter`, an exact number from 0 to `most` written as a string."""
        value = self.value(parameter)
        if not isinstance(value, str) or not EXACT.fullmatch(value) or Fraction(value) > most:
            raise self.fault(
                f"parameters.{parameter}", 'is not an exact string from 0 to %(most)s, like "2/3"', most=most
            )
        return Fraction(value)

    def points(self) -> dict[str, dict[str, int]]:
        """The points by scale id and level id; empty when the levels keep their own."""
        scales = self.table(self.data.get("points", {}), "points")
        return {scale: self.ladder(levels, f"points.{scale}") for scale, levels in scales.items()}

    def ladder(self, levels: object, place: str) -> dict[str, int]:
        """The points of one scale by level id, each a whole number from 0 to 100."""
        table = self.table(levels, place)
        for value in table.values():
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
                raise self.fault(place, "points are whole numbers from 0 to 100")
        return table

    def sources(self) -> dict[str, Words]:
        """Where each parameter that was read comes from, in each language."""
        return {key: self.words(self.parameters[key], f"parameters.{key}") for key in sorted(self.read)}

    def local_defaults(self) -> frozenset[str]:
        """The parameters that the founding district did not publish."""
        for key in sorted(self.read):
            if not isinstance(self.parameters[key].get("local"), bool):
                raise self.fault(f"parameters.{key}", "does not say local = true or local = false")
        return frozenset(key for key in self.read if self.parameters[key]["local"])

    def no_more_than(self, table: Mapping[str, Any], place: str, known: set[str]) -> None:
        """Refuses a key that means nothing at `place`."""
        for key in table:
            if key not in known:
                raise self.fault(place, "has %(key)s, which means nothing here", key=repr(key))

    def finish(self) -> None:
        """Refuses what nobody read."""
        known = {"name", "version", "title", "parameters", "points", "classes", "assessment"}
        self.no_more_than(self.data, "file", known)
        self.no_more_than(self.parameters, "parameters", self.read)
