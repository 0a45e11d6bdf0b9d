"""The minutes as DOCX, read back: everything in its order, and chinese as an office makes its papers."""

import dataclasses
import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from survey.minutes.document import to_docx
from survey.minutes.sheet import Minutes
from tests.survey.minutes.held import texts


@pytest.fixture(scope="module")
def content(chinese: Minutes) -> bytes:
    return to_docx(chinese)


def words(content: bytes) -> list[str]:
    """Every paragraph with something in it, those in tables included, in the order of the document."""
    body = Document(BytesIO(content)).element.body
    found = []
    for paragraph in body.iter(qn("w:p")):
        lines = ["" if node.tag == qn("w:br") else node.text or "" for node in paragraph.iter(qn("w:t"), qn("w:br"))]
        found += [line for line in lines if line]
    return found


def test_it_says_all_that_the_minutes_say_in_their_order(chinese: Minutes, content: bytes) -> None:
    expected = " ".join(text for line in texts(chinese) for text in line.split())
    assert " ".join(" ".join(words(content)).split()) == expected


def test_it_is_a4_with_room_for_a_binding(content: bytes) -> None:
    (sheet,) = Document(BytesIO(content)).sections
    assert [round(side / Mm(1)) for side in (sheet.page_width, sheet.page_height)] == [210, 297]
    assert [round(side / Mm(1)) for side in (sheet.left_margin, sheet.right_margin)] == [18, 18]


def test_every_style_names_its_chinese_typeface(content: bytes) -> None:
    paper = Document(BytesIO(content))
    used = {paragraph.style.name for paragraph in paper.paragraphs}
    used |= {one.style.name for table in paper.tables for cell in table._cells for one in cell.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Minutes Figure"} <= used
    fonts = {name: paper.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in used}
    assert set(fonts.values()) == {"宋体", "黑体", "仿宋"}


def test_tables_have_a_style_and_say_their_heads_again_on_each_page(content: bytes) -> None:
    tables = Document(BytesIO(content)).tables
    assert {table.style.name for table in tables} == {"Minutes Form"}
    headed = [
        table for table in tables if table.cell(0, 0).text in ("项目", "测评对象", "职责", "应到人数", "发出（张）")
    ]
    assert len(headed) == 7
    for table in headed:
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [
            True,
            *[False] * (len(table.rows) - 1),
        ]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_pages_are_numbered_by_fields(content: bytes) -> None:
    foot = Document(BytesIO(content)).sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "".join(node.text for node in foot._p.iter(qn("w:t"))) == "长岗路社区民主测评会议记录    第 1 页 共 1 页"


def test_the_same_minutes_are_the_same_bytes_and_carry_the_date_of_the_publishing(
    chinese: Minutes, content: bytes
) -> None:
    assert to_docx(chinese) == content
    about = Document(BytesIO(content)).core_properties
    assert (about.title, about.language) == ("长岗路社区民主测评会议记录", "zh-CN")
    assert about.created is not None
    assert about.created.replace(tzinfo=None) == chinese.dated.replace(tzinfo=None, microsecond=0)
    assert {entry.date_time for entry in zipfile.ZipFile(BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_paper_of_a_rehearsal_says_so_on_every_page(chinese: Minutes) -> None:
    warned = Document(BytesIO(to_docx(dataclasses.replace(chinese, warning="演练：结果不算数。"))))
    assert warned.sections[0].header.paragraphs[0].text == "演练：结果不算数。"
