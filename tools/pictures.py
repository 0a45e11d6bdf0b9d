"""The pictures of the README, taken from the running demo: `python3 run.py minxin demo --no-browser`, then in a second
terminal `.venv/bin/python tools/pictures.py`. They land in docs/pictures, in Chinese.
"""

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1200, "height": 850}
WALL = {"width": 1600, "height": 900}


def main(arguments: list[str]) -> int:
    site = arguments[0] if arguments else "http://127.0.0.1:8000"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        _residents(browser, site)
        _halls(browser, site)
        _staff(browser, site)
        browser.close()
    print(*sorted(path.name for path in FOLDER.glob("*.png")), sep="\n")
    return 0


def _residents(browser: Browser, site: str) -> None:
    page = _page(browser, PHONE, scale=2)
    page.goto(site)
    page.locator("form[action^='/doors/resident'] button").first.click()
    for choice in page.locator("fieldset label:first-of-type").all()[:4]:
        choice.click()
    page.evaluate("window.scrollTo(0, 0)")
    _take(page, "voting")


def _halls(browser: Browser, site: str) -> None:
    page = _page(browser, WALL)
    page.goto(f"{site}{_tonight(page, site)}")
    _take(page, "hall-open")
    page.goto(f"{site}{_published(browser, site)}")
    _take(page, "hall-result")


def _staff(browser: Browser, site: str) -> None:
    desk = _enter(browser, site, "organizer")
    desk.goto(f"{site}{_tonight(desk, site).replace('/hall/', '/desk/meetings/')}")
    _take(desk, "desk")
    office = _enter(browser, site, "official")
    results = _first(office, site, "/district/", "/district/campaigns/")
    office.goto(f"{site}{results}")
    _take(office, "district", whole=True)
    for name in ("comparison", "grades"):
        office.goto(f"{site}{results}/{name}")
        _take(office, name)
    meeting = _published(browser, site).rpartition("/")[2]
    office.goto(f"{site}/district/meetings/{meeting}")
    _take(office, "community", whole=True)
    office.goto(f"{site}/desk/meetings/{meeting}/minutes")
    office.emulate_media(media="print")
    _take(office, "minutes", whole=True)


def _tonight(page: Page, site: str) -> str:
    """The hall screen of the meeting that is voting now."""
    page.goto(site)
    return page.locator("a[href^='/hall/']").first.get_attribute("href") or ""


def _published(browser: Browser, site: str) -> str:
    """The hall screen of a meeting whose result is out."""
    page = _enter(browser, site, "official")
    page.goto(f"{site}{_first(page, site, '/district/', '/district/campaigns/')}")
    address = page.locator("a[href^='/district/meetings/']").first.get_attribute("href") or ""
    return f"/hall/{address.rpartition('/')[2]}"


def _first(page: Page, site: str, path: str, start: str) -> str:
    """The first link on the page at `path` that begins with `start` and names one thing."""
    page.goto(f"{site}{path}")
    links = [link.get_attribute("href") or "" for link in page.locator(f"a[href^='{start}']").all()]
    return next(link for link in links if re.fullmatch(rf"{start}[a-z0-9]{{6}}", link))


def _enter(browser: Browser, site: str, role: str) -> Page:
    page = _page(browser, DESK)
    page.goto(site)
    page.locator(f"form[action='/doors/{role}'] button").first.click()
    return page


def _page(browser: Browser, size: dict[str, int], scale: int = 1) -> Page:
    return browser.new_context(viewport=size, locale="zh-CN", device_scale_factor=scale).new_page()  # type: ignore[arg-type]


def _take(page: Page, name: str, *, whole: bool = False) -> None:
    page.screenshot(path=FOLDER / f"{name}.png", full_page=whole)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
