"""What cells say: numbers, days, hours and names as people write them."""

from datetime import date, time

import pytest

from survey.sheets import cells
from survey.sheets.cells import Reader
from survey.sheets.columns import Column
from survey.sheets.errors import CellNotDay, CellNotHour, CellNotNumber
from survey.sheets.table import read_text
from survey.web.i18n import sentence


@pytest.mark.parametrize(("text", "number"), [("52", 52), (" ５２ ", 52), ("52人", 52), ("1,200", 1200), ("0", 0)])
def test_whole_numbers_are_read_in_any_width(text: str, number: int) -> None:
    assert cells.number(text) == number


@pytest.mark.parametrize("text", ["", "五十二", "52.5", "-1", "1e3", "12,34", "9" * 5000, "52\u202e"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(CellNotNumber):
        cells.number(text)


@pytest.mark.parametrize(
    "text", ["2026-11-23", "2026/11/23", "2026.11.23", "2026年11月23日", "２０２６-１１-２３", "2026-11-23 19:30"]
)
def test_days_are_read_in_the_usual_ways(text: str) -> None:
    assert cells.day(text) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["23.11.2026", "11/23", "2026-02-30", "46349", "明天", "0000-01-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(CellNotDay):
        cells.day(text)


@pytest.mark.parametrize("text", ["19:30", "19：30", "19点30分", "19时30分", "19:30:00", "2026-11-23 19:30"])
def test_hours_are_read_in_the_usual_ways(text: str) -> None:
    assert cells.hour(text) == time(19, 30)


def test_a_full_hour_needs_no_minutes() -> None:
    assert cells.hour("9点") == time(9)


@pytest.mark.parametrize("text", ["25:00", "19:61", "晚上", "19"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(CellNotHour):
        cells.hour(text)


def test_several_names_stand_in_one_cell() -> None:
    assert cells.names("李明、 周舟；赵云;钱七\n孙八、") == ["李明", "周舟", "赵云", "钱七", "孙八"]


def test_every_cell_of_a_line_is_read_though_others_have_faults() -> None:
    columns = tuple(Column(name, {"zh-CN": name, "en": name}) for name in ("a", "b", "c", "d"))
    (row,) = read_text("a,b,c,d\nx,7,y,\n", columns).rows
    reader = Reader(row)
    found = [reader.read(name, cells.number, -1) for name in ("a", "b", "c")] + [reader.need("d", cells.number, -1)]
    assert found == [-1, 7, -1, -1]
    assert [str(fault) for fault in reader.faults] == [
        "Line 2, column a: write a whole number, such as 52.",
        "Line 2, column c: write a whole number, such as 52.",
        "Line 2, column d: this is empty. Fill it in, or remove the line.",
    ]


def test_a_fault_is_said_whole_in_the_readers_language() -> None:
    (row,) = read_text("社区,应到\n甲,很多\n", (Column("roll", {"zh-CN": "应到", "en": "On the roll"}),)).rows
    reader = Reader(row)
    reader.read("roll", cells.number, 0)
    assert sentence(reader.faults[0], "zh-CN") == "第 2 行“应到”列：请写整数，例如 52。"
