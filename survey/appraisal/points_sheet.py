"""The superior's points from a sheet: a line for each community, one column of points or a column for each item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from analysis.assessment_items import AssessmentItem
from ballots.errors import Refused
from ballots.meetings import Meeting
from survey.appraisal import points
from survey.appraisal.errors import CommunityAgain, CommunityNotInCampaign, ItemPointsNotUsable
from survey.appraisal.points import TOTAL
from survey.sheets.cells import Reader
from survey.sheets.columns import Column
from survey.sheets.table import Row, Table, read, read_text

PLACE = (
    Column("sub_district", {"zh-CN": "街道", "en": "Sub-district"}, also=("镇街", "乡镇", "乡镇街道")),
    Column("community", {"zh-CN": "社区", "en": "Community"}, also=("社区名称", "村社区"), is_needed=True),
)


@dataclass(frozen=True)
class Assessed:
    """One community with its points in hundredths, by item id; by TOTAL where the rules declare no items."""

    meeting: Meeting
    given: Mapping[str, int | None]


@dataclass(frozen=True)
class PointsSheet:
    """What a sheet says. `faults` name line and column; nothing is kept while there is one."""

    assessed: tuple[Assessed, ...]
    faults: tuple[Refused, ...]
    ignored: tuple[str, ...]


def columns(items: Sequence[AssessmentItem]) -> tuple[Column, ...]:
    """The columns of the sheet for these items."""
    if not items:
        return (*PLACE, Column(TOTAL, {"zh-CN": "上级考评得分", "en": "Superior's points"}, ("得分", "分数"), True))
    return (*PLACE, *(Column(item.id, item.words, is_needed=True) for item in items))


def from_file(content: bytes, held: Sequence[Meeting], items: Sequence[AssessmentItem], language: str) -> PointsSheet:
    """What the file says of the meetings `held`. Raises what `sheets.table.read` raises."""
    return _read(read(content, columns(items), language), held, items)


def from_text(text: str, held: Sequence[Meeting], items: Sequence[AssessmentItem], language: str) -> PointsSheet:
    """The same of pasted text."""
    return _read(read_text(text, columns(items), language), held, items)


def _read(table: Table, held: Sequence[Meeting], items: Sequence[AssessmentItem]) -> PointsSheet:
    faults, assessed, seen = list(table.faults), [], set[str]()
    for row in table.rows:
        reader = Reader(row)
        meeting = _meeting(row, held)
        if meeting is None:
            reader.note("community", CommunityNotInCampaign())
        elif meeting.id in seen:
            reader.note("community", CommunityAgain())
        given = _given(reader, items)
        faults += reader.faults
        if meeting is not None:
            seen.add(meeting.id)
            assessed.append(Assessed(meeting, given))
    return PointsSheet(tuple(assessed), tuple(faults), table.ignored)


def _meeting(row: Row, held: Sequence[Meeting]) -> Meeting | None:
    """The meeting of the community on the line: the only one of that name, or of that name in that sub-district."""
    community, sub_district = _plain(row.text("community")), _plain(row.text("sub_district"))
    named = [one for one in held if _plain(one.community) == community]
    exact = [one for one in named if _plain(one.sub_district) == sub_district]
    found = exact if sub_district else named
    return found[0] if len(found) == 1 else None


def _given(reader: Reader, items: Sequence[AssessmentItem]) -> dict[str, int | None]:
    if not items:
        return {TOTAL: reader.read(TOTAL, points.read, None)}
    return {item.id: reader.read(item.id, partial(_of_item, item.points), None) for item in items}


def _of_item(most: int, text: str) -> int | None:
    hundredths = points.read(text)
    if hundredths is not None and hundredths > most * 100:
        raise ItemPointsNotUsable(most=most)
    return hundredths


def _plain(name: str) -> str:
    return " ".join(name.split())
