"""Comments as files: whatever a resident wrote stays text when a spreadsheet program opens it."""

import csv
import io
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from analysis.exports import remarks

ATTACKS = ['=HYPERLINK("http://e","x")', "@SUM(A1)", "+1+1", "-2+3", "\t=1", "\r=1", "\n=1", "＝1＋1"]
SAID = '路灯坏了, "很久"了'


def rows(*texts: str) -> list[remarks.Row]:
    return [("江岸街道", "梧桐社区", "comment", text) for text in texts]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_looks_like_a_formula_stays_text_in_csv(attack: str) -> None:
    text = remarks.to_csv(rows(attack), "zh-CN").decode("utf-8-sig")
    (_, line) = csv.reader(io.StringIO(text, newline=""))
    assert line[3] == f"'{attack}"


def test_what_looks_like_a_formula_is_a_string_in_the_workbook() -> None:
    content = remarks.to_xlsx(rows(*ATTACKS), "en")
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert {cell.data_type for cell in sheet["D"]} == {"s"}
    with ZipFile(io.BytesIO(content)) as book:
        xml = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert not [one for one in xml.iter() if one.tag.endswith(("}f", "}hyperlink"))]


@pytest.mark.parametrize(("language", "kind"), [("zh-CN", "综述"), ("en", "summary")])
def test_comments_are_written_as_they_are_and_a_summary_says_so(language: str, kind: str) -> None:
    told = [*rows(SAID), ("", "河滨社区", "summary", "居民关心路灯。")]
    lines = list(csv.reader(io.StringIO(remarks.to_csv(told, language).decode("utf-8-sig"), newline="")))
    assert lines[0] == list(remarks.HEADS[language])
    assert [line[3] for line in lines[1:]] == [SAID, "居民关心路灯。"]
    assert lines[2][2] == kind


def test_the_same_comments_are_the_same_bytes() -> None:
    assert remarks.to_xlsx(rows(SAID), "en") == remarks.to_xlsx(rows(SAID), "en")
