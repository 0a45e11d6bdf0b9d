"""The wiping of a rehearsal: its box, keys, counts, record and everything else of it go, and the real box is looked at.

What was deleted, and how empty the real meeting's box was at that moment, is a line in the record of acts: the zero
report is drawn from it.
"""

import shutil
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from ballots import count, draft, schedule
from ballots.errors import BoxMissing
from ballots.meetings import Meeting, State
from ballots.tables import record, tally
from survey import acts
from survey.acts import Act, Detail
from survey.database import forget_old_pages, reading, writing
from survey.errors import RealMeetingOpen
from survey.evening import Evening
from survey.published import charts
from survey.rehearsals.filling import require_rehearsal


@dataclass(frozen=True)
class Gone:
    """What there was of a wiped rehearsal: ballots and slips in its box, kept keys, cells of its tally, its record."""

    rehearsal: str
    ballots: int
    slips: int
    keys: int
    cells: int
    records: int


@dataclass(frozen=True)
class RealBox:
    """The real meeting's box as it was looked into: ballots, receipts and slips; `voided` are among the slips."""

    ballots: int
    receipts: int
    slips: int
    voided: int


def wipe(evening: Evening, meeting_id: str) -> Meeting:
    """The rehearsal that is gone now. Doing it again after a crash completes it.

    Raises NoSuchMeeting, NotARehearsal, and RealMeetingOpen: nobody looks into a box that takes ballots.
    """
    found = require_rehearsal(evening.find(meeting_id))
    real = evening.find(found.rehearses) if found.rehearses else None
    if real is not None and real.state is State.OPEN:
        raise RealMeetingOpen
    gone = _look(evening, found)
    with reading(evening.engine) as db:
        drawn = evening.folder.root / "charts" / charts.key(db, [found.id])
    evening.boxes.destroy(found.id)
    evening.folder.keys_of(found.id).unlink(missing_ok=True)
    for folder in (drawn, evening.folder.signed / found.id):
        shutil.rmtree(folder, ignore_errors=True)
    box = real_box(evening, real) if real is not None and real.state is State.DRAFT else None
    with writing(evening.engine) as db:
        schedule.wipe(db, found.id)
        acts.note(db, Act.REHEARSAL_WIPED, about=found.rehearses or found.campaign_id, **_details(gone, box))
    evening.key_desk.forget(found.id)
    forget_old_pages(evening.engine)
    return found


def real_box(evening: Evening, real: Meeting) -> RealBox:
    """What lies in the box of a meeting that has not opened; all is 0 while nothing is printed for it."""
    if not evening.boxes.has(real.id):
        return RealBox(0, 0, 0, 0)
    with evening.boxes.at_rest(real.id) as store:
        ballots, receipts = count.lying(store)
        return RealBox(ballots, receipts, *draft.printed_and_void(store))


def _look(evening: Evening, found: Meeting) -> Gone:
    """What there is of it before it goes."""
    kept = evening.kept_keys(found)
    with reading(evening.engine) as db:
        cells, records = _number(db, tally, found.id), _number(db, record, found.id)
    return Gone(found.id, _ballots(evening, found), found.printed, len(kept), cells, records)


def _ballots(evening: Evening, found: Meeting) -> int:
    """How many ballots lie in its box, or lay there when it was closed; an open one takes no more from now on."""
    try:
        with evening.boxes.ended(found.id) as store:
            return count.lying(store)[0]
    except BoxMissing:
        return found.boxed or 0


def _number(db: Connection, table: Table, meeting_id: str) -> int:
    return db.scalar(select(func.count()).where(table.c.meeting_id == meeting_id)) or 0


def _details(gone: Gone, box: RealBox | None) -> dict[str, Detail]:
    details: dict[str, Detail] = {
        "rehearsal": gone.rehearsal,
        "deleted_ballots": gone.ballots,
        "deleted_slips": gone.slips,
        "deleted_keys": gone.keys,
        "deleted_cells": gone.cells,
        "deleted_records": gone.records,
    }
    if box is not None:
        details |= {"in_box": box.ballots, "listed": box.receipts, "printed": box.slips, "void": box.voided}
    return details
