"""Voter classes (A/B/C 票) as a rule set declares them. Without them, which is the default, every ballot is alike.

[[classes]]
id = "a"
zh-CN = "A 票（居民代表）"
en = "A: residents' representatives"
weight = "60"                        # for all of them or for none; without weights every ballot weighs the same
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from analysis.rulefile import EXACT, RuleFile
from ballots.instrument import LANGUAGES, Words

FEWEST, MOST = 2, 9
LONGEST = 40
"""Characters of a class's words: they are printed on a slip."""


@dataclass(frozen=True)
class VoterClass:
    """One class of voters. `weight`: what its rate counts for among the others; None where every ballot is alike."""

    id: str
    words: Words
    weight: Fraction | None


def read_classes(file: RuleFile) -> tuple[VoterClass, ...]:
    """The classes of a rule file, in its order; empty when it declares none. Raises RulesFault."""
    declared = file.data.get("classes", [])
    if not isinstance(declared, list):
        raise file.fault("classes", "is not a list of tables")
    if declared and not FEWEST <= len(declared) <= MOST:
        raise file.fault("classes", "are not %(fewest)s to %(most)s", fewest=FEWEST, most=MOST)
    classes = tuple(_read(file, table, f"classes.{at}") for at, table in enumerate(declared, 1))
    _require_distinct(file, classes)
    if len({one.weight is None for one in classes}) > 1:
        raise file.fault("classes", "have a weight for some only; give all of them one, or none")
    return classes


def _read(file: RuleFile, value: object, place: str) -> VoterClass:
    table = file.table(value, place)
    file.no_more_than(table, place, {"id", "weight", *LANGUAGES})
    words = file.words(table, place)
    if max(map(len, words.values())) > LONGEST:
        raise file.fault(place, "has words longer than %(most)s characters", most=LONGEST)
    return VoterClass(file.named(table.get("id"), place, "id"), words, _weight(file, table, place))


def _weight(file: RuleFile, table: Mapping[str, Any], place: str) -> Fraction | None:
    weight = table.get("weight")
    if weight is None:
        return None
    if not isinstance(weight, str) or not EXACT.fullmatch(weight) or not 0 < Fraction(weight) <= 100:
        raise file.fault(place, 'its weight is not an exact string above 0 and up to 100, like "60"')
    return Fraction(weight)


def _require_distinct(file: RuleFile, classes: Sequence[VoterClass]) -> None:
    seen: set[str] = set()
    for at, one in enumerate(classes, 1):
        names = {one.id, *one.words.values()}
        if names & seen:
            raise file.fault(f"classes.{at}", "is called like a class before it")
        seen |= names
