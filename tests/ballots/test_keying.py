"""A paper ballot typed by circles or as a line of signs."""

import pytest

from ballots import instrument, keying
from ballots.envelope import ABSTAINED_MARK, INVALID_MARK
from ballots.errors import AnswerNotOnForm, MarksLeft, MarksMistyped, MarksTwice
from ballots.form import Form, lay_out
from tests.factories import SUBJECTS


@pytest.fixture(scope="module")
def form() -> Form:
    """Seventeen items: eleven on three levels, six on four."""
    return lay_out(instrument.load(instrument.shipped()["community-2026"]), SUBJECTS)


def test_a_line_has_one_sign_for_each_item_best_first(form: Form) -> None:
    found = keying.marks_of_line(form, "123 0x1 / 11111 / 4-*321".replace("/", ""))
    assert list(found) == [0, 1, 2, 255, 254, 0, *[0] * 5, 3, 255, 254, 2, 1, 0]


def test_full_width_capitals_and_spaces_are_forgiven(form: Form) -> None:
    assert keying.marks_of_line(form, "１２３　０Ｘ1 11111 123400") == keying.marks_of_line(form, "1230x111111123400")


@pytest.mark.parametrize("line", ["1" * 16, "1" * 18, "4" + "1" * 16, "?" + "1" * 16, "1" * 10 + "9" + "1" * 6])
def test_a_line_that_cannot_be_right_is_refused_without_saying_what_it_held(form: Form, line: str) -> None:
    with pytest.raises(MarksMistyped) as refusal:
        keying.marks_of_line(form, line)
    assert str(refusal.value).startswith("The line needs one sign for each of the 17 items.")
    assert line not in str(refusal.value)


def test_circles_left_alone_are_blank_and_two_ticks_are_invalid(form: Form) -> None:
    found = keying.marks_of_circles(form, {"1-services": "dissatisfied", "1-hygiene": "invalid", "1-culture": ""})
    assert list(found[:4]) == [2, INVALID_MARK, ABSTAINED_MARK, ABSTAINED_MARK]
    assert set(found[3:]) == {ABSTAINED_MARK}


def test_a_level_of_another_scale_is_refused(form: Form) -> None:
    with pytest.raises(AnswerNotOnForm):
        keying.marks_of_circles(form, {"1-services": "excellent"})


def test_a_phone_cannot_send_two_ticks(form: Form) -> None:
    with pytest.raises(AnswerNotOnForm):
        form.marks({"1-services": "invalid"})


def test_line_and_circles_together_are_refused(form: Form) -> None:
    assert keying.marks(form, "1" * 17, {}) == keying.marks(
        form, " ", dict.fromkeys(fields(form, 17), "satisfied") | dict.fromkeys(fields(form, 17)[11:], "excellent")
    )
    with pytest.raises(MarksTwice):
        keying.marks(form, "1" * 17, {"1-services": "satisfied"})


def test_what_is_read_back_is_what_was_marked(form: Form) -> None:
    marks = keying.marks_of_line(form, "1230x111111123400")
    assert keying.marks_of_circles(form, keying.level_ids(form, marks)) == marks


def test_only_where_two_readings_differ_is_asked_and_every_place_must_be_answered(form: Form) -> None:
    one, other = keying.marks_of_line(form, "1" * 17), keying.marks_of_line(form, "2" + "1" * 15 + "0")
    asked = [question.field for question in keying.differing(form, one, other)]
    assert asked == ["1-services", "3-training"]
    with pytest.raises(MarksLeft):
        keying.settled(form, [one, other], {"1-services": "satisfied"})
    found = keying.settled(form, [one, other], {"1-services": "dissatisfied", "3-training": ""})
    assert list(found) == [2, *[0] * 15, ABSTAINED_MARK]


def fields(form: Form, count: int) -> list[str]:
    return [question.field for question in form.questions[:count]]
