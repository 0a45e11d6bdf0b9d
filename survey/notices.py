"""The public notice (公示) of a campaign's results: from which day to which, what it shows, how to object."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from survey import acts
from survey.acts import Act
from survey.errors import NoticeEmpty, NoticePeriodNotUsable
from survey.tables import notice

LONGEST = 2000
"""Signs in the text that says how to object."""


class Shown(StrEnum):
    """What the notice tells of each community."""

    GRADES = "grades"
    GRADES_AND_RATES = "grades_and_rates"


class Phase(StrEnum):
    """Where a day lies beside the period."""

    BEFORE = "before"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True)
class Notice:
    """A notice as kept. Both days belong to the period."""

    campaign_id: str
    starts_on: date
    ends_on: date
    shown: Shown
    objections: str
    made_by: str

    def phase(self, today: date) -> Phase:
        """Whether the period is still to come, runs, or is over."""
        if today < self.starts_on:
            return Phase.BEFORE
        return Phase.RUNNING if today <= self.ends_on else Phase.OVER

    @property
    def days(self) -> int:
        """How long it runs, both days counted."""
        return (self.ends_on - self.starts_on).days + 1


def put_up(db: Connection, one: Notice) -> None:
    """Keeps the notice in the place of an earlier one. Raises NoticePeriodNotUsable, NoticeEmpty."""
    if one.ends_on < one.starts_on:
        raise NoticePeriodNotUsable
    if not one.objections.strip():
        raise NoticeEmpty
    db.execute(delete(notice).where(notice.c.campaign_id == one.campaign_id))
    kept = vars(one) | {"shown": one.shown.value, "objections": one.objections.strip()[:LONGEST]}
    db.execute(insert(notice).values(**kept))
    days = one.starts_on.isoformat(), one.ends_on.isoformat()
    acts.note(db, Act.NOTICE_PUT_UP, about=one.campaign_id, starts_on=days[0], ends_on=days[1], shown=one.shown.value)


def take_down(db: Connection, campaign_id: str) -> None:
    """Takes the campaign's notice away, whatever its period says."""
    if db.execute(delete(notice).where(notice.c.campaign_id == campaign_id)).rowcount:
        acts.note(db, Act.NOTICE_TAKEN_DOWN, about=campaign_id)


def of(db: Connection, campaign_id: str) -> Notice | None:
    """The campaign's notice; None when none was put up."""
    row = db.execute(select(notice).where(notice.c.campaign_id == campaign_id)).first()
    return Notice(**{**row._mapping, "shown": Shown(row.shown)}) if row else None


def running(db: Connection, now: datetime) -> list[Notice]:
    """Every notice whose period runs, the one that ends first before the others."""
    today = now.astimezone().date()
    wanted = select(notice).where(notice.c.starts_on <= today, notice.c.ends_on >= today).order_by(notice.c.ends_on)
    return [Notice(**{**row._mapping, "shown": Shown(row.shown)}) for row in db.execute(wanted)]
