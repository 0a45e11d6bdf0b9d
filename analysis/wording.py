"""The words on charts and in files, in the reader's language: the form's own first, ours around them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.classes import COMBINED
from analysis.phrases import PHRASES
from analysis.rounding import shown
from analysis.rules import CountBasic, Denominator, Rules
from analysis.sums import POOLED_WORDS
from ballots.instrument import ABSTAINED, INVALID, POOLED, Instrument, Scale, Words

RESERVED: dict[str, Words] = {
    ABSTAINED: {"zh-CN": "弃权", "en": "Abstained"},
    INVALID: {"zh-CN": "本项无效", "en": "Invalid"},
    POOLED: POOLED_WORDS,
}
ALL_BALLOTS: Words = {"zh-CN": "全部选票", "en": "All ballots"}
WEIGHED: Words = {"zh-CN": "各票类加权", "en": "Weighted classes"}
BASES: dict[Denominator, Words] = {
    Denominator.EFFECTIVE: {"zh-CN": "有效评价", "en": "effective ratings"},
    Denominator.VALID: {"zh-CN": "有效票", "en": "valid ballots"},
    Denominator.RETURNED: {"zh-CN": "收回票", "en": "ballots returned"},
    Denominator.PRESENT: {"zh-CN": "实到人数", "en": "people present"},
    Denominator.ROLL: {"zh-CN": "应到人数", "en": "people on the roll"},
}


@dataclass(frozen=True)
class Wording:
    """The words for results of `instrument` counted by `rules`, in `language` (one of ballots.instrument.LANGUAGES)."""

    instrument: Instrument
    rules: Rules
    language: str

    def say(self, key: str, **values: object) -> str:
        """The phrase `key` with its values filled in; KeyError when there is no such phrase."""
        return PHRASES[key][self.language] % values

    def kind(self, kind: str) -> str:
        """The title of the section for subjects of `kind`."""
        return self.instrument.section(kind).title[self.language]

    def item(self, kind: str, item: str) -> str:
        """The words of an item, 各项合计 included."""
        words = {entry.id: entry.words for entry in self.instrument.section(kind).items} | RESERVED
        return words[item][self.language]

    def level(self, kind: str, level: str) -> str:
        """The words of a level, 弃权 and 本项无效 included."""
        words = {entry.id: entry.words for entry in self.scale(kind).levels} | RESERVED
        return words[level][self.language]

    def voter_class(self, name: str) -> str:
        """The words of a voter class; "" is all ballots, "combined" the classes as the rules weigh them."""
        words = {one.id: one.words for one in self.rules.classes} | {"": ALL_BALLOTS, COMBINED: WEIGHED}
        return words[name][self.language]

    def weights(self) -> str:
        """The classes with what each counts for, "A 60 : B 40"; only their names where all ballots are alike."""
        parts = [f"{one.words[self.language]} {one.weight or ''}".rstrip() for one in self.rules.classes]
        return (" : " if self.rules.weighs_classes else self.say("comma")).join(parts)

    def scale(self, kind: str) -> Scale:
        """The ladder on which subjects of `kind` are rated."""
        return self.instrument.section(kind).scale

    def rate(self, kind: str) -> str:
        """The form's own name of the rate: 满意率, 优秀率."""
        return self.scale(kind).rate[self.language]

    def strict(self, kind: str) -> str:
        """What the strict rate is called under the rules."""
        return self._named(kind, "narrow") if self._includes_basic else self.rate(kind)

    def broad(self, kind: str) -> str:
        """What the broad rate is called under the rules; the strict rate's name when the two are one."""
        return self.rate(kind) if self._includes_basic else self._named(kind, "broad")

    def formulas(self, kind: str) -> tuple[str, str]:
        """How the strict and the broad rate come about, levels over base: "满意率 = 满意 ÷ 有效评价"."""
        scale, base = self.scale(kind), BASES[self.rules.denominator][self.language]
        words = [level.words[self.language] for level in scale.levels]
        return (
            self.say("equals", name=self.strict(kind), levels=self._sum(words[: scale.strict]), base=base),
            self.say("equals", name=self.broad(kind), levels=self._sum(words[: scale.broad]), base=base),
        )

    def hidden(self) -> str:
        """What stands where a figure is suppressed."""
        return self.say("hidden", least=self.rules.k_min)

    def percent(self, numerator: int, denominator: int) -> str:
        """The rate for reading, "89.29%"; a dash when nobody rated."""
        text = shown(numerator, denominator)
        return f"{text}%" if denominator else text

    def rate_of(self, votes: int, base: int) -> str:
        """The rate with the whole numbers it is made of, "89.29% (25/28)"."""
        return self.say("fraction", percent=self.percent(votes, base), votes=votes, base=base)

    def both_rates(self, row: Mapping[str, Any]) -> str:
        """The strict and the broad rate of a row of figures, named; or that they are not published."""
        if row["suppressed"]:
            return self.hidden()
        strict = self.rate_of(row["strict_votes"], row["denominator"])
        broad = self.rate_of(row["broad_votes"], row["denominator"])
        return self.semicolon([f"{self.strict(row['kind'])} {strict}", f"{self.broad(row['kind'])} {broad}"])

    def comma(self, parts: Iterable[str]) -> str:
        """The parts, listed."""
        return self.say("comma").join(parts)

    def semicolon(self, parts: Iterable[str]) -> str:
        """The parts, set apart more strongly than by commas."""
        return self.say("semicolon").join(parts)

    def sentences(self, parts: Iterable[str]) -> str:
        """The parts, a sentence each."""
        stop = self.say("stop")
        return (stop.join(parts) + stop).rstrip()

    def inline(self, words: str) -> str:
        """Words of the form as they stand inside a sentence: no capital in English."""
        return words.lower() if self.language == "en" else words

    def ballots(self, rows: pd.DataFrame) -> int:
        """The valid ballots of the box the rows come from; a pooled row counts each once per item, so the least."""
        return int(rows["valid"].min())

    def foot(self) -> str:
        """The rules behind the figures, by name, version and start of fingerprint, and how they are rounded."""
        rules = self.rules
        return self.say("rules", name=rules.name, version=rules.version, fingerprint=rules.fingerprint[:12])

    @property
    def _includes_basic(self) -> bool:
        return self.rules.count_basic is CountBasic.INCLUDED

    def _named(self, kind: str, phrase: str) -> str:
        scale = self.scale(kind)
        added = [level.words[self.language] for level in scale.levels[scale.strict : scale.broad]]
        if not added:
            return self.rate(kind)
        words = self.comma(added)
        return self.say(phrase, rate=self.rate(kind), levels=self.inline(words))

    def _sum(self, words: list[str]) -> str:
        total = " + ".join(words)
        return self.say("sum", levels=total) if len(words) > 1 else total
