"""The named, versioned choices behind every figure, as data: denominators, weights, quorum, grade bands.

A rule set is a TOML file (`rulesets/default-2026.toml` shows all of it). Each parameter carries its value, its
source in each language, and whether it is a 本地默认 (`local = true`): a choice the founding district did not
publish. Shares are exact strings ("2/3"); a number with a decimal point is refused, being rounded already.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

from analysis.assessment_items import AssessmentItem, read_items
from analysis.errors import RulesFault
from analysis.rulefile import RuleFile
from analysis.voter_classes import VoterClass, read_classes
from ballots.instrument import Words


class Denominator(StrEnum):
    """What a rate and a score are divided by (domain switch `denominator`)."""

    EFFECTIVE = "effective"
    VALID = "valid"
    RETURNED = "returned"
    PRESENT = "present"
    ROLL = "roll"


class CountBasic(StrEnum):
    """Whether the rate that is printed as 满意率 is the strict one, or includes 基本满意."""

    SEPARATE = "separate"
    INCLUDED = "included"


class PersonOverall(StrEnum):
    """What speaks for a person: the form's overall item, or all items together."""

    OWN_ITEM = "own_item"
    POOLED = "pooled"


class Aggregate(StrEnum):
    """Which figure across communities comes first; the other is shown beside it."""

    POOLED = "pooled"
    MEAN_OF_RATES = "mean_of_rates"


class Majority(StrEnum):
    """Whether exactly the half is a majority."""

    MORE_THAN_HALF = "more_than_half"
    AT_LEAST_HALF = "at_least_half"


@dataclass(frozen=True)
class Rules:
    """One rule set. Shares and scores are exact fractions (0–1 and 0–100), weights are whole percents.

    `points` overrides the points of levels, by scale id and level id; a scale that is not in it keeps its own.
    `classes` are the voter classes, none by default; a slip and an envelope name one by its place from 1.
    `assessment` are the items the superior gives points for; none by default, then there is one number, 0–100.
    `sources` says in each language where each parameter comes from; `source` is the TOML text it was read from.
    """

    name: str
    version: str
    title: Words
    denominator: Denominator
    count_basic: CountBasic
    person_overall: PersonOverall
    aggregate: Aggregate
    majority: Majority
    k_min: int
    min_present: int
    min_fraction_of_roll: Fraction
    headline_kind: str
    weight_public: int
    weight_superior: int
    model_score: Fraction
    model_broad: Fraction
    model_quota: Fraction
    standard_score: Fraction
    standard_broad: Fraction
    rectify_broad: Fraction
    rectify_negative: Fraction
    points: Mapping[str, Mapping[str, int]]
    classes: tuple[VoterClass, ...]
    assessment: tuple[AssessmentItem, ...]
    sources: Mapping[str, Words]
    local_defaults: frozenset[str]
    source: str

    @property
    def weighs_classes(self) -> bool:
        """True when a class's rate, not its number of ballots, says what it counts for."""
        return any(one.weight is not None for one in self.classes)

    @property
    def fingerprint(self) -> str:
        """SHA-256, in hex, of the rules' content; comments and layout of the file do not count."""
        content = json.dumps(tomllib.loads(self.source), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    def is_local_default(self, parameter: str) -> bool:
        """True when `parameter` is a 本地默认; KeyError when there is no such parameter."""
        if parameter not in self.sources:
            raise KeyError(parameter)
        return parameter in self.local_defaults


def shipped() -> dict[str, Path]:
    """The rule files that come with the product, by name."""
    folder = Path(str(files("analysis") / "rulesets"))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def load(path: Path) -> Rules:
    """The rules in the file `path`. Raises RulesFault when it is missing, not UTF-8, not TOML or wrong."""
    try:
        source = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise RulesFault(path.name, "file", "there is no such file") from None
    except UnicodeDecodeError:
        raise RulesFault(path.name, "file", "is not UTF-8 text") from None
    return parse(source, path.name)


def parse(source: str, name: str) -> Rules:
    """The rules written as TOML in `source`; `name` is how a fault names the file. Raises RulesFault."""
    file = RuleFile(source, name)
    rules = Rules(
        name=file.identifier("name"),
        version=file.text("version"),
        title=file.title(),
        denominator=Denominator(file.choice("denominator", list(Denominator))),
        count_basic=CountBasic(file.choice("count_basic", list(CountBasic))),
        person_overall=PersonOverall(file.choice("person_overall", list(PersonOverall))),
        aggregate=Aggregate(file.choice("aggregate", list(Aggregate))),
        majority=Majority(file.choice("majority", list(Majority))),
        k_min=file.whole("k_min", 5, 1000),
        min_present=file.whole("min_present", 0, 1_000_000),
        min_fraction_of_roll=file.fraction("min_fraction_of_roll", 1),
        headline_kind=file.word("headline_kind"),
        weight_public=file.whole("weight_public", 0, 100),
        weight_superior=file.whole("weight_superior", 0, 100),
        model_score=file.fraction("model_score", 100),
        model_broad=file.fraction("model_broad", 1),
        model_quota=file.fraction("model_quota", 1),
        standard_score=file.fraction("standard_score", 100),
        standard_broad=file.fraction("standard_broad", 1),
        rectify_broad=file.fraction("rectify_broad", 1),
        rectify_negative=file.fraction("rectify_negative", 1),
        points=file.points(),
        classes=read_classes(file),
        assessment=read_items(file),
        sources=file.sources(),
        local_defaults=file.local_defaults(),
        source=source,
    )
    file.finish()
    _check_bands(rules, file)
    _check_classes(rules, file)
    return rules


def _check_bands(rules: Rules, file: RuleFile) -> None:
    if rules.weight_public + rules.weight_superior != 100:
        raise file.fault("parameters.weight_superior", "the two weights do not add up to 100")
    if rules.model_score < rules.standard_score:
        raise file.fault("parameters.model_score", "is below standard_score; a model community is a standard one too")
    if rules.model_broad < rules.standard_broad:
        raise file.fault("parameters.model_broad", "is below standard_broad; a model community is a standard one too")


def _check_classes(rules: Rules, file: RuleFile) -> None:
    if rules.classes and rules.denominator not in (Denominator.EFFECTIVE, Denominator.VALID):
        raise file.fault("parameters.denominator", "is not known for each class; choose effective or valid")
