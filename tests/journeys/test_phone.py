"""A resident's two minutes, in a real browser the size of a small phone: from the scan to the thanks, and back.

Read this first to see what the voting page does.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from ballots.meetings import Closing
from survey.evening import Evening
from tests.conftest import require_whole_page
from tests.factories import Prepared, draft, opened
from tests.looking import breaches

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SMALLEST_TARGET = 48


@pytest.fixture
def meeting(evening: Evening) -> Prepared:
    return opened(evening)


@pytest.fixture
def hall(meeting: Prepared, site: str) -> str:
    """The address of the meeting's voting page."""
    return f"{site}/v/{meeting.id}"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone with script, in Chinese, that fails the test when a page has an error of its own."""
    yield from _phone(browser.new_context(**PHONE, locale="zh-CN"))


@pytest.fixture
def other_phone(browser: Browser) -> Iterator[Page]:
    yield from _phone(browser.new_context(**PHONE, locale="zh-CN"))


@pytest.fixture
def plain_phone(browser: Browser) -> Iterator[Page]:
    """A phone whose browser runs no script."""
    yield from _phone(browser.new_context(**PHONE, locale="zh-CN", java_script_enabled=False))


def _phone(context: BrowserContext) -> Iterator[Page]:
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert faults == []


def scan(page: Page, hall: str, code: str) -> None:
    page.goto(f"{hall}#{code}")


def answer_everything(page: Page, level: int = 0) -> None:
    for item in page.locator(".item").all():
        item.locator(".level").nth(level).click()


def send(page: Page) -> None:
    page.get_by_role("button", name="投入票箱").click()


def in_the_box(meeting: Prepared) -> int:
    return meeting.evening.live(meeting.id).box.returned


def test_scan_answer_send_thanks(phone: Page, hall: str, meeting: Prepared) -> None:
    code = meeting.fresh_code()
    scan(phone, hall, code)
    expect(phone.locator("#code-says")).to_contain_text("选票条有效")
    expect(phone.get_by_label("选票条上的一次性码")).to_have_value(code)
    assert phone.url == hall, "the code has left the address bar"

    answer_everything(phone)
    assert in_the_box(meeting) == 0, "choosing an answer sends nothing"
    send(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("您的票已投入票箱")
    expect(phone.locator("#receipt-number")).to_have_text(re.compile("^[0-9A-Z]{4}-[0-9A-Z]{4}$"))
    assert in_the_box(meeting) == 1


def test_what_is_left_blank_is_shown_and_can_be_filled_in(phone: Page, hall: str, meeting: Prepared) -> None:
    scan(phone, hall, meeting.fresh_code())
    for item in phone.locator(".item").all()[3:]:
        item.locator(".level").first.click()
    send(phone)
    review = phone.locator("#review")
    expect(review).to_contain_text("还有 3 项空着")
    expect(review).to_contain_text("按弃权计")
    assert in_the_box(meeting) == 0

    phone.get_by_role("link", name="去补填第一处空白").click()
    expect(review).to_be_hidden()
    phone.locator(".item").first.locator(".level.abstain").click()
    send(phone)
    expect(review).to_contain_text("还有 2 项空着")
    phone.get_by_role("button", name="就这样投出").click()
    phone.wait_for_url("**/thanks**")
    assert in_the_box(meeting) == 1


def test_a_second_scan_on_the_same_phone_hears_it_is_in_the_box(phone: Page, hall: str, meeting: Prepared) -> None:
    code = meeting.fresh_code()
    scan(phone, hall, code)
    answer_everything(phone)
    send(phone)
    phone.wait_for_url("**/thanks**")
    phone.goto("about:blank")
    scan(phone, hall, code)
    expect(phone.get_by_role("heading", level=1)).to_have_text("您的票已经在票箱里")


def test_two_people_can_vote_on_one_phone(phone: Page, hall: str, meeting: Prepared) -> None:
    receipts = []
    for _ in range(2):
        phone.goto("about:blank")
        scan(phone, hall, meeting.fresh_code())
        answer_everything(phone)
        send(phone)
        phone.wait_for_url("**/thanks**")
        receipts.append(phone.locator("#receipt-number").text_content())
    assert in_the_box(meeting) == 2
    assert len(set(receipts)) == 2, "each slip has an id of its own, and so a receipt of its own"


def test_another_phone_hears_not_valid_before_it_fills_in_anything(
    phone: Page, other_phone: Page, hall: str, meeting: Prepared
) -> None:
    code = meeting.fresh_code()
    scan(phone, hall, code)
    answer_everything(phone)
    send(phone)
    phone.wait_for_url("**/thanks**")
    scan(other_phone, hall, code)
    expect(other_phone.get_by_role("heading", level=1)).to_have_text("选票条无效，或已用过")


def test_a_typed_code_is_checked_as_soon_as_it_is_whole(phone: Page, hall: str, meeting: Prepared) -> None:
    code = meeting.fresh_code()
    phone.goto(hall)
    field = phone.get_by_label("选票条上的一次性码")
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    field.press_sequentially(wrong.lower().replace("-", " "))
    expect(phone.locator("#code-says")).to_contain_text("逐字")
    field.fill(code.lower().replace("-", ""))
    expect(phone.locator("#code-says")).to_contain_text("选票条有效")
    expect(field).to_have_value(code)


def test_without_script_the_same_path_takes_one_more_press(plain_phone: Page, hall: str, meeting: Prepared) -> None:
    page = plain_phone
    page.goto(hall)
    require_whole_page(page.content())
    page.get_by_label("选票条上的一次性码").fill("这不是码")
    page.locator(".item").first.locator(".level").first.click()
    send(page)
    assert page.title().startswith("错误： 社区民主测评表")
    expect(page.locator(".item").first.get_by_label("满意", exact=True)).to_be_checked()

    page.get_by_label("选票条上的一次性码").fill(meeting.fresh_code())
    send(page)
    expect(page.locator("#review")).to_contain_text("还有 16 项空着")
    page.get_by_role("button", name="就这样投出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的票已投入票箱")
    assert in_the_box(meeting) == 1


def test_a_lost_line_keeps_the_form_and_sends_it_when_the_line_is_back(
    phone: Page, hall: str, meeting: Prepared
) -> None:
    scan(phone, hall, meeting.fresh_code())
    expect(phone.locator("#code-says")).to_contain_text("选票条有效")
    answer_everything(phone)

    def is_cast(url: str) -> bool:
        return url.split("?")[0] == hall

    phone.route(is_cast, lambda route: route.abort())
    send(phone)
    expect(phone.locator("#sending")).to_contain_text("正在自动重试")
    expect(phone.locator(".item").last.get_by_label("优秀")).to_be_checked()
    assert in_the_box(meeting) == 0
    phone.unroute(is_cast)
    phone.wait_for_url("**/thanks**")
    assert in_the_box(meeting) == 1


def test_an_answer_lost_on_the_way_back_casts_no_second_ballot(phone: Page, hall: str, meeting: Prepared) -> None:
    scan(phone, hall, meeting.fresh_code())
    answer_everything(phone)
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    phone.route(lambda url: url.split("?")[0] == hall, lose_the_first_answer)
    send(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("您的票已经在票箱里")
    assert lost
    assert in_the_box(meeting) == 1


@pytest.mark.parametrize("is_published", [False, True])
def test_an_answer_lost_at_the_close_is_found_by_scanning_again(
    phone: Page, other_phone: Page, hall: str, meeting: Prepared, is_published: bool
) -> None:
    code = meeting.fresh_code()
    scan(phone, hall, code)
    answer_everything(phone)
    send(phone)
    expect(phone.locator("#receipt-number")).to_be_visible()
    receipt = phone.locator("#receipt-number").inner_text()
    for _ in range(10):
        meeting.cast()
    meeting.evening.close(meeting.id, Closing())
    for key in meeting.keys[:2] if is_published else ():
        meeting.evening.present_key(meeting.id, key.digits)

    scan(other_phone, hall, code)
    expect(other_phone.locator("#lost-answer")).to_contain_text("用同一部手机")
    scan(phone, hall, code)
    expect(phone.get_by_role("heading", level=1)).to_have_text("您的票已经在票箱里")
    expect(phone.locator("#receipt-number")).to_have_text(receipt)
    expect(other_phone.locator("#lost-answer")).to_be_visible()


def test_going_back_shows_nobodys_marks(phone: Page, hall: str, meeting: Prepared) -> None:
    phone.goto("about:blank")
    scan(phone, hall, meeting.fresh_code())
    answer_everything(phone)
    send(phone)
    phone.wait_for_url("**/thanks**")
    phone.go_back()
    assert phone.locator("input:checked").count() == 0
    phone.goto(hall)
    assert phone.locator("input:checked").count() == 0
    expect(phone.get_by_label("选票条上的一次性码")).to_have_value("")


def test_nothing_the_phone_keeps_names_the_code_or_a_mark(phone: Page, hall: str, meeting: Prepared) -> None:
    code = meeting.fresh_code()
    scan(phone, hall, code)
    answer_everything(phone)
    send(phone)
    phone.wait_for_url("**/thanks**")
    kept = phone.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert re.fullmatch(r'\[\{"minxin-[0-9a-z]+":"[0-9a-f]{32}"\},\{\},""\]', kept)
    assert code.replace("-", "").lower() not in kept.lower()


def test_changing_the_language_keeps_the_scanned_code(phone: Page, hall: str, meeting: Prepared) -> None:
    code = meeting.fresh_code()
    scan(phone, hall, code)
    phone.get_by_role("link", name="English").click()
    expect(phone.locator("#code-says")).to_contain_text("This slip is valid")
    expect(phone.get_by_label("Code on your slip")).to_have_value(code)
    assert phone.url == f"{hall}?lang=en"


def test_who_comes_early_can_try_again_without_a_new_scan(phone: Page, site: str, evening: Evening) -> None:
    early = draft(evening, community="早到社区")
    code = early.fresh_code()
    scan(phone, f"{site}/v/{early.id}", code)
    expect(phone.get_by_role("heading", level=1)).to_have_text("投票还没有开始")
    for key in early.keys:
        evening.present_key(early.id, key.digits)
    evening.open(early.id)
    phone.get_by_role("link", name="再试一次").click()
    expect(phone.get_by_label("选票条上的一次性码")).to_have_value(code)


def test_a_wrong_address_is_told_on_a_page_with_its_style(phone: Page, site: str) -> None:
    phone.goto(f"{site}/v/zzzzzz")
    expect(phone.locator("main")).to_contain_text("没有这场测评会")
    assert phone.locator("main").evaluate("one => getComputedStyle(one).paddingLeft") == "16px"


def test_the_page_comes_in_two_requests(phone: Page, hall: str) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(hall)
    phone.wait_for_load_state("networkidle")
    assert len(asked) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_every_page_of_the_path_is_accessible_and_fits_a_small_phone(
    browser: Browser, hall: str, meeting: Prepared, scheme: str, locale: str
) -> None:
    context = browser.new_context(**PHONE, locale=locale, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for path in ("", "/thanks#1A2B-3C4D", "/in-the-box", "/not-valid", "/voided"):
        page.goto(hall + path)
        assert breaches(page) == []
    context.close()


def test_every_target_is_large_enough_for_a_thumb_and_grows_with_the_text(phone: Page, hall: str) -> None:
    phone.goto(hall)
    for percent in (100, 200):
        phone.evaluate("size => { document.documentElement.style.fontSize = size }", f"{percent}%")
        heights = phone.evaluate(
            "Array.from(document.querySelectorAll('.level, .button, #code, #language'), one => one.offsetHeight)"
        )
        assert min(height for height in heights if height) >= SMALLEST_TARGET * percent / 100
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
