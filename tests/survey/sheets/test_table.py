"""Tables as people send them: what is read, what is named as a fault, and that the rest is not lost."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from ballots.errors import QuoteMisplaced, Refused
from survey.sheets import template
from survey.sheets.columns import Column
from survey.sheets.errors import (
    SheetEmpty,
    SheetHasMacros,
    SheetNotTable,
    SheetNotText,
    SheetOldFormat,
    SheetPacked,
    SheetTooLarge,
    SheetTooLong,
    SheetTooWide,
    SheetUnreadable,
)
from survey.sheets.table import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_LINES, Table, read, read_text

COLUMNS = (
    Column("sub_district", {"zh-CN": "街道", "en": "Sub-district"}, ("所属街道",)),
    Column("community", {"zh-CN": "社区", "en": "Community"}, is_needed=True),
    Column("roll", {"zh-CN": "应到", "en": "On the roll"}, ("应到人数",)),
)
LIST = "街道,社区,应到\n古南镇,长岗路社区,52\n古南镇,河滨社区,80\n"


def workbook(*rows: list[object], merged: str = "", others: int = 0, title: str = "名册") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    for number in range(others):
        book.create_sheet(f"other {number}")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def rows(table: Table) -> list[tuple[int, str, str, str]]:
    assert table.faults == ()
    return [(row.line, row.text("sub_district"), row.text("community"), row.text("roll")) for row in table.rows]


def said(table: Table) -> list[str]:
    return [str(fault) for fault in table.faults]


READ = [(2, "古南镇", "长岗路社区", "52"), (3, "古南镇", "河滨社区", "80")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_in_each_usual_encoding_and_with_each_usual_separator(encoding: str, delimiter: str) -> None:
    assert rows(read(LIST.replace(",", delimiter).encode(encoding), COLUMNS)) == READ


def test_a_workbook_and_its_text_are_the_same_table() -> None:
    sheet = workbook(["街道", "社区", "应到"], ["古南镇", "长岗路社区", 52], ["古南镇", "河滨社区", 80.0])
    assert rows(read(sheet, COLUMNS)) == READ


def test_heads_are_known_in_either_language_whatever_their_spaces_capitals_and_remarks() -> None:
    for first in ("街道,社区,应到", "SUB DISTRICT,community ,on the Roll", "所属街道, 社 区,应到人数（必填）*"):
        assert rows(read_text(f"{first}\n古南镇,长岗路社区,52\n", COLUMNS)) == [READ[0]]


def test_titles_above_the_heads_and_empty_lines_keep_the_numbers_of_the_lines() -> None:
    sheet = workbook(["2026 年名册"], [], ["街道", "社区"], ["古南镇", "长岗路社区"], [None, "  "], ["", "河滨社区"])
    assert rows(read(sheet, COLUMNS)) == [(4, "古南镇", "长岗路社区", ""), (6, "", "河滨社区", "")]


def test_a_cell_merged_over_several_lines_holds_on_each_of_them_and_not_below() -> None:
    body = [["古南镇", "甲社区"], [None, "乙社区"], [None, "丙社区"], [None, "丁社区"]]
    sheet = workbook(["街道", "社区"], *body, merged="A2:A4")
    assert [row[1] for row in rows(read(sheet, COLUMNS))] == ["古南镇", "古南镇", "古南镇", ""]


def test_columns_that_mean_nothing_are_named_and_left_out() -> None:
    table = read_text("社区,手机,备注\n长岗路社区,13800000000,无\n", COLUMNS)
    assert table.ignored == ("手机", "备注")
    assert "13800000000" not in repr(table.rows)


def test_only_the_first_visible_sheet_is_read_and_the_others_are_counted() -> None:
    table = read(workbook(["社区"], ["长岗路社区"], others=2), COLUMNS)
    assert (table.sheet, table.others) == ("名册", 2)


def test_numbers_days_and_hours_come_as_one_would_write_them() -> None:
    columns = (*COLUMNS, Column("when", {"zh-CN": "时间", "en": "Time"}), Column("day", {"zh-CN": "日", "en": "Day"}))
    first = ["社区", "应到", "日", "时间"]
    sheet = workbook(
        first,
        ["甲", "52", date(2026, 11, 23), time(19, 30)],
        ["乙", 52.5, datetime.fromisoformat("2026-01-02 09:00"), True],
    )
    table = read(sheet, columns)
    assert [row.text("roll") for row in table.rows] == ["52", "52.5"]
    assert [row.text("day") for row in table.rows] == ["2026-11-23", "2026-01-02 09:00"]
    assert [row.text("when") for row in table.rows] == ["19:30", "True"]


# Formulas


def with_formula(cached: str) -> bytes:
    """A workbook whose B2 is a formula; what it came to when it was saved, or nothing."""
    sheet = workbook(["社区", "应到"], ["甲社区", "=50+2"], ["乙社区", 60])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                assert b"<f>50+2</f><v" in content
                content = content.replace(b"<f>50+2</f><v />", b"<f>50+2</f>" + cached.encode())
                content = content.replace(b"<f>50+2</f><v></v>", b"<f>50+2</f>" + cached.encode())
            new.writestr(name, content)
    return made.getvalue()


def test_a_formula_is_read_as_the_value_it_had() -> None:
    assert [row[3] for row in rows(read(with_formula("<v>52</v>"), COLUMNS))] == ["52", "60"]


def test_a_formula_that_was_never_computed_is_named_and_the_other_lines_are_whole() -> None:
    table = read(with_formula(""), COLUMNS)
    assert said(table) == ["Line 2, column 应到: this is a formula without a value. Write the value itself."]
    assert [row.text("community") for row in table.rows] == ["甲社区", "乙社区"]


def test_an_error_of_the_spreadsheet_is_named() -> None:
    table = read(workbook(["社区", "应到"], ["甲社区", "#REF!"]), COLUMNS)
    assert said(table) == ["Line 2, column 应到: the spreadsheet shows an error here. Write the value itself."]


# Faults beside the rows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("街道,应到\n古南镇,52\n", ["The table has no column 社区. Every line needs it."]),
        ("姓名,电话\n王,1\n", ["No line names the columns. The first line needs at least: 社区."]),
        ("社区,社区\n甲,乙\n", ["Column 2, 社区: there is already a column for this. Keep one of them."]),
        (
            "社区,应到\n甲,52\n乙,1,200\n",
            ["Line 3: there are more cells than heads. Put quotation marks around a name with a comma in it."],
        ),
        (
            f"社区\n{'长' * (LONGEST_CELL + 1)}\n",
            [f"Line 2, column 社区: there are more than {LONGEST_CELL} characters here."],
        ),
    ],
)
def test_what_is_wrong_with_columns_and_lines_is_named(text: str, says: list[str]) -> None:
    assert said(read_text(text, COLUMNS, "zh-CN")) == says


def test_a_fault_repeats_no_cell() -> None:
    table = read_text("社区,应到\n甲,52\n乙,秘密,更多\n", COLUMNS)
    assert table.faults
    assert not any("秘密" in says or "更多" in says for says in said(table))


def test_invisible_marks_at_the_ends_of_a_cell_are_left_behind() -> None:
    table = read_text("社区\n\u200b\ufeff 长岗路社区\u202c\u3000\n", COLUMNS)
    assert table.rows[0].text("community") == "长岗路社区"


# Files that are not read at all


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    return made.getvalue()


def with_member(name: str) -> bytes:
    made = io.BytesIO(workbook(["社区"], ["甲"]))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, b"x")
    return made.getvalue()


def without_book() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("content.xml", b"<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"x" * (MOST_BYTES + 1), SheetTooLarge),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, SheetOldFormat),
        (with_member("xl/vbaProject.bin"), SheetHasMacros),
        (bomb(), SheetPacked),
        (without_book(), SheetNotTable),
        (b"%PDF-1.7\0", SheetNotTable),
        (b"PK\x03\x04 and nothing else", SheetUnreadable),
        (workbook(["社区"], ["甲"])[:-400], SheetUnreadable),
        ("社区\n甲\n".encode() + b"\xff\xff\n", SheetNotText),
        (b"", SheetEmpty),
        (b" \n,,\n", SheetEmpty),
        ("社区,应到\n".encode(), SheetEmpty),
        (workbook(["社区"]), SheetEmpty),
        (workbook([f"列{number}" for number in range(MOST_COLUMNS + 1)], ["甲"]), SheetTooWide),
        (("社区\n" + "甲\n" * (MOST_LINES + 20)).encode(), SheetTooLong),
        ('社区\n"甲"乙\n'.encode(), QuoteMisplaced),
        ('社区\n"甲\n乙\n'.encode(), QuoteMisplaced),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_says_why(content: bytes, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        read(content, COLUMNS)


def test_an_entity_bomb_in_a_workbook_is_damage_like_any_other() -> None:
    evil = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(9)
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["社区"], ["甲"]))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = evil + b"]>" + content.replace("甲".encode(), b"&a8;")
            new.writestr(name, content)
    with pytest.raises(SheetUnreadable):
        read(made.getvalue(), COLUMNS)


def test_a_sheet_that_claims_to_reach_the_last_cell_is_read_at_once() -> None:
    sheet = workbook(["社区"], ["甲社区"])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    assert [row.text("community") for row in read(made.getvalue(), COLUMNS).rows] == ["甲社区"]


# Out again


def test_the_template_is_read_back_by_the_same_columns_in_both_languages() -> None:
    for language in ("zh-CN", "en"):
        made = template.workbook(COLUMNS, [["古南镇", "=1+1", 52]], language)
        assert rows(read(made, COLUMNS)) == [(2, "古南镇", "=1+1", "52")]


@pytest.mark.parametrize("first", ["", "2026 年名册\n\n"])
def test_a_table_as_text_keeps_every_cell_on_its_line(first: str) -> None:
    came = read_text(f'{first}街道\t社区\t应到\n古南镇\t"甲 ""乙"" 社区"\t52\n\n\t丙社区\t\n', COLUMNS)
    again = read_text(template.text(COLUMNS, came.rows, "zh-CN"), COLUMNS)
    assert rows(again) == rows(came)
