"""Simulated voters: what they think, and what goes wrong with their phones. Rehearsals and the demo know them."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from types import MappingProxyType

from ballots import codes
from ballots.codes import Code
from ballots.form import Form
from ballots.instrument import ABSTAINED, INVALID
from survey.simulation.handset import Handset

Answers = Mapping[str, str]
Cell = tuple[int, str, str]
"""A subject's position, an item, a level."""


class Habit(StrEnum):
    """What happens while somebody votes."""

    PLAIN = "plain"
    RELOADS = "reloads"
    LOSES_ANSWER = "loses_answer"
    VOTES_TWICE = "votes_twice"
    MISTYPES = "mistypes"
    GUESSES = "guesses"


_HABITS = {
    Habit.PLAIN: 70,
    Habit.RELOADS: 8,
    Habit.LOSES_ANSWER: 8,
    Habit.VOTES_TWICE: 5,
    Habit.MISTYPES: 6,
    Habit.GUESSES: 3,
}
"""How many of a hundred voters have each habit; those who use a wrong code stay below what the server slows down."""


@dataclass(frozen=True)
class Voter:
    """Somebody with a slip and a mind made up."""

    code: Code
    answers: Answers
    habit: Habit = Habit.PLAIN


@dataclass(frozen=True)
class Visit:
    """How it went: whether the voter heard what was right to hear, and the seconds the ballot took to be answered."""

    is_right: bool
    seconds: float


def seeded(seed: str) -> Random:
    """Chance that is the same each time."""
    return Random(seed)  # noqa: S311  simulated voters; no secret comes from here


NO_LEANINGS: Mapping[str, float] = MappingProxyType({})
SILENCE = 0.03
"""The share of items left blank."""
MOOD = 0.5
"""The share of items on which somebody says what they think of the subject altogether."""


def think(form: Form, contentment: float, chance: Random, leanings: Mapping[str, float] = NO_LEANINGS) -> Answers:
    """A filled form: whoever is not content with a level, at the chance 1 - `contentment`, goes on to the next lower.

    `contentment` is a fraction 0–1, `leanings` what the items of these ids differ from it by.
    """
    answers, altogether = {}, dict[int, int]()
    for question in form.questions:
        rungs = [level.id for level in question.section.scale.levels]
        whole = altogether.setdefault(question.position, _step_down(len(rungs), contentment, chance))
        own = _step_down(len(rungs), contentment + leanings.get(question.item.id, 0.0), chance)
        place = whole if question.item.id not in leanings and chance.random() < MOOD else own
        if chance.random() >= SILENCE:
            answers[question.field] = rungs[place]
    return answers


def _step_down(rungs: int, contentment: float, chance: Random) -> int:
    """How far from the best level somebody ends who is content with each rung at the chance `contentment`."""
    place = 0
    while place < rungs - 1 and chance.random() > contentment:
        place += 1
    return place


def gather(form: Form, slips: Iterable[Code], contentment: float, chance: Random) -> list[Voter]:
    """A voter for each slip, habits mixed as they are in a hall."""
    habits, weights = list(_HABITS), list(_HABITS.values())
    return [Voter(code, think(form, contentment, chance), chance.choices(habits, weights)[0]) for code in slips]


def expected(form: Form, ballots: Iterable[Answers]) -> dict[Cell, int]:
    """What the count must find: the votes of every cell, zeros included, counted apart from all other code."""
    found: Counter[Cell] = Counter()
    cells = [
        (question.position, question.item.id, level)
        for question in form.questions
        for level in [*(rung.id for rung in question.section.scale.levels), ABSTAINED, INVALID]
    ]
    for answers in ballots:
        found.update((one.position, one.item.id, answers.get(one.field) or ABSTAINED) for one in form.questions)
    return {cell: found[cell] for cell in cells}


def vote(voter: Voter, meeting_id: str, address: str) -> Visit:
    """One voter's visit to the server at `address`, with all that goes wrong on the way."""
    phone = Handset(address)
    is_right = phone.scan(meeting_id)
    if voter.habit is Habit.RELOADS:
        is_right &= phone.scan(meeting_id)
    if voter.habit is Habit.MISTYPES:
        is_right &= phone.check(meeting_id, mistyped(voter.code)).status == 422
    if voter.habit is Habit.GUESSES:
        is_right &= phone.check(meeting_id, codes.new_code(codes.kind_of(voter.code))).page == "not-valid"
    is_right &= phone.check(meeting_id, voter.code).status == 200
    if voter.habit is Habit.LOSES_ANSWER:
        phone.cast_and_hear_nothing(meeting_id, voter.code, voter.answers)
    begun = time.perf_counter()
    heard = phone.cast(meeting_id, voter.code, voter.answers)
    seconds = time.perf_counter() - begun
    is_right &= heard.page in (("thanks", "in-the-box") if voter.habit is Habit.LOSES_ANSWER else ("thanks",))
    phone.hang_up()
    if voter.habit is Habit.VOTES_TWICE:
        is_right &= _vote_again(voter, meeting_id, address)
    return Visit(is_right, seconds)


def mistyped(code: Code) -> str:
    """The code with its first two characters changed places, or with a wrong one where they are the same."""
    swapped = code[1] + code[0] + code[2:]
    return swapped if swapped != code else codes.ALPHABET[codes.ALPHABET.index(code[0]) - 1] + code[1:]


def _vote_again(voter: Voter, meeting_id: str, address: str) -> bool:
    """Whether a second phone with the same slip is turned away."""
    other = Handset(address)
    is_right = other.scan(meeting_id) and other.cast(meeting_id, voter.code, {}).page == "not-valid"
    other.hang_up()
    return is_right
