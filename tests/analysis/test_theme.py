"""The theme: colours that can be told apart, the font in every file, the same bytes every time."""

import threading
import warnings
from io import BytesIO
from itertools import combinations

import pytest
from matplotlib.figure import Figure
from PIL import Image
from pypdf import PdfReader

from analysis.charts import overview
from analysis.charts.sheet import Sheet
from analysis.palette import ABSTAINED, INK, MUTED, PAPER, TRACK, contrast, ink_on, level_colours
from analysis.theme import BOX, DPI, LONG_DPI, PAGE_HEIGHT, WIDTH, Format, drawable, render, render_pages, width
from ballots.instrument import Level, Scale
from tests.analysis.finished import CHINESE, one

RARE_NAMES = "㛃喆堃镕𬭎䶮𫖮𬸦㭎㸌㴔龑赟頔"
LADDERS = [(2, 1), (3, 1), (3, 2), (4, 2), (4, 3), (5, 3)]


def ladder(levels: int, broad: int) -> Scale:
    words = {"zh-CN": "字", "en": "word"}
    rungs = tuple(Level(f"level{at}", words, 100 - at) for at in range(levels))
    return Scale("toy", words, rungs, 1, broad)


def greyness(colour: str) -> float:
    """What is left of a colour on a grey print, 0 black to 255 white."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def figure() -> Figure:
    return overview.draw(one(name=RARE_NAMES).items, CHINESE)


@pytest.mark.parametrize(("levels", "broad"), LADDERS)
def test_no_two_levels_are_one_grey_on_a_black_and_white_print(levels: int, broad: int) -> None:
    greys = [greyness(colour) for colour in level_colours(ladder(levels, broad)).values()]
    assert min(abs(one - other) for one, other in combinations(greys, 2)) >= 20


@pytest.mark.parametrize(("levels", "broad"), LADDERS)
def test_a_count_can_be_read_on_every_level(levels: int, broad: int) -> None:
    colours = level_colours(ladder(levels, broad)).values()
    assert all(contrast(ink_on(colour), colour) >= 4.5 for colour in colours)


def test_the_longest_ladder_has_a_colour_for_each_level() -> None:
    assert len(set(level_colours(ladder(10, 6)).values())) == 10


def test_small_grey_text_meets_the_contrast_asked_of_text() -> None:
    assert all(contrast(ink, ground) >= 4.5 for ink in (INK, MUTED) for ground in (PAPER, TRACK, ABSTAINED))


def test_contrast_runs_from_one_to_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("file_format", Format)
def test_the_same_figure_gives_the_same_bytes(file_format: Format) -> None:
    assert render(figure(), file_format) == render(figure(), file_format)


def test_figures_drawn_in_threads_are_those_drawn_alone() -> None:
    alone, found = render(figure(), Format.SVG), []
    threads = [threading.Thread(target=lambda: found.append(render(figure(), Format.SVG))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 3


def test_a_rare_name_is_drawn_without_a_missing_character() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for file_format in Format:
            render(figure(), file_format)
    assert drawable(RARE_NAMES) == RARE_NAMES


def test_the_picture_has_ink_and_paper() -> None:
    picture = Image.open(BytesIO(render(figure(), Format.PNG))).convert("L")
    assert picture.width == 1440
    assert picture.getpixel((0, 0)) == 255
    assert picture.getextrema()[0] < 80


@pytest.mark.parametrize(("height", "dpi"), [(PAGE_HEIGHT, DPI), (PAGE_HEIGHT + 0.1, LONG_DPI)])
def test_a_picture_higher_than_a_page_is_drawn_coarser(height: float, dpi: int) -> None:
    sheet = Sheet("x")
    sheet.end(height)
    assert Image.open(BytesIO(render(sheet.figure, Format.PNG))).width == round(WIDTH * dpi)


@pytest.mark.parametrize("text", ["满意率(含基本满意)", "Satisfaction $rate$ 龑", RARE_NAMES])
def test_a_text_is_as_wide_as_it_is_drawn(text: str) -> None:
    sheet = Sheet("x")
    sheet.text(0, 0.5, text, 8)
    drawn = sheet.figure.axes[0].texts[0].get_window_extent()
    assert width(text, 8) == pytest.approx(drawn.width / sheet.figure.dpi)


def test_measuring_and_rendering_leave_no_pixels_with_the_figure() -> None:
    made = figure()
    render(made, Format.PNG)
    assert not hasattr(made.canvas, "renderer")


def test_the_pdf_carries_our_font_and_its_text_can_be_searched() -> None:
    page = PdfReader(BytesIO(render(figure(), Format.PDF))).pages[0]
    fonts = [page["/Resources"]["/Font"][name] for name in page["/Resources"]["/Font"]]
    ours = [font for font in fonts if "MinxinSansSC" in font["/BaseFont"]]
    assert "/Type0" in {font["/Subtype"] for font in ours}
    assert all(
        "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"] for font in ours if "/DescendantFonts" in font
    )
    text = page.extract_text()
    assert RARE_NAMES in text
    assert "78.18%" in text


def test_the_svg_needs_no_font_and_says_what_it_shows() -> None:
    svg = render(figure(), Format.SVG).decode()
    assert "<text" not in svg
    assert "城东社区" in svg[: svg.index("<defs>")]


def test_pages_become_one_document() -> None:
    once = render_pages([figure(), figure()])
    assert len(PdfReader(BytesIO(once)).pages) == 2
    assert once == render_pages([figure(), figure()])


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("文山\n社区\t", "文山 社区"),
        ("\u202e社区\u2066\x07", "社区"),
        ("🏘️社区", f"{BOX}社区"),
        ("\U00020000", BOX),
        ("", ""),
    ],
)
def test_what_cannot_be_drawn_becomes_a_box_and_controls_are_left_out(name: str, line: str) -> None:
    assert drawable(name) == line
