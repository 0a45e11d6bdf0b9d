"""Grades as people confirm them (确认等级). Each decision is a new line; what was decided before stays readable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select

from ballots import meetings
from ballots.campaigns import Campaign
from ballots.meetings import Meeting, State
from ballots.names import usable_name
from ballots.tables import campaign as campaigns
from ballots.tables import meeting
from survey import acts
from survey.acts import Act
from survey.appraisal.errors import DeviationUnexplained, GradeNotUsable, ProposalChanged
from survey.tables import confirmed_grade

GRADES = ("model", "standard", "ordinary")
"""The grades people can confirm, best first: the values of `analysis.grading.Grade` without undecided."""
LONGEST_REASON = 400


@dataclass(frozen=True)
class Decision:
    """What the deciders say of one community. `seen`: the proposal that they had before them."""

    meeting_id: str
    grade: str
    seen: str
    reason: str = ""


@dataclass(frozen=True)
class Confirmation:
    """A decision as kept: what the rules proposed then, what people confirmed, why, who and when."""

    meeting_id: str
    number: int
    proposed: str
    grade: str
    reason: str
    decider: str
    rules_fingerprint: str
    confirmed_at: datetime


def confirm(
    db: Connection,
    campaign: Campaign,
    decisions: Sequence[Decision],
    proposed: Mapping[str, str],
    decider: str,
    now: datetime,
) -> None:
    """Keeps all decisions, or none. `proposed`: what the rules propose now, by meeting id.

    Raises GradeNotUsable, ProposalChanged when somebody saw another proposal, DeviationUnexplained, NameNotUsable,
    WrongState for a meeting that is not published.
    """
    decider = usable_name(decider, "Decided by")
    for one in decisions:
        found = meetings.require(meetings.find(db, one.meeting_id), State.PUBLISHED)
        now_proposed = proposed.get(one.meeting_id, "undecided")
        reason = _reason(one, now_proposed, found)
        row = {"proposed": now_proposed, "grade": one.grade, "reason": reason, "decider": decider}
        number = _last(db, one.meeting_id) + 1
        kept = {"meeting_id": one.meeting_id, "number": number, "rules_fingerprint": campaign.rules.fingerprint}
        db.execute(insert(confirmed_grade).values(**kept, **row, confirmed_at=now))
        acts.note(db, Act.GRADE_CONFIRMED, about=one.meeting_id, **row)


def _reason(one: Decision, now_proposed: str, found: Meeting) -> str:
    if one.grade not in GRADES:
        raise GradeNotUsable
    if one.seen != now_proposed:
        raise ProposalChanged(community=found.community)
    reason = " ".join(one.reason.split())[:LONGEST_REASON]
    if one.grade != now_proposed and not reason:
        raise DeviationUnexplained(community=found.community)
    return reason


def latest(db: Connection, meeting_ids: Sequence[str]) -> dict[str, Confirmation]:
    """The newest decision on each of the meetings that has one."""
    wanted = select(confirmed_grade).where(confirmed_grade.c.meeting_id.in_(meeting_ids))
    return {row.meeting_id: _read(row) for row in db.execute(wanted.order_by(confirmed_grade.c.number))}


def history(db: Connection, meeting_id: str) -> list[Confirmation]:
    """Every decision on the meeting, the newest first."""
    ordered = select(confirmed_grade).where(confirmed_grade.c.meeting_id == meeting_id)
    return [_read(row) for row in db.execute(ordered.order_by(confirmed_grade.c.number.desc()))]


def earlier(db: Connection, campaign: Campaign) -> dict[tuple[str, str], Confirmation]:
    """The last grade confirmed before this campaign, by sub-district and community: 晋位升级 compares with it."""
    joined = (
        select(confirmed_grade, meeting.c.sub_district, meeting.c.community)
        .join_from(confirmed_grade, meeting)
        .join(campaigns, meeting.c.campaign_id == campaigns.c.id)
        .where(campaigns.c.created_at < campaign.created_at)
        .order_by(campaigns.c.created_at, confirmed_grade.c.number)
    )
    return {(row.sub_district, row.community): _read(row) for row in db.execute(joined)}


def _last(db: Connection, meeting_id: str) -> int:
    last = select(func.max(confirmed_grade.c.number)).where(confirmed_grade.c.meeting_id == meeting_id)
    return int(db.scalar(last) or 0)


def _read(row: Row[tuple[object, ...]]) -> Confirmation:
    return Confirmation(**{column.name: row._mapping[column.name] for column in confirmed_grade.columns})
