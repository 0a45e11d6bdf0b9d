"""The wall and the scrutineers' phones, in a real browser: what the hall sees from the welcome to the result."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ballots.form import Subject
from ballots.meetings import Closing, Purpose
from survey.accounts import Role
from survey.config import Settings
from survey.evening import Evening
from survey.serving import Server
from tests.factories import SUBJECTS, Prepared, best_answers, draft, opened, published
from tests.survey.visitors import PASSWORD, hire

PROJECTORS = [{"width": 1280, "height": 720}, {"width": 1920, "height": 1080}]
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True}
A_WHILE = 15_000
"""Milliseconds the wall may take to notice; it asks every few seconds."""


@pytest.fixture
def wall(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PROJECTORS[0], locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**PHONE, locale="zh-CN")
    yield context.new_page()
    context.close()


def present(phone: Page, site: str, meeting: Prepared, number: int) -> None:
    """Scrutineer `number` scans the picture of their key and presses the button."""
    phone.goto("about:blank")
    phone.goto(f"{site}/k/{meeting.id}#{meeting.keys[number - 1].digits}")
    assert phone.url == f"{site}/k/{meeting.id}", "the key has left the address bar"
    phone.locator("#key-form button").click()
    phone.wait_for_url(f"**/k/{meeting.id}/{number}*")
    assert meeting.keys[number - 1].digits not in phone.content()


def test_the_wall_follows_the_evening_by_itself(wall: Page, phone: Page, site: str, evening: Evening) -> None:
    meeting = draft(evening)
    wall.goto(f"{site}/hall/{meeting.id}")
    expect(wall.get_by_role("heading", level=1)).to_have_text("欢迎您，请这样投票")

    for number in (1, 2, 3):
        present(phone, site, meeting, number)
    expect(phone.locator("main")).to_contain_text("三把钥匙都试好了")
    evening.open(meeting.id)
    expect(wall.get_by_role("heading", level=1)).to_have_text("正在投票", timeout=A_WHILE)

    for _ in range(13):
        meeting.cast(best_answers(evening, meeting.id))
    expect(wall.locator("#number")).to_have_text("5", timeout=A_WHILE)

    evening.close(meeting.id, Closing())
    expect(wall.get_by_role("heading", level=1)).to_have_text("票箱已封", timeout=A_WHILE)
    present(phone, site, meeting, 3)
    expect(phone.get_by_role("heading", level=1)).to_have_text("3 号钥匙已收到")
    expect(wall.locator("#keys")).to_contain_text("已到 1 把", timeout=A_WHILE)
    present(phone, site, meeting, 1)
    expect(phone.get_by_role("heading", level=1)).to_have_text("已开箱，计票完毕")
    expect(wall.get_by_role("heading", level=1)).to_have_text("长岗路社区 测评结果", timeout=A_WHILE)


def test_a_dropped_line_keeps_the_picture_and_comes_back_by_itself(wall: Page, site: str, evening: Evening) -> None:
    meeting = opened(evening)
    for _ in range(12):
        meeting.cast(best_answers(evening, meeting.id))
    wall.goto(f"{site}/hall/{meeting.id}")
    expect(wall.locator("#number")).to_have_text("5")
    wall.route("**/state.json", lambda route: route.abort())
    expect(wall.locator("#lost")).to_have_text("连接中断，正在重试…", timeout=A_WHILE)
    expect(wall.locator("#number")).to_have_text("5")
    wall.unroute("**/state.json")
    expect(wall.locator("#lost")).to_be_empty(timeout=A_WHILE)


def test_the_result_is_turned_subject_by_subject(wall: Page, site: str, evening: Evening) -> None:
    wall.goto(f"{site}/hall/{published(evening).id}")
    now = wall.locator(".slide.now")
    expect(now).to_have_count(1)
    expect(now).to_contain_text("王秀兰")
    wall.keyboard.press("ArrowRight")
    expect(now.get_by_role("heading")).to_contain_text("长岗路社区居委会")
    wall.get_by_role("button", name="下一页").click()
    expect(now.get_by_role("heading")).to_contain_text("王秀兰")
    wall.keyboard.press("ArrowLeft")
    expect(now.get_by_role("heading")).to_contain_text("长岗路社区居委会")


@pytest.mark.parametrize("projector", PROJECTORS, ids=["720p", "1080p"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_every_slide_of_the_founding_form_fits_the_wall_below_a_banner_and_with_a_fourth_subject(
    browser: Browser, site: str, evening: Evening, projector: dict[str, int], locale: str
) -> None:
    meeting = published(evening, purpose=Purpose.REHEARSAL, subjects=(*SUBJECTS, Subject("graduate", "陈思雨")))
    context = browser.new_context(viewport=projector, locale=locale)
    page = context.new_page()
    page.goto(f"{site}/hall/{meeting.id}")
    banner, language = page.locator(".banner").bounding_box(), page.locator("#language").bounding_box()
    assert banner
    assert language
    assert language["y"] >= banner["y"] + banner["height"], "the link to the other language is not on the banner"
    turn_bar = page.locator("#turn").bounding_box()
    assert turn_bar
    for _ in page.locator(".slide").all():
        slide = page.locator(".slide.now").bounding_box()
        assert slide
        assert slide["y"] + slide["height"] <= turn_bar["y"]
        assert page.evaluate("document.documentElement.scrollWidth") <= projector["width"]
        page.keyboard.press("ArrowRight")
    context.close()


def test_on_a_phone_the_result_is_one_long_page(phone: Page, site: str, evening: Evening) -> None:
    phone.goto(f"{site}/hall/{published(evening).id}")
    expect(phone.get_by_role("heading", name="李明")).to_be_visible()
    expect(phone.locator("#turn")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


def test_the_organizers_phone_drives_the_wall_through_a_dropped_line_and_a_restart(
    wall: Page, phone: Page, evening: Evening
) -> None:
    meeting = draft(evening)
    for key in meeting.keys:
        evening.present_key(meeting.id, key.digits)
    hire(evening, Role.ORGANIZER)
    server = Server(evening, Settings(host="127.0.0.1", port=0))
    with server.in_background():
        site, port = server.local_address, server.settings.port
        wall.goto(f"{site}/hall/{meeting.id}")
        phone.goto(f"{site}/sign-in?next=/desk/meetings/{meeting.id}/remote")
        phone.fill("[name=name]", "周敏")
        phone.fill("[name=password]", PASSWORD)
        phone.locator("main form button").click()

        # Back and forth before the opening; the wall follows within its own asking.
        heading = wall.get_by_role("heading", level=1)
        phone.locator("#back").click()
        expect(heading).to_have_text("欢迎参加长岗路社区测评会", timeout=A_WHILE)
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]

        # The line drops while the organizer goes on: the picture stays, and then catches up.
        wall.context.set_offline(True)
        phone.locator("#on").click()
        expect(wall.locator("#lost")).to_have_text("连接中断，正在重试…", timeout=A_WHILE)
        expect(heading).to_have_text("欢迎参加长岗路社区测评会")
        wall.context.set_offline(False)
        expect(heading).to_have_text("欢迎您，请这样投票", timeout=A_WHILE)

    # The server goes away and comes back: the wall shows what was chosen before.
    expect(wall.locator("#lost")).not_to_be_empty(timeout=A_WHILE)
    with Server(evening, Settings(host="127.0.0.1", port=port)).in_background():
        expect(wall.locator("#lost")).to_be_empty(timeout=A_WHILE)
        expect(heading).to_have_text("欢迎您，请这样投票")

        # The last minutes run on the wall, and the close takes them away.
        evening.open(meeting.id)
        for _ in range(12):
            meeting.cast(best_answers(evening, meeting.id))
        expect(heading).to_have_text("正在投票", timeout=A_WHILE)
        phone.goto(f"{site}/desk/meetings/{meeting.id}/remote")
        phone.get_by_role("button", name="5 分钟").click()
        expect(wall.locator("main [data-clock]")).to_have_text(re.compile(r"4:\d\d"), timeout=A_WHILE)
        evening.close(meeting.id, Closing())
        for key in meeting.keys[:2]:
            evening.present_key(meeting.id, key.digits)

        # Nothing is told before it is pressed; then one subject after the other, also by the wall's own keys.
        expect(wall.locator(".slide.now")).to_have_attribute("data-place", "result", timeout=A_WHILE)
        expect(phone.locator("#on")).to_contain_text("长岗路社区居委会", timeout=A_WHILE)
        expect(wall.get_by_text("100.00%").locator("visible=true")).to_have_count(0)
        phone.keyboard.press("ArrowRight")
        expect(wall.locator(".slide.now h2")).to_contain_text("长岗路社区居委会", timeout=A_WHILE)
        wall.keyboard.press("ArrowRight")
        expect(wall.locator(".slide.now h2")).to_contain_text("王秀兰")
        phone.get_by_role("button", name="长岗路社区居委会", exact=True).last.click()
        expect(wall.locator(".slide.now h2")).to_contain_text("长岗路社区居委会", timeout=A_WHILE)
