"""A page that shows, before the evening, whether the printer prints slips that phones can read. It has no code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF

from ballots.document import PAGE_HEIGHT, PAGE_WIDTH, blank
from ballots.face import QR_SIDE, draw_qr
from ballots.glyphs import missing_characters
from ballots.lettering import LEADING, MILLIMETRES_PER_POINT, filled, fitted

# Millimetres.
LEFT, TOP, WIDE = 20.0, 22.0, PAGE_WIDTH - 40
RULER = 100
GREYS = (0, 70, 110, 160, 215)
ALPHABET = "0123456789 ABCDEFGHJKMNPQRSTVWXYZ"
"""The characters of codes, at their size on a slip."""


@dataclass(frozen=True)
class Wording:
    """What the page says in one language."""

    title: str
    nature: str
    scan: str
    measure: str
    greys: str
    characters: str
    names: str
    lacking: str


WORDINGS: Mapping[str, Wording] = {
    "zh-CN": Wording(
        title="试打印",
        nature="这一页不是选票条，上面没有一次性码，可以随意复印、丢弃。",
        scan="用手机扫一扫：应显示“这部手机连得上这台电脑”。二维码与选票条上的一样大。",
        measure="两把尺都应正好 100 毫米。不是的话，打印时请选“实际大小”或 100%，不要“适合页面”。",
        greys="五格深浅应各不相同，最浅的一格也看得见。",
        characters="以下字符应个个清楚，0 与 8、B 与 8、S 与 5 分得开：",
        names="名称应与通知上的一致，一个字也不缺：",
        lacking="以下字符字库里没有，打印不出来：",
    ),
    "en": Wording(
        title="Printing test",
        nature="This page is no slip and carries no code. Copy it or throw it away as you like.",
        scan="Scan this: the phone must say “This phone reaches the laptop”. It is as large as on a slip.",
        measure="Both rulers must measure exactly 100 mm. If not, print at “actual size” or 100 %, not “fit to page”.",
        greys="The five fields must all differ, and the lightest must be seen.",
        characters="Every character must be clear; 0 and 8, B and 8, S and 5 must be told apart:",
        names="The names must be those of the announcement, with no character missing:",
        lacking="The font has no drawing for these characters:",
    ),
}
"""What the page says, by language, one entry for each of instrument.LANGUAGES."""


def draw(address: str, names: Sequence[str], font: Path, language: str) -> bytes:
    """The page as a PDF on A4: a QR code that leads to `address`, rulers, greys, and all `names` as slips print them.

    Characters that `font` lacks are named by their Unicode numbers. The same input gives the same bytes.
    """
    wording = WORDINGS[language]
    missing = missing_characters("".join(names), font)
    with blank(font) as pdf:
        pdf.add_page()
        y = _lines(pdf, TOP, 20, [wording.title])
        y = _lines(pdf, y, 10, [wording.nature]) + 6
        draw_qr(pdf, LEFT, y, address)
        _lines(pdf, y + 2, 10, filled(pdf, wording.scan, 10, WIDE - QR_SIDE - 8), left=LEFT + QR_SIDE + 8)
        y = _rulers(pdf, y + QR_SIDE + 10, wording.measure)
        y = _greys(pdf, y + 8, wording.greys)
        y = _lines(pdf, y + 10, 10, [wording.characters])
        y = _lines(pdf, y, 14, [ALPHABET]) + 6
        y = _lines(pdf, y, 10, [wording.names])
        y = _names(pdf, y + 1, ["".join(sign for sign in name if sign not in missing) for name in names])
        if missing:
            numbers = " ".join(f"U+{ord(sign):04X}" for sign in missing)
            _lines(pdf, y + 4, 10, [wording.lacking, *filled(pdf, numbers, 10, WIDE)])
        return bytes(pdf.output())


def _names(pdf: FPDF, y: float, names: Sequence[str]) -> float:
    """Draws the names until the page is full, at the size they have on slips."""
    for name in names:
        size, lines = fitted(pdf, name, (9, 8, 7.5), WIDE)
        if y > PAGE_HEIGHT - 25:
            return y
        y = _lines(pdf, y, size, lines)
    return y


def _lines(pdf: FPDF, y: float, size: float, lines: Sequence[str], left: float = LEFT) -> float:
    """Draws lines under each other from `y`, and returns where the next one begins."""
    pdf.set_font_size(size)
    for line in lines:
        y += size * MILLIMETRES_PER_POINT * LEADING
        pdf.text(left, y, line)
        y += size * MILLIMETRES_PER_POINT * (LEADING - 1) + 0.6
    return y


def _rulers(pdf: FPDF, y: float, says: str) -> float:
    """Draws a ruler across and one down, 100 mm each, with a tick for every 10."""
    with pdf.local_context(line_width=0.3):
        pdf.line(LEFT, y, LEFT + RULER, y)
        pdf.line(PAGE_WIDTH - LEFT, y, PAGE_WIDTH - LEFT, y + RULER)
        for at in range(0, RULER + 1, 10):
            long = 4 if at % 50 == 0 else 2.5
            pdf.line(LEFT + at, y, LEFT + at, y + long)
            pdf.line(PAGE_WIDTH - LEFT - long, y + at, PAGE_WIDTH - LEFT, y + at)
    return _lines(pdf, y + 5, 10, filled(pdf, says, 10, WIDE - 15))


def _greys(pdf: FPDF, y: float, says: str) -> float:
    for place, grey in enumerate(GREYS):
        with pdf.local_context(fill_color=grey):
            pdf.rect(LEFT + place * 20, y, 18, 9, style="F")
    return _lines(pdf, y + 10, 10, [says])
