"""The review of comments: one person who is not rated reads each before anybody else, and decides what others may see.

The reviewer releases a comment, releases it with words struck out, or withholds it for a reason. Nothing can be written
into a comment. Acts are noted by the comment's number, never with its text.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from ballots import meetings
from ballots.comment import tidied
from ballots.meetings import Meeting, State
from survey import acts
from survey.accounts import Account, Role
from survey.acts import Act
from survey.comments import Comment, Decision, Reason, Review, Standing, of_meeting, review_of
from survey.errors import (
    CommentsUndecided,
    NoSuchComment,
    NothingLeft,
    NotTheReviewer,
    RatedMayNotReview,
    ReasonMissing,
    ReviewNotPossible,
    SummaryNotUsable,
    WordsNotThere,
)
from survey.tables import comment, review

STRUCK = "▇▇▇"
"""Stands for words that were struck out, however many there were."""
LONGEST_SUMMARY = 2000


@dataclass(frozen=True)
class Verdict:
    """What the reviewer decided about one comment.

    `struck`: the words to be struck out of a released one, a line each. `reason`: why one is withheld.
    """

    decision: Decision
    struck: str = ""
    reason: Reason | None = None


@dataclass(frozen=True)
class Desk:
    """What one reader may see of a meeting's review.

    `is_mine`: the reader is its reviewer; only then is there anything in `next` and `decided`. `all`: how many comments
    there are.
    """

    review: Review | None
    is_mine: bool
    may_begin: bool
    next: Comment | None
    decided: tuple[Comment, ...]
    all: int

    @property
    def is_decided(self) -> bool:
        """Whether every comment has its verdict."""
        return self.is_mine and len(self.decided) == self.all > 0


def desk(db: Connection, found: Meeting, reader: Account, number: int | None = None) -> Desk:
    """The review as `reader` may see it: the next comment to decide, or the one with this number."""
    known = review_of(db, found.id)
    is_open = known is not None and found.state is State.PUBLISHED
    is_mine = known is not None and is_open and known.reviewer == reader.name
    may_begin = known is not None and (known.reviewer == "" or reader.role is Role.ADMINISTRATOR)
    listed = of_meeting(db, found.id) if is_mine else []
    decided = tuple(one for one in listed if one.decision is not Decision.WAITING)
    wanted = [one for one in listed if one.position == number] or [one for one in listed if one not in decided]
    return Desk(known, is_mine, is_open and may_begin, wanted[0] if wanted else None, decided, len(listed))


def begin(db: Connection, found: Meeting, reader: Account) -> None:
    """Makes `reader` the one reviewer of the meeting's comments. The administrator may take over from another.

    Raises WrongState before the result is published, ReviewNotPossible when there is nothing to review,
    RatedMayNotReview, NotTheReviewer.
    """
    known = _reviewable(db, found)
    if reader.name.casefold() in {subject.name.casefold() for subject in found.subjects}:
        raise RatedMayNotReview
    if known.reviewer not in ("", reader.name) and reader.role is not Role.ADMINISTRATOR:
        raise NotTheReviewer
    standing = Standing.BEGUN if known.standing is Standing.WAITING else known.standing
    _set(db, found.id, standing=standing, reviewer=reader.name)
    acts.note(db, Act.REVIEW_BEGUN, about=found.id)


def require_reviewer(db: Connection, found: Meeting, reader: Account) -> Review:
    """The review, which `reader` may see. Raises WrongState, ReviewNotPossible, NotTheReviewer."""
    known = _reviewable(db, found)
    if reader.name != known.reviewer:
        raise NotTheReviewer
    return known


def decide(db: Connection, found: Meeting, position: int, reader: Account, verdict: Verdict) -> None:
    """Keeps the verdict on one comment; a later one replaces it.

    Raises what `require_reviewer` raises, NoSuchComment, WordsNotThere, NothingLeft, ReasonMissing.
    """
    require_reviewer(db, found, reader)
    one = (comment.c.meeting_id == found.id) & (comment.c.position == position)
    text = db.scalar(select(comment.c.text).where(one))
    if text is None:
        raise NoSuchComment
    shown = strike(text, verdict.struck) if verdict.decision is Decision.RELEASED else None
    reason = verdict.reason if verdict.decision is Decision.WITHHELD else None
    if verdict.decision is Decision.WITHHELD and reason is None:
        raise ReasonMissing
    db.execute(update(comment).where(one).values(decision=verdict.decision, reason=reason, shown=shown))
    noted = {"number": position, "is_struck": True} if shown not in (None, text) else {"number": position}
    if reason is None:
        acts.note(db, Act.COMMENT_RELEASED, about=found.id, **noted)
    else:
        acts.note(db, Act.COMMENT_WITHHELD, about=found.id, number=position, reason=reason)


def strike(text: str, struck: str) -> str:
    """The text with every line of `struck` replaced by STRUCK wherever it stands.

    Raises WordsNotThere when a line does not stand in the text, NothingLeft when no word remains.
    """
    lines = sorted(filter(None, map(tidied, struck.splitlines())), key=len, reverse=True)
    if not all(words in text for words in lines):
        raise WordsNotThere
    for words in lines:
        text = STRUCK.join(part.replace(words, STRUCK) for part in text.split(STRUCK))
    if not text.replace(STRUCK, "").strip():
        raise NothingLeft
    return text


def finish(db: Connection, found: Meeting, reader: Account, summary: str = "") -> None:
    """Shows what was released, or the summary instead; another press changes which.

    Raises what `require_reviewer` raises, CommentsUndecided, SummaryNotUsable.
    """
    require_reviewer(db, found, reader)
    undecided = (comment.c.meeting_id == found.id) & (comment.c.decision == Decision.WAITING)
    left = db.scalar(select(func.count()).select_from(comment).where(undecided))
    if left:
        raise CommentsUndecided(number=left)
    summary = "\n".join(filter(None, map(tidied, summary.splitlines())))
    if len(summary) > LONGEST_SUMMARY:
        raise SummaryNotUsable(most=LONGEST_SUMMARY)
    standing = Standing.SUMMARISED if summary else Standing.LISTED
    _set(db, found.id, standing=standing, summary=summary)
    acts.note(db, Act.REVIEW_FINISHED, about=found.id, has_summary=bool(summary))


def _reviewable(db: Connection, found: Meeting) -> Review:
    meetings.require(found, State.PUBLISHED)
    known = review_of(db, found.id)
    if known is None or known.standing in (Standing.TOO_FEW, Standing.NONE, Standing.DELETED):
        raise ReviewNotPossible
    return known


def _set(db: Connection, meeting_id: str, **values: object) -> None:
    db.execute(update(review).where(review.c.meeting_id == meeting_id).values(**values))
