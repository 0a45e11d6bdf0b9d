"""How charts look: the font, type sizes, page width, and the bytes of a finished figure.

`use_font` sets matplotlib's parameters once, when the program starts. `matplotlib.rc_context` is not used: it changes
the same global parameters for every thread, so two charts drawn at once would restore each other's. After `use_font`
the parameters are only read, and figures, which share nothing, may be drawn in any thread.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import category

from matplotlib import rcParams
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font

from analysis.palette import INK, MUTED

FALLBACK = "DejaVu Sans"
"""matplotlib's own font: signs and scripts the Chinese font lacks."""
BOX = "□"
"""Stands for a character that no font of ours can draw."""

TITLE, HEADING, BODY, SMALL, NOTE = 15.0, 10.5, 9.5, 8.0, 7.0
"""Type sizes in points, for a figure WIDTH wide."""
WIDTH = 7.2
"""Inches: the text width of an A4 page."""
PAGE_HEIGHT = 10.2
"""Inches: the text height of an A4 page."""
MARGIN = 0.12
DPI, LONG_DPI = 200, 150
"""Dots per inch of a picture that fits on a page, and of a higher one: 150 communities would take 35 MB otherwise."""
RULER: RendererBase = RendererAgg(1, 1, DPI)  # type: ignore[no-untyped-call]
"""Measures without a figure, whose own renderer would hold all its pixels."""
_CONTROLS = {"Cc", "Cf", "Cs"}
"""Unicode categories: controls, marks of direction and joining, halves of characters."""
_VARIATIONS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
"""Marks that ask for another shape of the character before them; the ordinary shape will do."""
_NO_DATES: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "ModDate": None},
}


class Format(StrEnum):
    """What a figure can be written as."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


def use_font(font: Path) -> None:
    """Draw every chart in the font of the file `font`, and set the theme. Called once, before the first chart.

    Raises FileNotFoundError when there is no such file.
    """
    fontManager.addfont(font)
    family = FontProperties(fname=font).get_name()
    rcParams.update(
        {
            "font.family": [family, FALLBACK],
            "text.color": INK,
            "text.parse_math": False,  # a "$" in a name is a dollar sign
            "axes.unicode_minus": False,
            "svg.fonttype": "path",  # looks the same where the font is not installed
            "svg.hashsalt": "minxin",  # the same figure, the same bytes
            "pdf.fonttype": 42,  # text that can be selected and searched
            "hatch.linewidth": 0.7,
        }
    )
    _files.cache_clear()
    width.cache_clear()


def mark(figure: Figure, words: str) -> None:
    """Writes `words` large and pale across the whole figure: what is not meant to be believed says so itself."""
    for height in (0.25, 0.75):
        figure.text(0.5, height, words, fontsize=30, color=MUTED, alpha=0.28, rotation=18, ha="center", va="center")


def render(figure: Figure, file_format: Format) -> bytes:
    """The figure as a file: PNG at DPI or LONG_DPI, SVG with text as outlines, PDF with the font embedded.

    The figure's label becomes the file's title. The same figure gives the same bytes: no date, no random name.
    """
    target = BytesIO()
    metadata = {"Title": figure.get_label(), **_NO_DATES[file_format]}
    dpi = DPI if figure.get_figheight() <= PAGE_HEIGHT else LONG_DPI
    figure.savefig(target, format=file_format, dpi=dpi, metadata=metadata)
    return target.getvalue()


def render_pages(figures: Sequence[Figure]) -> bytes:
    """The figures as one PDF, a page each, as large as they are."""
    target = BytesIO()
    with PdfPages(target, metadata=_NO_DATES["pdf"]) as pages:
        for figure in figures:
            figure.savefig(pages, format="pdf")
    return target.getvalue()


def drawable(text: str) -> str:
    """The text on one line, without controls, BOX in place of each character that no font of ours can draw."""
    fonts = [get_font(file) for file in _files()]
    line = [sign for sign in " ".join(text.split()) if category(sign) not in _CONTROLS and sign not in _VARIATIONS]
    return "".join(sign if any(font.get_char_index(ord(sign)) for font in fonts) else BOX for sign in line)


@lru_cache(maxsize=2048)
def width(text: str, size: float) -> float:
    """How wide the text is in `size` points, in inches. Kept, for the charts of a pack say the same words again."""
    pixels, _, _ = RULER.get_text_width_height_descent(text, FontProperties(size=size), ismath=False)
    return float(pixels / DPI)


@lru_cache(maxsize=1)
def _files() -> list[str]:
    """The files of the fonts in use."""
    return [fontManager.findfont(FontProperties(family=family)) for family in rcParams["font.family"]]
