"""Published minutes put right: the one act that is left after the publishing. Pages and commands call it."""

from sqlalchemy import Connection

from ballots import corrections, meetings
from ballots.corrections import Change, Correction, Declared
from ballots.errors import FactNotCorrectable, MeetingExists
from ballots.meetings import Meeting, Purpose, State
from ballots.names import likeness
from survey import acts
from survey.acts import Act
from survey.database import writing
from survey.evening import Evening


def correct(evening: Evening, meeting_id: str, change: Change) -> Correction:
    """Keeps one correction of a published meeting, by whoever acts now.

    Raises WrongState before the publishing, MeetingExists for a name that another meeting has, and what
    `corrections.add` raises.
    """
    with writing(evening.engine) as db:
        found = meetings.require(meetings.find(db, meeting_id), State.PUBLISHED)
        made = corrections.add(db, found, change, acts.actor().name, evening.clock())
        _require_own_name(db, meetings.find(db, meeting_id))
        acts.note(db, Act.CORRECTED, about=meeting_id, fact=made.fact.value, before=made.old, after=made.new)
    return made


def facts(found: Meeting) -> dict[str, tuple[Declared, int]]:
    """Every fact of the meeting that may be corrected, with a subject's position, by its name: present, subject-2."""
    single = {one.name.lower().replace("_", "-"): (one, 0) for one in Declared if one is not Declared.SUBJECT}
    subjects = {f"subject-{at}": (Declared.SUBJECT, at) for at in range(1, len(found.subjects) + 1)}
    return single | subjects


def fact_called(found: Meeting, name: str) -> tuple[Declared, int]:
    """The fact of this name. Raises FactNotCorrectable for everything else, counts above all."""
    if name not in facts(found):
        raise FactNotCorrectable
    return facts(found)[name]


def _require_own_name(db: Connection, found: Meeting) -> None:
    """A rehearsal shares its name with the meeting it rehearses, and takes none."""
    if found.purpose is Purpose.REHEARSAL:
        return
    counted = [
        one
        for one in meetings.of_campaign(db, found.campaign_id)
        if one.state is not State.VOID and one.purpose is not Purpose.REHEARSAL and one.id != found.id
    ]
    own = likeness(found.sub_district, found.community)
    if own in {likeness(one.sub_district, one.community) for one in counted}:
        raise MeetingExists(community=found.community)
