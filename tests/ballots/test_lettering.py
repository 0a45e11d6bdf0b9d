"""Names of any length stay inside the room that paper gives them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import example, given
from hypothesis import strategies as st

from ballots.lettering import fitted, shrunk, width_of

FONT = Path(__file__).parents[2] / "ballots" / "fonts" / "MinxinSansSC-Regular.ttf"
SIZES = (9.0, 8.0, 7.5)
WIDTH = 31.5
NAMES = st.text(alphabet="翠湖街道滨江社区㛃𬭎（）《》，。…ABCWMil0129-. ", min_size=1, max_size=200)


@pytest.fixture(scope="module")
def pdf() -> Iterator[FPDF]:
    pdf = FPDF()
    pdf.add_font("slip", fname=FONT)
    pdf.set_font("slip")
    yield pdf
    for opened in pdf.fonts.values():
        opened.close()


def test_ten_han_characters_at_ten_points_are_a_hundred_points_wide(pdf: FPDF) -> None:
    assert width_of(pdf, "翠湖街道滨江社区居民", 10) == pytest.approx(100 * 25.4 / 72)


def test_a_short_line_keeps_its_size_and_a_line_twice_too_wide_is_halved(pdf: FPDF) -> None:
    assert shrunk(pdf, "翠湖", 10, 31) == 10
    assert shrunk(pdf, "翠湖街道滨江社区居民", 10, 50 * 25.4 / 72) == pytest.approx(5)


@pytest.mark.parametrize(
    ("name", "size", "lines"),
    [
        ("翠湖街道滨江社区", 9, ["翠湖街道滨江社区"]),
        ("翠湖街道滨江社区居委会", 8, ["翠湖街道滨江社区居委会"]),
        ("翠湖街道滨江社区居民委员会", 7.5, ["翠湖街道滨江社区居民", "委员会"]),
        ("翠湖街道滨江社区居民组（一）", 7.5, ["翠湖街道滨江社区居民组", "（一）"]),
        ("Riverside Neighbourhood Committee", 7.5, ["Riverside Neighbourhood", "Committee"]),
    ],
)
def test_a_name_is_first_set_smaller_then_on_two_lines(pdf: FPDF, name: str, size: float, lines: list[str]) -> None:
    assert fitted(pdf, name, SIZES, WIDTH) == (size, lines)


def test_a_name_too_long_for_two_lines_loses_its_middle(pdf: FPDF) -> None:
    name = "江北省云岭市" + "山" * 200 + "滨江社区居民委员会"
    _, lines = fitted(pdf, name, SIZES, WIDTH)
    assert "".join(lines).startswith("江北省云岭市山")
    assert "".join(lines).endswith("滨江社区居民委员会")
    assert "".join(lines).count("…") == 1


@given(name=NAMES)
@example(name="（" * 200)
@example(name="W" * 200)
@example(name="山" + "。" * 199)
def test_no_line_is_wider_than_its_room(pdf: FPDF, name: str) -> None:
    size, lines = fitted(pdf, name, SIZES, WIDTH)
    assert len(lines) <= 2
    assert all(width_of(pdf, line, size) <= WIDTH + 1e-9 for line in lines)


@given(name=NAMES.filter(lambda name: len(name) <= 18))
def test_a_name_with_room_on_two_lines_loses_nothing_but_spaces(pdf: FPDF, name: str) -> None:
    _, lines = fitted(pdf, name, (7.0,), 62.0)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
