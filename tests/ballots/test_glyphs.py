"""The font we ship, and the question whether it can draw a name."""

import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from ballots.glyphs import missing_characters

FONT = Path(__file__).parents[2] / "ballots" / "fonts" / "MinxinSansSC-Regular.ttf"
RARE_NAMES = "㛃喆堃镕𬭎䶮𫖮𬸦㭎㸌㴔龑赟頔"


@pytest.fixture(scope="module")
def font() -> TTFont:
    return TTFont(FONT)


def test_the_font_is_the_one_whose_digest_is_recorded() -> None:
    digest, name = FONT.with_suffix(".sha256").read_text().split()
    assert name == FONT.name
    assert digest == hashlib.sha256(FONT.read_bytes()).hexdigest()


def test_the_font_has_a_name_of_its_own_and_keeps_its_makers_notice(font: TTFont) -> None:
    names = {record.nameID: str(record) for record in font["name"].names}
    assert names[1] == names[4] == "Minxin Sans SC"
    assert names[6] == "MinxinSansSC-Regular"
    assert "Adobe" in names[0]
    assert "SIL Open Font License" in names[13]
    licence = FONT.with_name("OFL.txt").read_text()
    assert "Copyright 2014-2021 Adobe" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_font_has_truetype_outlines(font: TTFont) -> None:
    assert font.sfntVersion == "\x00\x01\x00\x00"
    assert "glyf" in font
    assert "CFF " not in font


def test_the_font_has_every_han_character_of_its_source(font: TTFont) -> None:
    cmap = font.getBestCmap()
    assert sum(0x3400 <= code <= 0x9FFF or code >= 0x20000 for code in cmap) == 29_923


def test_every_character_of_gb2312_can_be_drawn() -> None:
    cells = (bytes([0xA0 + row, 0xA0 + cell]) for row in range(1, 88) for cell in range(1, 95))
    characters = "".join(cell.decode("gb2312", errors="ignore") for cell in cells)
    assert len(characters) == 7_445
    assert missing_characters(characters, FONT) == []


def test_rare_name_characters_can_be_drawn_and_are_not_empty(font: TTFont) -> None:
    assert missing_characters(RARE_NAMES, FONT) == []
    glyphs, cmap = font["glyf"], font.getBestCmap()
    assert all(glyphs[cmap[ord(sign)]].numberOfContours > 0 for sign in RARE_NAMES)


def test_digits_are_all_as_wide_so_columns_align(font: TTFont) -> None:
    cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
    assert len({metrics[cmap[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_what_cannot_be_drawn_is_named_in_order_and_once() -> None:
    assert missing_characters("张\U00020000三🙂四🙂\U00020000", FONT) == ["\U00020000", "🙂"]


def test_spaces_and_controls_are_not_missed() -> None:
    assert missing_characters("王 五\u3000\t\r\n\u200e\u2066", FONT) == []
    assert missing_characters("葛\U000e0100", FONT) == []
    assert missing_characters("", FONT) == []
