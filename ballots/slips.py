"""Codes on paper: A4 sheets of slips to cut apart.

Nothing tells one slip from another but its code: no serial number, no date, nothing that says in which order they
were made. The sheets exist only as the bytes handed back; nothing here writes a file.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path

from fpdf import FPDF

from ballots.codes import Code
from ballots.document import PAGE_HEIGHT, blank
from ballots.errors import FontLacks, SlipCountNotUsable
from ballots.face import FULL_WIDTH, HEIGHT, PADDING, WIDTH, WORDINGS, Line, draw_line, draw_slip, face, rehearsing
from ballots.glyphs import missing_characters
from ballots.keptlist import draw_kept
from ballots.lettering import shrunk
from ballots.sheets import A_SHEET

MOST = 5000
"""The most slips that one call prints: about half a minute of work."""
COLUMNS, ROWS = 3, 7
A_PAGE = A_SHEET

# Millimetres. The margins are wider than the 4.2 that office printers leave white.
LEFT, TOP = 7.5, 5.5
CUT_GREY, CUT_LINE, CUT_DASH = 110, 0.2, 1.2
SCISSORS = "✂"


def quiet(done: int) -> None:
    """Reports to nobody."""


def sheets(
    codes: Sequence[Code],
    *,
    address: str,
    community: str,
    title: str,
    font: Path,
    language: str = "zh-CN",
    kept: Sequence[Code] = (),
    is_rehearsal: bool = False,
    progress: Callable[[int], None] = quiet,
    classes: Sequence[tuple[str, int]] = (),
) -> bytes:
    """The slips of `codes`, in their order, as a PDF of A4 pages with 21 slips each.

    `kept` are the codes that void a sheet each: they follow as a list that stays at the desk. Slips of a rehearsal
    say so in both languages.

    `address` is the meeting's voting page with its scheme; the QR code holds it with the code as its fragment, which
    phones do not send when they fetch the page. `community` and `title` are shrunk, then shortened, to fit.
    `classes`: the words of each voter class and how many of the codes, in their order, are for it; they stand on the
    slip instead of the title, and each class begins on a sheet of its own.
    `language` is a key of WORDINGS. `progress` hears the number of slips drawn, after each.
    The same input gives the same bytes. Raises SlipCountNotUsable outside 1 to MOST codes, FontLacks when `font`
    cannot draw a character that would be printed.
    """
    if not 1 <= len(codes) <= MOST:
        raise SlipCountNotUsable(most=MOST)
    wording = rehearsing(WORDINGS[language]) if is_rehearsal else WORDINGS[language]
    printed = "".join([address, community, title, wording.characters, SCISSORS, *(words for words, _ in classes)])
    if missing := missing_characters(printed, font):
        raise FontLacks(characters=" ".join(missing))
    with blank(font) as pdf:
        pages = list(_pages(codes, classes or [(title, len(codes))]))
        faces = {words: face(pdf, address, community, words, wording, is_class=bool(classes)) for words, _ in pages}
        places = [(LEFT + column * WIDTH, TOP + row * HEIGHT) for row, column in product(range(ROWS), range(COLUMNS))]
        done = 0
        for number, (words, page) in enumerate(pages, 1):
            pdf.add_page()
            _draw_cuts(pdf, rows=-(-len(page) // COLUMNS))
            _draw_foot(
                pdf,
                f"{community} {words}" if classes else community,
                wording.handling,
                wording.page % {"page": number, "pages": len(pages)},
            )
            for (x, y), code in zip(places, page, strict=False):
                draw_slip(pdf, x, y, faces[words], address, code)
                progress(done := done + 1)
        draw_kept(pdf, kept, community, wording)
        return bytes(pdf.output())


def _pages(codes: Sequence[Code], stacks: Sequence[tuple[str, int]]) -> Iterator[tuple[str, Sequence[Code]]]:
    """The codes page by page, each with the words that its slips share; none lies across two stacks."""
    begin = 0
    for words, number in stacks:
        for at in range(begin, begin + number, A_PAGE):
            yield words, codes[at : min(at + A_PAGE, begin + number)]
        begin += number


def _draw_cuts(pdf: FPDF, rows: int) -> None:
    """Draws dashed lines round every slip, and ticks in the margins for those who cut a whole stack at once."""
    right, bottom = LEFT + COLUMNS * WIDTH, TOP + rows * HEIGHT
    across = [TOP + row * HEIGHT for row in range(rows + 1)]
    down = [LEFT + column * WIDTH for column in range(COLUMNS + 1)]
    with pdf.local_context(
        draw_color=CUT_GREY, line_width=CUT_LINE, dash_pattern={"dash": CUT_DASH, "gap": CUT_DASH, "phase": 0}
    ):
        for y in across:
            pdf.line(LEFT, y, right, y)
        for x in down:
            pdf.line(x, TOP, x, bottom)
    with pdf.local_context(draw_color=CUT_GREY, line_width=CUT_LINE):
        for y in across[1:]:
            pdf.line(LEFT - 2.8, y, LEFT - 0.8, y)
            pdf.line(right + 0.8, y, right + 2.8, y)
        for x in down:
            pdf.line(x, TOP - 1.8, x, TOP - 0.8)
            pdf.line(x, bottom + 0.8, x, bottom + 1.8)
    draw_line(pdf, LEFT, TOP, Line(-3.3, 1.1, 9, SCISSORS))


def _draw_foot(pdf: FPDF, *texts: str) -> None:
    """Draws one text under each column, on the strip that is cut away.

    The page number shows that a sheet of 21 votes is missing. It stays with no slip, and says nothing about the
    codes above it, which are random.
    """
    for column, text in enumerate(texts):
        size = shrunk(pdf, text, 7, FULL_WIDTH)
        draw_line(pdf, LEFT + column * WIDTH, PAGE_HEIGHT, Line(PADDING, -4.5, size, text))
