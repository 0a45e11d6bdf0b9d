"""The ballot on paper, A4, to be photocopied in grey: no shades, no voter's name, no number but the page's.

Every sheet of a meeting is the same. Normal print sets each subject as a table with a column for each level; large
print gives each item a line of its own and puts every circle above its own word, so that no eye has to follow a
column. The sheets exist only as the bytes handed back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fpdf import FPDF

from ballots import typeset
from ballots.document import PAGE_HEIGHT, PAGE_WIDTH, blank
from ballots.errors import FontLacks
from ballots.form import Form, Subject
from ballots.glyphs import missing_characters
from ballots.instructions import WORDINGS, Wording
from ballots.instrument import Section
from ballots.lettering import filled, fitted, width_of
from ballots.typeset import Block, Group, beside, centred, space, stacked

# Millimetres.
MARGIN, FOOT_MARGIN = 15.0, 7.0
WIDTH = PAGE_WIDTH - 2 * MARGIN
WIDEST_COLUMN, LEAST_FOR_ITEMS = 27.0, 48.0
THIN, THICK, CIRCLE_LINE = 0.2, 0.45, 0.4


class Size(StrEnum):
    """How large the print is."""

    NORMAL = "normal"
    LARGE = "large"


@dataclass(frozen=True)
class _Type:
    """Sizes of type in points, largest first where there is a choice; of circles and space in millimetres."""

    title: float
    name: float
    text: float
    small: float
    levels: tuple[float, ...]
    foot: tuple[float, ...]
    circle: float
    space: float


_TYPES = {
    Size.NORMAL: _Type(18, 13, 10.5, 9, levels=(10, 9, 8, 7, 6.5), foot=(8, 7), circle=2.3, space=2),
    Size.LARGE: _Type(26, 22, 18, 18, levels=(18,), foot=(18,), circle=4.5, space=3),
}


def ballot_paper(
    form: Form,
    *,
    campaign: str,
    community: str,
    font: Path,
    size: Size = Size.NORMAL,
    language: str = "zh-CN",
    mark: str = "",
) -> bytes:
    """One paper ballot on `form` as a PDF of A4 pages, to be copied as often as wanted.

    `mark` stands before the title and in the foot of each page: that of a rehearsal never passes for a real one.
    In LARGE print no type is smaller than 18 points. `language` is a key of `instructions.WORDINGS`. Names of any
    length are set on as many lines as they take; in the foot their middle is left out. The same input gives the same
    bytes.
    Raises FontLacks when `font` cannot draw a character that would be printed.
    """
    wording = WORDINGS[language]
    if missing := missing_characters(
        _printed(form, language) + campaign + community + mark + wording.characters + "·…", font
    ):
        raise FontLacks(characters=" ".join(missing))
    if mark:
        campaign, community = f"{mark} · {campaign}", f"{mark} · {community}"
    with blank(font) as pdf:
        rows = _Large if size is Size.LARGE else _Table
        rows(pdf, form, wording, _TYPES[size], language).write(campaign, community)
        return bytes(pdf.output())


def _printed(form: Form, language: str) -> str:
    """Everything of the form itself that the paper says."""
    said = [form.instrument.title, form.instrument.abstain]
    said += [words for question in form.questions for words in (question.section.title, question.item.words)]
    said += [level.words for scale in form.instrument.scales for level in scale.levels]
    return "".join([*(words[language] for words in said), *(subject.name for subject in form.subjects)])


class _Sheet:
    """One ballot being set; how its items look is said by a subclass."""

    def __init__(self, pdf: FPDF, form: Form, wording: Wording, sizes: _Type, language: str) -> None:
        self.pdf, self.form, self.wording, self.type, self.language = pdf, form, wording, sizes, language

    def columns(self, section: Section) -> Block:
        """What stands between a subject's name and its first item, on every page."""
        raise NotImplementedError

    def rows(self, section: Section) -> Iterator[Block]:
        """The items with their circles."""
        raise NotImplementedError

    def write(self, campaign: str, community: str) -> None:
        """Sets the pages. The first says how many there are, so they are laid out until that is true."""
        foot = self._foot(f"{community} · {campaign}")
        foot_top = PAGE_HEIGHT - FOOT_MARGIN - foot.height
        groups = [self._group(subject) for subject in self.form.subjects]
        count, pages = 1, self._pages(1, campaign, community, groups, foot_top)
        while len(pages) != count:
            count = len(pages)
            pages = self._pages(count, campaign, community, groups, foot_top)
        for number, page in enumerate(pages, 1):
            self.pdf.add_page()
            for top, block in page:
                block.draw(top)
            foot.draw(foot_top)
            self._page_number(number, count).draw(foot_top)

    def _pages(
        self, count: int, campaign: str, community: str, groups: Sequence[Group], foot_top: float
    ) -> list[typeset.Page]:
        return typeset.flow(self._head(campaign, community, count), groups, MARGIN, foot_top - 3)

    def _head(self, campaign: str, community: str, pages: int) -> Block:
        title = self.form.instrument.title[self.language]
        last = self.wording.one_page if pages < 2 else self.wording.several_pages % {"pages": pages}
        return stacked(
            self.text(community, self.type.text),
            self.text(title, self.type.title, is_heavy=True),
            self.text(campaign, self.type.text),
            space(3),
            self._framed([self._instruction(line) for line in (*self.wording.how, last)]),
            space(1),
        )

    def _instruction(self, line: str) -> Block:
        size = self.type.text
        return beside(self.text("·", size, inset=3), self.text(line, size, inset=3 + size * 0.4))

    def _framed(self, blocks: Sequence[Block]) -> Block:
        inner = stacked(space(2), *blocks, space(2))
        return beside(inner, Block(inner.height, lambda top: self.box(top, inner.height)))

    def _foot(self, said: str) -> Block:
        """Where the ballot belongs, left of the page's number."""
        widest = width_of(self.pdf, self.wording.page % {"page": 99, "pages": 99}, self.type.foot[0])
        size, lines = fitted(self.pdf, said, self.type.foot, WIDTH - widest - 4)
        return stacked(*(typeset.text(self.pdf, line, size, MARGIN, WIDTH) for line in lines))

    def _page_number(self, number: int, pages: int) -> Block:
        said, size = self.wording.page % {"page": number, "pages": pages}, self.type.foot[0]
        return typeset.text(self.pdf, said, size, MARGIN + WIDTH - width_of(self.pdf, said, size), WIDTH)

    def _group(self, subject: Subject) -> Group:
        section = self.form.instrument.section(subject.kind)
        names = (subject.name, self.wording.continued % {"name": subject.name})
        columns = self.columns(section)
        head, head_again = (stacked(self._title(section, name), columns) for name in names)
        return Group(head, head_again, list(self.rows(section)))

    def _title(self, section: Section, name: str) -> Block:
        title = self.text(section.title[self.language], self.type.small)
        named = self.text(name, self.type.name, is_heavy=True)
        return stacked(space(self.type.space * 1.5), title, named, space(1.5))

    # For the subclasses

    def choices(self, section: Section) -> list[str]:
        """The words of the levels, best first, then of the abstention."""
        levels = [level.words[self.language] for level in section.scale.levels]
        return [*levels, self.form.instrument.abstain[self.language]]

    def fits(self, words: Sequence[str], size: float, width: float) -> bool:
        """Whether each of `words` stands on at most two lines of `width`, untorn."""
        return all(
            not typeset.is_torn(self.pdf, word, size, width) and len(filled(self.pdf, word, size, width)) <= 2
            for word in words
        )

    def text(self, said: str, size: float, *, inset: float = 0, width: float = WIDTH, is_heavy: bool = False) -> Block:
        """Text from the left margin, or `inset` from it on both sides, in a column `width` wide."""
        return typeset.text(self.pdf, said, size, MARGIN + inset, width - 2 * inset, is_heavy=is_heavy)

    def word(self, said: str, size: float, left: float, width: float) -> Block:
        """A word in the middle of its column."""
        return typeset.text(self.pdf, said, size, left, width, is_centred=True)

    def circle(self, x: float) -> Block:
        """The circle to tick, its middle at `x`."""
        radius = self.type.circle

        def draw(top: float) -> None:
            with self.pdf.local_context(line_width=CIRCLE_LINE):
                self.pdf.circle(x=x, y=top + radius, radius=radius)

        return Block(2 * radius, draw)

    def box(self, top: float, height: float) -> None:
        """A frame over the whole width."""
        with self.pdf.local_context(line_width=THICK):
            self.pdf.rect(MARGIN, top, WIDTH, height)


class _Table(_Sheet):
    """Normal print: a row for each item, a circle under each level."""

    def columns(self, section: Section) -> Block:
        choices = self.choices(section)
        column, edges = self._edges(len(choices))
        sizes = self.type.levels
        size = next((size for size in sizes if self.fits(choices, size, column - 2)), sizes[-1])
        words = [self.word(word, size, x + 1, column - 2) for word, x in zip(choices, edges, strict=True)]
        return self._row(self.text(self.wording.items, size, inset=1.5), words, edges)

    def rows(self, section: Section) -> Iterator[Block]:
        column, edges = self._edges(len(self.choices(section)))
        for item in section.items:
            words = self.text(item.words[self.language], self.type.text, inset=1.5, width=edges[0] - MARGIN)
            yield self._row(words, [self.circle(x + column / 2) for x in edges], edges)

    def _edges(self, count: int) -> tuple[float, list[float]]:
        """How wide a level's column is, and where each begins."""
        column = min(WIDEST_COLUMN, (WIDTH - LEAST_FOR_ITEMS) / count)
        return column, [MARGIN + WIDTH - (count - at) * column for at in range(count)]

    def _row(self, first: Block, cells: Sequence[Block], edges: Sequence[float]) -> Block:
        height = max(block.height for block in (first, *cells)) + 2 * self.type.space
        lines = Block(height, lambda top: self._grid(top, top + height, edges))
        return beside(*(centred(block, height) for block in (first, *cells)), lines)

    def _grid(self, top: float, bottom: float, edges: Sequence[float]) -> None:
        right = MARGIN + WIDTH
        with self.pdf.local_context(line_width=THIN):
            for x in (MARGIN, *edges, right):
                self.pdf.line(x, top, x, bottom)
            for y in (top, bottom):
                self.pdf.line(MARGIN, y, right, y)


class _Large(_Sheet):
    """Large print: the item, and below it every circle above its own word."""

    def columns(self, section: Section) -> Block:
        return space(0)

    def rows(self, section: Section) -> Iterator[Block]:
        choices, size = self.choices(section), self.type.text
        counts = range(len(choices), 0, -1)
        most = next((count for count in counts if self.fits(choices, size, WIDTH / count - 3)), 1)
        a_line = -(-len(choices) // -(-len(choices) // most))
        parts = [choices[at : at + a_line] for at in range(0, len(choices), a_line)]
        circles = stacked(*(self._circles(part, WIDTH / a_line) for part in parts))
        for item in section.items:
            words = self.text(item.words[self.language], size, is_heavy=True)
            yield stacked(Block(0, self._rule), space(2), words, circles, space(3))

    def _circles(self, choices: Sequence[str], column: float) -> Block:
        lefts = [MARGIN + at * column for at in range(len(choices))]
        circles = [self.circle(left + column / 2) for left in lefts]
        words = [self.word(word, self.type.text, x + 1.5, column - 3) for word, x in zip(choices, lefts, strict=True)]
        return stacked(space(self.type.space), beside(*circles), space(1), beside(*words))

    def _rule(self, top: float) -> None:
        with self.pdf.local_context(line_width=THIN):
            self.pdf.line(MARGIN, top, MARGIN + WIDTH, top)
