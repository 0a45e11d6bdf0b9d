"""One comment for the whole ballot on the voting page: what it says, what is refused, and that no word is lost."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots.meetings import Closing
from survey import comments
from survey.app import create_app
from survey.config import Settings
from survey.database import reading
from survey.evening import Evening
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared, asking_for_comments, best_answers, opened

PHONE = "a1" * 16
SCRIPT = {"Accept": "application/json"}
LARGEST_FIRST_ANSWER = 14_600


@pytest.fixture
def meeting(evening: Evening) -> Prepared:
    return opened(asking_for_comments(evening))


def send(client: FlaskClient, meeting: Prepared, text: str | bytes, **more: object) -> TestResponse:
    """The whole form with the best marks and a comment."""
    form = {**best_answers(meeting.evening, meeting.id), "code": meeting.fresh_code(), "rid": PHONE, "comment": text}
    return client.post(f"/v/{meeting.id}", data=form, **more)  # type: ignore[arg-type]  # bytes are a browser's too


def kept(meeting: Prepared, others: int = 0) -> list[str]:
    """What the keys open, after enough others have voted."""
    evening = meeting.evening
    for _ in range(others):
        meeting.cast()
    evening.close(meeting.id, Closing())
    for key in meeting.keys[:2]:
        evening.present_key(meeting.id, key.digits)
    with reading(evening.engine) as db:
        return [one.text for one in comments.of_meeting(db, meeting.id)]


def test_nobody_is_asked_where_comments_are_off(page_of: Page, client: FlaskClient, evening: Evening) -> None:
    plain = opened(evening)
    assert "<textarea" not in page_of(f"/v/{plain.id}")
    assert "Your comment" not in page_of(f"/v/{plain.id}/secrecy")
    assert send(client, plain, "长" * 999).status_code == 303


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-CN", ["意见建议", "不要写", "与划票分开密封", "可以不填"]),
        (
            "en",
            ["Your opinion, if you like", "Do not write names", "sealed apart from your marks", "may stay empty"],
        ),
    ],
)
def test_the_page_asks_once_and_says_what_becomes_of_it(
    page_of: Page, meeting: Prepared, language: str, words: list[str]
) -> None:
    page = page_of(f"/v/{meeting.id}?lang={language}")
    assert page.count("<textarea") == 1
    assert [one for one in words if one not in page] == []
    (field,) = re.findall(r"<textarea[^>]*>", page)
    assert 'autocomplete="off"' in field
    assert "maxlength" not in field  # it would cut off what is pasted without a word
    assert "required" not in field


def test_the_page_still_fits_the_first_answer(client: FlaskClient, meeting: Prepared) -> None:
    for language in ("zh-CN", "en"):
        answer = client.get(f"/v/{meeting.id}?lang={language}", headers={"Accept-Encoding": "gzip"})
        assert len(answer.data) + len(str(answer.headers)) < LARGEST_FIRST_ANSWER


def test_a_comment_goes_in_with_the_ballot_and_stands_in_no_address(client: FlaskClient, meeting: Prepared) -> None:
    answer = send(client, meeting, "路灯坏了")
    assert re.fullmatch(rf"/v/{meeting.id}/thanks#[0-9A-Z]{{4}}-[0-9A-Z]{{4}}", answer.location)
    assert kept(meeting, others=11) == ["路灯坏了"]


def test_a_comment_too_long_is_told_and_nothing_is_lost_or_spent(client: FlaskClient, meeting: Prepared) -> None:
    text = "太长" * 150
    answer = send(client, meeting, text)
    page = require_whole_page(answer.text)
    assert answer.status_code == 422
    assert "Your comment has 300 characters; at most 200 fit." in page
    assert f">\n{text}</textarea>" in page
    assert page.count(" checked>") == 17
    assert 'aria-invalid="true"' in page
    assert meeting.evening.live(meeting.id).box.returned == 0


def test_a_script_hears_which_field_is_meant(client: FlaskClient, meeting: Prepared) -> None:
    answer = send(client, meeting, "长" * 201, headers=SCRIPT)
    assert (answer.status_code, answer.json["about"]) == (422, "comment")  # type: ignore[index]
    assert "201 characters" in answer.json["says"]  # type: ignore[index]
    assert send(client, meeting, "长" * 200, headers=SCRIPT).json["go"]  # type: ignore[index]


def test_the_question_about_blanks_keeps_the_comment(client: FlaskClient, meeting: Prepared) -> None:
    form = {"code": meeting.fresh_code(), "rid": PHONE, "comment": "\n先空着\n"}
    page = require_whole_page(client.post(f"/v/{meeting.id}", data=form).text)
    assert "Left blank: 17" in page
    assert ">\n\n先空着\n</textarea>" in page


def test_pressing_again_leaves_the_first_comment(client: FlaskClient, meeting: Prepared) -> None:
    form = {**best_answers(meeting.evening, meeting.id), "code": meeting.fresh_code(), "rid": PHONE}
    for text, end in (("第一次", "thanks"), ("第二次", "in-the-box"), ("长" * 201, None)):
        answer = client.post(f"/v/{meeting.id}", data={**form, "comment": text})
        assert end is None or f"/{end}#" in answer.location
    assert kept(meeting, others=11) == ["第一次"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("👍🏿 好‍样\u202e的\u200b", "👍 好样的"),
        ("好\x00评\x1b[31m", "好评[31m"),
        ("بارك الله فيكم", "بارك الله فيكم"),
        (b"\xe5\xa5\xbd\xff\xfe\xc3(", "好%FF%FE%C3("),
        (b"\xed\xa0\x80\xe5\xa5\xbd", "%ED%A0%80好"),
        ('=HYPERLINK("http://e")\r\n@SUM(1)', '=HYPERLINK("http://e") @SUM(1)'),
        ("\u200b\u202e\ufeff\t", None),
    ],
)
def test_whatever_is_sent_what_can_be_read_of_it_is_kept(
    client: FlaskClient, meeting: Prepared, typed: str | bytes, found: str | None
) -> None:
    assert send(client, meeting, typed).status_code == 303
    assert kept(meeting, others=11) == ([found] if found else [])


def test_markup_in_a_comment_stays_text_when_the_form_comes_back(client: FlaskClient, meeting: Prepared) -> None:
    attack = "</textarea><script>alert(1)</script>" + "长" * 200
    page = require_whole_page(send(client, meeting, attack).text)
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in page


def test_residents_are_told_how_comments_are_kept_as_configured(evening: Evening, meeting: Prepared) -> None:
    evening.keep_comments_days = 30
    answer = create_app(evening, Settings()).test_client().get(f"/v/{meeting.id}/secrecy?lang=en")
    page = require_whole_page(answer.text)
    for words in (
        "Your comment",
        "sealed in an envelope of its own, apart from your marks",
        "fewer than 10 people voted they are never opened",
        "who is not among those rated, reads each comment before anybody else",
        "never beside marks",
        "deleted 30 days after the result is published",
        "could find out which comment came with which ballot",
    ):
        assert words in page, words
