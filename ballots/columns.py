"""The header of a file of paper ballots: which column answers which question.

A column is called by the item's id or its words in either language; where two sections share a name it is called
`kind.item`, such as `secretary.ability`. What else a file may have is optional: `community`, `channel` and, where the
rules declare voter classes, `class` where ballots are imported; `number` and `doubt` where they are entered.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ballots.errors import PaperAmbiguousColumn, PaperMissingColumn, PaperTwiceColumn, PaperUnknownColumn
from ballots.form import Form, Question

COMMUNITY = "community"
CHANNEL = "channel"
CLASS = "class"
NUMBER = "number"
DOUBT = "doubt"


@dataclass(frozen=True)
class Column:
    """One column: its title as written, and what it holds: the field of a question, or one of those beside them."""

    title: str
    field: str


def read_header(titles: Sequence[str], form: Form, beside: Collection[str] = (COMMUNITY, CHANNEL)) -> list[Column]:
    """The columns in their order, every question of `form` exactly once; `beside` are those a file may have as well.

    Raises PaperUnknownColumn, PaperAmbiguousColumn, PaperTwiceColumn, PaperMissingColumn.
    """
    names = _names(form)
    columns = [
        Column(title, title if title in beside else _field(number, title, names))
        for number, title in enumerate(titles, 1)
    ]
    seen: set[str] = set()
    for number, column in enumerate(columns, 1):
        if column.field in seen:
            raise PaperTwiceColumn(number=number, column=column.title)
        seen.add(column.field)
    for question in form.questions:
        if question.field not in seen:
            raise PaperMissingColumn(column=_shortest(question, names))
    return columns


def _names(form: Form) -> dict[str, list[Question]]:
    """The questions that each title could mean."""
    names: dict[str, list[Question]] = defaultdict(list)
    for question in form.questions:
        item, kind = question.item, question.section.kind
        for name in {item.id, f"{kind}.{item.id}", *(" ".join(words.split()) for words in item.words.values())}:
            names[name].append(question)
    return names


def _field(number: int, title: str, names: dict[str, list[Question]]) -> str:
    meant = names.get(title, [])
    if not meant:
        raise PaperUnknownColumn(number=number)  # not its title: without a header this would be an answer
    if len(meant) > 1:
        raise PaperAmbiguousColumn(number=number, columns=", ".join(_full(question) for question in meant))
    return meant[0].field


def _shortest(question: Question, names: dict[str, list[Question]]) -> str:
    return question.item.id if len(names[question.item.id]) == 1 else _full(question)


def _full(question: Question) -> str:
    return f"{question.section.kind}.{question.item.id}"
