"""The form: questions in one order, answers to marks, and no level that the form does not offer."""

import pytest

from ballots import instrument
from ballots.envelope import ABSTAINED_MARK
from ballots.errors import AnswerNotOnForm, UnknownKind
from ballots.form import Subject, lay_out
from tests.ballots.boxes import FORM


def test_questions_follow_the_subjects_and_the_items_of_their_sections() -> None:
    assert [question.field for question in FORM.questions] == [
        *("1-services", "1-hygiene", "1-culture", "1-public_order", "1-environment", "1-overall"),
        *("2-morality", "2-ability", "2-diligence", "2-achievement", "2-integrity"),
        *("3-political_quality", "3-ability", "3-attendance", "3-achievement", "3-style", "3-training"),
    ]


def test_subjects_keep_their_own_order_and_two_of_a_kind_stay_apart() -> None:
    form = lay_out(
        FORM.instrument, [Subject("secretary", "甲"), Subject("committee", "乙"), Subject("secretary", "丙")]
    )
    assert [question.field for question in form.questions][:6] == [
        *("1-morality", "1-ability", "1-diligence", "1-achievement", "1-integrity"),
        "2-services",
    ]
    assert form.marks({"1-morality": "satisfied", "3-morality": "dissatisfied"})[::11] == b"\x00\x02"


def test_a_mark_is_the_place_of_the_level_the_best_first() -> None:
    answers = {"1-services": "satisfied", "1-hygiene": "dissatisfied", "3-training": "incompetent"}
    marks = FORM.marks(answers)
    assert (marks[0], marks[1], marks[16]) == (0, 2, 3)


def test_what_is_left_blank_is_an_abstention() -> None:
    assert FORM.marks({}) == bytes([ABSTAINED_MARK] * 17)
    assert FORM.marks({"1-services": ""})[0] == ABSTAINED_MARK


def test_blanks_are_listed_in_order() -> None:
    answers = {question.field: question.section.scale.levels[0].id for question in FORM.questions}
    assert FORM.blanks(answers) == []
    del answers["3-style"], answers["1-culture"]
    assert [question.field for question in FORM.blanks(answers)] == ["1-culture", "3-style"]


@pytest.mark.parametrize("level", ["excellent", "SATISFIED", "0", "abstained", "invalid", " "])
def test_a_level_that_the_scale_does_not_have_is_refused_and_not_repeated(level: str) -> None:
    with pytest.raises(AnswerNotOnForm) as refused:
        FORM.marks({"1-services": level})
    assert "excellent" not in str(refused.value)


def test_fields_that_are_no_question_are_ignored() -> None:
    assert FORM.marks({"code": "secret", "9-services": "satisfied", "1-nothing": "satisfied"}) == FORM.marks({})


def test_a_kind_without_a_section_is_refused_and_the_known_kinds_are_named() -> None:
    with pytest.raises(UnknownKind, match=r"no section for police\. It has: committee, graduate, secretary"):
        lay_out(instrument.load(instrument.shipped()["community-2026"]), [Subject("police", "派出所")])
