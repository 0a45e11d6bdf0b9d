"""The superior's points (上级考评), entered by officials: 0 to 100 with two decimals, kept as whole hundredths."""

import re
from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from ballots import meetings
from ballots.meetings import State
from survey import acts
from survey.acts import Act
from survey.errors import PointsNotUsable
from survey.tables import assessment

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


def _of(db: Connection, meeting_ids: list[str]) -> dict[str, int]:
    kept = select(assessment.c.meeting_id, assessment.c.hundredths).where(assessment.c.meeting_id.in_(meeting_ids))
    return {row.meeting_id: row.hundredths for row in db.execute(kept)}
