"""What the minutes say: every figure by hand, the rules in words, what is hidden, who signs."""

import re
from pathlib import Path

import pytest

from ballots import meetings
from ballots.errors import WrongState
from ballots.meetings import Purpose
from ballots.pile import Ruling
from ballots.spoiling import Flaw
from survey import paperwork
from survey.database import writing
from survey.evening import Evening
from survey.minutes.content import minutes
from survey.minutes.sheet import Minutes
from tests.factories import SUBJECTS, closed, published, typed, typed_twice, with_paper
from tests.survey.minutes.held import Count, Rate, Score, Text, held, table, texts


def test_every_item_has_its_counts_shares_rates_and_score(chinese: Minutes) -> None:
    found = table(chinese, "社区班子 长岗路社区居委会")
    assert found.heads == (
        *("项目", "满意", "基本满意", "不满意", "有效评价", "弃权", "本项无效"),
        *("满意率", "满意率(含基本满意)", "测评得分"),
    )
    assert found.rows[0] == (
        Text("社区服务"),
        *(Count(40, 50), Count(8, 50), Count(2, 50), Count(50), Count(3, 53), Count(0)),
        *(Rate(40, 50), Rate(48, 50), Score(4480, 50)),
    )
    shown = [line for cell in found.rows[0] for line in cell.lines]
    assert shown == [
        *("社区服务", "40", "80.00%", "8", "16.00%", "2", "4.00%", "50", "3", "5.66%", "0"),
        *("80.00%", "(40/50)", "96.00%", "(48/50)", "89.60"),
    ]


def test_each_subject_is_announced_by_the_item_that_speaks_for_it(chinese: Minutes) -> None:
    rows = table(chinese, "长岗路社区：3个测评对象的结果").rows
    assert [row[0].lines + row[1].lines for row in rows] == [
        ("社区班子 长岗路社区居委会", "总体评价"),
        ("党支部书记 王秀兰", "各项合计"),
        ("选聘高校毕业生 李明", "各项合计"),
    ]
    assert rows[1][2:] == (Rate(200, 250), Rate(240, 250), Score(22400, 250))


def test_attendance_and_ballots_stand_with_their_fractions(chinese: Minutes) -> None:
    assert table(chinese, "到会率").rows == ((Count(80), Count(62), Rate(62, 80)),)
    assert table(chinese, "选票").rows == (
        (Count(53), Count(53), Count(53), Count(0), Rate(53, 53), Rate(53, 80), Rate(53, 53)),
    )


@pytest.mark.parametrize(
    ("present", "says"),
    [
        (54, "须到会54人，实到54人，达到规定人数。"),
        (53, "须到会54人，实到53人，未达到规定人数。"),
        (None, "未登记实到人数，无法确认是否达到规定人数。"),
    ],
)
def test_the_quorum_is_told_with_its_rule(evening: Evening, present: int | None, says: str) -> None:
    prepared = closed(evening)
    with writing(evening.engine) as db:
        meetings.note_attendance(db, prepared.id, 80, present)
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    said = texts(minutes(evening, prepared.id, "zh-CN"))
    assert "规则要求到会不少于50人，且不少于应到人数的2/3。" in said
    assert says in said


def test_a_group_too_small_to_publish_has_no_number_anywhere(tmp_path: Path) -> None:
    made = held(tmp_path, few=["culture"])
    rows = table(made, "社区班子 长岗路社区居委会").rows
    hidden = next(row for row in rows if row[0] == Text("社区文化"))
    assert [cell.lines[0] for cell in hidden[1:]] == [*["—"] * 6, "不公布 (少于10人)", "—", "—"]
    assert not any(re.fullmatch(r"4|7|46|57\.14%|.*\(4/7\)", text) for text in texts(made))


def test_the_rules_stand_with_their_fingerprint_sources_and_local_defaults(chinese: Minutes) -> None:
    said = "\n".join(texts(chinese))
    assert "满意率 = 满意 ÷ 有效评价；满意率(含基本满意) = (满意 + 基本满意) ÷ 有效评价" in said
    assert "默认计分规则（2026） (default-2026, 1)" in said
    assert re.search(r"指纹 \(SHA-256\)\n[0-9a-f]{64}\n", said)
    assert "最少到会人数：吉州区“双评”：参加测评不少于50人；嘉南民〔2013〕23号同。" in said
    assert "三分之二以上居民代表到会 （本地默认）" in said
    assert "因四舍五入，合计可能不等于100%" in said


def test_seal_record_and_the_end_of_the_box_are_in_it(evening: Evening) -> None:
    found = published(evening).meeting
    said = texts(minutes(evening, found.id, "en"))
    assert found.seal
    assert said[said.index("Seal of the box") + 1].replace(" ", "") == found.seal
    with writing(evening.engine) as db:
        assert said[said.index("Record (SHA-256)") + 1] == meetings.published_record(db, found.id)[1]
    assert said[said.index("Box") + 1].startswith("Box destroyed 20")


def test_host_three_scrutineers_and_two_tellers_sign_with_name_and_date(chinese: Minutes) -> None:
    assert chinese.signatures.heads == ("职责", "签名", "姓名（正楷）", "日期")
    assert chinese.signatures.roles == ("主持人", "监票人 1", "监票人 2", "监票人 3", "计票人 1", "计票人 2")


def test_the_english_minutes_hold_no_chinese_but_what_people_wrote(english: Minutes) -> None:
    names = [*(one.name for one in SUBJECTS), "长岗路社区", "古南镇街道", "2026 年度社区民主测评"]
    said = "\n".join(texts(english))
    for name in names:
        said = said.replace(name, "")
    assert re.findall(r"[\u4e00-\u9fff]+", said) == []


def test_a_rehearsal_says_that_it_does_not_count(evening: Evening) -> None:
    made = minutes(evening, published(evening, purpose=Purpose.REHEARSAL).id, "zh-CN")
    assert made.warning == "演练 REHEARSAL · 一概不算数。"


def test_there_are_none_before_the_result_is_published(evening: Evening) -> None:
    with pytest.raises(WrongState):
        minutes(evening, closed(evening).id, "zh-CN")


def test_the_same_meeting_has_the_same_minutes_every_time(archive: tuple[Evening, str], english: Minutes) -> None:
    assert minutes(*archive, "en") == english


def test_paper_is_told_apart_from_the_box_and_spoiled_ballots_have_their_reasons(evening: Evening) -> None:
    prepared = with_paper(evening, ballots=12, papers=11)
    typed_twice(prepared, but=(3,))
    typed(prepared, 3, doubt=Flaw.TORN)
    paperwork.rule(evening, prepared.id, 3, Ruling(Flaw.TORN, "赵明", "孙丽"))
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    said = texts(minutes(evening, prepared.id, "en"))
    assert "By phone: 12 ballots." in said
    assert "On paper: 13 handed out, 11 returned." in said
    assert "Spoiled, as decided by two scrutineers: Torn or incomplete 1" in said
    assert not any("赵明" in line for line in said)


def test_reasons_are_not_told_where_few_voted_on_paper(evening: Evening) -> None:
    prepared = with_paper(evening, ballots=12, papers=1)
    typed(prepared, 1, doubt=Flaw.BLANK)
    paperwork.rule(evening, prepared.id, 1, Ruling(Flaw.BLANK, "赵明", "孙丽"))
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    assert not any("Nothing at all is marked" in line for line in texts(minutes(evening, prepared.id, "en")))
