"""A meeting's questions in order, and how a filled form becomes marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ballots.envelope import ABSTAINED_MARK
from ballots.errors import AnswerNotOnForm, UnknownKind
from ballots.instrument import Instrument, Item, Section


@dataclass(frozen=True)
class Subject:
    """Who is rated: a kind that the instrument has a section for, and a name as printed."""

    kind: str
    name: str


@dataclass(frozen=True)
class Question:
    """One item of one subject; `field` is its name on the form."""

    position: int
    section: Section
    item: Item

    @property
    def field(self) -> str:
        return f"{self.position}-{self.item.id}"


@dataclass(frozen=True)
class Form:
    """The form of one meeting: the instrument's sections laid out for the subjects, in their order."""

    instrument: Instrument
    subjects: tuple[Subject, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions: subjects in order, items in the order of their section. Marks lie in this order."""
        return tuple(
            Question(position, section, item)
            for position, subject in enumerate(self.subjects, 1)
            for section in [self.instrument.section(subject.kind)]
            for item in section.items
        )

    @cached_property
    def _values(self) -> dict[str, dict[str, int]]:
        return {
            question.field: {level.id: value for value, level in enumerate(question.section.scale.levels)}
            for question in self.questions
        }

    def marks(self, answers: Mapping[str, str]) -> bytes:
        """One byte a question: the place of the chosen level, best first from 0, or ABSTAINED_MARK where left blank.

        Fields that are no question are ignored. Raises AnswerNotOnForm for a level that the scale does not have.
        """
        chosen = bytearray()
        for field, values in self._values.items():
            level = answers.get(field, "")
            if level and level not in values:
                raise AnswerNotOnForm
            chosen.append(values[level] if level else ABSTAINED_MARK)
        return bytes(chosen)

    def blanks(self, answers: Mapping[str, str]) -> list[Question]:
        """The questions that `answers` leave blank, in order. A chosen "don't know" is an answer."""
        return [question for question in self.questions if question.field not in answers]


def lay_out(instrument: Instrument, subjects: Sequence[Subject]) -> Form:
    """The form for `subjects`. Raises UnknownKind when the instrument has no section for one of them."""
    kinds = {section.kind for section in instrument.sections}
    for subject in subjects:
        if subject.kind not in kinds:
            raise UnknownKind(kind=subject.kind, kinds=", ".join(sorted(kinds)))
    return Form(instrument, tuple(subjects))
