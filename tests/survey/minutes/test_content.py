"""What the minutes say: every figure by hand, the rules in words, what is hidden, who signs."""

import re
from pathlib import Path

import pytest

from ballots import meetings
from ballots.errors import WrongState
from ballots.ledger import Fate, Reason, Why
from ballots.meetings import Closing, Purpose
from ballots.pile import Ruling
from ballots.spoiling import Flaw
from survey import accounts, comments, naming, paperwork, reviewing, slips
from survey.accounts import Role
from survey.comments import Decision
from survey.database import writing
from survey.evening import Evening
from survey.hall import confirmation
from survey.minutes.content import minutes
from survey.minutes.sheet import Minutes
from survey.reviewing import Verdict
from tests.factories import (
    SUBJECTS,
    best_answers,
    closed,
    commented,
    opened,
    published,
    typed,
    typed_twice,
    with_paper,
)
from tests.survey.minutes.held import Count, Rate, Score, Text, held, table, texts
from tests.survey.visitors import PASSWORD


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
        (Count(53), Count(53), Count(53), Count(0), Text("—"), Rate(53, 53), Rate(53, 80), Rate(53, 53)),
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
    made = minutes(evening, prepared.id, "en")
    assert table(made, "Ballots").rows[0][:5] == (Count(33), Count(23), Count(22), Count(1), Count(0, 22))
    assert table(made, "The account of the slips").rows == (
        (Count(20), Count(0), Count(0), Count(20), Count(12), Rate(12, 20)),
    )
    assert table(made, "Paper ballots").rows == ((Count(13), Count(11), Count(1), Count(10), Rate(11, 13)),)
    assert "Ballots by the way they came: on paper 11; by phone 12." in said
    assert "Spoiled, as decided by two scrutineers: Torn or incomplete 1" in said
    assert "Doubtful ballots were decided, always by two, by: 孙丽; 赵明" in said


def test_the_account_of_the_slips_says_what_became_of_each_and_why_one_is_missing(evening: Evening) -> None:
    prepared = opened(evening, slips=30)
    slips.hand_out(evening, prepared.id, 20)
    slips.void(evening, prepared.id, prepared.fresh_code(), Why(Reason.TORN, Fate.REPLACED))
    slips.void(evening, prepared.id, prepared.fresh_code(), Why(Reason.LOST, Fate.AT_DESK))
    slips.print_sheets(evening, prepared.id, 4)
    for _ in range(15):
        prepared.cast(best_answers(evening, prepared.id))
    evening.close(prepared.id, Closing(unused=11, explanation="清点时少一张"))
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    made = minutes(evening, prepared.id, "zh-CN")
    assert table(made, "选票条账目").rows == ((Count(34), Count(2), Count(11), Count(21), Count(15), Rate(15, 21)),)
    said = texts(made)
    assert "作废原因：撕坏或污损 1；遗失 1。" in said
    assert "票箱开启期间加印 4 张；补发以替换作废的 2 张。" in said
    assert "有 1 张选票条下落不明：既未作废，也不在剩余之中，也没有发出记录。" in said
    assert "说明： 清点时少一张" in said


def test_an_account_that_balances_says_so(evening: Evening) -> None:
    prepared = opened(evening, slips=20)
    slips.hand_out(evening, prepared.id, 15)
    for _ in range(12):
        prepared.cast()
    evening.close(prepared.id, Closing(unused=5))
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    made = minutes(evening, prepared.id, "en")
    assert "The account balances: 20 printed = 0 void + 5 left over + 15 handed out." in texts(made)
    assert table(made, "Ballots").rows[0][4] == Count(12, 12)


def test_wholly_blank_ballots_are_not_counted_where_a_question_has_few_ratings(evening: Evening) -> None:
    prepared = opened(evening, slips=20)
    for _ in range(9):
        prepared.cast(best_answers(evening, prepared.id))
    for _ in range(3):
        prepared.cast()
    evening.close(prepared.id, Closing())
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    assert prepared.meeting.blank is None
    assert table(minutes(evening, prepared.id, "en"), "Ballots").rows[0][4] == Text("—")


def test_the_district_stands_above_and_the_scrutineers_who_confirmed_below(evening: Evening) -> None:
    done = published(evening)
    with writing(evening.engine) as db:
        naming.name_district(db, "吉州区")
    confirmation.confirm(evening, done.id, "孙丽")
    made = minutes(evening, done.id, "zh-CN")
    assert made.district == "吉州区"
    assert any(re.fullmatch(r"已核对并确认计票结果的监票人：孙丽 \(2.*\)。", line) for line in texts(made))


def test_comments_are_told_as_far_as_others_may_know(evening: Evening) -> None:
    prepared = commented(evening, ["路灯不亮", "楼道干净", *[""] * 10])
    said = texts(minutes(evening, prepared.id, "en"))
    assert "Residents could write a comment of up to 200 characters beside the ballot." in said
    assert "The comments are being reviewed." in said
    found = prepared.meeting
    with writing(evening.engine) as db:
        reader = accounts.create(db, "周敏", Role.OFFICIAL, PASSWORD)
        reviewing.begin(db, found, reader)
        reviewing.decide(db, found, 1, reader, Verdict(Decision.RELEASED))
        reviewing.decide(db, found, 2, reader, Verdict(Decision.WITHHELD, reason=comments.Reason.INSULTS))
        reviewing.finish(db, found, reader, "")
    said = texts(minutes(evening, prepared.id, "en"))
    assert "Comments released by the reviewer: 1." in said
    assert not any("withheld" in line or "路灯" in line or "楼道" in line for line in said)


def test_reasons_are_not_told_where_few_voted_on_paper(evening: Evening) -> None:
    prepared = with_paper(evening, ballots=12, papers=1)
    typed(prepared, 1, doubt=Flaw.BLANK)
    paperwork.rule(evening, prepared.id, 1, Ruling(Flaw.BLANK, "赵明", "孙丽"))
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    assert not any("Nothing at all is marked" in line for line in texts(minutes(evening, prepared.id, "en")))
