"""Printed slips: what a phone reads, what an eye reads, and what must not be there."""

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader

from ballots.codes import Code, grouped, new_code
from ballots.errors import FontLacks, SlipCountNotUsable
from ballots.face import HEIGHT, PADDING, QR_SIDE, WIDTH, WORDINGS
from ballots.instrument import LANGUAGES
from ballots.slips import A_PAGE, COLUMNS, LEFT, MOST, TOP, sheets
from tests.programs import require

FONT = Path(__file__).parents[2] / "ballots" / "fonts" / "MinxinSansSC-Regular.ttf"
ADDRESS = "http://192.168.1.5:8000/v/k7q2m"
COMMUNITY = "翠湖街道滨江社区"
TITLE = "居民代表测评会"
TYPED = r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}"
DOTS = 150 / 25.4
"""Dots in a millimetre when drawn for reading: 150 to the inch, what a poor printer and a poor camera leave."""


def printed(codes: list[Code], community: str = COMMUNITY, title: str = TITLE, language: str = "zh-CN") -> bytes:
    return sheets(codes, address=ADDRESS, community=community, title=title, font=FONT, language=language)


def some(count: int) -> list[Code]:
    return [new_code() for _ in range(count)]


def drawn(pdf: bytes, folder: Path) -> list[Path]:
    """The pages as grey pictures at 150 dpi."""
    program = require("pdftoppm", "poppler-utils")
    subprocess.run([program, "-r", "150", "-gray", "-", folder / "page"], input=pdf, check=True)
    return sorted(folder.glob("page-*.pgm"))


def cut(pages: list[Path], count: int, folder: Path) -> list[Path]:
    """The slips as single pictures, in the order of print, cut along the lines."""
    slips = []
    for number in range(count):
        page, place = divmod(number, A_PAGE)
        row, column = divmod(place, COLUMNS)
        x, y = LEFT + column * WIDTH, TOP + row * HEIGHT
        with Image.open(pages[page]) as picture:
            slip = picture.crop(
                (round(x * DOTS), round(y * DOTS), round((x + WIDTH) * DOTS), round((y + HEIGHT) * DOTS))
            )
        slips.append(folder / f"slip-{number:04}.pgm")
        slip.save(slips[-1])
    return slips


def scanned(slips: list[Path]) -> list[str]:
    """What a scanner reads, slip by slip (all at once it overlooks a few)."""
    command = [require("zbarimg", "zbar-tools"), "--nodbus", "-q", "--raw", *slips]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.split()


def white(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether nothing is printed between these millimetres of a slip."""
    box = picture.crop(
        (round(left * DOTS) + 1, round(top * DOTS) + 1, round(right * DOTS) - 1, round(bottom * DOTS) - 1)
    )
    return box.getextrema() == (255, 255)


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_a_thousand_of_a_thousand_slips_are_read_by_a_scanner_in_the_order_given(tmp_path: Path) -> None:
    codes = some(1000)
    slips = cut(drawn(printed(codes), tmp_path), len(codes), tmp_path)
    assert scanned(slips) == [f"{ADDRESS}#{code}" for code in codes]


def test_the_code_to_type_stands_on_its_slip_in_four_groups() -> None:
    codes = some(50)
    pages = texts(printed(codes))
    found = [re.findall(TYPED, page) for page in pages]
    assert found == [[grouped(code) for code in codes[at : at + 21]] for at in (0, 21, 42)]


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (21, 1), (22, 2), (43, 3)])
def test_twenty_one_slips_fill_a_page_of_a4(count: int, pages: int) -> None:
    reader = PdfReader(BytesIO(printed(some(count))))
    assert len(reader.pages) == pages
    for page in reader.pages:
        assert (page.mediabox.width * 25.4 / 72, page.mediabox.height * 25.4 / 72) == pytest.approx(
            (210, 297), abs=0.01
        )


def test_a_slip_says_who_meets_and_what_to_do() -> None:
    (text,) = texts(printed(some(1)))
    for words in (COMMUNITY, TITLE, "微信扫一扫", "打分，不记名", "手机打开 192.168.1.5:8000/v/k7q2m 输入"):
        assert words in text


def test_slips_speak_every_language_of_the_forms() -> None:
    assert tuple(WORDINGS) == LANGUAGES


def test_english_slips_carry_no_chinese() -> None:
    (text,) = texts(printed(some(1), "Riverside", "Review meeting", "en"))
    assert "Scan with WeChat" in text
    assert "Or open 192.168.1.5:8000/v/k7q2m and type" in text
    assert not re.search(r"[\u4e00-\u9fff]", text)


def test_an_address_that_needs_its_scheme_is_printed_with_it() -> None:
    pdf = sheets(some(1), address="https://vote.example/v/k7q2m", community=COMMUNITY, title=TITLE, font=FONT)
    assert "手机打开 https://vote.example/v/k7q2m 输入" in texts(pdf)[0]


def test_slips_differ_in_nothing_but_the_code() -> None:
    """No serial number, no mark of its place: with the codes left out, 22 slips say the same 22 times."""
    slip = f"{COMMUNITY}{TITLE}微信扫一扫打分，不记名扫不开：手机打开192.168.1.5:8000/v/k7q2m输入"
    first, second = (re.sub(f"{TYPED}|\\s", "", page) for page in texts(printed(some(22))))
    assert first == f"✂{COMMUNITY}裁开、打乱后，由代表自己抽取第1/2页" + 21 * slip
    assert second == f"✂{COMMUNITY}裁开、打乱后，由代表自己抽取第2/2页" + slip


def test_the_same_codes_give_the_same_bytes() -> None:
    codes = some(30)
    assert printed(codes) == printed(codes)


def test_the_file_tells_neither_when_nor_where_nor_by_whom_it_was_made() -> None:
    pdf = printed(some(3))
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata == {"/CreationDate": "D:20000101000000Z"}
    assert reader.xmp_metadata is None
    plain = re.sub(rb"\bstream\b.*?\bendstream\b", b"", pdf, flags=re.DOTALL)
    assert re.findall(rb"D:[^)]*", plain) == [b"D:20000101000000Z"]
    assert str(FONT.parent).encode() not in plain
    assert b".ttf" not in plain


def test_the_font_inside_carries_its_makers_date_and_not_the_printing_date() -> None:
    (page,) = PdfReader(BytesIO(printed(some(1)))).pages
    (font,) = page["/Resources"]["/Font"].values()
    inside = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]["/FontFile2"].get_data()
    assert TTFont(BytesIO(inside))["head"].modified == TTFont(FONT)["head"].modified


def test_characters_that_the_font_lacks_are_named_before_anything_is_drawn() -> None:
    drawn_slips: list[int] = []
    with pytest.raises(FontLacks, match="no drawing for: 🙂 \U00020000") as refused:
        sheets(some(1), address=ADDRESS, community="社区🙂", title="\U00020000", font=FONT, progress=drawn_slips.append)
    assert refused.value.values == {"characters": "🙂 \U00020000"}
    assert drawn_slips == []


def test_rare_characters_of_names_are_printed() -> None:
    assert "㛃𬭎社区" in texts(printed(some(1), "㛃𬭎社区"))[0]


@pytest.mark.parametrize("name", ["㛃𬭎" * 100, "W" * 200, "Neighbourhood " * 14])
def test_names_of_two_hundred_characters_stay_clear_of_the_edge_and_of_the_qr_code(name: str, tmp_path: Path) -> None:
    codes = some(1)
    (path,) = cut(drawn(printed(codes, name, name), tmp_path), 1, tmp_path)
    assert scanned([path]) == [f"{ADDRESS}#{codes[0]}"]
    with Image.open(path) as slip:
        assert white(slip, WIDTH - PADDING + 0.2, 1, WIDTH - 0.4, HEIGHT - 1)
        assert white(slip, PADDING + QR_SIDE, 1, PADDING + QR_SIDE + 2.9, PADDING + QR_SIDE)


@pytest.mark.parametrize("address", ["http://10.0.0.2/v/k7q2m", ADDRESS, "https://minxin.district.example/v/k7q2m"])
def test_four_modules_round_the_qr_code_are_white(address: str, tmp_path: Path) -> None:
    pdf = sheets(some(1), address=address, community=COMMUNITY, title=TITLE, font=FONT)
    (path,) = cut(drawn(pdf, tmp_path), 1, tmp_path)
    with Image.open(path) as slip:
        eye = slip.crop((round(PADDING * DOTS), round((PADDING + 0.3) * DOTS), slip.width, slip.height))
        across = next(x for x in range(eye.width) if eye.getpixel((x, 0)) > 128) / DOTS
        end, quiet = PADDING + QR_SIDE, 4 * across / 7
        assert quiet > 1.5
        assert white(slip, PADDING - quiet, PADDING - quiet, end + quiet, PADDING)
        assert white(slip, PADDING - quiet, PADDING - quiet, PADDING, end + quiet)
        assert white(slip, end, PADDING - quiet, end + quiet, end + quiet)
        assert white(slip, PADDING - quiet, end, end + quiet, end + quiet)


def test_a_slip_with_a_blot_of_six_millimetres_is_still_read(tmp_path: Path) -> None:
    code = Code("8ZJ4K7Q2M3NX9TVW")
    (path,) = cut(drawn(printed([code]), tmp_path), 1, tmp_path)
    with Image.open(path) as slip:
        corner = round((PADDING + 10) * DOTS)
        slip.paste(255, (corner, corner, corner + round(6 * DOTS), corner + round(6 * DOTS)))
        slip.save(path)
    assert scanned([path]) == [f"{ADDRESS}#{code}"]


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_no_slips_and_too_many_slips_are_refused(count: int) -> None:
    with pytest.raises(SlipCountNotUsable, match="Between 1 and 5000 slips"):
        printed([Code("0" * 16)] * count)


def test_progress_counts_every_slip_to_the_last() -> None:
    heard: list[int] = []
    sheets(some(23), address=ADDRESS, community=COMMUNITY, title=TITLE, font=FONT, progress=heard.append)
    assert heard == list(range(1, 24))
