"""The minutes as a workbook, read back: numbers are numbers, names are never formulas, sheets are made for printing."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from ballots.form import Subject
from survey.minutes.sheet import Minutes
from survey.minutes.workbook import to_xlsx
from tests.survey.minutes.held import EVIL, held


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Minutes:
    subjects = (Subject("committee", "长岗路社区居委会"), Subject("graduate", EVIL))
    return held(tmp_path_factory.mktemp("workbook"), subjects=subjects, community=EVIL, few=["culture"])


@pytest.fixture(scope="module")
def book(made: Minutes) -> Workbook:
    return load_workbook(BytesIO(to_xlsx(made)))


def test_there_is_a_sheet_for_the_meeting_and_one_for_each_subject(book: Workbook) -> None:
    assert book.sheetnames[:2] == ["汇总表", "社区班子 长岗路社区居委会"]
    assert book.sheetnames[2].startswith("选聘高校毕业生 =HYPERLINK(")


def test_counts_shares_and_rates_are_numbers_beside_their_whole_numbers(book: Workbook) -> None:
    rows = [[cell.value for cell in row] for row in book["社区班子 长岗路社区居委会"].iter_rows()]
    assert [one for one in rows[1] if one] == [
        *("项目", "满意", "基本满意", "不满意", "有效评价", "弃权", "本项无效"),
        *("满意率", "满意率(含基本满意)", "测评得分"),
    ]
    assert rows[2][1:3] == ["票数", "比例"]
    assert rows[2][11:14] == ["分子", "分母", "率"]
    assert rows[3] == ["社区服务", 40, 0.8, 8, 0.16, 2, 0.04, 50, 3, 3 / 53, 0, 40, 50, 0.8, 48, 50, 0.96, 89.6]
    looks = [cell.number_format for cell in book["社区班子 长岗路社区居委会"][4]]
    assert (looks[1], looks[2], looks[13], looks[17]) == ("0", "0.00%", "0.00%", "0.00")


def test_a_hidden_item_says_so_and_has_no_number(book: Workbook) -> None:
    rows = {row[0].value: [cell.value for cell in row] for row in book["社区班子 长岗路社区居委会"].iter_rows()}
    assert "不公布 (少于10人)" in rows["社区文化"]
    assert not any(isinstance(value, int | float) for value in rows["社区文化"])


def test_what_people_wrote_is_text_and_never_a_formula_or_a_link(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if EVIL in str(cell.value)]
    assert len(cells) >= 3
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_sheets_print_on_a4_across_with_their_heads_in_view(book: Workbook) -> None:
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (9, "landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert book["社区班子 长岗路社区居委会"].freeze_panes == "B4"
    assert book["社区班子 长岗路社区居委会"].print_title_rows == "$1:$3"


def test_the_same_minutes_are_the_same_bytes(made: Minutes) -> None:
    assert to_xlsx(made) == to_xlsx(made)


def test_english_sheets_are_english(english: Minutes) -> None:
    book = load_workbook(BytesIO(to_xlsx(english)))
    assert book.sheetnames[0] == "Count sheet"
    assert [cell.value for cell in book.worksheets[1][3]][1:3] == ["Votes", "Share"]
