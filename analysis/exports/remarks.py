"""Released comments as CSV and as a workbook: a file of their own, never beside a count."""

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

from analysis.exports import spreadsheet
from analysis.exports.cells import CREATED, OPTIONS

HEADS = {
    "zh-CN": ("街道", "社区", "类别", "内容"),
    "en": ("Sub-district", "Community", "Kind", "Text"),
}
KINDS = {
    "zh-CN": {"comment": "意见", "summary": "综述"},
    "en": {"comment": "comment", "summary": "summary"},
}
TITLE = {"zh-CN": "意见建议", "en": "Comments"}
Row = tuple[str, str, str, str]
"""Sub-district, community, kind (comment or summary), text."""


def to_csv(rows: Sequence[Row], language: str) -> bytes:
    """The rows as CSV, in which text stays text; see `spreadsheet.to_csv`."""
    return spreadsheet.to_csv(HEADS[language], _in_words(rows, language))


def to_xlsx(rows: Sequence[Row], language: str) -> bytes:
    """The rows as a workbook of one sheet. Every cell is written as text, never as a formula or a link."""
    target = BytesIO()
    with Workbook(target, OPTIONS) as book:
        book.set_properties({"created": CREATED, "author": "Minxin", "title": TITLE[language]})
        sheet, wrapped, bold = book.add_worksheet(TITLE[language]), book.add_format(), book.add_format({"bold": True})
        wrapped.set_text_wrap()
        for column, width in enumerate((16, 20, 10, 80)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate([HEADS[language], *_in_words(rows, language)]):
            for column, text in enumerate(row):
                sheet.write_string(line, column, text, wrapped if line else bold)
    return target.getvalue()


def _in_words(rows: Sequence[Row], language: str) -> list[Row]:
    return [(district, community, KINDS[language][kind], text) for district, community, kind, text in rows]
