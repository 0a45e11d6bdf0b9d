"""Communities and meetings from the command line: sheets looked at, brought in, refused line by line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.survey.cli.conftest import Minxin

Done = Callable[..., str]
LIST = "街道,社区,应到人数\n古南镇,长岗路社区,52\n古南镇,河滨社区,80\n"
SHEET = "社区,日期,社区班子\n长岗路社区,2999-11-23,居委会\n"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def write(content: str) -> Path:
        path = tmp_path / "list.csv"
        path.write_text(content, encoding="gb18030")
        return path

    return write


def test_a_list_is_looked_at_brought_in_and_listed(done: Done, file: Callable[[str], Path]) -> None:
    assert done("community", "import", file(LIST), "--look") == "New: 2, changed: 0, unchanged: 0.\n"
    assert json.loads(done("community", "list", "--format", "json")) == []
    done("community", "import", file(LIST))
    assert "New: 0, changed: 1, unchanged: 1." in done("community", "import", file(LIST.replace("80", "81")))
    assert json.loads(done("community", "list", "--format", "json"))[0] == {
        "sub_district": "古南镇",
        "community": "河滨社区",
        "roll": 81,
    }


def test_every_fault_is_told_on_a_line_of_its_own_and_nothing_is_kept(
    minxin: Minxin, done: Done, file: Callable[[str], Path]
) -> None:
    ended = minxin("community", "import", file(LIST + ",,9\n,乙社区,多\n"))
    assert ended.exit_code == 1
    assert ended.stderr.splitlines() == [
        "Line 4, column 社区: this is empty. Fill it in, or remove the line.",
        "Line 5, column 应到人数: write a whole number, such as 52.",
    ]
    assert done("community", "list", "--format", "csv") == "sub_district,community,roll\n"


def test_meetings_are_planned_from_a_sheet_with_what_the_register_knows(
    done: Done, minxin: Minxin, file: Callable[[str], Path]
) -> None:
    done("community", "import", file(LIST))
    done("campaign", "new", "双评 2026")
    command = ("meeting", "import", "--campaign", "双评 2026")
    assert done(*command, file(SHEET), "--look") == "Meetings: 1.\n"
    over = minxin(*command, file(SHEET.replace("2999", "1999")))
    assert (over.exit_code, over.stderr[:36]) == (1, "The days on these lines are over: 2.")
    done(*command, file(SHEET.replace("2999", "1999")), "--past")
    (found,) = json.loads(done("meeting", "list", "--format", "json"))
    assert (found["sub_district"], found["roll"], found["held_on"]) == ("古南镇", 52, "1999-11-23")


def test_a_meeting_is_planned_with_its_day_hour_and_place(minxin: Minxin, done: Done) -> None:
    done("campaign", "new", "双评 2026")
    command = ("meeting", "new", "--campaign", "双评 2026", "--community", "甲社区", "--subject", "committee=居委会")
    made = done(*command, "--date", "2026/11/23", "--time", "19:30", "--place", "二楼").strip()
    found = json.loads(done("meeting", "show", made, "--format", "json"))
    assert (found["held_on"], found["begins"], found["place"]) == ("2026-11-23", "19:30", "二楼")
    ended = minxin(*command, "--date", "tomorrow")
    assert (ended.exit_code, "write the date as 2026-11-23" in ended.stderr) == (2, True)


def test_the_checks_of_the_page_are_told_on_the_terminal(minxin: Minxin, done: Done) -> None:
    done("campaign", "new", "双评 2026")
    command = ("meeting", "new", "--campaign", "双评 2026", "--community", "甲社区", "--subject", "committee=居委会")
    made = done(*command).strip()
    ended = minxin("meeting", "checks", made, "--format", "json")
    found = {row["check"]: row["standing"] for row in json.loads(ended.stdout)}
    assert ended.exit_code == 1
    assert (found["slips"], found["keys"], found["attendance"], found["phones"]) == ("bad", "bad", "care", "ask")
    assert {"disk", "box", "clock", "power", "storage"} <= set(found)
