"""How the wall is driven: the scene somebody chose, the countdown, the order of the reveal.

Kept in the ordinary database, so that neither a dropped connection nor a restart changes the wall. Pages and commands
call the acts below and nothing deeper; what may be shown is decided by `scenes` alone. The record of acts keeps the
countdowns, which hurry people; which picture is on the wall decides nothing and is not in it.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from ballots import meetings
from ballots.meetings import Meeting, State
from survey import acts
from survey.acts import Act
from survey.database import reading, writing
from survey.errors import CountdownNotUsable, SceneNotNow
from survey.evening import Evening
from survey.hall.scenes import Choice, Phase, Place, Scene, Standing, fitting, on_the_wall, phase_of
from survey.tables import wall

LONGEST_MINUTES = 60


@dataclass(frozen=True)
class Runbook:
    """What is kept of one wall. `choice` is None while nobody drives it, and the wall follows the evening by itself.

    `presses` counts what was ever chosen or noted for it, so that a wall on which somebody turned the page hears the
    next press, and a new name is drawn.
    `closes_at`: when the running countdown ends; it closes nothing.
    """

    choice: Choice | None = None
    presses: int = 0
    is_overview_first: bool = False
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Wall:
    """One meeting's wall at one moment: what may be shown, what is shown, and the whole seconds left to the close."""

    meeting: Meeting
    book: Runbook
    standing: Standing
    seconds_left: int | None

    @property
    def place(self) -> Place:
        """The slide on the wall."""
        return on_the_wall(self.standing, self.book.choice)

    @property
    def places(self) -> tuple[Place, ...]:
        """Every slide that may be shown now, in order."""
        return fitting(self.standing)

    @property
    def version(self) -> str:
        """What changes whenever the wall must be drawn anew, though it may still show the same slide."""
        return f"{self.book.presses}.{self.meeting.roll}.{self.meeting.present}"

    def beside(self, step: int) -> Place | None:
        """The slide `step` after the one shown; None at either end of what may be shown now."""
        at = self.places.index(self.place) + step
        return self.places[at] if 0 <= at < len(self.places) else None


def look(evening: Evening, meeting_id: str) -> Wall:
    """The wall as it stands now. Raises NoSuchMeeting."""
    now = evening.clock()
    with reading(evening.engine) as db:
        return _look(db, evening, meeting_id, now)


def show(evening: Evening, meeting_id: str, place: Place) -> None:
    """Puts a slide on the wall. Raises SceneNotNow when it does not fit the evening as it stands."""
    now = evening.clock()
    with writing(evening.engine) as db:
        found = _look(db, evening, meeting_id, now)
        if place not in found.places:
            raise SceneNotNow(state=found.standing.phase.value)
        touch(db, meeting_id, phase=found.standing.phase, scene=place.scene, number=place.number)


def follow(evening: Evening, meeting_id: str) -> None:
    """Lets the wall follow the evening by itself again."""
    with writing(evening.engine) as db:
        meetings.find(db, meeting_id)
        touch(db, meeting_id, phase=None, scene=None, number=0)


def put_overview(evening: Evening, meeting_id: str, *, first: bool) -> None:
    """Says whether the reveal begins or ends with all subjects at a glance."""
    with writing(evening.engine) as db:
        meetings.find(db, meeting_id)
        touch(db, meeting_id, is_overview_first=first)


def count_down(evening: Evening, meeting_id: str, minutes: int) -> int:
    """The seconds left until the announced close, `minutes` from now or from the end of the running countdown.

    The wall shows it at once. At zero nothing closes: that is an act of a person. Raises WrongState unless the meeting
    is open, CountdownNotUsable.
    """
    now = evening.clock()
    with writing(evening.engine) as db:
        found = _look(db, evening, meeting_id, now)
        meetings.require(found.meeting, State.OPEN)
        closes_at = max(now, found.book.closes_at or now) + timedelta(minutes=minutes)
        if minutes < 1 or closes_at - now > timedelta(minutes=LONGEST_MINUTES):
            raise CountdownNotUsable(most=LONGEST_MINUTES)
        shown = {} if found.book.choice is None else {"scene": Scene.COUNTDOWN, "phase": Phase.OPEN, "number": 0}
        touch(db, meeting_id, closes_at=closes_at, **shown)
        acts.note(db, Act.COUNTDOWN_BEGUN, about=meeting_id, minutes=minutes)
    return _seconds(closes_at - now)


def stop_countdown(evening: Evening, meeting_id: str) -> None:
    """Takes the countdown back."""
    with writing(evening.engine) as db:
        found = _look(db, evening, meeting_id, evening.clock())
        if found.book.closes_at is not None:
            touch(db, meeting_id, closes_at=None)
            acts.note(db, Act.COUNTDOWN_STOPPED, about=meeting_id)


def _look(db: Connection, evening: Evening, meeting_id: str, now: datetime) -> Wall:
    found, book = meetings.find(db, meeting_id), _read(db, meeting_id)
    phase, closes_at = phase_of(found), book.closes_at
    is_counting_down = phase is Phase.OPEN and closes_at is not None
    told = evening.announcements.find(db, found) if phase is Phase.PUBLISHED else None
    standing = Standing(
        phase,
        is_sealed=found.seal is not None,
        has_paper=found.has_paper,
        is_counting_down=is_counting_down,
        overviews=len(told.overview) if told else 0,
        subjects=len(told.parts) if told else 0,
        is_overview_first=book.is_overview_first or book.choice is None,
    )
    left = _seconds(closes_at - now) if is_counting_down and closes_at else None
    return Wall(found, book, standing, left)


def _read(db: Connection, meeting_id: str) -> Runbook:
    row = db.execute(select(wall).where(wall.c.meeting_id == meeting_id)).first()
    if row is None:
        return Runbook()
    choice = Choice(Phase(row.phase), Place(Scene(row.scene), row.number)) if row.scene else None
    return Runbook(choice, row.presses, row.is_overview_first, row.closes_at)


def touch(db: Connection, meeting_id: str, **values: object) -> None:
    """Changes the meeting's row, which is made with its first change, and has the wall drawn anew.

    The caller's transaction is the only writer.
    """
    if not db.execute(select(wall.c.meeting_id).where(wall.c.meeting_id == meeting_id)).first():
        db.execute(insert(wall).values(meeting_id=meeting_id))
    change = {**values, "presses": wall.c.presses + 1}
    db.execute(update(wall).where(wall.c.meeting_id == meeting_id).values(**change))


def _seconds(time: timedelta) -> int:
    return max(0, math.ceil(time.total_seconds()))
