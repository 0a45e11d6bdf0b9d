"""A table of earlier results: looked at first, kept whole or not at all, every fault by line and column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from analysis import rules
from ballots import campaigns, instrument
from ballots.errors import Refused
from ballots.instrument import POOLED, Instrument, Section
from survey import acts
from survey.acts import Act
from survey.database import writing
from survey.errors import TableHasFaults
from survey.evening import Evening
from survey.past import kept
from survey.past.errors import FigureMissing, FigureTwice, ItemNotKnown, KindNotKnown, NotYear, TooFewRated, VotesExceed
from survey.past.figures import Check, Figure, percentage
from survey.past.kept import Key, Past
from survey.register import COMMUNITY, SUB_DISTRICT
from survey.sheets import cells
from survey.sheets.columns import Column, plain
from survey.sheets.table import Row, Table

YEAR = Column("year", {"zh-CN": "年度", "en": "Year"}, ("年份",), is_needed=True)
KIND = Column("kind", {"zh-CN": "类别", "en": "Kind"}, ("对象类别",))
NAME = Column("name", {"zh-CN": "测评对象", "en": "Subject"}, ("姓名",))
ITEM = Column("item", {"zh-CN": "项目", "en": "Item"}, ("测评项目",))
VOTES = Column("votes", {"zh-CN": "票数", "en": "Votes"}, ("满意票", "满意票数", "优秀票", "satisfied"))
RATED = Column("rated", {"zh-CN": "有效评价", "en": "Rated"}, ("有效票", "有效票数", "参评人数", "n"))
PERCENT = Column("percent", {"zh-CN": "公布率", "en": "Percentage"}, ("满意率", "优秀率", "百分比", "rate"))
SOURCE = Column("source", {"zh-CN": "出处", "en": "Source"}, ("来源",))
COLUMNS = (YEAR, SUB_DISTRICT, COMMUNITY, KIND, NAME, ITEM, VOTES, RATED, PERCENT, SOURCE)
EXAMPLES = {
    "zh-CN": [
        (2025, "古南镇街道", "长岗路社区", "社区班子", "", "总体评价", 48, 52, "92.31%", "区公告2025年第3号"),
        (2024, "古南镇街道", "长岗路社区", "社区班子", "", "总体评价", None, 50, "96%", "2024年通报"),
    ],
    "en": [
        (2025, "Gunan", "Changgang Road", "Community committee", "", "Overall", 48, 52, "92.31%", "Notice 3 of 2025"),
        (2024, "Gunan", "Changgang Road", "Community committee", "", "Overall", None, 50, "96%", "Report of 2024"),
    ],
}
COMMITTEE = "committee"
"""Who is meant where a line does not say: the team that speaks for its community."""
EARLIEST, LATEST = 1990, 2100


@dataclass(frozen=True)
class Looked:
    """A table beside what is kept. `changed` are figures that were kept with other numbers, and are replaced."""

    new: tuple[Past, ...]
    changed: tuple[Past, ...]
    unchanged: int
    faults: tuple[Refused, ...]

    @property
    def kept(self) -> tuple[Past, ...]:
        """What the table would keep anew."""
        return (*self.new, *self.changed)

    @property
    def odd(self) -> list[Past]:
        """Figures that do not compute or cannot be checked: kept as published, and marked."""
        return [one for one in self.kept if one.figure.check is not Check.COMPUTES]


def compare(db: Connection, table: Table) -> Looked:
    """What the table would keep."""
    words, before = Words(_forms(db)), kept.by_key(db)
    faults, lines = list(table.faults), dict[Key, int]()
    new, changed, unchanged = list[Past](), list[Past](), 0
    for row in table.rows:
        one, wrong = _past(row, words)
        faults += wrong
        first = lines.setdefault(one.key, row.line)
        if first != row.line and not wrong:
            faults.append(row.fault(COMMUNITY.field, FigureTwice(first=first)))
        if one.key not in before:
            new.append(one)
        elif before[one.key] != one:
            changed.append(one)
        else:
            unchanged += 1
    return Looked(tuple(new), tuple(changed), unchanged, tuple(faults))


def bring_in(evening: Evening, table: Table) -> Looked:
    """Keeps the whole table, compared once more. Raises TableHasFaults when there is one."""
    with writing(evening.engine) as db:
        found = compare(db, table)
        if found.faults:
            raise TableHasFaults(count=len(found.faults))
        kept.keep(db, found.kept)
        acts.note(db, Act.PAST_IMPORTED, added=len(found.new), changed=len(found.changed), odd=len(found.odd))
    return found


class Words:
    """What the forms here call their sections and items, in each language and by id."""

    def __init__(self, forms: Sequence[Instrument]) -> None:
        self._sections: dict[str, Section] = {}
        self._kinds: dict[str, str] = {}
        for section in (section for form in reversed(forms) for section in form.sections):
            self._sections[section.kind] = section
            for word in (section.kind, *section.title.values()):
                self._kinds[plain(word)] = section.kind

    def kind(self, text: str) -> str:
        """The kind of subject. Raises KindNotKnown."""
        try:
            return self._kinds[plain(text)]
        except KeyError:
            known = (" / ".join(one.title.values()) for one in self._sections.values())
            raise KindNotKnown(kinds=", ".join(known)) from None

    def item(self, kind: str, text: str) -> str:
        """The item of that kind, all items together (各项合计) included. Raises ItemNotKnown."""
        names: dict[str, Mapping[str, str]] = {one.id: one.words for one in self._sections[kind].items}
        names |= {POOLED: {"zh-CN": "各项合计", "en": "All items together"}}
        for item, words in names.items():
            if plain(text) in map(plain, (item, *words.values())):
                return item
        raise ItemNotKnown(items=", ".join(" / ".join(words.values()) for words in names.values()))

    def headline(self, kind: str) -> str:
        """What speaks for a subject of that kind where the line names no item."""
        return self._sections[kind].headline or POOLED


def _past(row: Row, words: Words) -> tuple[Past, list[Refused]]:
    reader = cells.Reader(row)
    kind = reader.read(KIND.field, words.kind, COMMITTEE)
    figure = _figure(reader)
    one = Past(
        year=reader.need(YEAR.field, _year, 0),
        sub_district=reader.read(SUB_DISTRICT.field, cells.name, ""),
        community=reader.need(COMMUNITY.field, cells.name, ""),
        kind=kind,
        name=reader.read(NAME.field, cells.name, ""),
        item=reader.read(ITEM.field, lambda text: words.item(kind, text), words.headline(kind)),
        figure=figure,
        source=reader.read(SOURCE.field, cells.name, ""),
    )
    return one, reader.faults


def _figure(reader: cells.Reader) -> Figure:
    votes = reader.read(VOTES.field, cells.number, None)
    rated = reader.read(RATED.field, cells.number, None)
    percent = reader.read(PERCENT.field, percentage, "")
    if reader.faults:
        return Figure("0", None, None)
    if not percent and (votes is None or rated is None):
        reader.note(PERCENT.field, FigureMissing())
    elif votes is not None and rated is not None and votes > rated:
        reader.note(VOTES.field, VotesExceed())
    elif rated is not None and rated < least():
        reader.note(RATED.field, TooFewRated(least=least()))
    return Figure(percent, votes if rated is not None else None, rated)


def least() -> int:
    """The smallest number of people behind a figure that is kept: that of the default rules."""
    return rules.load(rules.shipped()["default-2026"]).k_min


def _year(text: str) -> int:
    digits = text.strip().removesuffix("年").removesuffix("年度").strip()
    if not digits.isdecimal() or not EARLIEST <= int(digits) <= LATEST:
        raise NotYear
    return int(digits)


def _forms(db: Connection) -> list[Instrument]:
    """The forms of the campaigns, newest first, then the ones that come with the product."""
    used = [one.instrument for one in campaigns.every(db)]
    return [*used, *map(instrument.load, instrument.shipped().values())]
