"""A campaign's meetings as planned: any number made at once, changed until they open, taken out while nothing is made.

All of a list is made, or none of it. Two names are the same when they differ only in spaces, width or capitals.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Update, delete, insert, select, update

from ballots import campaigns, corrections
from ballots.errors import MeetingExists, NoSuchMeeting, SlipsMade, WrongState
from ballots.names import likeness, new_id
from ballots.plan import Plan, usable
from ballots.tables import meeting, metadata, subject


def create(db: Connection, campaign_id: str, plans: Iterable[Plan]) -> list[str]:
    """The ids of new draft meetings, in order.

    Raises NoSuchCampaign, NameNotUsable, NumberNotUsable, NoSubjects, UnknownKind, MeetingExists.
    """
    form = campaigns.find(db, campaign_id).instrument
    taken = held(db, campaign_id)
    rows: list[dict[str, object]] = []
    subjects: list[dict[str, object]] = []
    for plan in plans:
        made, meeting_id = usable(plan, form), new_id()
        if plan.purpose != "rehearsal":
            _take(taken, made)
        rows.append(
            {
                "id": meeting_id,
                "campaign_id": campaign_id,
                "state": "draft",
                "purpose": plan.purpose,
                "repeats": plan.repeats,
                "rehearses": plan.rehearses,
                **_columns(made),
            }
        )
        subjects += _subjects(meeting_id, made)
    if rows:
        db.execute(insert(meeting), rows)
        db.execute(insert(subject), subjects)
    return [str(row["id"]) for row in rows]


def change(db: Connection, meeting_id: str, plan: Plan) -> None:
    """Exchanges what was planned for a draft meeting; its purpose stays, and its printing is to be tested again.

    Raises NoSuchMeeting, WrongState, and what `create` raises.
    """
    campaign_id = _require_draft(db, meeting_id)
    made = usable(plan, campaigns.find(db, campaign_id).instrument)
    _take(held(db, campaign_id, without=meeting_id), made)
    db.execute(update(meeting).where(meeting.c.id == meeting_id).values(**_columns(made), print_tested=False))
    db.execute(delete(subject).where(subject.c.meeting_id == meeting_id))
    db.execute(insert(subject), _subjects(meeting_id, made))


def remove(db: Connection, meeting_id: str) -> None:
    """Takes a draft meeting out as if it had never been planned. Raises NoSuchMeeting, WrongState, SlipsMade."""
    _require_draft(db, meeting_id)
    if db.scalar(select(meeting.c.printed).where(meeting.c.id == meeting_id)):
        raise SlipsMade
    _erase(db, meeting_id)


def wipe(db: Connection, meeting_id: str) -> None:
    """Takes a rehearsal out, whatever its state, with everything that hangs on it. Raises NoSuchMeeting, WrongState."""
    purpose = db.scalar(select(meeting.c.purpose).where(meeting.c.id == meeting_id))
    if purpose is None:
        raise NoSuchMeeting
    if purpose != "rehearsal":
        raise WrongState(state=purpose, wanted="rehearsal")
    _erase(db, meeting_id)


def _erase(db: Connection, meeting_id: str) -> None:
    for table in reversed(metadata.sorted_tables):  # whatever hangs on it first
        for column in [one for one in table.columns if one.references(meeting.c.id)]:
            of_it = column == meeting_id
            db.execute(delete(table).where(of_it) if table is not meeting else _untied(column.name).where(of_it))
    db.execute(delete(meeting).where(meeting.c.id == meeting_id))


def held(db: Connection, campaign_id: str, without: str = "") -> set[str]:
    """The `likeness` of every community with a meeting in the campaign, without void ones, rehearsals and `without`.

    A name that was corrected stays taken, and so is the correct one.
    """
    rows = select(meeting.c.sub_district, meeting.c.community).where(
        meeting.c.campaign_id == campaign_id,
        meeting.c.state != "void",
        meeting.c.purpose != "rehearsal",
        meeting.c.id != without,
    )
    planned = {likeness(sub_district, community) for sub_district, community in db.execute(rows)}
    return planned | corrections.names(db, campaign_id)


def _take(taken: set[str], plan: Plan) -> None:
    """Notes that the plan's community has a meeting now. Raises MeetingExists."""
    key = likeness(plan.sub_district, plan.community)
    if key in taken:
        raise MeetingExists(community=plan.community)
    taken.add(key)


def _untied(name: str) -> Update:
    """A meeting that repeats or rehearses one that is gone belongs to none."""
    return update(meeting).values({name: None})


def _require_draft(db: Connection, meeting_id: str) -> str:
    """The id of the draft meeting's campaign."""
    row = db.execute(select(meeting.c.campaign_id, meeting.c.state).where(meeting.c.id == meeting_id)).first()
    if row is None:
        raise NoSuchMeeting
    if row.state != "draft":
        raise WrongState(state=row.state, wanted="draft")
    return str(row.campaign_id)


def _columns(plan: Plan) -> dict[str, object]:
    return {
        "community": plan.community,
        "sub_district": plan.sub_district,
        "roll": plan.roll,
        "held_on": plan.held_on,
        "begins": plan.begins,
        "place": plan.place,
    }


def _subjects(meeting_id: str, plan: Plan) -> list[dict[str, object]]:
    return [
        {"meeting_id": meeting_id, "position": position, "kind": one.kind, "name": one.name}
        for position, one in enumerate(plan.subjects, 1)
    ]
