"""The minutes as files: which there are, and their bytes. The same minutes are the same bytes in each of them."""

from enum import StrEnum
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from survey.minutes.document import to_docx
from survey.minutes.pdf import to_pdf
from survey.minutes.sheet import Minutes
from survey.minutes.workbook import to_xlsx
from survey.printing import FONT
from survey.web import stylesheets
from survey.web.folders import template_folder


class FileFormat(StrEnum):
    """How the minutes can be had as a file."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    HTML = "html"


MEDIA_TYPES = {
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.HTML: "text/html",
}


def written(minutes: Minutes, ending: FileFormat) -> bytes:
    """The minutes in the format `ending`."""
    match ending:
        case FileFormat.DOCX:
            return to_docx(minutes)
        case FileFormat.PDF:
            return to_pdf(minutes, FONT)
        case FileFormat.XLSX:
            return to_xlsx(minutes)
        case FileFormat.HTML:
            return to_html(minutes)


def to_html(minutes: Minutes) -> bytes:
    """The minutes as one HTML file with its style in it: it looks and prints like the page of the desk."""
    style = stylesheets.inside("base.css", "staff.css", "minutes.css")
    return _jinja().get_template("minutes/file.html").render(minutes=minutes, style=style).lstrip().encode()


@cache
def _jinja() -> Environment:
    """Templates without the app: `file.html` takes every word from the minutes."""
    return Environment(loader=FileSystemLoader(template_folder()), autoescape=True, undefined=StrictUndefined)
