"""The words on charts and in files, in the reader's language: the form's own first, ours around them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.classes import COMBINED
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
PHRASES: dict[str, Words] = {
    "broad": {"zh-CN": "%(rate)s(含%(levels)s)", "en": "%(rate)s incl. %(levels)s"},
    "narrow": {"zh-CN": "%(rate)s(不含%(levels)s)", "en": "%(rate)s excl. %(levels)s"},
    "hidden": {"zh-CN": "不公布 (少于%(least)s人)", "en": "not published (fewer than %(least)s)"},
    "equals": {"zh-CN": "%(name)s = %(levels)s ÷ %(base)s", "en": "%(name)s = %(levels)s ÷ %(base)s"},
    "sum": {"zh-CN": "(%(levels)s)", "en": "(%(levels)s)"},
    "rules": {
        "zh-CN": "规则 %(name)s 第%(version)s版，指纹 %(fingerprint)s；百分数四舍五入到两位，合计可能不等于100%%",
        "en": "Rules %(name)s, version %(version)s, fingerprint %(fingerprint)s; percentages rounded half-up, "
        "they may not add up to 100%%",
    },
    "finding": {"zh-CN": "%(name)s：%(label)s %(rate)s", "en": "%(name)s: %(label)s %(rate)s"},
    "finding_hidden": {"zh-CN": "%(name)s：%(hidden)s", "en": "%(name)s: %(hidden)s"},
    "fraction": {"zh-CN": "%(percent)s (%(votes)s/%(base)s)", "en": "%(percent)s (%(votes)s/%(base)s)"},
    "kicker": {
        "zh-CN": "%(community)s | %(kind)s | 有效票 %(valid)s 张",
        "en": "%(community)s | %(kind)s | %(valid)s valid ballots",
    },
    "overview": {
        "zh-CN": "%(community)s：%(count)s个测评对象的结果",
        "en": "%(community)s: results by subject (%(count)s)",
    },
    "weighted": {"zh-CN": "%(percent)s (加权)", "en": "%(percent)s (weighted)"},
    "by_class": {"zh-CN": "%(community)s：分票类结果", "en": "%(community)s: results by voter class"},
    "ballots": {"zh-CN": "有效票 %(valid)s 张", "en": "%(valid)s valid ballots"},
    "titled": {"zh-CN": "%(kind)s %(name)s", "en": "%(kind)s %(name)s"},
    "communities": {
        "zh-CN": "%(kind)s：%(count)s个社区的%(label)s",
        "en": "%(kind)s: %(label)s by community (%(count)s)",
    },
    "communities_kicker": {"zh-CN": "按%(label)s从高到低", "en": "Ranked by %(label)s"},
    "line": {"zh-CN": "%(name)s %(share)s%%", "en": "%(name)s %(share)s%%"},
    "model": {"zh-CN": "示范线", "en": "Model"},
    "standard": {"zh-CN": "标准线", "en": "Standard"},
    "thresholds": {"zh-CN": "等级线，对照浅色点", "en": "Grade thresholds, for the light dot"},
    "page": {"zh-CN": "%(kicker)s | 第%(page)s页，共%(pages)s页", "en": "%(kicker)s | page %(page)s of %(pages)s"},
    "is": {"zh-CN": "%(name)s：%(value)s", "en": "%(name)s: %(value)s"},
    "stop": {"zh-CN": "。", "en": ". "},
    "comma": {"zh-CN": "、", "en": ", "},
    "semicolon": {"zh-CN": "；", "en": "; "},
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
