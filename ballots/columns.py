"""The header of a file of paper ballots: which column answers which question.

A column is called by the item's id or its words in either language; where two sections share a name it is called
`kind.item`, such as `secretary.ability`. `community` and `channel` are optional, and so is `class` where the rules
declare voter classes.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ballots.errors import PaperAmbiguousColumn, PaperMissingColumn, PaperTwiceColumn, PaperUnknownColumn
from ballots.form import Form, Question

COMMUNITY = "community"
CHANNEL = "channel"
CLASS = "class"


@dataclass(frozen=True)
class Column:
    """One column: its title as written, and what it holds: COMMUNITY, CHANNEL, CLASS or the field of a question."""

    title: str
    field: str


def read_header(titles: Sequence[str], form: Form, *, has_classes: bool = False) -> list[Column]:
    """The columns in their order, every question of `form` exactly once. A column of classes only where there are any.

    Raises PaperUnknownColumn, PaperAmbiguousColumn, PaperTwiceColumn, PaperMissingColumn.
    """
    names = _names(form)
    others = (COMMUNITY, CHANNEL, CLASS) if has_classes else (COMMUNITY, CHANNEL)
    columns = [Column(title, _field(number, title, names, others)) for number, title in enumerate(titles, 1)]
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


def _field(number: int, title: str, names: dict[str, list[Question]], others: Sequence[str]) -> str:
    if title in others:
        return title
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
