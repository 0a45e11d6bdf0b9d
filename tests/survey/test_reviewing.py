"""The review: one reader who is not rated, words struck out and never put in, nothing seen by others before its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from ballots.comment import tidied
from ballots.errors import WrongState
from ballots.meetings import Meeting
from survey import comments, reviewing
from survey.accounts import Account, Role
from survey.comments import Comment, Decision, Reason, Standing
from survey.database import reading, writing
from survey.duties import EVERYTHING
from survey.errors import (
    CommentsUndecided,
    NoSuchComment,
    NothingLeft,
    NotTheReviewer,
    RatedMayNotReview,
    ReasonMissing,
    ReviewNotPossible,
    SummaryNotUsable,
    WordsNotThere,
)
from survey.evening import Evening
from survey.reviewing import STRUCK, Verdict, strike
from survey.tables import act
from tests.factories import Prepared, asking_for_comments, closed, commented, make_evening, published

READER = Account("周敏", "周敏", Role.ORGANIZER, EVERYTHING)
OTHER = Account("赵强", "赵强", Role.ORGANIZER, EVERYTHING)
ADMINISTRATOR = Account("管理员", "管理员", Role.ADMINISTRATOR, EVERYTHING)
RATED = Account("王秀兰", "王秀兰", Role.ORGANIZER, EVERYTHING)
TEXTS = ["路灯坏了", "三号楼的王芳最辛苦", "他收了钱", *[""] * 7]
RELEASE, WITHHOLD = Verdict(Decision.RELEASED), Verdict(Decision.WITHHELD, reason=Reason.ACCUSES)


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """A published meeting of ten ballots with three comments. Tests undo what they do to it."""
    evening = make_evening(tmp_path_factory.mktemp("review") / "data")
    yield commented(evening, TEXTS)
    evening.engine.dispose()


@pytest.fixture
def db(meeting: Prepared) -> Iterator[Connection]:
    """A transaction on its database, undone after the test."""
    with meeting.evening.engine.execution_options(writing=True).connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def found(meeting: Prepared) -> Meeting:
    return meeting.meeting


def place_of(db: Connection, found: Meeting, text: str) -> int:
    return next(one.position for one in comments.of_meeting(db, found.id) if text in one.text)


def at(db: Connection, found: Meeting, position: int) -> Comment:
    return comments.of_meeting(db, found.id)[position - 1]


def shown(db: Connection, found: Meeting) -> list[str]:
    return comments.released(db, [found.id]).get(found.id, [])


def test_nobody_else_sees_a_comment_before_the_review_is_finished(db: Connection, found: Meeting) -> None:
    reviewing.begin(db, found, READER)
    for position in (1, 2, 3):
        assert shown(db, found) == []
        reviewing.decide(db, found, position, READER, RELEASE)
    assert shown(db, found) == []
    reviewing.finish(db, found, READER)
    assert sorted(shown(db, found)) == sorted(text for text in TEXTS if text)


def test_a_withheld_comment_is_not_shown_and_a_later_verdict_replaces_the_first(db: Connection, found: Meeting) -> None:
    reviewing.begin(db, found, READER)
    money = place_of(db, found, "收了钱")
    for position in (1, 2, 3):
        reviewing.decide(db, found, position, READER, WITHHOLD if position == money else RELEASE)
    reviewing.finish(db, found, READER)
    assert "他收了钱" not in shown(db, found)
    assert at(db, found, money).reason is Reason.ACCUSES
    reviewing.decide(db, found, money, READER, RELEASE)
    assert "他收了钱" in shown(db, found)
    assert at(db, found, money).reason is None


def test_struck_words_are_shown_to_nobody_and_the_original_to_the_reviewer(db: Connection, found: Meeting) -> None:
    reviewing.begin(db, found, READER)
    praised = place_of(db, found, "王芳")
    for position in (1, 2, 3):
        reviewing.decide(db, found, position, READER, RELEASE)
    reviewing.decide(db, found, praised, READER, Verdict(Decision.RELEASED, struck="王芳\n三号楼"))
    reviewing.finish(db, found, READER)
    assert f"{STRUCK}的{STRUCK}最辛苦" in shown(db, found)
    assert "王芳" not in "".join(shown(db, found))
    assert at(db, found, praised).text == "三号楼的王芳最辛苦"


@pytest.mark.parametrize(
    ("text", "struck", "left"),
    [
        ("王芳和王芳的狗", "王芳", f"{STRUCK}和{STRUCK}的狗"),
        ("王芳和小王", "王\n王芳", f"{STRUCK}和小{STRUCK}"),
        ("路灯坏了", "", "路灯坏了"),
        ("路灯坏了", "\n  \n", "路灯坏了"),
        ("a.b*c", ".b*", f"a{STRUCK}c"),
        ("👍👍", "", "👍👍"),
    ],
)
def test_words_are_struck_out_wherever_they_stand(text: str, struck: str, left: str) -> None:
    assert strike(text, struck) == left


@pytest.mark.parametrize(("struck", "refusal"), [("路灯\n水管", WordsNotThere), ("路灯坏了", NothingLeft)])
def test_words_that_are_not_there_and_a_comment_of_nothing_are_refused(struck: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        strike("路灯坏了", struck)


@given(st.text(min_size=1, max_size=40), st.data())
def test_nothing_but_the_sign_of_omission_can_be_put_into_a_comment(text: str, data: st.DataObject) -> None:
    text = tidied(text) or "好"
    start = data.draw(st.integers(0, len(text) - 1))
    struck = text[start : data.draw(st.integers(start + 1, len(text)))]
    try:
        left = strike(text, struck)
    except (NothingLeft, WordsNotThere):
        return
    rest = iter(text)
    assert all(sign in rest for sign in left.replace(STRUCK, ""))  # what is left stands in the text, in its order


def test_one_person_reads_and_only_the_administrator_takes_over(db: Connection, found: Meeting) -> None:
    with pytest.raises(NotTheReviewer):
        reviewing.decide(db, found, 1, READER, RELEASE)
    reviewing.begin(db, found, READER)
    for refused in (
        lambda: reviewing.begin(db, found, OTHER),
        lambda: reviewing.require_reviewer(db, found, OTHER),
        lambda: reviewing.decide(db, found, 1, OTHER, RELEASE),
        lambda: reviewing.finish(db, found, OTHER),
    ):
        with pytest.raises(NotTheReviewer):
            refused()
    reviewing.begin(db, found, ADMINISTRATOR)
    reviewing.decide(db, found, 1, ADMINISTRATOR, RELEASE)
    with pytest.raises(NotTheReviewer):
        reviewing.decide(db, found, 1, READER, RELEASE)


def test_who_is_rated_does_not_review(db: Connection, found: Meeting) -> None:
    with pytest.raises(RatedMayNotReview):
        reviewing.begin(db, found, RATED)


def test_a_verdict_needs_its_reason_and_its_comment(db: Connection, found: Meeting) -> None:
    reviewing.begin(db, found, READER)
    with pytest.raises(ReasonMissing):
        reviewing.decide(db, found, 1, READER, Verdict(Decision.WITHHELD))
    with pytest.raises(NoSuchComment):
        reviewing.decide(db, found, 4, READER, RELEASE)
    assert {one.decision for one in comments.of_meeting(db, found.id)} == {Decision.WAITING}


def test_the_review_is_finished_when_each_comment_is_decided(db: Connection, found: Meeting) -> None:
    reviewing.begin(db, found, READER)
    reviewing.decide(db, found, 1, READER, RELEASE)
    with pytest.raises(CommentsUndecided, match="2 comments are not decided yet"):
        reviewing.finish(db, found, READER)
    assert shown(db, found) == []


def test_a_summary_stands_instead_of_the_list(db: Connection, found: Meeting) -> None:
    reviewing.begin(db, found, READER)
    for position in (1, 2, 3):
        reviewing.decide(db, found, position, READER, RELEASE)
    with pytest.raises(SummaryNotUsable):
        reviewing.finish(db, found, READER, "长" * 2001)
    reviewing.finish(db, found, READER, "  居民关心路灯。\r\n\r\n也感谢\u202e楼长。 ")
    review = comments.review_of(db, found.id)
    assert review
    assert (review.standing, review.summary) == (Standing.SUMMARISED, "居民关心路灯。\n也感谢楼长。")
    assert shown(db, found) == []
    reviewing.finish(db, found, READER)
    assert len(shown(db, found)) == 3


def test_acts_name_a_comment_by_its_number_and_never_by_its_words(db: Connection, found: Meeting) -> None:
    reviewing.begin(db, found, READER)
    praised, money = place_of(db, found, "王芳"), place_of(db, found, "收了钱")
    reviewing.decide(db, found, praised, READER, Verdict(Decision.RELEASED, struck="王芳"))
    reviewing.decide(db, found, money, READER, WITHHOLD)
    told = [(row.act, row.details) for row in db.execute(select(act).where(act.c.about == found.id))][-3:]
    assert told == [
        ("review of comments begun", "{}"),
        ("comment released", f'{{"is_struck":true,"number":{praised}}}'),
        ("comment withheld", f'{{"number":{money},"reason":"accuses"}}'),
    ]
    everything = repr(db.execute(select(act)).all())
    assert [words for words in ("王芳", "辛苦", "路灯", "收了钱") if words in everything] == []


def test_there_is_nothing_to_review_before_the_result_nor_where_there_is_nothing(evening: Evening) -> None:
    unpublished = closed(asking_for_comments(evening))
    few = commented(evening, ["好"] * 3, community="三人社区")
    silent = commented(evening, [""] * 10, community="沉默社区")
    with writing(evening.engine) as db:
        with pytest.raises(WrongState):
            reviewing.begin(db, unpublished.meeting, READER)
        for one in (few, silent):
            with pytest.raises(ReviewNotPossible):
                reviewing.begin(db, one.meeting, READER)


def test_a_campaign_without_comments_has_none_to_review(tmp_path: Path) -> None:
    evening = make_evening(tmp_path)
    plain = published(evening)
    with reading(evening.engine) as db, pytest.raises(ReviewNotPossible):
        reviewing.require_reviewer(db, plain.meeting, READER)
    evening.engine.dispose()
