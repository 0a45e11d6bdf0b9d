"""The minutes as a workbook (汇总表): numbers as numbers, a sheet for the meeting and one for each subject."""

from collections.abc import Sequence
from io import BytesIO
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.exports.cells import CREATED, OPTIONS, Sheets, write_cell
from analysis.exports.cells import Cell as Value
from analysis.rounding import UNDEFINED
from survey.minutes.layout import kinds
from survey.minutes.sheet import Cell, Count, Fact, Facts, Lines, Minutes, Rate, Say, Score, Table, Text
from survey.web.i18n import catalogue

A4 = 9
"""The number of the paper in print settings."""
MARGINS_INCHES = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}
WORDS_WIDTH, NUMBER_WIDTH = 22, 11
"""Widths of columns, in digits."""
PAGE_WIDTH, LINE_HEIGHT = 118, 16
"""How many digits fit beside each other on the sheet of the meeting, and how high a line is, in points."""
LAST_COLUMN = 9
"""The column up to which words of the meeting's sheet run."""


def to_xlsx(minutes: Minutes) -> bytes:
    """The minutes as XLSX for printing on A4 and for further reckoning. The same minutes give the same bytes.

    Text is written as text, never as a formula or a link. Units: shares and rates are fractions shown as 0.00 %, rates
    beside their numerator and denominator. Missing: a dash, or the words that say why.
    """
    target = BytesIO()
    with Workbook(target, OPTIONS) as book:
        book.set_properties({"created": CREATED, "title": minutes.title, "author": "民心秤 Minxin"})
        writer = _Writer(book, minutes)
        writer.write_meeting()
        for section in minutes.sections:
            for part in section.parts:
                if isinstance(part, Table) and part.has_heading:
                    writer.write_subject(part)
    return target.getvalue()


class _Writer:
    """One workbook on its way; knows its formats and the words of its columns."""

    def __init__(self, book: Workbook, minutes: Minutes) -> None:
        self.sheets, self.minutes = Sheets(book), minutes
        self.gettext: Say = catalogue(minutes.language).gettext
        edge = {"border": 1, "border_color": "#787878", "valign": "vcenter"}
        head = {**edge, "bold": True, "bg_color": "#EEEEEE", "text_wrap": True, "align": "center"}
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.heading = book.add_format({"bold": True, "font_size": 12, "valign": "vcenter"})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.head, self.name = book.add_format(head), book.add_format({**edge, "text_wrap": True})
        self.text = book.add_format({**edge, "text_wrap": True, "align": "center"})
        self.whole = book.add_format({**edge, "num_format": "0"})
        self.percent = book.add_format({**edge, "num_format": "0.00%"})
        self.points = book.add_format({**edge, "num_format": "0.00"})

    def write_meeting(self) -> None:
        """Everything but the counts of single subjects, in the order of the minutes."""
        minutes = self.minutes
        sheet = self._sheet(self.gettext("Count sheet"))
        sheet.set_column(0, 1, WORDS_WIDTH)
        sheet.set_column(2, 2 * LAST_COLUMN, NUMBER_WIDTH)
        sheet.set_row(0, 2 * LINE_HEIGHT)
        self._write(sheet, 0, (0, LAST_COLUMN), minutes.title, self.title)
        sheet.freeze_panes(1, 0)
        line = 1
        for text in filter(None, (minutes.district, minutes.warning or minutes.subtitle)):
            line = self._write_line(sheet, line, text, self.words)
        for section in minutes.sections:
            line = self._write_line(sheet, line + 1, section.title, self.heading)
            for part in section.parts:
                line = self._write_part(sheet, line, part)
        if minutes.signatures.roles:
            line = self._write_line(sheet, line + 1, minutes.signatures.title, self.heading)
        for role in minutes.signatures.roles:
            line = self._write_fact(sheet, line, Fact(role, ""), LINE_HEIGHT * 2)

    def write_subject(self, table: Table) -> None:
        """The count of one subject; its heads stay in view and are printed on every page."""
        sheet = self._sheet(table.caption)
        sheet.set_column(0, 0, WORDS_WIDTH)
        self._write(
            sheet, 0, (0, sum(len(self._heads(kind)) for kind in kinds(table)) - 1), table.caption, self.heading
        )
        self._write_table(sheet, 1, table)
        sheet.freeze_panes(3, table.words)
        sheet.repeat_rows(0, 2)

    def _sheet(self, name: str) -> Worksheet:
        """A sheet that prints on A4 across, as wide as the paper, with its page's number."""
        sheet = self.sheets.add(name)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(**MARGINS_INCHES)
        if self.minutes.warning:
            sheet.set_header("&C&B" + self.minutes.warning)
        sheet.set_footer("&C" + self.minutes.page % {"page": "&P", "pages": "&N"})
        return sheet

    def _write_part(self, sheet: Worksheet, line: int, part: Facts | Table | Lines) -> int:
        """Writes one part from `line` on; returns the line after it."""
        match part:
            case Facts():
                for fact in part.facts:
                    line = self._write_fact(sheet, line, fact, LINE_HEIGHT)
            case Table(has_heading=False):
                line = self._write_table(sheet, line, part)
            case Lines():
                for text in part.lines:
                    line = self._write_line(sheet, line, text, self.words)
        return line

    def _write_fact(self, sheet: Worksheet, line: int, fact: Fact, height: int) -> int:
        sheet.set_row(line, max(height, LINE_HEIGHT * _lines(fact.value, PAGE_WIDTH - WORDS_WIDTH)))
        self._write(sheet, line, (0, 0), fact.name, self.head)
        self._write(sheet, line, (1, LAST_COLUMN), fact.value, self.name)
        return line + 1

    def _write_line(self, sheet: Worksheet, line: int, text: str, look: Format) -> int:
        sheet.set_row(line, LINE_HEIGHT * _lines(text, PAGE_WIDTH) + (4 if look is self.heading else 0))
        self._write(sheet, line, (0, LAST_COLUMN), text, look)
        return line + 1

    def _write_table(self, sheet: Worksheet, line: int, table: Table) -> int:
        """Two rows of heads, then the rows; a column takes as many columns of the sheet as its figures have parts."""
        column = 0
        sheet.set_row(line, 2 * LINE_HEIGHT)
        for place, kind in enumerate(kinds(table)):
            heads = self._heads(kind)
            last = column + len(heads) - 1
            self._write(sheet, line, (column, last), table.heads[place], self.head)
            for offset, text in enumerate(heads):
                self._write(sheet, line + 1, (column + offset, column + offset), text, self.head)
            for below, row in enumerate(table.rows, line + 2):
                self._write_figure(sheet, below, (column, last), row[place])
            column = last + 1
        return line + 2 + len(table.rows)

    def _write_figure(self, sheet: Worksheet, line: int, span: tuple[int, int], cell: Cell) -> None:
        if isinstance(cell, Text):
            self._write(sheet, line, span, cell.text, self.name if span[0] == 0 else self.text)
            return
        for column, (value, look) in enumerate(self._values(cell), span[0]):
            write_cell(sheet, line, column, value, look)

    def _heads(self, kind: Cell) -> Sequence[str]:
        """What the parts of such a figure are called."""
        match kind:
            case Count(base=None):
                return (self.gettext("Votes"),)
            case Count():
                return (self.gettext("Votes"), self.gettext("Share"))
            case Rate():
                return (self.gettext("Numerator"), self.gettext("Denominator"), self.gettext("Rate"))
            case Score():
                return (self.gettext("Points"),)
        return ("",)

    def _values(self, cell: Cell) -> list[tuple[Value, Format]]:
        match cell:
            case Count(number, None):
                return [(number, self.whole)]
            case Count(number, base):
                return [(number, self.whole), self._quotient(number, base or 0, self.percent)]
            case Rate(votes, base):
                return [(votes, self.whole), (base, self.whole), self._quotient(votes, base, self.percent)]
            case Score(points, base):
                return [self._quotient(points, base, self.points)]
            case Text(text):
                return [(text, self.text)]

    def _quotient(self, above: int, below: int, look: Format) -> tuple[Value, Format]:
        return (above / below, look) if below else (UNDEFINED, self.text)

    def _write(self, sheet: Worksheet, line: int, span: tuple[int, int], text: str, look: Format) -> None:
        """The text across the columns of `span`."""
        first, last = span
        if last > first:
            sheet.merge_range(line, first, line, last, "", look)
        sheet.write_string(line, first, text, look)


def _lines(text: str, width: int) -> int:
    """On how many lines of `width` digits the text is set; a Chinese character is two digits wide."""
    wide = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return max(1, -(-wide // width))
