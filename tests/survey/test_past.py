"""Results of earlier years: kept whole or not at all, wrong figures as they were published, beside this year's."""

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from analysis.changes import RATES
from survey.accounts import Role
from survey.acts import Act
from survey.cli import main
from survey.database import reading, writing
from survey.errors import TableHasFaults
from survey.evening import Evening
from survey.past import kept, sheet
from survey.past.errors import NotPercentage
from survey.past.figures import Check, Figure, percentage
from survey.past.kept import Past
from survey.sheets import table
from tests.conftest import Page
from tests.factories import campaign_of
from tests.survey.minutes.held import hold
from tests.survey.test_district import text
from tests.survey.visitors import follow, noted, send, sign_in

HEADS = "年度,街道,社区,类别,项目,票数,有效评价,公布率,出处\n"


@pytest.mark.parametrize(
    ("percent", "votes", "rated", "check"),
    [
        ("89.29", 25, 28, Check.COMPUTES),  # 沾益
        ("99.8", 526, 527, Check.COMPUTES),  # 宁波
        ("96.9", 590, 610, Check.DOES_NOT_COMPUTE),
        ("58.07", 54, 93, Check.DOES_NOT_COMPUTE),  # 93件建议: the column was forced to 100
        ("26.8", 25, 93, Check.DOES_NOT_COMPUTE),  # the same page, truncated
        ("25.2", 148, 591, Check.DOES_NOT_COMPUTE),  # 宁波: over 588
        ("93.3", 236, 254, Check.DOES_NOT_COMPUTE),  # 莆田
        ("95.94", None, 196, Check.DOES_NOT_COMPUTE),  # 吉州: no single n up to 196 gives it
        ("95.94", None, 197, Check.COMPUTES),  # 189 of 197 does
        ("95.94", None, None, Check.CANNOT_BE_CHECKED),
        ("", 40, 50, Check.COMPUTES),
        ("100", 146, 146, Check.COMPUTES),
    ],
)
def test_a_published_figure_computes_or_is_kept_and_says_so(
    percent: str, votes: int | None, rated: int | None, check: Check
) -> None:
    figure = Figure(percent, votes, rated)
    assert figure.check is check
    exact = Fraction(votes, rated) if votes is not None and rated else None
    assert figure.rate == (exact if exact is not None and check is Check.COMPUTES else Fraction(percent) / 100)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("95.94%", "95.94"), ("95.94", "95.94"), ("96 %", "96"), ("0.9594", "95.94"), ("1", "100"), ("１００％", "100")],
)
def test_a_percentage_is_read_as_people_and_spreadsheets_write_it(typed: str, read: str) -> None:
    assert percentage(typed) == read


@pytest.mark.parametrize("typed", ["101%", "abc", "-5", "9.12345%", "1e1"])
def test_what_is_no_percentage_is_refused(typed: str) -> None:
    with pytest.raises(NotPercentage):
        percentage(typed)


def looked(evening: Evening, lines: str) -> sheet.Looked:
    with reading(evening.engine) as db:
        return sheet.compare(db, table.read_text(HEADS + lines, sheet.COLUMNS))


def bring_in(evening: Evening, lines: str) -> sheet.Looked:
    return sheet.bring_in(evening, table.read_text(HEADS + lines, sheet.COLUMNS))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("20x5,,甲,,,1,50,", "Line 2, column 年度: write the year, such as 2025."),
        (",,甲,,,40,50,", "Line 2, column 年度: this is empty."),
        ("2025,,,,,40,50,", "Line 2, column 社区: this is empty."),
        ("2025,,甲,物业,,40,50,", "Line 2, column 类别: no form has this kind of subject."),
        ("2025,,甲,社区班子,天气,40,50,", "Line 2, column 项目: the form has no such item"),
        ("2025,,甲,,,,50,", "Line 2, column 公布率: write the votes and how many rated"),
        ("2025,,甲,,,51,50,", "Line 2, column 票数: there are more votes than people who rated."),
        ("2025,,甲,,,7,9,", "Line 2, column 有效评价: fewer than 10 people rated"),
        ("2025,,甲,,,40,50,120%", "Line 2, column 公布率: write the percentage as it was published"),
        ("2025,,甲,,,40,50,\n2025,,甲,,,41,50,", "Line 3, column 社区: this figure already stands on line 2."),
    ],
)
def test_every_fault_is_named_by_line_and_column_and_nothing_is_kept(evening: Evening, line: str, fault: str) -> None:
    (found,) = looked(evening, line).faults
    assert str(found).startswith(fault)
    with pytest.raises(TableHasFaults):
        bring_in(evening, f"2024,,乙,,,40,50,\n{line}")
    with reading(evening.engine) as db:
        assert kept.every(db) == []


def test_figures_are_kept_replaced_and_told_apart(evening: Evening) -> None:
    first = bring_in(
        evening, "2025,古南镇街道,长岗路社区,社区班子,总体评价,48,52,92.31%,公告3号\n2024,,甲,党支部书记,,,50,96%,"
    )
    assert (len(first.new), len(first.changed), first.unchanged, len(first.odd)) == (2, 0, 0, 0)
    again = bring_in(evening, "2025,古南镇街道,长岗路 社区,,,48,52,92.3%,公告3号\n2024,,甲,党支部书记,,,50,96%,")
    assert (len(again.new), len(again.changed), again.unchanged) == (0, 1, 1)
    with reading(evening.engine) as db:
        newest, older = kept.every(db)
    assert newest.figure == Figure("92.3", 48, 52)
    assert (older.kind, older.item, older.figure.rate) == ("secretary", "pooled", Fraction(96, 100))
    assert len(noted(evening, Act.PAST_IMPORTED)) == 2


def test_a_year_is_a_frame_as_comparisons_take_it(evening: Evening) -> None:
    bring_in(evening, "2025,,甲,,,40,50,\n2025,,乙,,,54,93,58.07%\n2025,,丙,,,,,95.94%\n2024,,甲,,,30,50,")
    with reading(evening.engine) as db:
        frame = kept.frame(db, 2025)
        assert kept.years(db) == [2025, 2024]
    assert list(frame.columns) == [*RATES, "computed"]
    rows = {row["community"]: row for row in frame.to_dict("records")}
    assert (rows["甲"]["rate"], rows["甲"]["n"], rows["甲"]["computed"]) == (0.8, 50, True)
    assert (rows["乙"]["rate"], rows["乙"]["n"], rows["乙"]["computed"]) == (0.5807, 93, False)
    assert rows["丙"]["n"] != rows["丙"]["n"]  # NaN
    assert (rows["丙"]["kind"], rows["丙"]["item"]) == ("committee", "overall")


def test_the_page_shows_first_and_keeps_what_comes_unchanged(
    client: FlaskClient, evening: Evening, page_of: Page
) -> None:
    sign_in(client, evening, Role.OFFICIAL)
    path = "/district/earlier-years/import"
    page_of(path)
    sent = HEADS + "2025,,甲,,,54,93,58.07%,通报"
    answer = send(client, path, table=sent)
    read = text(answer.text)
    assert "58.07% 54/93 = 58.06% as published, does not compute" in read
    assert "Nothing is kept of earlier years yet." in client.get("/district/earlier-years").text
    seen = answer.text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    assert "Figures of earlier years kept: 1." in follow(client, send(client, path, table=sent, seen=seen, keep="y"))
    assert "does not compute" in page_of("/district/earlier-years")
    gone = follow(client, send(client, "/district/earlier-years/2025/remove"))
    assert "Figures of 2025 removed: 1." in gone
    assert noted(evening, Act.PAST_REMOVED) == [("周敏", "")]


def test_a_sheet_with_faults_comes_back_with_each_of_them(client: FlaskClient, evening: Evening) -> None:
    sign_in(client, evening, Role.OFFICIAL)
    answer = send(client, "/district/earlier-years/import", table=HEADS + "2025,,甲,,,60,50,\n199,,乙,,,1,50,")
    assert answer.status_code == 422
    assert "Line 2, column 票数: there are more votes than people who rated." in answer.text
    assert "Line 3, column 年度: write the year" in answer.text


def test_a_workbook_with_percent_cells_is_read_and_the_template_too(
    client: FlaskClient, evening: Evening, tmp_path: Path
) -> None:
    book, file = Workbook(), tmp_path / "earlier.xlsx"
    book.active.append(["Year", "Community", "Rated", "Percentage"])
    book.active.append([2025, "甲", 50, 0.96])
    book.active.cell(2, 4).number_format = "0.00%"
    book.save(file)

    def run(*words: str) -> str:
        answer = CliRunner().invoke(main, [*words, "--data", str(evening.folder.root)], env={"MINXIN_LANGUAGE": "en"})
        assert answer.exit_code == 0, answer.output
        return answer.output

    assert "New: 1" in run("import", "results", str(file), "--look")
    assert run("past").count("\n") == 1
    run("import", "results", str(file))
    assert "96" in run("past")
    sign_in(client, evening, Role.OFFICIAL)
    template = client.get("/district/earlier-years/template.xlsx").data
    found = table.read(template, sheet.COLUMNS)
    with reading(evening.engine) as db:
        assert sheet.compare(db, found).faults == ()
    assert load_workbook(BytesIO(template)).active.freeze_panes == "A2"


def test_an_imported_year_stands_beside_this_year(client: FlaskClient, evening: Evening, page_of: Page) -> None:
    held = hold(evening)  # 40 of 50 on every item
    bring_in(
        evening, "2025,古南镇街道,长岗路社区,,,30,50,60%,通报\n2025,古南镇街道,长岗路社区,,社区卫生,,93,58.06%,通报"
    )
    sign_in(client, evening, Role.OFFICIAL)
    read = text(page_of(f"/district/meetings/{held}/sheet"))
    assert "Overall 80.00% (40/50) 60.00% (30/50) +20.00" in read
    assert "Hygiene 80.00% (40/50) 58.06% +21.94" in read
    assert "Before: 2025." in read
    years = text(page_of(f"/district/campaigns/{campaign_of(evening)}/years"))
    assert "2025, as published then" in years
    assert "60.0% (n = 50) 80.0% (n = 50) +20.00" in years


def test_a_figure_that_does_not_compute_says_so_on_the_sheet(
    client: FlaskClient, evening: Evening, page_of: Page
) -> None:
    held = hold(evening)
    odd = Past(2025, "古南镇街道", "长岗路社区", "committee", "", "overall", Figure("58.07", 54, 93))
    with writing(evening.engine) as db:
        kept.keep(db, [odd])
    sign_in(client, evening, Role.OFFICIAL)
    read = text(page_of(f"/district/meetings/{held}/sheet"))
    assert "58.07% (as published, does not compute) +21.93" in read
