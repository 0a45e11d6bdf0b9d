"""A whole evening in a real browser: from the first start to the signed minutes. Read this test first.

A laptop, a projector, three scrutineers, three residents with phones; nine more residents sit in the hall. Slips and
keys are read as phones read them: from the printed sheet and from the photographed screen, by their QR codes.
"""

import itertools
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Download, Error, Page, expect

from ballots.face import HEIGHT, WIDTH
from ballots.slips import COLUMNS, LEFT, ROWS, TOP
from survey.evening import Evening
from survey.simulation.handset import Handset
from tests.programs import require

LAPTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
BEST, SECOND = 0, 1


def test_an_evening(
    laptop: Page, projector: Page, phone: Callable[[], Page], site: str, evening: Evening, tmp_path: Path
) -> None:
    # The first start makes the administrator.
    laptop.goto(site)
    fill(laptop, {"District": "吉州区", "Your name": "周敏"})
    fill(laptop, {"Password": "correct horse battery"})
    press(laptop, "Begin")
    expect(laptop.get_by_role("status")).to_contain_text("Begin with the first campaign.")

    # One year's appraisal, and one community's meeting in it.
    follow(laptop, "New campaign")
    fill(laptop, {"Name": "双评 2026"})
    press(laptop, "Create the campaign")
    follow(laptop, "New meeting")
    fill(laptop, {"Community": "长岗路社区", "Sub-district": "古南镇街道", "On the roll": "12"})
    fill(laptop, {"Community committee": "长岗路社区居委会", "Party secretary": "王秀兰"})
    fill(laptop, {"College-graduate hire": "李明\n周舟"})
    press(laptop, "Plan the meeting")
    meeting_page = laptop.url
    meeting = meeting_page.rpartition("/")[2]

    # Slips: a sheet of paper is the only place where their codes are.
    expect_step(laptop, "Print the slips")
    expect(laptop.get_by_label("How many slips")).to_have_value("14")  # the roll and a tenth more
    sheet = download(laptop, "Download the slips", tmp_path)
    slips = read_codes(printed(sheet, tmp_path))
    assert len(slips) == 14
    follow(laptop, "They are printed: continue")

    # Keys: each is shown once, to its holder, who photographs the screen. Then each tests their own.
    expect_step(laptop, "Hand out three keys and test them")
    press(laptop, "Make three keys")
    keys = []
    for number in (1, 2, 3):
        press(laptop, f"Show key {number}")
        keys += read_codes([photograph(laptop, tmp_path)])
        follow(laptop, "I have it. Next")
    for key in keys:
        scrutineer = phone()
        scan(scrutineer, key, site)
        press(scrutineer, "Test this key")
    expect(scrutineer.get_by_role("heading", level=1)).to_have_text("Key 3 works")

    # Attendance is announced, the wall says how to vote, the box opens.
    laptop.goto(meeting_page)
    expect_step(laptop, "Announce who is present")
    fill(laptop, {"Present": "12"})
    press(laptop, "Note attendance")
    expect_step(laptop, "Open the box")
    expect(laptop.get_by_text("12 present, 50 needed.")).to_be_visible()
    projector.goto(f"{site}/hall/{meeting}")
    expect(projector.get_by_role("heading", level=1)).to_have_text("Welcome. This is how to vote")
    laptop.get_by_label("This is known; the box is opened all the same").check()
    press(laptop, "Open the box")

    # Three phones vote, then the rest of the hall. Nobody sees more than a coarse number.
    for slip, level in zip(slips[:3], (BEST, BEST, SECOND), strict=True):
        resident = phone()
        scan(resident, slip, site)
        mark_everything(resident, level)
        press(resident, "Put it into the box")
        expect(resident.get_by_role("heading", level=1)).to_have_text("Your ballot is in the box")
    for slip in slips[3:12]:
        vote_quietly(site, meeting, slip, evening)
    follow(laptop, "Look again")
    expect(laptop.get_by_text("5 ballots so far, or a few more")).to_be_visible()
    assert "%" not in laptop.inner_text("main")

    # The close: two slips are left over. The seal stands on the laptop and on the wall.
    follow(laptop, "Close the box")
    fill(laptop, {"Slips left over": "2"})
    press(laptop, "Close the box for good")
    expect_step(laptop, "Count with two keys")
    seal = laptop.locator(".seal").inner_text()
    expect(projector.locator(".seal")).to_have_text(seal, timeout=15_000)  # the wall follows by itself

    # Two keys open the box, and the result is on the wall.
    for key in keys[:2]:
        scrutineer = phone()
        scan(scrutineer, key, site)
        press(scrutineer, "Give this key")
    expect(projector.get_by_role("heading", level=1)).to_have_text("Result: 长岗路社区", timeout=15_000)
    expect(projector.locator(".subjects li").first).to_contain_text("91.67%")  # 11 of 12
    assert not any(evening.folder.boxes.iterdir()), "the box is destroyed with the announcement"

    # The minutes for the signatures.
    laptop.goto(meeting_page)
    expect_step(laptop, "Read the result aloud and sign the minutes")
    laptop.goto(f"{meeting_page}/minutes")
    expect(
        laptop.get_by_role("table", name="Attendance").get_by_role("row", name="12 12 100.00% (12/12)")
    ).to_be_visible()
    expect(
        laptop.get_by_role("table", name="Ballots").get_by_role("row", name=re.compile("^12 12 12 0 "))
    ).to_be_visible()
    expect(laptop.locator("main")).to_contain_text(seal)
    expect(laptop.get_by_role("row", name="Overall").first).to_contain_text("91.67% (11/12)")

    # And what the district takes home.
    follow(laptop, "Results")
    follow(laptop, "双评 2026")
    expect(laptop.locator(".answer").first).to_contain_text("91.67%")
    for name in ("Workbook (XLSX)", "CSV", "JSON", "PNG", "SVG", "PDF"):
        assert download(laptop, name, tmp_path).stat().st_size > 500
    (community,) = json.loads((tmp_path / "双评 2026.json").read_text())["communities"]
    overall = community["subjects"][0]["items"][-1]
    assert overall["counts"] == {"satisfied": 11, "basically_satisfied": 1, "dissatisfied": 0}
    assert community["grade"]["proposed"] == "undecided"  # 12 people came; the rules ask for 50


# The people


@pytest.fixture
def laptop(browser: Browser) -> Iterator[Page]:
    """The organizer's laptop, in English."""
    context = browser.new_context(**LAPTOP, locale="en", accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def projector(browser: Browser) -> Iterator[Page]:
    """The wall."""
    context = browser.new_context(**LAPTOP, locale="en")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[[], Page]]:
    """A new phone each time, as every person has their own."""
    contexts = []

    def unpack() -> Page:
        contexts.append(browser.new_context(**PHONE, locale="en"))
        return contexts[-1].new_page()

    yield unpack
    for context in contexts:
        context.close()


def fill(page: Page, fields: dict[str, str]) -> None:
    for label, text in fields.items():
        page.get_by_label(label, exact=True).fill(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def expect_step(page: Page, title: str) -> None:
    """The page asks for exactly this, now."""
    expect(page.locator("[aria-current=step] h3")).to_have_text(title)


def download(page: Page, name: str, folder: Path) -> Path:
    """What the browser saves after the link or button is pressed."""
    with page.expect_download() as waiting:
        page.locator("a, button").filter(has_text=re.compile(f"^{re.escape(name)}$")).first.click()
    saved: Download = waiting.value
    path = folder / saved.suggested_filename
    saved.save_as(path)
    return path


def photograph(page: Page, folder: Path) -> Path:
    """The screen as a scrutineer's own phone sees it."""
    path = folder / "photograph.png"
    page.bring_to_front()  # a window behind others may not be drawn at all
    try:
        page.screenshot(path=path)
    except Error:  # a browser on a busy machine drops a frame now and then: the scrutineer presses again
        page.screenshot(path=path)
    return path


def printed(sheet: Path, folder: Path) -> list[Path]:
    """The PDF on paper, cut into slips."""
    program = require("pdftoppm", "poppler-utils")
    subprocess.run([program, "-r", "200", "-png", "-singlefile", sheet, folder / "sheet"], check=True)
    dots = 200 / 25.4
    with Image.open(folder / "sheet.png") as page:
        for row, column in itertools.product(range(ROWS), range(COLUMNS)):
            x, y = LEFT + column * WIDTH, TOP + row * HEIGHT
            slip = page.crop((round(x * dots), round(y * dots), round((x + WIDTH) * dots), round((y + HEIGHT) * dots)))
            slip.save(folder / f"slip-{row}{column}.png")
    return sorted(folder.glob("slip-*.png"))


def read_codes(pictures: list[Path]) -> list[str]:
    """What the QR codes in the pictures say; a picture without one says nothing."""
    command = [require("zbarimg", "zbar-tools"), "--nodbus", "-q", "--raw", *pictures]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()


def scan(page: Page, said: str, site: str) -> None:
    """Opens what a QR code says, as a phone's scanner does; this test's server listens on this computer only."""
    code = urlsplit(said)
    page.goto(f"{site}{code.path}#{code.fragment}")


def mark_everything(page: Page, level: int) -> None:
    """Marks every item at one level, counted from the best."""
    for item in page.locator(".item").all():
        item.locator(".level").nth(level).click()


def vote_quietly(site: str, meeting: str, slip: str, evening: Evening) -> None:
    """One more resident, all best marks, whose phone is only heard."""
    form = evening.form(evening.find(meeting))
    best = {question.field: question.section.scale.levels[0].id for question in form.questions}
    handset = Handset(site)
    assert handset.scan(meeting)
    assert handset.cast(meeting, slip.rpartition("#")[2], best).page == "thanks"
    handset.hang_up()
