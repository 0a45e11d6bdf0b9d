"""The printed ballot: every choice is there once, large print is large, and nothing leaves the paper."""

import re
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader

from ballots import instrument
from ballots.ballotpaper import MARGIN, Size, ballot_paper
from ballots.document import PAGE_HEIGHT, PAGE_WIDTH
from ballots.errors import FontLacks
from ballots.form import Form, Subject, lay_out
from tests.factories import SUBJECTS
from tests.programs import require

FONT = Path(__file__).parents[2] / "ballots" / "fonts" / "MinxinSansSC-Regular.ttf"
CAMPAIGN = "2026 年度社区民主测评"
LONG = "江北省云岭市古南镇街道滨江社区居民委员会暨社区工作站（含第一网格、第二网格）"
COMMUNITY = "长岗路社区"
MANY_LEVELS = """
id = "widest"
edition = "1"
title = { zh-CN = "十等次、六十项的测评表", en = "Sixty items on ten levels" }
abstain = { zh-CN = "不了解/弃权", en = "Don't know / abstain" }
[scales.ten]
rate = { zh-CN = "率", en = "Rate" }
strict = 1
broad = 2
levels = [%s]
[[sections]]
kind = "unit"
scale = "ten"
title = { zh-CN = "单位", en = "Unit" }
items = [%s]
"""


def founding() -> Form:
    return lay_out(instrument.load(instrument.shipped()["community-2026"]), SUBJECTS)


def kansas_city() -> Form:
    return lay_out(instrument.load(instrument.shipped()["kansas-city-2022"]), [Subject("city", "Kansas City")])


def long_names() -> Form:
    names = [Subject(one.kind, (LONG * 9)[:200]) for one in SUBJECTS]
    return lay_out(instrument.load(instrument.shipped()["community-2026"]), names)


def widest() -> Form:
    """The most that an instrument may hold."""
    levels = ", ".join(
        f'{{ id = "l{at}", zh-CN = "非常不满意{at}", en = "Extraordinarily dissatisfied {at}", points = {90 - at} }}'
        for at in range(10)
    )
    items = ", ".join(f'{{ id = "i{at}", zh-CN = "第{at}项工作", en = "Task number {at}" }}' for at in range(60))
    return lay_out(instrument.parse(MANY_LEVELS % (levels, items), "widest"), [Subject("unit", LONG)])


FORMS = {"founding": founding, "kansas city": kansas_city, "long names": long_names, "widest": widest}
LANGUAGE = {"founding": "zh-CN", "kansas city": "en", "long names": "zh-CN", "widest": "en"}


@cache
def printed(name: str, size: Size = Size.NORMAL) -> bytes:
    """The ballot on one of FORMS, set once for all tests."""
    form, community = FORMS[name](), (LONG * 9)[:200] if name == "long names" else COMMUNITY
    return ballot_paper(form, campaign=CAMPAIGN, community=community, font=FONT, size=size, language=LANGUAGE[name])


def content(pdf: bytes) -> bytes:
    """The drawing of all pages, as PDF operators."""
    return b"".join(page.get_contents().get_data() for page in PdfReader(BytesIO(pdf)).pages)


def circles(pdf: bytes) -> int:
    return len(re.findall(rb" c\s", content(pdf))) // 4  # each is four curves


def texts(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("name", FORMS)
def test_every_item_has_one_circle_for_each_level_and_one_to_abstain(name: str, size: Size) -> None:
    form = FORMS[name]()
    wanted = sum(len(question.section.scale.levels) + 1 for question in form.questions)
    assert circles(printed(name, size)) == wanted


@pytest.mark.parametrize("name", FORMS)
def test_in_large_print_no_type_is_smaller_than_eighteen_points(name: str) -> None:
    found: set[float] = set()
    for page in PdfReader(BytesIO(printed(name, Size.LARGE))).pages:
        page.extract_text(visitor_text=lambda text, _cm, _tm, _font, size: text.strip() and found.add(size))
    assert min(found) >= 18


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_printed_outside_the_margins(name: str, size: Size, tmp_path: Path) -> None:
    program, dots = require("pdftoppm", "poppler-utils"), 50 / 25.4
    pdf = printed(name, size)
    subprocess.run([program, "-r", "50", "-gray", "-", tmp_path / "page"], input=pdf, check=True)
    for path in tmp_path.glob("page-*.pgm"):
        with Image.open(path) as picture:
            box = ImageOps.invert(picture).getbbox()
        left, top, right, bottom = (edge / dots for edge in box or ())
        assert left >= MARGIN - 1
        assert top >= 10
        assert right <= PAGE_WIDTH - MARGIN + 1
        assert bottom <= PAGE_HEIGHT - 5


@pytest.mark.parametrize(("name", "page"), [("founding", "第%s页，共%s页"), ("kansas city", "Page%sof%s")])
def test_every_page_says_where_it_belongs_and_how_many_there_are(name: str, page: str) -> None:
    pages = texts(printed(name, Size.LARGE))
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert page % (number, len(pages)) in text
        assert COMMUNITY in text
        assert "".join(CAMPAIGN.split()) in text


def test_a_subject_that_goes_on_says_its_name_again() -> None:
    pages = texts(printed("kansas city", Size.LARGE))
    assert "KansasCity(continued)" not in pages[0]
    assert all("KansasCity(continued)" in page for page in pages[1:])


def test_the_founding_form_fits_on_one_sheet_and_large_print_takes_more() -> None:
    assert len(texts(printed("founding"))) == 1
    assert len(texts(printed("founding", Size.LARGE))) > 1
    assert "共3页。填好后一起折起" in texts(printed("founding", Size.LARGE))[0]


def test_how_to_mark_is_said_on_the_first_page() -> None:
    page = texts(printed("founding"))[0]
    for said in ("每个项目只在一个圈里打“✓”。", "这一项无效", "算弃权", "不写姓名"):
        assert said in page


def test_copies_cannot_be_told_apart_and_nothing_is_shaded() -> None:
    pdf = printed("founding")
    assert pdf == printed.__wrapped__("founding")
    assert set(re.findall(rb"(?:[\d.]+ )+(?:g|G|rg|RG)\s", content(pdf))) <= {b"0 g\n", b"0 G\n"}


def test_characters_the_font_cannot_draw_are_named() -> None:
    with pytest.raises(FontLacks, match="🙂"):
        ballot_paper(founding(), campaign=CAMPAIGN, font=FONT, community="🙂社区")
