"""The minutes as DOCX for the office to file: named styles, table heads said again, page numbers kept by Word."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell as GridCell
from docx.table import _Row as GridRow
from docx.text.paragraph import Paragraph

from survey.minutes import styles
from survey.minutes.layout import FACT_SHARES, SIGN_SHARES, column_shares, lines, paired, shortened
from survey.minutes.sheet import Fact, Facts, Lines, Minutes, Part, Signatures, Table

WIDTH = Mm(210 - 2 * styles.SIDE_MILLIMETRES)
SIGN_HEIGHT = Mm(10)
PACKED = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the package, so that the same minutes are the same bytes."""


def to_docx(minutes: Minutes) -> bytes:
    """The minutes as DOCX. The same minutes give the same bytes."""
    paper = Document()
    styles.define(paper, minutes.language)
    _set_up(paper, minutes)
    if minutes.district:
        paper.add_paragraph(minutes.district, style=styles.DISTRICT)
    paper.add_paragraph(minutes.title, style="Title")
    paper.add_paragraph(minutes.subtitle, style="Subtitle")
    for section in minutes.sections:
        paper.add_paragraph(section.title, style="Heading 1")
        for part in section.parts:
            _add(paper, part)
    if minutes.signatures.roles:
        _sign(paper, minutes.signatures)
    return _packed(paper)


def _set_up(paper: Paper, minutes: Minutes) -> None:
    """A4, what the file says of itself, the warning above and the page's number below."""
    sheet = paper.sections[0]
    sheet.orientation = WD_ORIENT.PORTRAIT
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.left_margin = sheet.right_margin = Mm(styles.SIDE_MILLIMETRES)
    sheet.top_margin, sheet.bottom_margin = Mm(20), Mm(18)
    sheet.header_distance, sheet.footer_distance = Mm(10), Mm(9)
    about, dated = paper.core_properties, minutes.dated.astimezone(UTC).replace(tzinfo=None)
    about.title, about.author, about.last_modified_by, about.comments = minutes.title, "民心秤 Minxin", "", ""
    about.language, about.created, about.modified = minutes.language, dated, dated
    sheet.header.paragraphs[0].text = minutes.warning
    before, _, rest = minutes.page.partition("%(page)s")
    between, _, after = rest.partition("%(pages)s")
    foot = sheet.footer.paragraphs[0]
    foot.add_run(f"{shortened(minutes.title)}    ")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        foot.add_run(text)
        if field:
            _add_field(foot, field)


def _add_field(paragraph: Paragraph, name: str) -> None:
    """A field that Word fills in: `PAGE`, `NUMPAGES`."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _add(paper: Paper, part: Part) -> None:
    match part:
        case Facts():
            _add_facts(paper, part.facts)
        case Table():
            _add_table(paper, part)
        case Lines():
            for line in part.lines:
                paper.add_paragraph(line, style=styles.NOTE)


def _add_facts(paper: Paper, facts: Sequence[Fact]) -> None:
    rows = paired(facts)
    grid = _grid(paper, len(rows), FACT_SHARES, styles.FORM)
    for row, pair in zip(grid.rows, rows, strict=True):
        cells = row.cells
        if len(pair) == 1:
            cells[1].merge(cells[3])
        for place, fact in enumerate(pair):
            _write(cells[2 * place], [fact.name], styles.CELL)
            _shade(cells[2 * place])
            _write(cells[2 * place + 1], [fact.value], styles.CODE if fact.is_code else styles.CELL)
    _space(paper)


def _add_table(paper: Paper, part: Table) -> None:
    if part.has_heading:
        paper.add_paragraph(part.caption, style="Heading 2")
    grid = _grid(paper, 1 + len(part.rows), column_shares(part), styles.FORM)
    _head(grid.rows[0], part.heads)
    for row, cells in zip(grid.rows[1:], part.rows, strict=True):
        for place, (target, cell) in enumerate(zip(row.cells, cells, strict=True)):
            beside = ALIGN.RIGHT if part.words else ALIGN.CENTER
            _write(target, lines(part, cell), styles.FIGURE, ALIGN.LEFT if place < part.words else beside)
    _space(paper)


def _sign(paper: Paper, signatures: Signatures) -> None:
    """The lines to be signed, all on one page."""
    paper.add_paragraph(signatures.title, style="Heading 1")
    grid = _grid(paper, 1 + len(signatures.roles), SIGN_SHARES, styles.FORM)
    _head(grid.rows[0], signatures.heads)
    for row, role in zip(grid.rows[1:], signatures.roles, strict=True):
        row.height = SIGN_HEIGHT
        _write(row.cells[0], [role], styles.CELL)
    for row in grid.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _grid(paper: Paper, rows: int, shares: Sequence[float], style: str) -> Grid:
    """A table of fixed columns, no row of which is parted between two pages."""
    grid: Grid = paper.add_table(rows, len(shares), style=style)
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Length(int(WIDTH * share))
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width, cell.vertical_alignment = Length(int(WIDTH * share)), WD_ALIGN_VERTICAL.CENTER
    return grid


def _head(row: GridRow, heads: Iterable[str]) -> None:
    """The heads of a table, said again on each page that it goes on to."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, text in zip(row.cells, heads, strict=True):
        _write(cell, [text], styles.FIGURE, ALIGN.CENTER)
        _shade(cell)


def _write(cell: GridCell, lines: Iterable[str], style: str, align: ALIGN = ALIGN.LEFT) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style, paragraph.alignment = style, align
    paragraph.add_run("\n".join(lines))


def _shade(cell: GridCell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", styles.HEAD_GREY)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _space(paper: Paper) -> None:
    """What keeps two tables from growing together."""
    paper.add_paragraph(style=styles.NOTE).paragraph_format.line_spacing = Pt(5)


def _packed(paper: Paper) -> bytes:
    """The document's package, every part of it under the same date."""
    loose, packed = BytesIO(), BytesIO()
    paper.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, PACKED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
