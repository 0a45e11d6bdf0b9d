"""Which files a pack has, and how each of them is made. One file at a time is in memory, never the pack."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from ballots import campaigns, meetings
from ballots.campaigns import Campaign
from ballots.meetings import Meeting, State
from survey.database import reading
from survey.evening import Evening
from survey.published import charts, compared_charts, results
from survey.published.charts import ChartFormat
from survey.published.latest import grounds
from survey.web.i18n import catalogue

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analysis.report import Report
    from analysis.wording import Wording
    from survey.minutes.sheet import Minutes

TABLES = ("xlsx", "csv", "json", "parquet")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 80


@dataclass(frozen=True)
class File:
    """One file of a pack: its path in it, and what makes its bytes."""

    path: str
    make: Callable[[], bytes]


def fingerprint(evening: Evening, campaign_id: str, language: str) -> str:
    """What tells a pack from one of other results: everything published and decided that it is made of."""
    with reading(evening.engine) as db:
        found = grounds(db, campaigns.find(db, campaign_id))
    return hashlib.sha256(repr((found, language)).encode()).hexdigest()


def files(evening: Evening, campaign_id: str, language: str) -> list[File]:
    """Every file of the campaign's pack in `language`, those of the whole first. Raises NoSuchCampaign."""
    from analysis.wording import Wording
    from survey.minutes import content

    @lru_cache(maxsize=1)
    def minutes(meeting_id: str) -> "Minutes":
        return content.minutes(evening, meeting_id, language)

    with reading(evening.engine) as db:
        campaign = campaigns.find(db, campaign_id)
        held = results.counting(meetings.of_campaign(db, campaign_id))
        published = [one for one in held if one.state is State.PUBLISHED]
        report = results.report(db, campaign)
    wording = Wording(report.instrument, report.rules, language)
    pack = _Pack(evening, campaign, published, report, wording, minutes)
    return [*pack.of_campaign(), *(file for one in published for file in pack.of_meeting(one))]


@dataclass(frozen=True)
class _Pack:
    """What every file of one pack is made from. `minutes`: those of a meeting by its id, made once for its files."""

    evening: Evening
    campaign: Campaign
    published: list[Meeting]
    report: "Report"
    wording: "Wording"
    minutes: "Callable[[str], Minutes]"

    def of_campaign(self) -> Iterator[File]:
        """The charts that compare communities, the largest drawings of all, while memory is emptiest; then tables."""
        from analysis.exports.written import written

        language, say = self.wording.language, self._say
        every = [one.id for one in self.published]
        compared = map(charts.chart_of, compared_charts.headlines(self.report, self.wording))
        for chart in [*charts.of_campaign(self.report, self.wording), *compared]:
            yield File(f"{say('Charts')}/{chart.name}.png", partial(self._chart, every, chart.name, ""))
        for ending in TABLES:
            yield File(f"{say('Results')}.{ending}", partial(written, self.report, ending, language))

    def of_meeting(self, found: Meeting) -> Iterator[File]:
        """Minutes, sheet, record and charts of one meeting, in a folder of its own."""
        from survey.minutes.files import FileFormat
        from survey.published import figures

        label, say = figures.label_of(self.report, found.id), self._say
        folder = safe_name(label)
        for ending in (FileFormat.DOCX, FileFormat.PDF):
            yield File(f"{folder}/{say('Minutes')}.{ending}", partial(self._minutes, found.id, ending))
        for ending in (FileFormat.XLSX, FileFormat.PDF):
            yield File(f"{folder}/{say('Sheet of this community')}.{ending}", partial(self._sheet, found, ending))
        yield File(f"{folder}/minxin-{found.id}.json", partial(self._record, found.id))
        for name in charts.names_of_community(self.report, label):
            yield File(f"{folder}/{name}.png", partial(self._chart, [found.id], name, label))

    def _say(self, word: str) -> str:
        return safe_name(catalogue(self.wording.language).gettext(word))

    def _minutes(self, meeting_id: str, ending: str) -> bytes:
        from survey.minutes import files

        return files.written(self.minutes(meeting_id), files.FileFormat(ending))

    def _sheet(self, found: Meeting, ending: str) -> bytes:
        from survey.minutes import community, files

        made = community.sheet_of(self.evening, self.report, found, self.wording.language)
        return files.written(made, files.FileFormat(ending))

    def _record(self, meeting_id: str) -> bytes:
        with reading(self.evening.engine) as db:
            return meetings.published_record(db, meeting_id)[0].encode()

    def _chart(self, meeting_ids: list[str], name: str, label: str) -> bytes:
        def draw() -> "list[Figure]":
            return [charts.draw(self.report, name, self.wording, label)]

        with reading(self.evening.engine) as db:
            result = charts.key(db, meeting_ids)
        kept = compared_charts.kept_name(self.report, name)
        return charts.file(self.evening.folder, result, kept, self.wording.language, ChartFormat.PNG, draw)


def safe_name(name: str) -> str:
    """The name as every system takes it for a file: no separators, no dots or spaces at its ends."""
    return _NOT_IN_NAMES.sub("_", name)[:_LONGEST_NAME].strip(". ") or "_"
