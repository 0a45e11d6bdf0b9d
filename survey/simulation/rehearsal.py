"""A whole evening with simulated voters whose answers are known, so that every count can be compared.

It runs over real HTTP against a server of its own, in a data folder of its own, with the same acts as a real evening.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from analysis import rules
from ballots import instrument, meetings, slips
from ballots.campaigns import Ruleset
from ballots.codes import Code
from ballots.form import Subject
from ballots.keys import NEEDED, Key
from ballots.meetings import Closing, Meeting, Plan, Purpose, State
from survey import planning
from survey.config import Settings
from survey.database import reading
from survey.errors import RehearsalStuck
from survey.evening import Evening
from survey.folder import DataFolder
from survey.printing import FONT
from survey.simulation import voters
from survey.simulation.handset import Handset
from survey.simulation.voters import Cell, Visit, Voter

PHONES = 32
"""How many phones vote at a time."""
LEFT_OVER = 5
"""Slips that nobody uses, as in every hall."""
_SUBJECTS = (Subject("committee", "演练社区班子"), Subject("secretary", "演练书记"), Subject("graduate", "演练大学生"))

Step = Callable[[int], None]
"""Hears how many steps more are done."""


@dataclass
class Outcome:
    """What the rehearsal found. Times are seconds; `cells` were compared, `wrong` of them differ."""

    voters: int
    seconds: dict[str, float] = field(default_factory=dict)
    cells: int = 0
    wrong: list[Cell] = field(default_factory=list)
    surprised: int = 0

    @property
    def agrees(self) -> bool:
        """Whether every count is right and every voter heard what was right."""
        return self.cells > 0 and not self.wrong and not self.surprised

    @contextmanager
    def timing(self, what: str) -> Iterator[None]:
        """Keeps how long the block took."""
        begun = time.perf_counter()
        yield
        self.seconds[what] = time.perf_counter() - begun


def rehearse(folder: Path, number: int, step: Step, seed: str = "rehearsal") -> Outcome:
    """The outcome of an evening with `number` voters in the empty `folder`; `step` hears one step for each of them.

    Raises RehearsalStuck when the evening cannot go on: a key is not taken, or the result is not published.
    """
    from survey.serving import Server

    evening, outcome = Evening(DataFolder(folder)), Outcome(number)
    try:
        found = _plan(evening, number)
        with Server(evening, Settings(data=folder, host="127.0.0.1", port=0)).in_background() as server:
            with outcome.timing("slips"):
                codes = _print(evening, found, number + LEFT_OVER, server.local_address)
            made = evening.make_keys(found.id)
            _present(made, found, server.local_address)
            evening.open(found.id)
            hall = voters.gather(evening.form(found), codes[:number], 0.7, voters.seeded(seed))
            _vote(outcome, hall, found, server.local_address, step)
            with outcome.timing("close"):
                evening.close(found.id, Closing(unused=LEFT_OVER))
            with outcome.timing("count"):
                _present(made[-NEEDED:], found, server.local_address)
        _compare(outcome, evening, found, hall)
    finally:
        evening.boxes.release_all()
        evening.engine.dispose()
    return outcome


def _plan(evening: Evening, number: int) -> Meeting:
    form = instrument.load(instrument.shipped()["community-2026"])
    chosen = rules.load(rules.shipped()["default-2026"])
    made = planning.begin_campaign(evening, "演练", form, Ruleset(chosen.source, chosen.fingerprint))
    plan = Plan("演练社区", _SUBJECTS, roll=number + LEFT_OVER, purpose=Purpose.REHEARSAL)
    found = planning.plan_meeting(evening, made.id, plan)
    planning.note_attendance(evening, found.id, number + LEFT_OVER, number)
    return found


def _print(evening: Evening, found: Meeting, number: int, address: str) -> list[Code]:
    """The codes on the slips, after a whole PDF of them has been drawn."""
    codes = evening.make_slips(found.id, number)
    slips.sheets(codes, address=f"{address}/v/{found.id}", community=found.community, title="演练", font=FONT)
    return codes


def _present(keys: Sequence[Key], found: Meeting, address: str) -> None:
    phone = Handset(address)
    for key in keys:
        if phone.present_key(found.id, key.digits) != 303:
            raise RehearsalStuck(where="keys")
    phone.hang_up()


def _vote(outcome: Outcome, hall: Sequence[Voter], found: Meeting, address: str, step: Step) -> None:
    def visit(voter: Voter) -> Visit:
        return voters.vote(voter, found.id, address)

    visits = []
    with outcome.timing("voting"), ThreadPoolExecutor(PHONES) as phones:
        for one in phones.map(visit, hall):
            visits.append(one)
            step(1)
    outcome.surprised = sum(not one.is_right for one in visits)
    casts = [one.seconds for one in visits]
    outcome.seconds["cast, median"] = median(casts)
    outcome.seconds["cast, 95 of 100"] = quantiles(casts, n=20)[-1] if len(casts) > 1 else casts[0]


def _compare(outcome: Outcome, evening: Evening, found: Meeting, hall: Sequence[Voter]) -> None:
    if evening.find(found.id).state is not State.PUBLISHED:
        raise RehearsalStuck(where="count")
    with reading(evening.engine) as db:
        counted = {(cell.position, cell.item, cell.level): cell.votes for cell in meetings.votes(db, found.id)}
    right = voters.expected(evening.form(found), [voter.answers for voter in hall])
    outcome.cells = len(right)
    outcome.wrong = sorted(cell for cell in right.keys() | counted.keys() if right.get(cell) != counted.get(cell))
