"""The order of the evening, and the one thing to do next."""

from dataclasses import dataclass
from enum import StrEnum

from ballots.keys import HOLDERS
from ballots.meetings import Meeting, Purpose, State


class Step(StrEnum):
    """One step of the evening, in order."""

    BALLOTS = "ballots"
    SLIPS = "slips"
    KEYS = "keys"
    ATTENDANCE = "attendance"
    OPENING = "opening"
    CLOSING = "closing"
    PAPER_CLOSING = "paper-closing"
    ENTRY = "entry"
    COUNT = "count"
    PAPER_COUNT = "paper-count"
    MINUTES = "minutes"


class Standing(StrEnum):
    """How far a step is."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True)
class Stage:
    """A step and how far it is."""

    step: Step
    state: Standing


def stages(found: Meeting, tested: frozenset[int] | None, *, is_paper_finished: bool = True) -> list[Stage]:
    """Every step of this meeting with its standing; exactly one is NOW, and none once the meeting is void.

    `tested` are the numbers of the keys tested so far, None when there are none or the meeting is past its draft.
    `is_paper_finished`: whether every paper ballot is ready to be counted.
    """
    now = _now(found, tested, is_paper_finished)
    order = _order(found)
    return [Stage(step, _standing(order, step, now, found)) for step in order]


def _order(found: Meeting) -> list[Step]:
    if found.purpose is Purpose.PAPER:
        return [Step.BALLOTS, Step.ATTENDANCE, Step.PAPER_CLOSING, Step.ENTRY, Step.PAPER_COUNT, Step.MINUTES]
    by_phone = [Step.SLIPS, Step.KEYS, Step.ATTENDANCE, Step.OPENING, Step.CLOSING]
    return [*by_phone, *([Step.ENTRY] if found.has_paper else []), Step.COUNT, Step.MINUTES]


def _standing(order: list[Step], step: Step, now: Step | None, found: Meeting) -> Standing:
    """A step that was left out on the way is not called done."""
    if step is now:
        return Standing.NOW
    left_out = step is Step.ATTENDANCE and found.present is None
    is_past = now is not None and order.index(step) < order.index(now)
    return Standing.DONE if is_past and not left_out else Standing.LATER


def _now(found: Meeting, tested: frozenset[int] | None, is_paper_finished: bool) -> Step | None:
    match found.state:
        case State.DRAFT if found.purpose is Purpose.PAPER:
            return _before_the_paper_vote(found)
        case State.DRAFT:
            return _before_the_opening(found, tested)
        case State.OPEN:
            return Step.CLOSING
        case State.CLOSED:
            return _after_the_close(found, is_paper_finished)
        case State.PUBLISHED:
            return Step.MINUTES
        case State.VOID:
            return None


def _before_the_paper_vote(found: Meeting) -> Step:
    if not found.paper_issued:
        return Step.BALLOTS
    return Step.ATTENDANCE if found.present is None else Step.PAPER_CLOSING


def _after_the_close(found: Meeting, is_paper_finished: bool) -> Step:
    if not (is_paper_finished or found.counted_at):
        return Step.ENTRY
    return Step.PAPER_COUNT if found.purpose is Purpose.PAPER else Step.COUNT


def _before_the_opening(found: Meeting, tested: frozenset[int] | None) -> Step:
    if not found.good:
        return Step.SLIPS
    if tested is None or len(tested) < HOLDERS:
        return Step.KEYS
    return Step.ATTENDANCE if found.present is None else Step.OPENING
