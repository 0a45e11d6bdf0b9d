"""Residents' comments after the count: opened with the ballots, kept apart from marks, read by one reviewer first.

Comments of fewer ballots than `k_min` stay sealed for ever. What is kept is the set of texts in the order of their
hashes: who wrote which, and when, has no part in it. `reviewing.py` decides what others may see.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, delete, insert, select, update

from analysis import rules
from ballots import count
from ballots.campaigns import Campaign
from ballots.keys import Key
from ballots.meetings import Meeting
from ballots.store import Store
from ballots.tables import meeting
from survey.tables import comment, review


class Standing(StrEnum):
    """How far the comments of a meeting are. TOO_FEW: too few people voted, none was opened. NONE: nobody wrote any."""

    TOO_FEW = "too_few"
    NONE = "none"
    WAITING = "waiting"
    BEGUN = "begun"
    LISTED = "listed"
    SUMMARISED = "summarised"
    DELETED = "deleted"


class Decision(StrEnum):
    """What the reviewer decided about one comment."""

    WAITING = "waiting"
    RELEASED = "released"
    WITHHELD = "withheld"


class Reason(StrEnum):
    """Why a comment is withheld."""

    IDENTIFIES = "identifies"
    ACCUSES = "accuses"
    INSULTS = "insults"
    EMPTY = "empty"


@dataclass(frozen=True)
class Comment:
    """One comment as opened; `shown` is what others may read of it once it is released."""

    position: int
    text: str
    decision: Decision
    reason: Reason | None
    shown: str | None


@dataclass(frozen=True)
class Review:
    """How far the comments of one meeting are, who reviews them, and the summary that may stand for them."""

    meeting_id: str
    standing: Standing
    reviewer: str
    summary: str


@dataclass(frozen=True)
class Written:
    """What the count found beside the ballots: the tidied texts, none of them empty."""

    texts: tuple[str, ...]
    standing: Standing


def opened(store: Store, found: Meeting, campaign: Campaign, two_keys: Sequence[Key], ballots: int) -> Written | None:
    """The comments of a closed box with so many `ballots`; None where nobody was asked for any.

    Raises what `count.open_comments` raises.
    """
    if not campaign.takes_comments:
        return None
    if ballots < rules.parse(campaign.rules.source, campaign.name).k_min:
        return Written((), Standing.TOO_FEW)
    texts = tuple(text for text in count.open_comments(store, found.seal or "", two_keys) if text)
    return Written(texts, Standing.WAITING if texts else Standing.NONE)


def keep(db: Connection, meeting_id: str, written: Written | None) -> None:
    """Keeps what the count found, in the order of the hashes; a recount replaces it."""
    forget(db, meeting_id)
    if written is None:
        return
    db.execute(insert(review).values(meeting_id=meeting_id, standing=written.standing))
    shuffled = sorted(written.texts, key=lambda text: hashlib.sha256(text.encode()).digest())
    rows = [{"meeting_id": meeting_id, "position": place, "text": text} for place, text in enumerate(shuffled, 1)]
    if rows:
        db.execute(insert(comment), rows)


def forget(db: Connection, meeting_id: str) -> None:
    """Removes all that was kept of the meeting's comments, as for a meeting made void."""
    for table in (comment, review):
        db.execute(delete(table).where(table.c.meeting_id == meeting_id))


def review_of(db: Connection, meeting_id: str) -> Review | None:
    """How far the meeting's comments are; None before its count, and where nobody was asked for any."""
    row = db.execute(select(review).where(review.c.meeting_id == meeting_id)).first()
    return Review(**{**row._mapping, "standing": Standing(row.standing)}) if row else None


def of_meeting(db: Connection, meeting_id: str) -> list[Comment]:
    """Every comment of the meeting as opened, reviewed or not: for its reviewer alone."""
    mine = select(comment).where(comment.c.meeting_id == meeting_id).order_by(comment.c.position)
    return [_read(row) for row in db.execute(mine)]


def released(db: Connection, meeting_ids: Iterable[str]) -> dict[str, list[str]]:
    """What others may read, by meeting, in an order that says nothing. Only of finished reviews that show a list."""
    listed = select(comment.c.meeting_id, comment.c.shown).join(review, review.c.meeting_id == comment.c.meeting_id)
    wanted = listed.where(
        comment.c.meeting_id.in_(list(meeting_ids)),
        comment.c.decision == Decision.RELEASED,
        review.c.standing == Standing.LISTED,
    )
    found: dict[str, list[str]] = {}
    for meeting_id, shown in db.execute(wanted.order_by(comment.c.meeting_id, comment.c.position)):
        found.setdefault(meeting_id, []).append(shown)
    return found


@dataclass(frozen=True)
class Remarks:
    """What others may read of one meeting's comments: a list in an order that says nothing, or a summary."""

    standing: Standing
    texts: tuple[str, ...]
    summary: str


def remarks(db: Connection, meeting_id: str) -> Remarks | None:
    """What others may read of the meeting's comments; None where nobody was asked for any."""
    known = review_of(db, meeting_id)
    if known is None:
        return None
    is_summarised = known.standing in (Standing.SUMMARISED, Standing.DELETED)
    texts = tuple(released(db, [meeting_id]).get(meeting_id, ()))
    return Remarks(known.standing, texts, known.summary if is_summarised else "")


def rows(db: Connection, held: Iterable[Meeting]) -> list[tuple[str, str, str, str]]:
    """What others may read, for a file: sub-district, community, `comment` or `summary`, text."""
    found = [(one, remarks(db, one.id)) for one in held]
    return [
        (one.sub_district, one.community, kind, text)
        for one, shown in found
        if shown is not None
        for kind, texts in (("comment", shown.texts), ("summary", shown.summary.splitlines()))
        for text in texts
    ]


def progress(db: Connection, found: Meeting) -> dict[str, object] | None:
    """How far the review is, in numbers and never a word; None where there is none."""
    known = review_of(db, found.id)
    if known is None:
        return None
    decisions = [one.decision for one in of_meeting(db, found.id)]
    numbers = {decision.value: decisions.count(decision) for decision in Decision}
    kept = {"standing": known.standing.value, "reviewer": known.reviewer}
    return {"community": found.community, "meeting": found.id, **kept, **numbers}


def published_before(db: Connection, moment: datetime) -> list[str]:
    """The ids of the meetings published before `moment` whose comments are still kept."""
    over = select(review.c.meeting_id).join(meeting, meeting.c.id == review.c.meeting_id)
    kept = review.c.standing.not_in((Standing.TOO_FEW, Standing.NONE, Standing.DELETED))
    return list(db.scalars(over.where(meeting.c.published_at <= moment, kept)))


def erase(db: Connection, meeting_id: str) -> None:
    """Deletes the meeting's comments for good, reviewed or not; a summary stays."""
    db.execute(delete(comment).where(comment.c.meeting_id == meeting_id))
    db.execute(update(review).where(review.c.meeting_id == meeting_id).values(standing=Standing.DELETED))


def _read(row: Row[tuple[object, ...]]) -> Comment:
    kept = row._mapping
    reason = Reason(kept["reason"]) if kept["reason"] else None
    return Comment(kept["position"], kept["text"], Decision(kept["decision"]), reason, kept["shown"])
