"""The count as kept: box and paper in one tally, by class where that may be told, by channel, spoiled by reason."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine

from ballots import classes, entries, joint, meetings, paper_counts
from ballots.channels import by_channel
from ballots.envelope import Ballot
from ballots.form import Form
from ballots.meetings import Meeting
from survey import acts, comments, counting, voter_classes
from survey.acts import Act
from survey.comments import Written
from survey.database import reading


def keep(
    db: Connection, found: Meeting, form: Form, ballots: Sequence[Ballot], written: Written | None, now: datetime
) -> None:
    """Counts the ballots from the box together with those on paper, and keeps nothing but numbers and comments.

    `written`: the comments that lay in the box. Raises PaperNotAnnounced, PaperNotFinished.
    """
    paper = entries.counted(db, found)
    valid = [*ballots, *map(Ballot, paper.marks)]
    cells, slips = voter_classes.count(db, found, valid, form)
    blank = counting.blank(valid, cells, voter_classes.rules_of(db, found).k_min)
    meetings.note_count(db, found.id, cells, now, blank)
    classes.keep(db, found.id, slips)
    joint.keep(db, found.id, counting.joint(valid, form, voter_classes.rules_of(db, found)))
    comments.keep(db, found.id, written)
    paper_counts.note_origins(db, found.id, by_channel(ballots, found.paper_returned or 0), dict(paper.spoiled))
    spoiled = sum(number for _, number in paper.spoiled)
    details = {"paper": found.paper_returned, "spoiled": spoiled} if found.has_paper else {}
    acts.note(db, Act.COUNTED, about=found.id, **details)


def require_finished_paper(engine: Engine, found: Meeting) -> None:
    """Returns when every paper ballot can be counted, also where there is none.

    Raises PaperNotAnnounced, PaperNotFinished.
    """
    with reading(engine) as db:
        entries.counted(db, found)
