"""After the result: a resident finds her envelope on the list, an observer takes the record home."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page as Browser
from playwright.sync_api import expect

from ballots import envelope, meetings
from ballots.box import receipt_shown
from survey.database import reading
from survey.evening import Evening
from survey.phone.receipts import read_receipt
from survey.published.verify import RECEIPT
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared, called_off, closed, draft, opened, published
from tests.survey.elections import counted_on_paper

LISTED = '<div id="listed" class="notice good">'
NOT_LISTED = '<div id="not-listed" class="notice care">'
MISREAD = '<div id="misread" class="notice care">'
"""Each answer as it stands in the page when it is shown; otherwise it is hidden."""


@pytest.fixture
def done(evening: Evening) -> Prepared:
    """A published meeting of 12 ballots."""
    return published(evening)


def listed_in(evening: Evening, prepared: Prepared) -> list[str]:
    with reading(evening.engine) as db:
        return list(json.loads(meetings.published_record(db, prepared.id)[0])["receipts"])


def ask(client: FlaskClient, prepared: Prepared, typed: str) -> str:
    """The page after looking up `typed` without script."""
    answer = client.post(f"/v/{prepared.id}/receipts", data={"receipt": typed})
    assert answer.status_code == 200
    return require_whole_page(answer.text)


def shown(page: str) -> list[str]:
    return [answer for answer in (LISTED, NOT_LISTED, MISREAD) if answer in page]


def test_the_page_shows_the_whole_list_in_order_and_no_answer_yet(
    page_of: Page, evening: Evening, done: Prepared
) -> None:
    page = page_of(f"/v/{done.id}/receipts")
    assert RECEIPT.findall(page.partition("<ol")[2]) == listed_in(evening, done)
    assert "All receipts: 12" in page
    assert shown(page) == []


def test_it_speaks_chinese_too(page_of: Page, done: Prepared) -> None:
    assert "全部回执：12 个" in page_of(f"/v/{done.id}/receipts?lang=zh-CN")


def test_the_receipt_a_phone_was_given_is_found(client: FlaskClient, evening: Evening) -> None:
    prepared = opened(evening)
    for number in range(10):
        prepared.cast(phone=bytes([number]) * 16)
    given = receipt_shown(envelope.receipt(bytes([3]) * 16))
    evening.close(prepared.id, meetings.Closing())
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    page = ask(client, prepared, given)
    assert shown(page) == [LISTED]
    assert f'<li class="mine">{given}</li>' in page


def test_a_receipt_of_another_box_is_not_found_and_the_next_step_is_said(client: FlaskClient, done: Prepared) -> None:
    page = ask(client, done, "ZZZZ-ZZZZ")
    assert shown(page) == [NOT_LISTED]
    assert "show it to a scrutineer" in page


@pytest.mark.parametrize("typed", ["", "K7Q2", "K7Q2-M9XDA", "K7Q2-M9XU", "民心秤民心秤民心"])
def test_what_cannot_be_a_receipt_is_said_to_be_none(client: FlaskClient, done: Prepared, typed: str) -> None:
    assert shown(ask(client, done, typed)) == [MISREAD]


def test_the_code_of_a_slip_typed_by_mistake_is_not_repeated(client: FlaskClient, done: Prepared) -> None:
    page = ask(client, done, "0123-4567-89AB-CDEF")
    assert shown(page) == [MISREAD]
    assert "89AB" not in page


@pytest.mark.parametrize(
    "typed", ["k7q0-m9x1", " K7Q0 M9X1 ", "K7Q0M9X1", "ｋ７ｑ０－ｍ９ｘ１", "K7QO—M9XI", "K7Q0-M9Xl"]
)
def test_how_a_receipt_is_typed_does_not_matter(typed: str) -> None:
    assert read_receipt(typed) == "K7Q0-M9X1"


@pytest.mark.parametrize("make", [draft, opened, closed])
def test_before_the_result_the_page_says_when_the_list_comes(page_of: Page, evening: Evening, make: object) -> None:
    prepared = make(evening)  # type: ignore[operator]
    page = page_of(f"/v/{prepared.id}/receipts")
    assert "after the result is published" in page
    assert RECEIPT.findall(page) == []


def test_a_meeting_called_off_has_no_list(page_of: Page, evening: Evening) -> None:
    assert "ended without a result" in page_of(f"/v/{called_off(evening).id}/receipts")


def test_paper_ballots_have_no_receipts_but_a_record(page_of: Page, evening: Evening) -> None:
    meeting_id = counted_on_paper(evening)
    evening.publish(meeting_id)
    page = page_of(f"/v/{meeting_id}/receipts")
    assert "There are no receipts" in page
    assert "Download the record" in page


@pytest.mark.parametrize("path", ["receipts", "record.json"])
def test_an_unknown_meeting_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/v/zzzzzz/{path}").status_code == 404


def test_the_record_is_not_there_before_the_result(client: FlaskClient, evening: Evening) -> None:
    assert client.get(f"/v/{closed(evening).id}/record.json").status_code == 409


def test_looking_up_sets_no_cookie_and_is_kept_by_nobody(client: FlaskClient, evening: Evening, done: Prepared) -> None:
    answer = client.post(f"/v/{done.id}/receipts", data={"receipt": listed_in(evening, done)[0]})
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'method="post"' in answer.text  # never in an address, which logs and histories keep


def test_the_record_comes_as_a_file_with_exactly_the_published_bytes(
    client: FlaskClient, evening: Evening, done: Prepared
) -> None:
    with reading(evening.engine) as db:
        document, sha256 = meetings.published_record(db, done.id)
    answer = client.get(f"/v/{done.id}/record.json")
    assert answer.data == document.encode()
    assert hashlib.sha256(answer.data).hexdigest() == sha256
    assert answer.headers["Content-Disposition"] == f"attachment; filename=minxin-{done.id}.json"
    assert answer.mimetype == "application/json"
    assert sha256 in client.get(f"/v/{done.id}/receipts").text


def test_an_observer_verifies_at_home_with_nothing_but_the_two_downloads(
    client: FlaskClient, done: Prepared, tmp_path: Path
) -> None:
    for path in (f"/v/{done.id}/record.json", "/verify.py"):
        answer = client.get(path)
        (tmp_path / answer.headers["Content-Disposition"].partition("=")[2]).write_bytes(answer.data)
    command = [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", f"minxin-{done.id}.json", "--language", "en"]
    home = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (home.returncode, home.stdout.splitlines()[-1]) == (0, "Everything agrees.")


def test_with_script_the_receipt_never_leaves_the_phone(
    page: Browser, site: str, evening: Evening, done: Prepared
) -> None:
    receipt = listed_in(evening, done)[5]
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data}"))
    page.goto(f"{site}/v/{done.id}/receipts?lang=en#{receipt}")
    expect(page.locator("#listed")).to_be_visible()
    expect(page.locator(".mine")).to_have_text(receipt)
    assert page.url.endswith("receipts?lang=en")
    page.fill("#receipt", "zzzz zzzz")
    page.get_by_role("button", name="Look it up").click()
    expect(page.locator("#not-listed")).to_be_visible()
    expect(page.locator("#listed")).to_be_hidden()
    page.fill("#receipt", receipt.lower().replace("0", "o"))
    page.keyboard.press("Enter")
    expect(page.locator(".mine")).to_have_text(receipt)
    expect(page.locator("#receipt")).to_have_value(receipt)
    assert [one for one in sent if receipt in one or not one.startswith("GET")] == []
