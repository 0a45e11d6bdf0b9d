"""The order of the evening, and the one thing to do next."""

from dataclasses import dataclass
from enum import StrEnum

from ballots.keys import HOLDERS
from ballots.meetings import Meeting, State


class Step(StrEnum):
    """One step of the evening, in order."""

    SLIPS = "slips"
    KEYS = "keys"
    ATTENDANCE = "attendance"
    OPENING = "opening"
    CLOSING = "closing"
    COUNT = "count"
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


def stages(found: Meeting, tested: frozenset[int] | None) -> list[Stage]:
    """Every step of the evening with its standing; exactly one is NOW, and none once the meeting is void.

    `tested` are the numbers of the keys tested so far, None when there are none or the meeting is past its draft.
    """
    now = _now(found, tested)
    return [Stage(step, _standing(step, now, found)) for step in Step]


def _standing(step: Step, now: Step | None, found: Meeting) -> Standing:
    """A step that was left out on the way is not called done."""
    if step is now:
        return Standing.NOW
    left_out = step is Step.ATTENDANCE and found.present is None
    order = list(Step)
    is_past = now is not None and order.index(step) < order.index(now)
    return Standing.DONE if is_past and not left_out else Standing.LATER


def _now(found: Meeting, tested: frozenset[int] | None) -> Step | None:
    match found.state:
        case State.DRAFT:
            return _before_the_opening(found, tested)
        case State.OPEN:
            return Step.CLOSING
        case State.CLOSED:
            return Step.COUNT
        case State.PUBLISHED:
            return Step.MINUTES
        case State.VOID:
            return None


def _before_the_opening(found: Meeting, tested: frozenset[int] | None) -> Step:
    if not found.good:
        return Step.SLIPS
    if tested is None or len(tested) < HOLDERS:
        return Step.KEYS
    return Step.ATTENDANCE if found.present is None else Step.OPENING
