"""Who lost the answer and asks again hears the truth at every hour of the evening; nobody else learns anything."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots import codes
from ballots.box import receipt_shown
from ballots.envelope import receipt
from ballots.meetings import Closing
from survey.evening import Evening
from tests.conftest import require_whole_page
from tests.factories import Prepared, best_answers, opened

MY_PHONE, OTHER_PHONE = "a1" * 16, "b2" * 16
MY_RECEIPT = receipt_shown(receipt(bytes.fromhex(MY_PHONE)))
ALREADY_IN = f"/in-the-box#{MY_RECEIPT}"


@pytest.fixture
def meeting(evening: Evening) -> Prepared:
    return opened(evening)


@pytest.fixture
def code(client: FlaskClient, meeting: Prepared) -> str:
    """The slip of a resident whose ballot went in and whose answer never came."""
    code = meeting.fresh_code()
    press(client, meeting, code)
    return code


def press(client: FlaskClient, meeting: Prepared, code: str, phone: str = MY_PHONE) -> TestResponse:
    """Presses the button of the whole form, without script."""
    form = {**best_answers(meeting.evening, meeting.id), "code": code, "rid": phone}
    return client.post(f"/v/{meeting.id}", data=form)


def scan_again(client: FlaskClient, meeting: Prepared, code: str, phone: str = MY_PHONE) -> str:
    """Where a scan of the slip leads, with script; empty when to the form."""
    fields = {"code": code, "rid": phone}
    answer = client.post(f"/v/{meeting.id}/check", data=fields, headers={"Accept": "application/json"})
    assert answer.json is not None
    return str(answer.json.get("go", ""))


def close(client: FlaskClient, meeting: Prepared) -> None:
    for _ in range(10):
        meeting.cast(best_answers(meeting.evening, meeting.id))
    meeting.evening.close(meeting.id, Closing())


def publish(client: FlaskClient, meeting: Prepared) -> None:
    close(client, meeting)
    for key in meeting.keys[:2]:
        meeting.evening.present_key(meeting.id, key.digits)


def stay_open(client: FlaskClient, meeting: Prepared) -> None:
    """Nothing happens in between."""


HOURS = [stay_open, close, publish]
Hour = Callable[[FlaskClient, Prepared], None]


@pytest.mark.parametrize("until", HOURS)
def test_the_phone_that_cast_it_hears_the_same_receipt_however_often_it_asks(
    client: FlaskClient, meeting: Prepared, code: str, until: Hour
) -> None:
    until(client, meeting)
    for _ in range(2):
        assert press(client, meeting, code).location == f"/v/{meeting.id}{ALREADY_IN}"
        assert scan_again(client, meeting, code) == f"/v/{meeting.id}{ALREADY_IN}"
    page = require_whole_page(client.get(f"/v/{meeting.id}/in-the-box").text)
    assert "Your ballot is already in the box" in page


@pytest.mark.parametrize("until", [close, publish])
def test_another_phone_and_an_unknown_slip_hear_only_that_it_is_over(
    client: FlaskClient, meeting: Prepared, code: str, until: Hour
) -> None:
    unused, unknown = meeting.fresh_code(), codes.grouped(codes.new_code())
    until(client, meeting)
    answers = [press(client, meeting, asked, OTHER_PHONE) for asked in (code, unused, unknown, code[:-1], "0000")]
    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.data for answer in answers}) == 1
    over = {scan_again(client, meeting, asked, OTHER_PHONE) for asked in (code, unused, unknown)}
    assert over == {f"/v/{meeting.id}"}


def test_asking_after_the_close_changes_nothing_in_the_box(client: FlaskClient, meeting: Prepared, code: str) -> None:
    close(client, meeting)
    for phone in (MY_PHONE, OTHER_PHONE):
        press(client, meeting, code, phone)
    again = meeting.evening
    for key in meeting.keys[:2]:
        again.present_key(meeting.id, key.digits)
    assert again.find(meeting.id).returned == 11


def test_while_another_program_counts_the_phone_hears_that_it_is_over(
    client: FlaskClient, meeting: Prepared, code: str
) -> None:
    close(client, meeting)
    counting = Evening(meeting.evening.folder)
    with counting.boxes.at_rest(meeting.id):
        assert press(client, meeting, code).status_code == 410
    counting.engine.dispose()
    assert press(client, meeting, code).location.endswith(ALREADY_IN)


def test_a_ballot_in_the_box_of_a_meeting_called_off_is_not_spoken_of(
    client: FlaskClient, meeting: Prepared, code: str
) -> None:
    meeting.evening.make_void(meeting.id, "停电")
    answer = press(client, meeting, code)
    assert answer.status_code == 410
    assert "called off" in answer.text


@pytest.mark.parametrize("until", [close, publish])
def test_who_reloads_reads_how_to_find_out(client: FlaskClient, meeting: Prepared, until: Hour) -> None:
    until(client, meeting)
    answer = client.get(f"/v/{meeting.id}")
    assert answer.status_code == 410
    assert "scan your slip again with the same phone" in require_whole_page(answer.text)
