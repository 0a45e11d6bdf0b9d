"""The face of one slip: QR code and code, who meets, what to do. Every slip of a meeting has the same face."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import qrcode
from fpdf import FPDF
from fpdf.enums import TextMode

from ballots.codes import Code, grouped
from ballots.lettering import LEADING, MILLIMETRES_PER_POINT, fitted, shrunk, width_of

# Millimetres, from the slip's upper left corner.
WIDTH, HEIGHT = 65.0, 40.5
PADDING = 3.0
QR_SIDE = 24.0
ASIDE = PADDING + QR_SIDE + 3.5
ASIDE_WIDTH = WIDTH - ASIDE - PADDING
FULL_WIDTH = WIDTH - 2 * PADDING
TYPING_BASELINE, CODE_BASELINE = 32.5, 38.0
CODE_SPACING, CODE_STROKE = 0.25, 0.1
# Points, the largest that fits first.
COMMUNITY_SIZES, TITLE_SIZES, CLASS_SIZES = (9.0, 8.0, 7.5), (8.0, 7.5, 7.0), (12.0, 11.0, 10.0, 9.0, 8.0, 7.5, 7.0)

# At version 4 (33 modules) the four modules of white that a scanner needs are 2.9 mm, just less than PADDING.
QR_LEAST_VERSION = 4


@dataclass(frozen=True)
class Wording:
    """What slips and sheets say in one language; `%(address)s`, `%(page)s` and `%(pages)s` are filled in."""

    headline: tuple[str, str]
    typing: str
    handling: str
    page: str
    kept_title: str
    kept_use: tuple[str, ...]
    kept_line: str

    @property
    def characters(self) -> str:
        """All of it in one string, to ask a font about."""
        return "".join(
            (*self.headline, self.typing, self.handling, self.page, self.kept_title, *self.kept_use, self.kept_line)
        )


WORDINGS: Mapping[str, Wording] = {
    "zh-CN": Wording(
        headline=("微信扫一扫", "打分，不记名"),
        typing="扫不开：手机打开 %(address)s 输入",
        handling="裁开、打乱后，由代表自己抽取",
        page="第 %(page)s/%(pages)s 页",
        kept_title="整页码清单 · 留在工作台",
        kept_use=(
            "某一页选票条遗失、撕坏或被别人看到时，把该页的整页码输入选票条台账，",
            "这一页尚未使用的选票条全部作废。整页码只能作废，不能投票；不要发给任何人。",
        ),
        kept_line="第 %(page)s 页",
    ),
    "en": Wording(
        headline=("Scan with WeChat,", "rate without a name"),
        typing="Or open %(address)s and type",
        handling="Cut, shuffle, let residents draw",
        page="Page %(page)s of %(pages)s",
        kept_title="Codes of the sheets · stay at the desk",
        kept_use=(
            "When a sheet is lost, torn or seen by others, type its code into the slip ledger: whatever was not",
            "used of that sheet becomes worthless. With these codes nobody can vote. Give them to nobody.",
        ),
        kept_line="Sheet %(page)s",
    ),
}
"""What slips say, by language, one entry for each of instrument.LANGUAGES."""


def rehearsing(wording: Wording) -> Wording:
    """The same for slips that never count: the word in both languages, where others say what to scan with."""
    return replace(wording, headline=("演练 · 不计票", "REHEARSAL"))


@dataclass(frozen=True)
class Line:
    """One line of type: left end and baseline in millimetres from the slip's corner, size in points."""

    x: float
    y: float
    size: float
    text: str


def face(
    pdf: FPDF, address: str, community: str, title: str, wording: Wording, *, is_class: bool = False
) -> list[Line]:
    """The lines that all slips of a meeting share, set in the font that `pdf` has chosen.

    `is_class`: what stands for `title` is a voter class, which must be read across a table: it is set larger.
    """
    sizes = CLASS_SIZES if is_class else TITLE_SIZES
    return [
        *_names(pdf, (community, COMMUNITY_SIZES), (title, sizes)),
        *_headline(pdf, wording),
        _typing(pdf, address, wording),
    ]


def draw_slip(pdf: FPDF, x: float, y: float, lines: list[Line], address: str, code: Code) -> None:
    """Draws one slip with its corner at `x`, `y`: the shared `lines`, and `code` as QR and to type."""
    draw_qr(pdf, x + PADDING, y + PADDING, f"{address}#{code}")
    for line in lines:
        draw_line(pdf, x, y, line)
    _draw_code(pdf, x, y, grouped(code))


def draw_line(pdf: FPDF, x: float, y: float, line: Line) -> None:
    """Draws one line of type on a slip, or another area, with its corner at `x`, `y`."""
    pdf.set_font_size(line.size)
    pdf.text(x + line.x, y + line.y, line.text)


def _names(pdf: FPDF, *names: tuple[str, tuple[float, ...]]) -> Iterator[Line]:
    bottom = PADDING - 0.5
    for name, sizes in names:
        size, lines = fitted(pdf, name, sizes, ASIDE_WIDTH)
        for line in lines:
            bottom += size * LEADING * MILLIMETRES_PER_POINT
            yield Line(ASIDE, bottom, size, line)
        bottom += 0.6


def _headline(pdf: FPDF, wording: Wording) -> Iterator[Line]:
    size = min(shrunk(pdf, line, 14, ASIDE_WIDTH) for line in wording.headline)
    last = PADDING + QR_SIDE - 0.4
    yield Line(ASIDE, last - size * 1.2 * MILLIMETRES_PER_POINT, size, wording.headline[0])
    yield Line(ASIDE, last, size, wording.headline[1])


def _typing(pdf: FPDF, address: str, wording: Wording) -> Line:
    # Phones add http:// of themselves, so on paper it would only take room; any other scheme must be typed.
    text = wording.typing % {"address": address.removeprefix("http://")}
    return Line(PADDING, TYPING_BASELINE, shrunk(pdf, text, 8, FULL_WIDTH), text)


def _draw_code(pdf: FPDF, x: float, y: float, text: str) -> None:
    """Draws the code a little wider and heavier than other type, in the middle: it is read sign by sign."""
    spacing = CODE_SPACING * (len(text) - 1)
    size = shrunk(pdf, text, 14, FULL_WIDTH - spacing)
    left = (WIDTH - width_of(pdf, text, size) - spacing) / 2
    with pdf.local_context(text_mode=TextMode.FILL_STROKE, line_width=CODE_STROKE):
        pdf.set_char_spacing(CODE_SPACING / MILLIMETRES_PER_POINT)
        draw_line(pdf, x, y, Line(left, CODE_BASELINE, size, text))


def draw_qr(pdf: FPDF, x: float, y: float, content: str) -> None:
    """Draws a QR code with its corner at `x`, `y`: dark modules as rectangles, one for each run, sharp and small."""
    code = qrcode.QRCode(version=QR_LEAST_VERSION, error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(content)
    matrix = code.get_matrix()
    module = QR_SIDE / len(matrix)
    for down, row in enumerate(matrix):
        across = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                pdf.rect(x + across * module, y + down * module, length * module, module, style="F")
            across += length
