"""The known-answer deck: filled-in ballots whose count is known before anybody votes, and the count held against it.

The deck of a form is always the same: every level of every item, abstentions, a ballot left wholly blank, and then
ballots of people who think what they like.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ballots.form import Form, Question
from ballots.instrument import ABSTAINED, INVALID
from ballots.meetings import Votes
from survey.simulation import voters
from survey.simulation.voters import Answers, Cell

CARDS, LEAST_THINKING = 15, 3
_SEED = "known-answer deck"
_CONTENTMENT = 0.55


@dataclass(frozen=True)
class Compared:
    """One cell of the tally: how many votes the deck puts there, and how many were counted."""

    question: Question
    level: str
    expected: int
    counted: int

    @property
    def agrees(self) -> bool:
        """Whether the count is right."""
        return self.expected == self.counted


@dataclass(frozen=True)
class Comparison:
    """Every cell, subject by subject and item by item, and how many ballots the deck has and were counted."""

    cells: tuple[Compared, ...]
    expected: int
    counted: int

    @property
    def differing(self) -> tuple[Compared, ...]:
        """The cells whose count is not what the deck says."""
        return tuple(cell for cell in self.cells if not cell.agrees)

    @property
    def agrees(self) -> bool:
        """Whether every cell and the number of ballots are right."""
        return not self.differing and self.expected == self.counted

    def of(self, question: Question) -> tuple[Compared, ...]:
        """The cells of one item, best level first, abstentions last."""
        return tuple(cell for cell in self.cells if cell.question == question)


def cards(form: Form) -> tuple[Answers, ...]:
    """The deck's ballots: one for each level, two that abstain by halves, a blank one, and the rest as people think."""
    most = max(len(question.section.scale.levels) for question in form.questions)
    chance = voters.seeded(_SEED)
    known = [*(_level(form, place) for place in range(most)), _half(form, 0), _half(form, 1), {}]
    return (*known, *(voters.think(form, _CONTENTMENT, chance) for _ in range(max(CARDS - len(known), LEAST_THINKING))))


def levels(question: Question) -> list[str]:
    """The cells of one item in the order of a table: its levels, abstained, invalid."""
    return [*(level.id for level in question.section.scale.levels), ABSTAINED, INVALID]


def expected(form: Form) -> dict[Cell, int]:
    """What the count of the deck, and of nothing else, must find in every cell."""
    return voters.expected(form, cards(form))


def compare(form: Form, votes: Sequence[Votes], ballots: int) -> Comparison:
    """Every cell of a count of `ballots` ballots beside what the deck says; voter classes are taken together."""
    counted: Counter[Cell] = Counter()
    for cell in votes:
        counted[cell.position, cell.item, cell.level] += cell.votes
    right = expected(form)
    cells = [
        Compared(question, level, right[key], counted[key])
        for question in form.questions
        for level in levels(question)
        for key in [(question.position, question.item.id, level)]
    ]
    return Comparison(tuple(cells), len(cards(form)), ballots)


def _level(form: Form, place: int) -> Answers:
    """Everything on the level at `place`, best first; on the lowest where a scale has fewer."""
    ladders = {question.field: question.section.scale.levels for question in form.questions}
    return {field: ladder[min(place, len(ladder) - 1)].id for field, ladder in ladders.items()}


def _half(form: Form, first: int) -> Answers:
    """The best level on every second item from `first`, abstained on the others."""
    return {
        question.field: question.section.scale.levels[0].id if at % 2 == first else ""
        for at, question in enumerate(form.questions)
    }
