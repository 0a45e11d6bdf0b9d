"""The checks put together: of a meeting for its page and command, of everything for the doctor."""

from collections.abc import Iterator
from dataclasses import replace

from ballots import meetings
from ballots.meetings import Meeting, State
from survey import quorum
from survey.checkup import computer, meeting
from survey.checkup.finding import Finding, Standing
from survey.checkup.finding import marked as _
from survey.config import Settings
from survey.database import reading
from survey.evening import Evening
from survey.folder import DataFolder
from survey.web import address


def of_meeting(evening: Evening, found: Meeting, settings: Settings, phones: int | None) -> list[Finding]:
    """Every finding before the meeting opens, the worst first. `phones` have come; None where nobody counts them."""
    today, here = evening.clock().astimezone().date(), address.for_phones(settings)
    with reading(evening.engine) as db:
        is_planned = meetings.rehearsal_of(db, found.id) is not None
    findings = [
        *(meeting.prepared(found, evening.tested_keys(found)) if found.state is State.DRAFT else ()),
        *(meeting.rehearsal(found, is_planned=is_planned) if found.state is State.DRAFT else ()),
        *meeting.tonight(found, quorum.of_meeting(evening, found), phones=phones, address=here, today=today),
        *computer.computer(evening.folder, settings),
        computer.clock(evening),
    ]
    return sorted(findings, key=lambda one: list(Standing).index(one.standing), reverse=True)


def examine(folder: DataFolder, settings: Settings) -> Iterator[Finding]:
    """Every finding about this computer and, for each meeting ahead, the first thing that is missing."""
    yield from computer.computer(folder, settings)
    if not folder.database.exists():
        return
    evening = Evening(folder, server=settings.boxes)
    yield computer.clock(evening)
    with reading(evening.engine) as db:
        ahead = meetings.in_state(db, State.DRAFT, State.OPEN)
    for found in ahead:
        yield _first(evening, found)
    evening.engine.dispose()


def _first(evening: Evening, found: Meeting) -> Finding:
    """Before its evening nothing about a draft is worse than a reminder."""
    if found.state is State.OPEN:
        is_there = evening.boxes.has(found.id)
        says = _("The meeting is open.") if is_there else _("The meeting is open but its box is not here.")
        return Finding("meeting", Standing.GOOD if is_there else Standing.BAD, says, {}, found.community)
    for one in meeting.prepared(found, evening.tested_keys(found)):
        if one.standing is not Standing.GOOD:
            return replace(one, check="meeting", standing=Standing.CARE)
    return Finding("meeting", Standing.GOOD, _("The meeting is prepared."), {}, found.community)
