"""A comment on a phone: held back when it is too long, and gone from the phone once it is in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from survey.evening import Evening
from tests.factories import Prepared, asking_for_comments, best_answers, opened

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "locale": "en"}
TEXT = "路灯坏了，很久没有修。"


@pytest.fixture
def meeting(evening: Evening) -> Prepared:
    return opened(asking_for_comments(evening))


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**PHONE, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def fill_in(page: Page, meeting: Prepared, site: str, text: str) -> None:
    """The whole form, every best level and a comment."""
    page.goto(f"{site}/v/{meeting.id}")
    page.fill("#code", meeting.fresh_code())
    for name, level in best_answers(meeting.evening, meeting.id).items():
        page.check(f"[name='{name}'][value='{level}']", force=True)
    page.fill("#comment", text)


def test_the_comment_is_gone_from_the_phone_once_it_is_in(phone: Page, meeting: Prepared, site: str) -> None:
    fill_in(phone, meeting, site, TEXT)
    phone.locator("#send button").click()
    expect(phone.locator("h1")).to_have_text("Your ballot is in the box")
    assert TEXT not in phone.url
    phone.go_back()
    if phone.locator("#comment").count():
        assert phone.locator("#comment").input_value() == ""
    assert TEXT not in phone.content()
    assert meeting.evening.live(meeting.id).box.returned == 1


def test_a_comment_too_long_is_told_before_and_after_it_is_sent(phone: Page, meeting: Prepared, site: str) -> None:
    fill_in(phone, meeting, site, "长" * 203)
    phone.locator("#send button").click()
    expect(phone.locator(".wrong #comment, #comment[aria-invalid=true]")).to_have_value("长" * 203)
    assert meeting.evening.live(meeting.id).box.returned == 0
    phone.fill("#comment", "长" * 200)
    phone.locator("#send button").click()
    expect(phone.locator("h1")).to_have_text("Your ballot is in the box")


def test_what_a_phone_sends_has_one_length_whatever_was_written(browser: Browser, meeting: Prepared, site: str) -> None:
    lengths = []
    for text in ("", "长" * 200):
        context = browser.new_context(**PHONE)
        page = context.new_page()
        fill_in(page, meeting, site, text)
        with page.expect_request(lambda sent: sent.url.split("?")[0].endswith(meeting.id)) as one:
            page.locator("#send button").click()
        lengths.append(len(one.value.post_data or ""))
        expect(page.locator("h1")).to_have_text("Your ballot is in the box")
        context.close()
    assert lengths == [4096, 4096]
