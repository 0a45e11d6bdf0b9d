"""How a paper ballot is typed: by the circles of a form, or as one line of signs, and how both read back.

On paper an item may carry two ticks. It is then invalid (本项无效) and the rest of the ballot counts.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from ballots.envelope import ABSTAINED_MARK, INVALID_MARK
from ballots.errors import AnswerNotOnForm, MarksLeft, MarksMistyped, MarksTwice
from ballots.form import Form, Question
from ballots.instrument import INVALID, MOST_LEVELS

BLANK_SIGN, INVALID_SIGN = "0", "x"
_LEVEL_SIGNS = "123456789a"[:MOST_LEVELS]
_ALSO = {"-": BLANK_SIGN, "*": INVALID_SIGN}


def signs(question: Question) -> dict[str, str]:
    """The keys that mark this question: by level id, best first, then for a blank ("") and for two ticks (INVALID)."""
    levels = {level.id: sign for level, sign in zip(question.section.scale.levels, _LEVEL_SIGNS, strict=False)}
    return levels | {"": BLANK_SIGN, INVALID: INVALID_SIGN}


def marks(form: Form, line: str, circles: Mapping[str, str]) -> bytes:
    """One byte a question, from the line when there is one, otherwise from the circles.

    Raises MarksTwice when both are used, and what reading either raises.
    """
    is_line = bool(line.strip())
    if is_line and any(question.field in circles for question in form.questions):
        raise MarksTwice
    return marks_of_line(form, line) if is_line else marks_of_circles(form, circles)


def settled(form: Form, readings: Sequence[bytes], answers: Mapping[str, str]) -> bytes:
    """The first of two readings with `answers` wherever the other differs. Raises MarksLeft, AnswerNotOnForm."""
    found = bytearray(readings[0])
    for question in differing(form, *readings):
        if question.field not in answers:
            raise MarksLeft
        found[form.questions.index(question)] = _mark_of_circle(question, answers[question.field])
    return bytes(found)


def marks_of_circles(form: Form, answers: Mapping[str, str]) -> bytes:
    """One byte a question, from the circles that were chosen; what is left out was left blank.

    Raises AnswerNotOnForm for a level that the scale does not have.
    """
    return bytes(_mark_of_circle(question, answers.get(question.field, "")) for question in form.questions)


def marks_of_line(form: Form, typed: str) -> bytes:
    """One byte a question, from a line with one sign for each; spaces, capitals and full width are forgiven.

    Raises MarksMistyped, which says how many signs there should be and none of those there are.
    """
    tidy = "".join(unicodedata.normalize("NFKC", typed).lower().split())
    line = [_ALSO.get(sign, sign) for sign in tidy]
    if len(line) != len(form.questions):
        raise MarksMistyped(wanted=len(form.questions))
    return bytes(_mark_of_sign(form, question, sign) for question, sign in zip(form.questions, line, strict=True))


def level_ids(form: Form, marks: bytes) -> dict[str, str]:
    """What `marks` say, by field: a level's id, INVALID, or "" for a blank."""
    return {question.field: _level_id(question, mark) for question, mark in zip(form.questions, marks, strict=True)}


def differing(form: Form, one: bytes, other: bytes) -> list[Question]:
    """The questions that two readings of a ballot answer differently, in order."""
    return [question for question, first, second in zip(form.questions, one, other, strict=True) if first != second]


def _bytes(question: Question) -> dict[str, int]:
    """The byte of each level, of a blank and of two ticks."""
    levels = {level.id: value for value, level in enumerate(question.section.scale.levels)}
    return levels | {"": ABSTAINED_MARK, INVALID: INVALID_MARK}


def _mark_of_circle(question: Question, chosen: str) -> int:
    known = _bytes(question)
    if chosen not in known:
        raise AnswerNotOnForm
    return known[chosen]


def _mark_of_sign(form: Form, question: Question, sign: str) -> int:
    meant = {of_level: level for level, of_level in signs(question).items()}
    if sign not in meant:
        raise MarksMistyped(wanted=len(form.questions))
    return _bytes(question)[meant[sign]]


def _level_id(question: Question, mark: int) -> str:
    if mark in (ABSTAINED_MARK, INVALID_MARK):
        return INVALID if mark == INVALID_MARK else ""
    return question.section.scale.levels[mark].id
