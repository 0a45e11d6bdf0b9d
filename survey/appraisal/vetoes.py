"""Veto items (一票否决) found at a community: what, by which rule, on what evidence, decided by whom and when.

They are an open list: what counts as one is decided by people, not by this program. An item is never removed; it is
taken back with a reason, and both stay readable.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Row, insert, select, update

from ballots import meetings
from ballots.meetings import State
from ballots.names import new_id, usable_name
from survey import acts
from survey.acts import Act
from survey.appraisal.errors import DayNotUsable, NoSuchVeto, VetoWithdrawn
from survey.tables import veto


@dataclass(frozen=True)
class Finding:
    """What somebody enters: `what` was found, its legal `basis`, the `evidence`, who decided and when."""

    what: str
    basis: str
    evidence: str
    decider: str
    decided_on: date


@dataclass(frozen=True)
class Veto:
    """A veto item as kept. `withdrawn_at` and `withdrawn_reason` are None while it stands."""

    id: str
    meeting_id: str
    what: str
    basis: str
    evidence: str
    decider: str
    decided_on: date
    noted_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str | None

    @property
    def stands(self) -> bool:
        """Whether it still bars the community."""
        return self.withdrawn_at is None


def note(db: Connection, meeting_id: str, found: Finding, now: datetime) -> Veto:
    """A new veto item. Raises NameNotUsable, DayNotUsable, NoSuchMeeting, WrongState for a void meeting."""
    meetings.require(meetings.find(db, meeting_id), State.DRAFT, State.OPEN, State.CLOSED, State.PUBLISHED)
    if found.decided_on > now.astimezone().date():
        raise DayNotUsable
    made = Veto(
        id=new_id(),
        meeting_id=meeting_id,
        what=usable_name(found.what, "Veto item"),
        basis=usable_name(found.basis, "Legal basis"),
        evidence=usable_name(found.evidence, "Evidence"),
        decider=usable_name(found.decider, "Decided by"),
        decided_on=found.decided_on,
        noted_at=now,
        withdrawn_at=None,
        withdrawn_reason=None,
    )
    db.execute(insert(veto).values(**vars(made)))
    acts.note(db, Act.VETO_NOTED, about=meeting_id, item=made.what, basis=made.basis, decider=made.decider)
    return made


def withdraw(db: Connection, veto_id: str, reason: str, now: datetime) -> None:
    """Takes a veto item back. Raises NoSuchVeto, VetoWithdrawn, NameNotUsable when there is no reason."""
    found = find(db, veto_id)
    if not found.stands:
        raise VetoWithdrawn
    why = usable_name(reason, "Reason")
    db.execute(update(veto).where(veto.c.id == veto_id).values(withdrawn_at=now, withdrawn_reason=why))
    acts.note(db, Act.VETO_WITHDRAWN, about=found.meeting_id, item=found.what, reason=why)


def find(db: Connection, veto_id: str) -> Veto:
    """The veto item with this id. Raises NoSuchVeto."""
    row = db.execute(select(veto).where(veto.c.id == veto_id)).first()
    if row is None:
        raise NoSuchVeto
    return _read(row)


def of_campaign(db: Connection, campaign_id: str) -> list[Veto]:
    """Every veto item of the campaign, standing ones first, then the newest first."""
    held = [found.id for found in meetings.of_campaign(db, campaign_id)]
    order = veto.c.withdrawn_at.isnot(None), veto.c.noted_at.desc(), veto.c.id
    return [_read(row) for row in db.execute(select(veto).where(veto.c.meeting_id.in_(held)).order_by(*order))]


def _read(row: Row[tuple[object, ...]]) -> Veto:
    return Veto(**row._mapping)
