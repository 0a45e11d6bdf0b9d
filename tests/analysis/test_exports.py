"""Files that leave the house: what a spreadsheet program would read, and that names never become formulas."""

import csv
import json
from io import BytesIO, StringIO

import numpy as np
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from analysis.exports.plain import to_csv, to_json
from analysis.exports.workbook import to_xlsx
from analysis.report import Report, report
from analysis.wording import Wording
from tests.analysis.finished import CHINESE, COMMITTEE, ENGLISH, FEW, GRADUATE, SECRETARY, finished, one
from tests.analysis.toys import TWO_SECTIONS, class_rules, meeting, told_apart

EVIL = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "http://x.example", "🏘️ שלום 龑", "名" * 200]
VOTES = [*COMMITTEE, *SECRETARY, *GRADUATE]


def sheets(report: Report, wording: Wording = CHINESE) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in load_workbook(BytesIO(to_xlsx(report, wording))).worksheets}


def records(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def parsed(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_workbook_has_a_summary_a_sheet_per_section_charts_and_rules() -> None:
    assert list(sheets(one())) == ["汇总", "等级", "社区班子", "党支部书记", "选聘高校毕业生", "图表", "规则"]
    assert list(sheets(one(), ENGLISH)) == [
        "Summary",
        "Grades",
        "Community committee",
        "Party secretary",
        "College-graduate hire",
        "Charts",
        "Rules",
    ]


def test_each_rate_stands_after_its_numerator_and_denominator() -> None:
    heads, first, *_ = records(sheets(one())["社区班子"])
    assert heads[3:9] == ["满意", "基本满意", "不满意", "有效评价", "弃权", "本项无效"]
    assert heads[9:15] == ["满意率 分子", "分母", "满意率", "满意率(含基本满意) 分子", "分母", "满意率(含基本满意)"]
    assert first[:9] == ["城东社区", "committee", "社区服务", 37, 14, 2, 53, 3, 0]
    assert first[9:15] == [37, 53, 37 / 53, 51, 53, 51 / 53]


def test_every_count_of_the_tally_is_in_the_workbook() -> None:
    book = sheets(one())
    for title, votes, levels in (
        ("社区班子", COMMITTEE, 3),
        ("党支部书记", SECRETARY, 3),
        ("选聘高校毕业生", GRADUATE, 4),
    ):
        found = records(book[title])[1 : len(votes) + 1]
        assert [row[3 : 3 + levels] for row in found] == [row[:levels] for row in votes]


def test_the_summary_counts_each_ballot_once() -> None:
    heads, *rows = records(sheets(one())["汇总"])
    assert [row[heads.index("有效票")] for row in rows] == [56, 56, 56]
    assert [row[heads.index("有效评价")] for row in rows] == [55, 257, 330]


def test_rates_are_shown_in_percent_and_heads_stay_in_view() -> None:
    for title, sheet in [
        (name, sheet) for name, sheet in sheets(one()).items() if name not in ("等级", "图表", "规则")
    ]:
        heads = [str(cell.value) for cell in sheet[1]]
        rates = [sheet.cell(2, at) for at, head in enumerate(heads, 1) if "率" in head and "分子" not in head]
        assert [cell.number_format for cell in rates] == ["0.00%", "0.00%"], title
        assert sheet.freeze_panes.endswith("2")
        assert sheet.column_dimensions["A"].width >= 8


def test_a_hidden_row_says_so_and_shows_no_number() -> None:
    book = sheets(finished(("小", FEW), ("大", VOTES)))
    for title in ("社区班子", "党支部书记", "选聘高校毕业生"):
        hidden = [row for row in records(book[title])[1:] if row[0] == "小"]
        assert hidden
        assert all(set(row[3:]) == {None, "不公布 (少于10人)"} for row in hidden)
    summary = next(row for row in records(book["汇总"])[1:] if row[0] == "小")
    assert [value for value in summary[5:] if value is not None] == [7, "不公布 (少于10人)"]
    assert not any("小" in str(cell) for row in records(book["图表"]) for cell in row)


def test_an_item_nobody_rated_has_a_dash_for_its_rate() -> None:
    nobody = [[0, 0, 0, 56, 0], *COMMITTEE[1:], *SECRETARY, *GRADUATE]
    row = records(sheets(finished(("甲", nobody)))["社区班子"])[1]
    assert (row[11], row[14], row[15]) == ("—", "—", "—")


def test_the_rules_sheet_names_rules_form_fingerprints_and_local_defaults() -> None:
    report = one()
    rows = records(sheets(report)["规则"])
    cells = {str(cell) for row in rows for cell in row}
    assert {report.rules.fingerprint, report.instrument.fingerprint} <= cells
    assert "满意率 = 满意 ÷ 有效评价" in cells
    assert ["model_broad", "9/10", "是", report.rules.sources["model_broad"]["zh-CN"]] in rows
    assert ["min_present", "50", None, report.rules.sources["min_present"]["zh-CN"]] in rows


def test_the_charts_can_be_edited_and_draw_the_counts_beside_them() -> None:
    book = sheets(finished(("甲", VOTES), ("乙", VOTES)))
    charts = book["图表"]._charts
    assert len(charts) == 3
    assert [len(chart.series) for chart in charts] == [3, 3, 4]
    assert all(chart.grouping == "percentStacked" for chart in charts)
    assert charts[0].series[0].val.numRef.f == "图表!$B$2:$B$3"
    assert charts[0].anchor._from.row == 0
    assert records(book["图表"])[1][:4] == ["甲 committee", 43, 10, 2]


@pytest.mark.parametrize("name", EVIL)
def test_a_name_is_text_in_a_workbook_whatever_it_says(name: str) -> None:
    book = sheets(one(community=name, name=name))
    cells = [cell for sheet in book.values() for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    names = {cell.value for cell in book["汇总"][2]}
    assert {name, name.replace("\r", "_x000D_")} & names


@pytest.mark.parametrize("name", EVIL)
def test_a_name_is_text_in_a_table_whatever_it_says(name: str) -> None:
    content = to_csv(one(community=name, name=name).items, CHINESE)
    community = parsed(content)[0]["社区"]
    assert community.lstrip("'") == name
    assert not community.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert community.startswith("'") == name.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_table_is_utf8_for_spreadsheets_and_its_heads_are_words() -> None:
    content = to_csv(one().items, CHINESE)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(one().items) + 1
    row = parsed(content)[5]
    assert (row["类别"], row["项目"], row["代表该对象"]) == ("社区班子", "总体评价", "是")
    assert (row["满意率 / 优秀率 分子"], row["分母"]) == ("43", "55")
    assert float(row["满意率 / 优秀率"]) == 43 / 55


def test_a_negative_number_is_no_risky_text() -> None:
    frame = one().items.assign(strict_rate=-0.5)
    assert parsed(to_csv(frame, CHINESE))[0]["满意率 / 优秀率"] == "-0.5"


def test_hidden_figures_are_empty_cells_and_the_row_says_so() -> None:
    report = finished(("小", FEW))
    row = parsed(to_csv(report.as_table(), ENGLISH))[0]
    assert (row["Effective ratings"], row["Satisfied"], row["Not published"]) == ("", "", "yes")


def test_votes_by_level_are_named_in_the_reader_s_language() -> None:
    rows = parsed(to_csv(one().tally, ENGLISH))
    assert (rows[0]["Item"], rows[0]["Level"], rows[0]["Votes"]) == ("Services", "Satisfied", "37")
    assert rows[3]["Level"] == "Abstained"


def test_json_is_canonical() -> None:
    assert to_json({"b": 1, "a": "满意"}) == '{\n  "a": "满意",\n  "b": 1\n}\n'.encode()
    document = one().as_document()
    assert json.loads(to_json(document)) == document
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"rate": float("nan")})


@pytest.mark.parametrize("wording", [CHINESE, ENGLISH])
def test_the_same_report_gives_the_same_bytes(wording: Wording) -> None:
    assert to_xlsx(one(), wording) == to_xlsx(one(), wording)
    assert load_workbook(BytesIO(to_xlsx(one(), wording))).properties.created.isoformat() == "2026-01-01T00:00:00"
    assert to_csv(one().items, wording) == to_csv(one().items, wording)


def test_classes_have_a_sheet_for_each_section_and_rows_of_their_own_in_the_csv():
    asked = {"a": np.tile(np.repeat(np.array([0, 1], np.uint8), 15)[:, None], (1, 5)), "b": np.zeros((12, 5), np.uint8)}
    chosen = class_rules(["75", "25"])
    whole, by_class = told_apart(TWO_SECTIONS, asked)
    found = report(whole, meeting(42), TWO_SECTIONS, chosen, by_class=by_class)
    wording = Wording(TWO_SECTIONS, chosen, "en")
    rows = records(sheets(found, wording)["Classes, word"])
    assert rows[0][:5] == ["Community", "Subject", "Item", "Class", "word"]
    assert [row[3] for row in rows[1:4]] == ["class a", "class b", "Weighted classes"]
    assert rows[1][4:7] == [15, 15, 0]
    assert rows[3][10:13] == [None, None, 0.625]  # (75 · 15/30 + 25 · 12/12) ÷ 100
    lines = [line.split(",") for line in to_csv(found.as_table(), wording).decode("utf-8-sig").splitlines()]
    assert [line[5] for line in lines[:5]] == ["Class", "All ballots", "class a", "class b", "Weighted classes"]
    assert ["Voter classes", "class a 75 : class b 25", "yes", None] in records(sheets(found, wording)["Rules"])


def test_the_grades_have_a_sheet_with_points_and_hidden_ones_say_so() -> None:
    heads, *rows = records(sheets(finished(("小", FEW), ("大", VOTES)), ENGLISH)["Grades"])
    assert heads[:4] == ["Community", "Sub-district", "Proposed grade", "Confirmed grade"]
    big = next(row for row in rows if row[0] == "大")
    assert big[2] == "Undecided"
    assert big[heads.index("Public score")] == pytest.approx((43 * 100 + 10 * 60) / 55)
    small = next(row for row in rows if row[0] == "小")
    assert small[heads.index("Public score")] is None
    assert small[heads.index("Note")] == "not published (fewer than 10)"
