"""One community's evening: draft → open → closed → published, or void.

These functions change the ordinary database only; the caller holds the transaction and moves the box
(`draft.open_box`, `count.close`) before it commits, so that a crash between the two leaves a step that can
simply be done again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from ballots import campaigns, corrections, schedule
from ballots.codes import Kind
from ballots.corrections import Correction
from ballots.count import Seal
from ballots.errors import MoreReturnedThanIssued, NoSuchMeeting, WrongState
from ballots.form import Subject
from ballots.names import usable_name, usable_number
from ballots.plan import Plan as Plan  # what a meeting is made of, and spoken of as part of it
from ballots.plan import Purpose as Purpose
from ballots.tables import channel, meeting, record, subject, tally


class State(StrEnum):
    """Where a meeting stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    VOID = "void"


@dataclass(frozen=True)
class Meeting:
    """A meeting as kept. Counts are people or ballots; None means not known yet, or not yet happened.

    `roll` 应到, `present` 实到, `printed` slips made, `voided` of them (exact in draft and after the close). `issued`
    发出 and `returned` 收回 count slips and paper together, `spoiled` 废票 among the returned; `paper_issued` and
    `paper_returned` count paper alone, `assisted` who was helped to vote. `announce`: the count is published as soon as
    the box is opened. `held_on` and `begins`: the day and hour announced, as the hall's clock shows them.
    `print_tested`: somebody scanned a test page with these names on it. `blank`: ballots on which nothing at all was
    marked (弃权票), known after the count where it says nothing of a few. `box_destroyed_at`: when the box was seen to
    be gone. `repeats`: the void meeting it is the repeat of; `rehearses`: the real one it rehearses. `corrections`:
    what was put right since the publishing; all other fields are read with them applied.
    """

    id: str
    campaign_id: str
    sub_district: str
    community: str
    state: State
    purpose: Purpose
    subjects: tuple[Subject, ...]
    held_on: date | None
    begins: time | None
    place: str
    roll: int | None
    present: int | None
    print_tested: bool
    printed: int
    voided: int
    issued: int | None
    returned: int | None
    spoiled: int
    blank: int | None
    paper_issued: int
    paper_returned: int | None
    assisted: int
    announce: bool
    seal: str | None
    void_reason: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    counted_at: datetime | None
    published_at: datetime | None
    box_destroyed_at: datetime | None
    repeats: str | None
    rehearses: str | None
    corrections: tuple[Correction, ...] = ()

    @property
    def slip_kind(self) -> Kind:
        """What the codes on its slips are good for: those of a rehearsal say so themselves."""
        return Kind.REHEARSAL if self.purpose is Purpose.REHEARSAL else Kind.SLIP

    @property
    def good(self) -> int:
        """How many slips are not void."""
        return self.printed - self.voided

    @property
    def valid(self) -> int | None:
        """有效票: returned less spoiled; None before the close."""
        return None if self.returned is None else self.returned - self.spoiled

    @property
    def boxed(self) -> int | None:
        """How many of the returned ballots lie in the box; None before the close."""
        return None if self.returned is None else self.returned - (self.paper_returned or 0)

    @property
    def slips_issued(self) -> int | None:
        """How many slips were handed out; None before the close."""
        return None if self.issued is None else self.issued - self.paper_issued

    @property
    def has_paper(self) -> bool:
        """Whether anybody votes on paper."""
        return self.paper_issued > 0 or self.purpose is Purpose.PAPER


def create(db: Connection, campaign_id: str, plan: Plan) -> Meeting:
    """A new draft meeting. Raises NoSuchCampaign, NameNotUsable, NoSubjects, UnknownKind, MeetingExists."""
    (meeting_id,) = schedule.create(db, campaign_id, [plan])
    return find(db, meeting_id)


def find(db: Connection, meeting_id: str) -> Meeting:
    """The meeting with this id. Raises NoSuchMeeting."""
    row = db.execute(select(meeting).where(meeting.c.id == meeting_id)).first()
    if row is None:
        raise NoSuchMeeting
    return _read(db, [row])[0]


def of_campaign(db: Connection, campaign_id: str) -> list[Meeting]:
    """The campaign's meetings by sub-district and community; void ones last."""
    order = (meeting.c.state == State.VOID, meeting.c.sub_district, meeting.c.community)
    rows = db.execute(select(meeting).where(meeting.c.campaign_id == campaign_id).order_by(*order)).all()
    return _read(db, rows)


def state_of(db: Connection, meeting_id: str) -> State:
    """Where the meeting stands: one indexed row. Raises NoSuchMeeting."""
    state = db.scalar(select(meeting.c.state).where(meeting.c.id == meeting_id))
    if state is None:
        raise NoSuchMeeting
    return State(state)


def rehearsal_of(db: Connection, meeting_id: str) -> Meeting | None:
    """The rehearsal of the meeting that is not over by being void; None when there is none."""
    row = db.execute(select(meeting).where(meeting.c.rehearses == meeting_id, meeting.c.state != State.VOID)).first()
    return _read(db, [row])[0] if row else None


def in_state(db: Connection, *states: State) -> list[Meeting]:
    """The meetings that stand in one of `states`."""
    return _read(db, db.execute(select(meeting).where(meeting.c.state.in_(states))).all())


def note_attendance(db: Connection, meeting_id: str, roll: int | None, present: int | None) -> None:
    """Keeps 应到 and 实到, as announced at check-in. Raises WrongState once published, NumberNotUsable."""
    require(find(db, meeting_id), State.DRAFT, State.OPEN, State.CLOSED)
    numbers = {
        "roll": usable_number(roll, "On the roll", least=1),
        "present": usable_number(present, "Present"),
    }
    _set(db, meeting_id, **numbers)


def note_print_test(db: Connection, meeting_id: str) -> None:
    """Keeps that a printed test page was scanned. Raises NoSuchMeeting, WrongState."""
    require(find(db, meeting_id), State.DRAFT)
    _set(db, meeting_id, print_tested=True)


def note_slips(db: Connection, meeting_id: str, printed: int, voided: int) -> None:
    """Keeps how many slips were made and voided so far."""
    _set(db, meeting_id, printed=printed, voided=voided)


def note_printed(db: Connection, meeting_id: str, printed: int) -> None:
    """Keeps how many slips were made so far, void ones included."""
    _set(db, meeting_id, printed=printed)


def open_(db: Connection, meeting_id: str, now: datetime) -> None:
    """draft → open; freezes the campaign's form and rules. Raises WrongState."""
    found = require(find(db, meeting_id), State.DRAFT)
    if found.purpose is not Purpose.REHEARSAL:
        campaigns.freeze(db, found.campaign_id, now)
    _set(db, meeting_id, state=State.OPEN, opened_at=now)


@dataclass(frozen=True)
class Closing:
    """What the organizer says at the close.

    `unused` is how many slips were left over, counted by hand; None takes every slip that is not void as issued.
    `unused_by_class`: the same by voter class. `announce`: publish as soon as two keys have opened the box.
    `explanation`: why the account of the slips does not balance. `paper`: how many paper ballots were handed out; None
    leaves the number that was noted before.
    """

    unused: int | None = None
    announce: bool = True
    unused_by_class: Mapping[int, int] = field(default_factory=dict)
    explanation: str = ""
    paper: int | None = None


def close(db: Connection, meeting_id: str, seal: Seal, closing: Closing, now: datetime) -> None:
    """open → closed, with the seal's counts. Raises WrongState, NumberNotUsable, MoreReturnedThanIssued."""
    found = require(find(db, meeting_id), State.OPEN)
    good = seal.printed - seal.voided
    handed_out = good - (usable_number(closing.unused, "Unused slips", most=good) or 0)
    if seal.returned > handed_out:
        raise MoreReturnedThanIssued(returned=seal.returned, issued=handed_out)
    on_paper = usable_number(closing.paper, "Paper ballots handed out")
    on_paper = found.paper_issued if on_paper is None else on_paper
    counts = {"printed": seal.printed, "voided": seal.voided, "paper_issued": on_paper}
    counts |= {"issued": handed_out + on_paper, "returned": seal.returned}
    facts = {"seal": seal.fingerprint, "announce": closing.announce, "closed_at": now}
    _set(db, meeting_id, state=State.CLOSED, **facts, **counts)


@dataclass(frozen=True)
class Votes:
    """One cell of the tally: how many ballots of a class, or 0 for all, put `item` of a subject on `level`."""

    position: int
    item: str
    level: str
    votes: int
    voter_class: int = 0


def note_count(
    db: Connection, meeting_id: str, cells: Iterable[Votes], now: datetime, blank: int | None = None
) -> None:
    """Keeps the tally of a closed meeting; a recount replaces it. Raises WrongState."""
    require(find(db, meeting_id), State.CLOSED)
    db.execute(delete(tally).where(tally.c.meeting_id == meeting_id))
    rows = [{"meeting_id": meeting_id, **vars(cell)} for cell in cells]
    db.execute(insert(tally), rows)
    _set(db, meeting_id, counted_at=now, blank=blank)


def publish(db: Connection, meeting_id: str, document: str, sha256: str, now: datetime) -> None:
    """closed and counted → published, with the record everybody can recompute. Raises WrongState."""
    found = require(find(db, meeting_id), State.CLOSED)
    if found.counted_at is None:
        raise WrongState(state="closed, not counted", wanted="counted")
    db.execute(insert(record).values(meeting_id=meeting_id, document=document, sha256=sha256))
    _set(db, meeting_id, state=State.PUBLISHED, published_at=now)


def make_void(db: Connection, meeting_id: str, reason: str) -> None:
    """Ends the meeting without a result; the community may hold another. Raises WrongState once published."""
    require(find(db, meeting_id), State.DRAFT, State.OPEN, State.CLOSED)
    _set(db, meeting_id, state=State.VOID, void_reason=usable_name(reason, "Reason"))


def take_in_paper(db: Connection, meeting_id: str, returned: int, channels: dict[str, int], now: datetime) -> None:
    """draft → closed for paper ballots already collected: all issued came back, none went through a box."""
    require(find(db, meeting_id), State.DRAFT)
    counts = dict.fromkeys(("paper_issued", "paper_returned", "issued", "returned"), returned)
    _set(db, meeting_id, state=State.CLOSED, opened_at=now, closed_at=now, **counts)
    campaigns.freeze(db, find(db, meeting_id).campaign_id, now)
    rows = [{"meeting_id": meeting_id, "name": name, "ballots": ballots} for name, ballots in sorted(channels.items())]
    if rows:
        db.execute(insert(channel), rows)


def tallies(db: Connection, meeting_ids: Sequence[str]) -> dict[str, list[Votes]]:
    """The tallies as kept, by meeting; a meeting that is not counted yet is not in it."""
    cells = select(tally.c.meeting_id, *(tally.c[name] for name in Votes.__dataclass_fields__))
    found: dict[str, list[Votes]] = {}
    for meeting_id, *cell in db.execute(cells.where(tally.c.meeting_id.in_(meeting_ids))):
        found.setdefault(meeting_id, []).append(Votes(*cell))
    return found


def votes(db: Connection, meeting_id: str) -> list[Votes]:
    """The tally as kept, empty before the count."""
    return tallies(db, [meeting_id]).get(meeting_id, [])


def published_record(db: Connection, meeting_id: str) -> tuple[str, str]:
    """The published record and its SHA-256 in hex. Raises WrongState before it is published."""
    row = db.execute(select(record.c.document, record.c.sha256).where(record.c.meeting_id == meeting_id)).first()
    if row is None:
        raise WrongState(state=state_of(db, meeting_id).value, wanted=State.PUBLISHED.value)
    return row.document, row.sha256


def require(found: Meeting, *wanted: State) -> Meeting:
    """`found` itself. Raises WrongState when it stands in none of the `wanted` states."""
    if found.state not in wanted:
        raise WrongState(state=found.state.value, wanted=", ".join(state.value for state in wanted))
    return found


def _set(db: Connection, meeting_id: str, **values: object) -> None:
    db.execute(update(meeting).where(meeting.c.id == meeting_id).values(**values))


def _read(db: Connection, rows: Sequence[Row[Any]]) -> list[Meeting]:
    """The meetings in `rows`, in their order, each with its subjects."""
    rated: dict[str, list[Subject]] = {row.id: [] for row in rows}
    order = select(subject).where(subject.c.meeting_id.in_(rated)).order_by(subject.c.meeting_id, subject.c.position)
    for one in db.execute(order):
        rated[one.meeting_id].append(Subject(one.kind, one.name))
    made = corrections.of(db, list(rated))
    found = [
        Meeting(
            **{
                **row._mapping,
                "state": State(row.state),
                "purpose": Purpose(row.purpose),
                "subjects": tuple(rated[row.id]),
            }
        )
        for row in rows
    ]
    return [corrections.applied(one, made.get(one.id, ())) for one in found]
