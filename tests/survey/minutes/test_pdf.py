"""The minutes as PDF, read back as text: everything in its order, on pages that can be found and signed."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from ballots.form import Subject
from survey.evening import Evening
from survey.minutes.content import minutes
from survey.minutes.pdf import to_pdf
from survey.minutes.sheet import Count, Minutes, Rate, Score, Section, Table, Text
from survey.printing import FONT
from tests.survey.minutes.held import held, texts

LONG = "古南镇街道长岗路社区" * 20
MANY = (Subject("committee", LONG), *(Subject("secretary", f"书记{number}") for number in range(5)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Minutes:
    """Six subjects, the longest names there may be, and the warning of a rehearsal."""
    found = held(tmp_path_factory.mktemp("pdf"), subjects=MANY, community=LONG)
    return replace(found, warning="演练：结果不算数。")


@pytest.fixture(scope="module")
def content(made: Minutes) -> bytes:
    return to_pdf(made, FONT)


def test_everything_the_minutes_say_can_be_selected_as_text(made: Minutes, content: bytes) -> None:
    said = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)
    missing = [text for text in texts(made) if "".join(text.split()) not in said]
    assert missing == []


def test_it_is_a4_and_every_page_has_its_number_and_the_warning(content: bytes) -> None:
    pages = PdfReader(BytesIO(content)).pages
    for number, page in enumerate(pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        said = page.extract_text()
        assert f"第 {number} 页 共 {len(pages)} 页" in said
        assert "演练：结果不算数。" in said


def test_the_heads_of_a_long_table_stand_again_and_a_short_one_is_on_one_page(made: Minutes, content: bytes) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert sum(line.startswith("项目") for page in pages for line in page.split("\n")) == len(MANY)
    rows = tuple((Text(f"第{number}项"), Count(number)) for number in range(90))
    long = Section("很长", (Table("很长", ("名目", "数目"), rows),))
    pages = [page.extract_text() for page in PdfReader(BytesIO(to_pdf(replace(made, sections=(long,)), FONT))).pages]
    assert [page.count("名目") for page in pages if "项" in page] == [1, 1, 1]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_no_word_of_a_head_is_broken(archive: tuple[Evening, str], language: str) -> None:
    found = minutes(*archive, language)
    lines = [
        line.strip()
        for page in PdfReader(BytesIO(to_pdf(found, FONT))).pages
        for line in page.extract_text().split("\n")
    ]
    said = " ".join(lines)
    heads = {
        word for section in found.sections for part in section.parts if isinstance(part, Table) for word in part.heads
    }
    words = {word for head in heads for word in head.split() if word.isascii()}
    assert {word for word in words if word not in said.split()} == set()
    assert "100.00" in to_pdf_text(replace(found, sections=(_full(),)))


def _full() -> Section:
    """The widest figures there are, under long heads."""
    row = (Text("Political quality"), *[Count(1200, 1200)] * 5, Count(0), Rate(1200, 1200), Score(120000, 1200))
    heads = ("Item", "Incompetent", "Dissatisfied", "Competent", "Abstained", "Excellent", "Invalid", "Rate", "Score")
    return Section("Full", (Table("Full", heads, (row,), has_heading=True),))


def to_pdf_text(made: Minutes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(to_pdf(made, FONT))).pages)


def test_headings_are_bookmarks_and_subjects_stand_below_the_result(made: Minutes, content: bytes) -> None:
    outline = PdfReader(BytesIO(content)).outline
    first = [one.title for one in outline if isinstance(one, Destination)]
    assert first == [*(section.title for section in made.sections), "签字"]
    (below,) = [one for one in outline if isinstance(one, list)]
    assert [one.title for one in below if isinstance(one, Destination)] == [
        f"社区班子 {LONG}",
        *(f"党支部书记 书记{number}" for number in range(5)),
    ]


def test_the_lines_to_be_signed_are_on_one_page(content: bytes) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert [("签字" in page, "主持人" in page, "计票人 2" in page) for page in pages][-1] == (True, True, True)


def test_the_same_minutes_are_the_same_bytes_and_carry_the_date_of_the_publishing(
    made: Minutes, content: bytes
) -> None:
    assert to_pdf(made, FONT) == content
    about = PdfReader(BytesIO(content)).metadata
    assert about is not None
    assert about.title == f"{LONG}民主测评会议记录"
    assert about.creation_date == made.dated.replace(microsecond=0)
