"""Two people without a phone vote one after the other on the shared tablet: the second finds nothing of the first."""

from playwright.sync_api import Browser, Page, expect

from survey import tablets
from survey.evening import Evening
from tests.factories import opened
from tests.looking import breaches

LEAST_PIXELS = 28
SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")]
  .filter(one => one.offsetParent && one.textContent.trim() && !one.matches(".unseen, .skip, script, noscript"))
  .map(one => parseFloat(getComputedStyle(one).fontSize)))"""


def require_large_and_accessible(page: Page) -> None:
    assert breaches(page) == []
    assert page.evaluate(SMALLEST) >= LEAST_PIXELS


def test_one_after_the_other_on_the_shared_tablet(evening: Evening, site: str, browser: Browser) -> None:
    prepared = opened(evening)
    start = f"{site}/kiosk/{prepared.id}"
    context = browser.new_context(viewport={"width": 820, "height": 1180}, locale="en")
    context.add_cookies([{"name": "tablet", "value": tablets.let_in(evening, prepared.id), "url": site}])
    page = context.new_page()
    page.clock.install()
    page.goto(start)
    require_large_and_accessible(page)
    steps = page.evaluate("history.length")

    page.keyboard.type("not a code")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("typing mistake")
    page.keyboard.type(f"{site}/v/{prepared.id}#{prepared.codes[0]}")
    page.keyboard.press("Enter")
    page.get_by_label("Satisfied", exact=True).first.check()
    require_large_and_accessible(page)
    page.get_by_role("button", name="Put it into the box").click()
    expect(page.get_by_role("heading", name="Left blank: 16")).to_be_visible()
    assert page.locator("input:checked").count() == 1
    page.get_by_role("button", name="Send it as it is").click()
    expect(page.get_by_role("heading", name="Your ballot is in the box")).to_be_visible()
    require_large_and_accessible(page)
    receipt = page.locator(".receipt").inner_text()
    assert evening.live(prepared.id).box.returned == 1

    assert page.url == start
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.clock.run_for(21_000)
    expect(page.get_by_label("Code on your slip")).to_have_value("")
    assert page.evaluate("history.length") == steps
    assert receipt not in page.content()

    page.keyboard.type(prepared.codes[1])
    page.keyboard.press("Enter")
    page.get_by_label("Satisfied", exact=True).first.check()
    page.clock.run_for(121_000)
    page.get_by_role("button", name="I am still here").click()
    assert page.locator("input:checked").count() == 1
    page.clock.run_for(151_000)
    expect(page.get_by_label("Code on your slip")).to_have_value("")
    page.go_back()
    assert page.locator("input:checked").count() == 0
    assert evening.live(prepared.id).box.returned == 1
    context.close()
