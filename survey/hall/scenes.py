"""What may stand on the wall, and when: decided here and nowhere else, from plain facts.

A scene that does not fit the meeting's phase is never shown, whoever asks for it: while people vote there is coarse
turnout and nothing else, and no result before it is published.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ballots.meetings import Meeting, State
from survey.errors import SceneUnknown


class Scene(StrEnum):
    """One picture on the wall, in the order of the evening."""

    WELCOME = "welcome"
    HOW = "how"
    TURNOUT = "turnout"
    COUNTDOWN = "countdown"
    SEAL = "seal"
    PAPER = "paper"
    KEYS = "keys"
    CONFIRMED = "confirmed"
    RESULT = "result"
    OVERVIEW = "overview"
    SUBJECT = "subject"
    PROOF = "proof"
    VOID = "void"


class Phase(StrEnum):
    """Where the evening stands, as far as the wall is concerned: the meeting's state, with the count in between."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    PUBLISHED = "published"
    VOID = "void"


_WRITTEN = re.compile(r"(?P<scene>[a-z]+)(?:-(?P<number>[0-9]{1,3}))?")
_SEVERAL = (Scene.OVERVIEW, Scene.SUBJECT)
"""Scenes of several slides, numbered from 1."""
_OPENING = {
    Phase.DRAFT: Scene.HOW,
    Phase.OPEN: Scene.TURNOUT,
    Phase.CLOSED: Scene.SEAL,
    Phase.COUNTED: Scene.CONFIRMED,
    Phase.PUBLISHED: Scene.RESULT,
    Phase.VOID: Scene.VOID,
}
"""What each phase begins with."""


@dataclass(frozen=True)
class Place:
    """One slide: a scene and, for scenes of several slides, which of them. Written as `seal` or `subject-2`."""

    scene: Scene
    number: int = 0

    def __str__(self) -> str:
        return f"{self.scene}-{self.number}" if self.number else str(self.scene)

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place written as `text`; the first slide when a scene of several is named alone. Raises SceneUnknown."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None or found["scene"] not in list(Scene):
            raise SceneUnknown
        scene, number = Scene(found["scene"]), found["number"]
        return cls(scene, int(number or 1)) if number or scene in _SEVERAL else cls(scene)


@dataclass(frozen=True)
class Choice:
    """What somebody chose for the wall. It holds for the phase it was made in: the next one begins anew."""

    phase: Phase
    place: Place


@dataclass(frozen=True)
class Standing:
    """The facts that decide what fits. `overviews` and `subjects` are numbers of slides, known once published.

    `is_sealed`: a box was closed over ballots, which a meeting on paper alone never has. `has_paper`: ballots on paper
    are to be counted too.
    """

    phase: Phase
    is_sealed: bool = False
    has_paper: bool = False
    is_counting_down: bool = False
    overviews: int = 0
    subjects: int = 0
    is_overview_first: bool = False


def phase_of(meeting: Meeting) -> Phase:
    """The meeting's state; COUNTED between the count and an announcement that the organizer holds back."""
    if meeting.state is State.CLOSED and meeting.counted_at is not None:
        return Phase.COUNTED
    return Phase(meeting.state.value)


def fitting(now: Standing) -> tuple[Place, ...]:
    """Every slide the wall may show now, in the order in which the evening goes through them."""
    sealed = (Place(Scene.SEAL),) if now.is_sealed else ()
    match now.phase:
        case Phase.DRAFT:
            return Place(Scene.WELCOME), Place(Scene.HOW)
        case Phase.OPEN:
            running = (Place(Scene.COUNTDOWN),) if now.is_counting_down else ()
            return Place(Scene.WELCOME), Place(Scene.HOW), Place(Scene.TURNOUT), *running
        case Phase.CLOSED:
            on_paper = (Place(Scene.PAPER),) if now.has_paper or not sealed else ()
            return *sealed, *on_paper, *((Place(Scene.KEYS),) if sealed else ())
        case Phase.COUNTED:
            return *sealed, Place(Scene.CONFIRMED)
        case Phase.PUBLISHED:
            return *sealed, Place(Scene.CONFIRMED), *_reveal(now)
        case Phase.VOID:
            return (Place(Scene.VOID),)


def on_the_wall(now: Standing, choice: Choice | None) -> Place:
    """The slide that is shown: the one chosen while it fits; what the phase begins with otherwise.

    A wall that nobody drives goes on to the running countdown by itself, and shows a result with its overview first.
    """
    fits = fitting(now)
    if choice is not None and choice.phase is now.phase and choice.place in fits:
        return choice.place
    if choice is None and now.phase is Phase.PUBLISHED:
        return Place(Scene.OVERVIEW, 1)
    if now.is_counting_down and Place(Scene.COUNTDOWN) in fits:
        return Place(Scene.COUNTDOWN)
    opening = Place(_OPENING[now.phase])
    return opening if opening in fits else fits[0]


def _reveal(now: Standing) -> tuple[Place, ...]:
    overviews = tuple(Place(Scene.OVERVIEW, number + 1) for number in range(now.overviews))
    subjects = tuple(Place(Scene.SUBJECT, number + 1) for number in range(now.subjects))
    told = (*overviews, *subjects) if now.is_overview_first else (*subjects, *overviews)
    return Place(Scene.RESULT), *told, Place(Scene.PROOF)
