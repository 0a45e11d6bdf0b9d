"""A sheet of meetings: what it would plan, what it takes from the register, its faults and its questions."""

from datetime import date, time

import pytest

from ballots import campaigns, meetings
from ballots.campaigns import Campaign
from ballots.form import Subject
from ballots.meetings import State
from survey import register, timetable
from survey.database import reading
from survey.errors import TableHasFaults, TooManyMeetings
from survey.evening import Evening
from survey.sheets import template
from survey.sheets.table import Table, read, read_text
from survey.timetable import Timetable
from tests.factories import called_off, draft
from tests.factories import campaign as new_campaign

HEADS = "街道\t社区\t应到人数\t日期\t时间\t地点\t社区班子\t党支部书记\t选聘高校毕业生\n"
TODAY = date(2026, 11, 1)


@pytest.fixture
def campaign(evening: Evening) -> Campaign:
    campaign_id = new_campaign(evening)
    with reading(evening.engine) as db:
        return campaigns.find(db, campaign_id)


def table(campaign: Campaign, lines: str) -> Table:
    return read_text(HEADS + lines, timetable.columns(campaign.instrument), "zh-CN")


def planned(evening: Evening, campaign: Campaign, lines: str) -> Timetable:
    with reading(evening.engine) as db:
        return timetable.read(db, campaign, table(campaign, lines), TODAY)


def test_a_line_becomes_a_meeting_with_everything_on_it(evening: Evening, campaign: Campaign) -> None:
    line = "古南镇\t长岗路社区\t52\t2026年11月23日\t19：30\t二楼\t长岗路社区居委会\t王秀兰\t李明、周舟;赵云\n"
    assert timetable.bring_in(evening, campaign, table(campaign, line), TODAY) == 1
    with reading(evening.engine) as db:
        (found,) = meetings.of_campaign(db, campaign.id)
    assert (found.sub_district, found.community, found.roll, found.place) == ("古南镇", "长岗路社区", 52, "二楼")
    assert (found.held_on, found.begins, found.state) == (date(2026, 11, 23), time(19, 30), State.DRAFT)
    assert found.subjects == (
        Subject("committee", "长岗路社区居委会"),
        Subject("secretary", "王秀兰"),
        Subject("graduate", "李明"),
        Subject("graduate", "周舟"),
        Subject("graduate", "赵云"),
    )


def test_what_a_line_leaves_out_comes_from_the_register(evening: Evening, campaign: Campaign) -> None:
    known = "街道,社区,应到人数\n古南镇,长岗路社区,52\n古南镇,新村社区,60\n三江镇,新村社区,70\n"
    register.bring_in(evening, read_text(known, register.COLUMNS))
    lines = "".join(
        f"{line}\t甲\n"
        for line in (
            "\t长岗路 社区\t\t\t\t",
            "三江镇\t新村社区\t\t\t\t",
            "\t新村社区\t\t\t\t",
            "\t不在册社区\t\t\t\t",
        )
    )
    found = planned(evening, campaign, lines)
    assert [(plan.sub_district, plan.roll) for plan in found.plans] == [
        ("古南镇", 52),
        ("三江镇", 70),
        ("", None),
        ("", None),
    ]
    assert found.unregistered == ("新村社区", "不在册社区")
    assert found.faults == ()


def test_a_day_that_is_over_is_a_question_and_no_fault(evening: Evening, campaign: Campaign) -> None:
    found = planned(evening, campaign, "\t甲社区\t\t2026-10-31\t\t\t甲\n\t乙社区\t\t2026-11-01 19:30\t\t\t甲\n")
    assert (found.faults, found.past) == ((), (2,))
    assert found.plans[1].begins == time(19, 30)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("\t甲 社区\t\t\t\t\t甲\n", "Line 3, column 社区: this community already stands on line 2. Keep one of them."),
        (
            "\t桃花源社区\t\t\t\t\t甲\n",
            "Line 3, column 社区: this community already has a meeting in this campaign. Remove the line.",
        ),
        ("\t\t\t\t\t\t甲\n", "Line 3, column 社区: this is empty. Fill it in, or remove the line."),
        ("\t乙社区\t\t\t\t\t\n", "Line 3, column 社区班子: Name at least one subject to be rated."),
        ("\t乙社区\t\t明天\t\t\t甲\n", "Line 3, column 日期: write the date as 2026-11-23."),
        ("\t乙社区\t\t\t晚上\t\t甲\n", "Line 3, column 时间: write the time as 19:30."),
        ("\t乙社区\t-3\t\t\t\t甲\n", "Line 3, column 应到人数: write a whole number, such as 52."),
        (
            f"\t乙社区\t\t\t\t\t甲、{'长' * 201}\n",
            "Line 3, column 社区班子: write 1 to 200 characters, without invisible marks.",
        ),
    ],
)
def test_a_fault_is_named_by_its_line_and_no_meeting_is_planned(
    evening: Evening, campaign: Campaign, line: str, says: str
) -> None:
    draft(evening, campaign.id, community="桃花源社区")
    lines = f"\t甲社区\t\t\t\t\t甲\n{line}"
    assert [str(fault) for fault in planned(evening, campaign, lines).faults] == [says]
    with pytest.raises(TableHasFaults):
        timetable.bring_in(evening, campaign, table(campaign, lines), TODAY)
    with reading(evening.engine) as db:
        assert len(meetings.of_campaign(db, campaign.id)) == 1


def test_several_faults_of_one_line_are_all_named(evening: Evening, campaign: Campaign) -> None:
    found = planned(evening, campaign, "\t\t很多\t明天\t晚上\t\t\n")
    assert len(found.faults) == 5


def test_a_community_whose_meeting_is_void_may_be_planned_again(evening: Evening, campaign: Campaign) -> None:
    called_off(evening, campaign_id=campaign.id, community="甲社区")
    assert planned(evening, campaign, "\t甲社区\t\t\t\t\t甲\n").faults == ()


def test_more_meetings_than_a_district_has_are_refused(evening: Evening, campaign: Campaign) -> None:
    lines = "".join(f"\t{number}社区\t\t\t\t\t甲\n" for number in range(timetable.MOST + 1))
    with pytest.raises(TooManyMeetings):
        planned(evening, campaign, lines)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_sheet_to_fill_in_is_read_back_without_a_fault(evening: Evening, campaign: Campaign, language: str) -> None:
    columns = timetable.columns(campaign.instrument)
    sheet = template.workbook(columns, timetable.lines([], campaign, language), language)
    with reading(evening.engine) as db:
        found = timetable.read(db, campaign, read(sheet, columns), TODAY)
    assert (len(found.plans), found.faults, len(found.plans[0].subjects)) == (1, (), 6)
