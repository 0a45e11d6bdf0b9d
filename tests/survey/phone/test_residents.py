"""The voting page without a browser: what each kind of slip hears, and what no page ever says or does."""

import gzip
import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from ballots import codes
from ballots.box import receipt_shown
from ballots.envelope import receipt
from ballots.errors import BoxNotWritable
from ballots.meetings import Purpose
from survey import slips
from survey.app import create_app
from survey.config import Settings
from survey.evening import Evening
from survey.phone import phones, residents
from tests.conftest import Page, require_whole_page
from tests.factories import LOST, Prepared, best_answers, called_off, closed, draft, opened, published

ONE_PHONE, OTHER_PHONE = "a1" * 16, "b2" * 16
NEVER_A_CODE = "0000-0000-0000-0000"
SCRIPT = {"Accept": "application/json"}
LARGEST_FIRST_ANSWER = 14_600
"""Bytes a server may send before it hears from a phone: ten segments (RFC 6928)."""


@pytest.fixture
def meeting(evening: Evening) -> Prepared:
    return opened(evening)


def send(client: FlaskClient, meeting: Prepared, code: str, phone: str = ONE_PHONE, **more: str) -> TestResponse:
    """The whole form with the best marks, sent by a browser without scripts."""
    form = {**best_answers(meeting.evening, meeting.id), "code": code, "rid": phone, **more}
    return client.post(f"/v/{meeting.id}", data=form)


def unknown_code() -> str:
    return codes.grouped(codes.new_code())


def in_the_box(meeting: Prepared) -> int:
    return meeting.evening.live(meeting.id).box.returned


# The form


def test_the_form_asks_every_question_in_words_and_suggests_no_answer(page_of: Page, meeting: Prepared) -> None:
    page = page_of(f"/v/{meeting.id}")
    form = meeting.evening.live(meeting.id).form
    for question in form.questions:
        assert page.count(f'name="{question.field}"') == len(question.section.scale.levels) + 1
    assert "王秀兰" in page
    assert "Public order" in page
    assert " checked" not in page


def test_secrecy_is_said_before_anything_is_asked(page_of: Page, meeting: Prepared) -> None:
    page = page_of(f"/v/{meeting.id}")
    assert page.index("Nobody can find out how you voted") < page.index('name="code"')


def test_the_form_is_whole_in_chinese(page_of: Page, meeting: Prepared) -> None:
    page = page_of(f"/v/{meeting.id}?lang=zh-CN")
    assert 'lang="zh-CN"' in page
    for words in ("无记名", "不了解/弃权", "投入票箱", "选票条上的一次性码"):
        assert words in page


def test_looking_at_the_form_spends_nothing(client: FlaskClient, meeting: Prepared) -> None:
    for _ in range(3):
        client.get(f"/v/{meeting.id}")
        client.head(f"/v/{meeting.id}")
    assert in_the_box(meeting) == 0


def test_the_form_of_an_open_box_asks_the_database_nothing(client: FlaskClient, meeting: Prepared) -> None:
    client.get(f"/v/{meeting.id}")
    asked: list[str] = []
    event.listen(meeting.evening.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    client.get(f"/v/{meeting.id}")
    assert asked == []


def test_each_phone_gets_an_id_of_its_own_and_otherwise_the_same_page(client: FlaskClient, meeting: Prepared) -> None:
    pages = [client.get(f"/v/{meeting.id}").text for _ in range(2)]
    ids = [re.search(r'name="rid" value="([0-9a-f]{32})"', page) for page in pages]
    first, second = (found[1] for found in ids if found)
    assert first != second
    assert pages[0].replace(first, "") == pages[1].replace(second, "")


def test_the_first_visitor_leaves_no_trace_in_the_page_that_all_see(client: FlaskClient, meeting: Prepared) -> None:
    client.get(f"/v/{meeting.id}?from=a-link-somebody-made")
    assert "a-link-somebody-made" not in client.get(f"/v/{meeting.id}").text


def test_form_and_style_come_packed_in_one_answer_that_fits_the_first_flight(
    client: FlaskClient, meeting: Prepared
) -> None:
    for language in ("zh-CN", "en"):
        packed = client.get(f"/v/{meeting.id}?lang={language}", headers={"Accept-Encoding": "gzip"})
        script = client.get("/static/phone.js", headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == script.headers["Content-Encoding"] == "gzip"
        assert len(packed.data) + len(script.data) < LARGEST_FIRST_ANSWER
        assert packed.headers["Vary"] == "Accept-Encoding"
        page = gzip.decompress(packed.data).decode()
        require_whole_page(page)
        assert '<link rel="stylesheet"' not in page
        assert page.count("<script ") == page.count("/static/") == 1


def test_the_style_of_phone_pages_is_small_and_is_the_one_the_policy_allows(
    client: FlaskClient, meeting: Prepared
) -> None:
    answer = client.get(f"/v/{meeting.id}")
    inside = answer.text.split("<style>")[1].split("</style>")[0]
    assert inside == phones.style()
    assert len(inside.encode()) < 8 * 1024
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "style-src 'self' 'sha256-" in policy


def test_a_rehearsal_says_so_on_every_page(client: FlaskClient, evening: Evening) -> None:
    rehearsal = opened(evening, purpose=Purpose.REHEARSAL)
    for path in (f"/v/{rehearsal.id}", *(f"/v/{rehearsal.id}/{end}" for end in residents.End)):
        assert "Rehearsal: nothing here counts" in client.get(path).text


# A slip is checked before anybody fills in a form


def check(client: FlaskClient, meeting: Prepared, code: str, phone: str = ONE_PHONE) -> TestResponse:
    return client.post(f"/v/{meeting.id}/check?lang=en", data={"code": code, "rid": phone}, headers=SCRIPT)


def test_a_good_slip_is_ready_and_stays_so(client: FlaskClient, meeting: Prepared) -> None:
    code = meeting.fresh_code()
    assert [check(client, meeting, code).json for _ in range(2)] == [{"ready": True}] * 2
    assert send(client, meeting, code).status_code == HTTPStatus.SEE_OTHER


def test_a_check_leads_other_slips_to_their_page_and_names_a_typing_mistake(
    client: FlaskClient, meeting: Prepared
) -> None:
    used, void = meeting.fresh_code(), meeting.fresh_code()
    send(client, meeting, used)
    slips.void(meeting.evening, meeting.id, void, LOST)
    shown = receipt_shown(receipt(bytes.fromhex(ONE_PHONE)))
    assert check(client, meeting, used).json == {"go": f"/v/{meeting.id}/in-the-box?lang=en#{shown}"}
    assert check(client, meeting, used, OTHER_PHONE).json == {"go": f"/v/{meeting.id}/not-valid?lang=en"}
    assert check(client, meeting, unknown_code()).json == {"go": f"/v/{meeting.id}/not-valid?lang=en"}
    assert check(client, meeting, void).json == {"go": f"/v/{meeting.id}/voided?lang=en"}
    mistyped = check(client, meeting, NEVER_A_CODE[:-1] + "1")
    assert mistyped.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "typing mistake" in str(mistyped.json)


# The ballot is cast


def test_a_cast_ballot_leads_to_thanks_with_the_receipt_where_no_server_sees_it(
    client: FlaskClient, meeting: Prepared
) -> None:
    answer = send(client, meeting, meeting.fresh_code())
    shown = receipt_shown(receipt(bytes.fromhex(ONE_PHONE)))
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.location == f"/v/{meeting.id}/thanks#{shown}"
    assert in_the_box(meeting) == 1


def test_a_script_hears_where_to_go(client: FlaskClient, meeting: Prepared) -> None:
    form = {**best_answers(meeting.evening, meeting.id), "code": meeting.fresh_code(), "rid": ONE_PHONE}
    answer = client.post(f"/v/{meeting.id}", data=form, headers=SCRIPT)
    assert answer.json is not None
    assert answer.json["go"].startswith(f"/v/{meeting.id}/thanks#")


def test_the_same_phone_again_hears_that_the_ballot_is_in_the_box(client: FlaskClient, meeting: Prepared) -> None:
    code = meeting.fresh_code()
    send(client, meeting, code)
    again = send(client, meeting, code)
    assert again.location.startswith(f"/v/{meeting.id}/in-the-box#")
    assert in_the_box(meeting) == 1


def test_a_used_slip_and_an_unknown_one_hear_the_same_from_another_phone(
    client: FlaskClient, meeting: Prepared
) -> None:
    used = meeting.fresh_code()
    send(client, meeting, used)
    answers = [send(client, meeting, code, OTHER_PHONE) for code in (used, unknown_code())]
    assert {answer.location for answer in answers} == {f"/v/{meeting.id}/not-valid"}
    assert len({answer.data for answer in answers}) == 1
    assert len({str(answer.headers) for answer in answers}) == 1


def test_a_voided_slip_hears_to_ask_for_a_new_one(client: FlaskClient, meeting: Prepared) -> None:
    code = meeting.fresh_code()
    slips.void(meeting.evening, meeting.id, code, LOST)
    assert send(client, meeting, code).location == f"/v/{meeting.id}/voided"


@pytest.mark.parametrize(
    ("end", "says"),
    [
        ("thanks", "Your ballot is in the box"),
        ("in-the-box", "Your ballot is already in the box"),
        ("not-valid", "This slip is not valid or has already been used"),
        ("voided", "This slip has been voided"),
    ],
)
def test_each_end_of_the_path_has_its_page(page_of: Page, meeting: Prepared, end: str, says: str) -> None:
    page = page_of(f"/v/{meeting.id}/{end}")
    assert f"<title>{says} - " in page
    assert "<form" not in page


def test_a_mistyped_code_brings_the_form_back_with_its_answers(client: FlaskClient, meeting: Prepared) -> None:
    answer = send(client, meeting, meeting.fresh_code()[:-1])
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "<title>Error: Community democratic appraisal" in answer.text
    assert answer.text.count(" checked") == len(best_answers(meeting.evening, meeting.id))
    assert "typing mistake" in require_whole_page(answer.text)


def test_what_is_left_blank_is_shown_before_the_ballot_is_sent(client: FlaskClient, meeting: Prepared) -> None:
    code, answers = meeting.fresh_code(), best_answers(meeting.evening, meeting.id)
    three = dict(list(answers.items())[3:])
    sent = {**three, "code": code, "rid": ONE_PHONE}
    review = client.post(f"/v/{meeting.id}", data=sent)
    assert "Left blank: 3" in require_whole_page(review.text)
    assert "counts as an abstention" in review.text
    assert review.text.count(" checked") == len(three)
    assert code in review.text
    assert in_the_box(meeting) == 0
    assert client.post(f"/v/{meeting.id}", data={**sent, "sure": "1"}).location.startswith(f"/v/{meeting.id}/thanks#")


def test_a_chosen_abstention_is_no_blank(client: FlaskClient, meeting: Prepared) -> None:
    abstentions = dict.fromkeys(best_answers(meeting.evening, meeting.id), "")
    answer = client.post(f"/v/{meeting.id}", data={**abstentions, "code": meeting.fresh_code(), "rid": ONE_PHONE})
    assert answer.location.startswith(f"/v/{meeting.id}/thanks#")


def test_an_answer_that_is_not_on_the_form_spends_nothing(client: FlaskClient, meeting: Prepared) -> None:
    answer = send(client, meeting, meeting.fresh_code(), **{"1-services": "wonderful"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "wonderful" not in answer.text
    assert in_the_box(meeting) == 0


@pytest.mark.parametrize("phone", ["", "not hex at all, though 32 letters", "A1" * 16])
def test_a_form_without_a_phones_own_id_is_not_taken(client: FlaskClient, meeting: Prepared, phone: str) -> None:
    assert send(client, meeting, meeting.fresh_code(), phone).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert in_the_box(meeting) == 0


def test_a_box_that_cannot_write_keeps_the_form_and_asks_to_press_again(
    client: FlaskClient, meeting: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = meeting.fresh_code()
    with monkeypatch.context() as full_disk:
        full_disk.setattr("ballots.box.Box._hand_over", _refuse)
        answer = send(client, meeting, code)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "press the button again" in answer.text
    assert answer.text.count(" checked") == len(best_answers(meeting.evening, meeting.id))
    assert "/thanks#" in send(client, meeting, code).location


def _refuse(*_: object) -> None:
    raise BoxNotWritable


# Before and after


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (draft, "Voting has not begun yet"),
        (closed, "The box is closed"),
        (published, "The result is out"),
        (called_off, "This meeting has been called off"),
    ],
)
def test_a_box_that_takes_no_ballots_says_why_and_what_to_do(
    client: FlaskClient, evening: Evening, make: Callable[[Evening], Prepared], says: str
) -> None:
    meeting = make(evening)
    seen = client.get(f"/v/{meeting.id}")
    sent = send(client, meeting, meeting.fresh_code())
    for answer in (seen, sent):
        assert answer.status_code in (HTTPStatus.CONFLICT, HTTPStatus.GONE)
        assert f"<title>{says} - " in require_whole_page(answer.text)
    assert check(client, meeting, meeting.fresh_code()).json == {"go": f"/v/{meeting.id}?lang=en"}


def test_an_unknown_meeting_is_not_found(client: FlaskClient) -> None:
    assert client.get("/v/zzzzzz").status_code == HTTPStatus.NOT_FOUND
    assert client.get("/v/zzzzzz/thanks").status_code == HTTPStatus.NOT_FOUND


# What must not be told


def test_a_flood_of_wrong_codes_is_turned_away_while_right_ones_get_through(
    client: FlaskClient, meeting: Prepared
) -> None:
    flood = [check(client, meeting, unknown_code()).status_code for _ in range(90)]
    assert HTTPStatus.TOO_MANY_REQUESTS in flood
    assert check(client, meeting, meeting.fresh_code()).json == {"ready": True}
    assert "/thanks#" in send(client, meeting, meeting.fresh_code()).location


def test_bearers_of_a_slip_get_no_cookie_and_nothing_to_keep(client: FlaskClient, meeting: Prepared) -> None:
    code = meeting.fresh_code()
    answers = [client.get(f"/v/{meeting.id}?lang=zh-CN"), check(client, meeting, code), send(client, meeting, code)]
    answers.append(client.get(f"/v/{meeting.id}/thanks"))
    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_pages_made_for_one_phone_are_never_packed(client: FlaskClient, meeting: Prepared) -> None:
    form = {"code": meeting.fresh_code(), "rid": ONE_PHONE}
    answer = client.post(f"/v/{meeting.id}", data=form, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_thanks_clear_what_the_phone_kept_where_the_browser_obeys(evening: Evening, meeting: Prepared) -> None:
    secure = create_app(evening, Settings(address="https://minxin.test")).test_client()
    assert secure.get(f"/v/{meeting.id}/thanks").headers["Clear-Site-Data"] == '"cache"'


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "null"}, True),  # what a phone sends over plain HTTP under our referrer policy
        ({"Origin": "http://elsewhere.test"}, False),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_a_ballot_is_taken_from_our_own_pages_only(
    app: Flask, meeting: Prepared, headers: dict[str, str], is_taken: bool
) -> None:
    form = {**best_answers(meeting.evening, meeting.id), "code": meeting.fresh_code(), "rid": ONE_PHONE}
    answer = app.test_client().post(f"/v/{meeting.id}", data=form, headers=headers)
    assert answer.status_code == (HTTPStatus.SEE_OTHER if is_taken else HTTPStatus.FORBIDDEN)
