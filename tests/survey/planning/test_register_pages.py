"""The register of communities, as its pages tell it."""

import io
import re

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from survey import communities
from survey.database import reading
from survey.desk.uploads import MOST_SHOWN
from survey.evening import Evening
from tests.conftest import require_whole_page
from tests.survey.planning.sent import LIST, keep, look, registered, workbook
from tests.survey.visitors import follow, send


def test_a_list_is_looked_at_first_and_kept_with_the_second_press(desk: FlaskClient, evening: Evening) -> None:
    path = "/desk/communities/import"
    shown = look(desk, path, file=workbook(["社区", "街道", "应到人数", "电话"], ["长岗路社区", "古南镇", 52, "139"]))
    page = require_whole_page(shown.text)
    assert re.search(r"<dt>New</dt><dd>1</dd>", page)
    assert "Columns that are not needed were not read: 电话" in page
    assert "139" not in page
    assert registered(evening) == []
    page = follow(desk, keep(desk, path, shown))
    assert "The register is kept: 1 new, 0 changed." in page
    assert registered(evening) == ["古南镇 长岗路社区 52"]


def test_a_list_with_faults_is_not_kept_and_comes_back_to_be_corrected(desk: FlaskClient, evening: Evening) -> None:
    path = "/desk/communities/import"
    sheet = workbook(["名册"], ["社区", "应到人数"], ["甲社区", "很多"], ["", 5], ["丙社区", 60])
    shown = look(desk, path, file=sheet)
    assert shown.status_code == 422
    page = require_whole_page(shown.text)
    assert "Line 3, column 应到人数: write a whole number, such as 52." in page
    assert "Line 4, column 社区: this is empty. Fill it in, or remove the line." in page
    assert ">Keep the list<" not in page
    assert "很多" in page
    assert keep(desk, path, shown).status_code == 422
    assert registered(evening) == []
    corrected = "社区\t应到人数\n甲社区\t70\n丙社区\t60\n"
    shown = look(desk, path, table=corrected)
    follow(desk, keep(desk, path, shown))
    assert registered(evening) == [" 丙社区 60", " 甲社区 70"]


def test_a_text_that_was_changed_after_the_look_is_looked_at_again(desk: FlaskClient, evening: Evening) -> None:
    path = "/desk/communities/import"
    seen = re.search(r'name="seen"[^>]* value="([0-9a-f]{64})"', look(desk, path, table=LIST).text)
    assert seen
    answer = send(desk, path, table=LIST + "古南镇\t北门社区\t60\n", seen=seen[1], keep="y")
    assert answer.status_code == 200
    assert re.search(r"<dt>New</dt><dd>3</dd>", answer.text)
    assert registered(evening) == []


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose a file, or paste the table."),
        ({"table": "姓名\n王\n"}, "No line names the columns. The first line needs at least: Community."),
        ({"file": (io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "a.xls")}, "This is an old .xls workbook"),
        ({"file": (io.BytesIO(b"%PDF-1.7\0"), "a.xlsx")}, "This is neither an XLSX workbook nor a CSV file."),
    ],
)
def test_what_cannot_be_read_at_all_says_why(desk: FlaskClient, sent: dict[str, object], says: str) -> None:
    answer = look(desk, "/desk/communities/import", **sent)
    assert answer.status_code == 422
    assert says in require_whole_page(answer.text)


def test_ten_thousand_lines_with_faults_on_each_are_answered_and_kept_in_the_form(desk: FlaskClient) -> None:
    lines = "社区\t应到人数\n" + "".join(f"{number}号社区\t?\n" for number in range(10_000))
    answer = look(desk, "/desk/communities/import", table=lines)
    assert answer.status_code == 422
    assert answer.text.count("write a whole number") == MOST_SHOWN
    assert f"and {10_000 - MOST_SHOWN} more" in answer.text
    assert "9999号社区" in answer.text


def test_the_register_is_searched_in_any_width_and_by_sub_district(desk: FlaskClient, evening: Evening) -> None:
    shown = look(desk, "/desk/communities/import", table=LIST + "三江镇\tＡ区社区\t9\n")
    follow(desk, keep(desk, "/desk/communities/import", shown))
    page = require_whole_page(desk.get("/desk/communities?q=a区").text)
    assert "Ａ区社区" in page
    assert "长岗路社区" not in page
    page = desk.get("/desk/communities?sub_district=古南镇").text
    assert "长岗路社区" in page
    assert "Ａ区社区" not in page
    assert "Nothing is found." in desk.get("/desk/communities?q=nowhere").text


def test_one_community_is_typed_corrected_and_struck_out(desk: FlaskClient, evening: Evening) -> None:
    sent = {"sub_district": "古南镇", "name": "长岗路社区", "roll": "52"}
    page = follow(desk, send(desk, "/desk/communities/new", **sent))
    assert 'value="古南镇"' in page  # ready for the next one
    answer = send(desk, "/desk/communities/new", **sent | {"name": "长岗路 社区"})
    assert answer.status_code == 422
    assert "长岗路 社区 is already in the register." in answer.text
    assert 'value="长岗路 社区"' in answer.text
    with reading(evening.engine) as db:
        (found,) = communities.every(db)
    follow(desk, send(desk, f"/desk/communities/{found.id}", **sent | {"roll": "60"}))
    assert registered(evening) == ["古南镇 长岗路社区 60"]
    follow(desk, send(desk, f"/desk/communities/{found.id}/strike-out"))
    assert registered(evening) == []
    assert desk.get(f"/desk/communities/{found.id}").status_code == 404


@pytest.mark.parametrize(("language", "head"), [("zh-CN", "街道"), ("en", "Sub-district")])
def test_the_sheets_to_fill_in_have_heads_in_the_readers_language(
    desk: FlaskClient, campaign_id: str, language: str, head: str
) -> None:
    follow(desk, keep(desk, "/desk/communities/import", look(desk, "/desk/communities/import", table=LIST)))
    for path in ("/desk/communities/template.xlsx", f"/desk/campaigns/{campaign_id}/meetings/template.xlsx"):
        answer = desk.get(f"{path}?lang={language}")
        sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
        assert sheet["A1"].value == head
        assert "attachment" in answer.headers["Content-Disposition"]
    assert [cell.value for cell in sheet["B"][1:]] == ["河滨社区", "长岗路社区"]
