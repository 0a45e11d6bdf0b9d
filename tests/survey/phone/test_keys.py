"""A scrutineer's phone: what it is told before the opening, while people vote, and after the close."""

import re
from http import HTTPStatus

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots import meetings
from ballots.keys import pairs
from ballots.meetings import State
from survey.database import reading
from survey.evening import Evening
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared, called_off, closed, draft, opened, published


def present(client: FlaskClient, meeting: Prepared, digits: str) -> TestResponse:
    return client.post(f"/k/{meeting.id}", data={"key": digits})


def test_before_the_opening_two_keys_test_each_other_and_then_the_third(
    client: FlaskClient, page_of: Page, evening: Evening
) -> None:
    meeting = draft(evening)
    one, two, three = meeting.keys
    assert "<h1>Test your key</h1>" in page_of(f"/k/{meeting.id}")

    first = present(client, meeting, two.grouped)
    assert (first.status_code, first.location) == (HTTPStatus.SEE_OTHER, f"/k/{meeting.id}/2")
    waiting = page_of(first.location)
    assert "<h1>Key 2 is recognised</h1>" in waiting
    assert "Now another scrutineer scans theirs" in waiting

    assert "<h1>Key 1 works</h1>" in page_of(present(client, meeting, one.digits).location)
    assert evening.tested_keys(meeting.meeting) == {1, 2}

    last = page_of(present(client, meeting, three.digits).location)
    assert "All three keys are tested" in last
    assert "<form" not in page_of(f"/k/{meeting.id}")


def test_after_the_close_the_second_key_opens_the_box(client: FlaskClient, page_of: Page, evening: Evening) -> None:
    meeting = closed(evening)
    before = page_of(f"/k/{meeting.id}")
    seal = meeting.meeting.seal or ""
    assert " ".join(seal[at : at + 4] for at in range(0, 20, 4)) in before

    first = page_of(present(client, meeting, meeting.keys[2].digits).location)
    assert "<h1>Key 3 is in</h1>" in first
    assert "One more key is needed" in first
    assert meeting.meeting.state is State.CLOSED

    second = page_of(present(client, meeting, meeting.keys[0].digits).location)
    assert "<h1>The box is open and counted</h1>" in second
    assert "Watch the wall" in second
    assert meeting.meeting.state is State.PUBLISHED


def test_the_same_key_twice_opens_nothing(client: FlaskClient, evening: Evening) -> None:
    meeting = closed(evening)
    for _ in range(2):
        present(client, meeting, meeting.keys[0].digits)
    assert meeting.meeting.counted_at is None


def test_a_result_held_back_is_not_on_the_scrutineers_phone(
    client: FlaskClient, page_of: Page, evening: Evening
) -> None:
    meeting = closed(evening, announce=False)
    for key in meeting.keys[:2]:
        present(client, meeting, key.digits)
    page = page_of(f"/k/{meeting.id}")
    assert "will be announced in the hall" in page
    assert "%" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)


def test_a_result_held_back_is_counted_again_with_any_two_keys_until_it_is_published(
    client: FlaskClient, page_of: Page, evening: Evening
) -> None:
    meeting = closed(evening, announce=False)
    tallies = []
    for pair in pairs(meeting.keys):
        for key in pair:
            last = page_of(present(client, meeting, key.digits).location)
        assert "<h1>The box is open and counted</h1>" in last
        page = page_of(f"/k/{meeting.id}")
        assert "any two keys may count again" in page
        assert 'name="key"' in page
        with reading(evening.engine) as db:
            tallies.append(sorted(map(str, meetings.votes(db, meeting.id))))
    assert tallies[0] == tallies[1] == tallies[2]
    assert any("votes=12" in cell for cell in tallies[0])
    assert "One more key is needed to count again" in page_of(present(client, meeting, meeting.keys[0].digits).location)
    evening.publish(meeting.id)
    assert present(client, meeting, meeting.keys[1].digits).location == f"/k/{meeting.id}"
    assert "<form" not in page_of(f"/k/{meeting.id}")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("1234", "These are not the 42 digits of a key"),
        ("", "These are not the 42 digits of a key"),
        ("another meeting", "This key is not one of this meeting&#39;s three keys"),
    ],
)
def test_a_wrong_key_is_named_and_its_digits_are_not_repeated(
    client: FlaskClient, evening: Evening, wrong: str, says: str
) -> None:
    meeting = draft(evening)
    other = draft(evening, community="别处社区").keys[0].digits
    digits = other if wrong == "another meeting" else wrong
    answer = present(client, meeting, digits)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = require_whole_page(answer.text)
    assert "<title>Error: Test your key" in page
    assert says in page
    assert not digits or digits not in page


def test_no_answer_repeats_a_right_key(client: FlaskClient, page_of: Page, evening: Evening) -> None:
    meeting = draft(evening)
    key = meeting.keys[0]
    answer = present(client, meeting, key.digits)
    for text in (answer.text, str(answer.headers), page_of(answer.location), page_of(f"/k/{meeting.id}")):
        assert key.digits not in text
        assert key.grouped not in text


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (opened, "The box is open for ballots"),
        (published, "The box is open and counted"),
        (called_off, "This meeting has been called off"),
    ],
)
def test_while_no_key_is_wanted_the_page_says_so(
    client: FlaskClient, page_of: Page, evening: Evening, make: object, says: str
) -> None:
    meeting = make(evening)  # type: ignore[operator]  # one of the factories above
    assert f"<h1>{says}</h1>" in page_of(f"/k/{meeting.id}")
    answer = present(client, meeting, meeting.keys[0].digits)
    assert (answer.status_code, answer.location) == (HTTPStatus.SEE_OTHER, f"/k/{meeting.id}")


def test_whoever_names_a_key_that_was_not_given_learns_nothing(page_of: Page, evening: Evening) -> None:
    meeting = closed(evening)
    assert "<h1>Give your key to open the box</h1>" in page_of(f"/k/{meeting.id}/2")


def test_the_page_speaks_chinese_and_keeps_doing_so(client: FlaskClient, evening: Evening) -> None:
    meeting = draft(evening)
    assert "试一试您的钥匙" in client.get(f"/k/{meeting.id}?lang=zh-CN").text
    answer = client.post(f"/k/{meeting.id}?lang=zh-CN", data={"key": meeting.keys[0].digits})
    assert answer.location.endswith("/1?lang=zh-CN")
