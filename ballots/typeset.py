"""Blocks of print: each knows its height, draws itself at a place, and stands on one page whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import TextMode

from ballots.lettering import LEADING, MILLIMETRES_PER_POINT, filled, width_of

ASCENT = 0.86
"""From the top of a line to its baseline, in heights of the type."""
STROKE = 0.12
"""How much heavier headings are set, in millimetres: the font has one weight."""


@dataclass(frozen=True)
class Block:
    """Something `height` millimetres high; `draw` takes its top edge."""

    height: float
    draw: Callable[[float], None]


@dataclass(frozen=True)
class Group:
    """Rows that belong together, what stands above the first of them, and above the first on each further page."""

    head: Block
    head_again: Block
    rows: Sequence[Block]

    @property
    def height(self) -> float:
        """All of it on one page."""
        return self.head.height + sum(row.height for row in self.rows)


Page = list[tuple[float, Block]]
"""What stands on a page, each with its top edge."""


def space(height: float) -> Block:
    """Nothing, `height` millimetres of it."""
    return Block(height, lambda _top: None)


def stacked(*blocks: Block) -> Block:
    """The blocks under each other, as one."""

    def draw(top: float) -> None:
        for block in blocks:
            block.draw(top)
            top += block.height

    return Block(sum(block.height for block in blocks), draw)


def centred(block: Block, height: float) -> Block:
    """The block in the middle of `height` millimetres."""
    return Block(height, lambda top: block.draw(top + (height - block.height) / 2))


def beside(*blocks: Block) -> Block:
    """The blocks next to each other, as high as the highest; each was made for its own place on the line."""

    def draw(top: float) -> None:
        for block in blocks:
            block.draw(top)

    return Block(max(block.height for block in blocks), draw)


def text(
    pdf: FPDF, said: str, size: float, left: float, width: float, *, is_heavy: bool = False, is_centred: bool = False
) -> Block:
    """`said` at `size` points on as many lines as it takes between `left` and `left + width` millimetres.

    Centred text is spread evenly over its lines, so that no single character is left over.
    """
    lines = even_lines(pdf, said, size, width) if is_centred else filled(pdf, said, size, width)
    step = size * LEADING * MILLIMETRES_PER_POINT

    def draw(top: float) -> None:
        mode = TextMode.FILL_STROKE if is_heavy else TextMode.FILL
        with pdf.local_context(text_mode=mode, line_width=STROKE):
            for at, line in enumerate(lines):
                indent = (width - width_of(pdf, line, size)) / 2 if is_centred else 0
                pdf.set_font_size(size)
                pdf.text(left + indent, top + at * step + size * ASCENT * MILLIMETRES_PER_POINT, line)

    return Block(step * len(lines), draw)


def even_lines(pdf: FPDF, said: str, size: float, width: float) -> list[str]:
    """As few lines as `width` allows, then as narrow as so many lines can be."""
    best = filled(pdf, said, size, width)
    for share in (0.9, 0.8, 0.7, 0.6, 0.5):
        narrower = filled(pdf, said, size, width * share)
        if len(narrower) > len(best) or is_torn(pdf, said, size, width * share):
            break
        best = narrower
    return best


def is_torn(pdf: FPDF, said: str, size: float, width: float) -> bool:
    """Whether a word of `said` is wider than `width`; Chinese may be broken anywhere."""
    return any(word.isascii() and width_of(pdf, word, size) > width for word in said.split())


def flow(head: Block, groups: Sequence[Group], top: float, bottom: float) -> list[Page]:
    """The pages: `head` on the first, then the groups. What does not fit goes on on the next page.

    A group that a page can hold is not torn, unless it would leave the page before it more than half empty.
    """
    pages: list[Page] = [[(top, head)]]
    y = top + head.height
    for group in groups:
        if y + _least(group, y, top, bottom) > bottom:
            pages.append([])
            y = top
        pages[-1].append((y, group.head))
        y += group.head.height
        for row in group.rows:
            if y + row.height > bottom:
                pages.append([(top, group.head_again)])
                y = top + group.head_again.height
            pages[-1].append((y, row))
            y += row.height
    return pages


def _least(group: Group, y: float, top: float, bottom: float) -> float:
    """How much room a group wants where it begins, at `y`: all it takes, or its first row when it may be torn."""
    is_kept_whole = group.height <= bottom - top and y > (top + bottom) / 2
    return group.height if is_kept_whole else group.head.height + group.rows[0].height
