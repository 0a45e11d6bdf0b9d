"""The superior's points (上级考评), entered by officials: 0 to 100 with two decimals, kept as whole hundredths.

Where the rules declare items, each item is kept, and their sum is the total once all of them are there.
"""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from analysis.assessment_items import AssessmentItem
from ballots import meetings
from ballots.meetings import State
from survey import acts
from survey.acts import Act
from survey.appraisal.errors import ItemPointsNotUsable, PointsNotUsable
from survey.tables import assessment, assessment_item

_POINTS = re.compile(r"(\d{1,3})(?:[.．](\d{1,2}))?")


def read(typed: str) -> int | None:
    """The points as hundredths, 0–10000; None for an empty field. Raises PointsNotUsable."""
    text = typed.strip()
    if not text:
        return None
    found = _POINTS.fullmatch(text)
    hundredths = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1
    if not 0 <= hundredths <= 10_000:
        raise PointsNotUsable
    return hundredths


def written(hundredths: int | None) -> str:
    """The points as typed, "88.50"; empty when there are none."""
    return "" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}"


def of_campaign(db: Connection, campaign_id: str) -> dict[str, int]:
    """The hundredths of every assessed meeting of the campaign, by meeting id."""
    return _of(db, [found.id for found in meetings.of_campaign(db, campaign_id)])


def note(db: Connection, points: Mapping[str, int | None]) -> None:
    """Keeps the hundredths of each meeting, by its id; None takes an earlier assessment back. Changes are noted.

    Raises NoSuchMeeting, WrongState for a void meeting.
    """
    for meeting_id in points:
        meetings.require(meetings.find(db, meeting_id), State.DRAFT, State.OPEN, State.CLOSED, State.PUBLISHED)
    before = _of(db, list(points))
    for meeting_id, value in points.items():
        if value != before.get(meeting_id):
            earlier = written(before.get(meeting_id))
            acts.note(db, Act.ASSESSED, about=meeting_id, points=written(value), earlier=earlier)
    db.execute(delete(assessment).where(assessment.c.meeting_id.in_(list(points))))
    rows = [{"meeting_id": name, "hundredths": value} for name, value in points.items() if value is not None]
    if rows:
        db.execute(insert(assessment), rows)


def items_of_campaign(db: Connection, campaign_id: str) -> dict[str, dict[str, int]]:
    """The hundredths of each item of every meeting of the campaign, by meeting id and item id."""
    found: dict[str, dict[str, int]] = {}
    held = [meeting.id for meeting in meetings.of_campaign(db, campaign_id)]
    kept = select(assessment_item).where(assessment_item.c.meeting_id.in_(held))
    for row in db.execute(kept):
        found.setdefault(row.meeting_id, {})[row.item] = row.hundredths
    return found


TOTAL = "points"
"""Stands for the one number where the rules declare no items."""


def note_given(db: Connection, given: Mapping[str, Mapping[str, int | None]], items: Sequence[AssessmentItem]) -> None:
    """Keeps hundredths by meeting id and item id; the one of TOTAL where there are no items. Raises as `note_items`."""
    if items:
        note_items(db, given, items)
    else:
        note(db, {meeting_id: one[TOTAL] for meeting_id, one in given.items()})


def known(db: Connection, campaign_id: str, items: Sequence[AssessmentItem]) -> Mapping[str, Mapping[str, int]]:
    """What is kept so far, in the shape that `note_given` takes."""
    if items:
        return items_of_campaign(db, campaign_id)
    return {name: {TOTAL: value} for name, value in of_campaign(db, campaign_id).items()}


def note_items(
    db: Connection, entered: Mapping[str, Mapping[str, int | None]], items: Sequence[AssessmentItem]
) -> None:
    """Keeps the hundredths of each item by meeting id and item id, and the sum as the total where none is missing.

    Raises ItemPointsNotUsable when an item is given more than it can have, NoSuchMeeting, WrongState.
    """
    for given in entered.values():
        for item in items:
            if (given.get(item.id) or 0) > item.points * 100:
                raise ItemPointsNotUsable(most=item.points)
    note(db, {meeting_id: _total(given, items) for meeting_id, given in entered.items()})
    db.execute(delete(assessment_item).where(assessment_item.c.meeting_id.in_(list(entered))))
    rows = [
        {"meeting_id": meeting_id, "item": item.id, "hundredths": given[item.id]}
        for meeting_id, given in entered.items()
        for item in items
        if given.get(item.id) is not None
    ]
    if rows:
        db.execute(insert(assessment_item), rows)


def _total(given: Mapping[str, int | None], items: Sequence[AssessmentItem]) -> int | None:
    known = [value for item in items if (value := given.get(item.id)) is not None]
    return sum(known) if len(known) == len(items) else None


def _of(db: Connection, meeting_ids: list[str]) -> dict[str, int]:
    kept = select(assessment.c.meeting_id, assessment.c.hundredths).where(assessment.c.meeting_id.in_(meeting_ids))
    return {row.meeting_id: row.hundredths for row in db.execute(kept)}
