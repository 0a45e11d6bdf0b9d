"""After the publishing facts are corrected, dated, with a reason and both values; counts and the record never."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ballots import meetings
from ballots.corrections import Change, Declared
from ballots.errors import (
    DayNotUsable,
    FactNotCorrectable,
    HourNotUsable,
    MeetingExists,
    NameNotUsable,
    NothingCorrected,
    NumberNotUsable,
    Refused,
    WrongState,
)
from ballots.meetings import Closing, Plan
from ballots.tables import correction
from survey import history, planning
from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from survey.correcting import correct, fact_called
from survey.database import reading, writing
from survey.evening import Evening
from survey.minutes.content import minutes
from survey.minutes.files import FileFormat, written
from survey.published import results
from survey.published.verify import check
from tests.factories import SUBJECTS, closed, draft, make_evening
from tests.survey.minutes.held import hold, table, texts
from tests.survey.minutes.test_files import run, seen
from tests.survey.visitors import send, sign_in

REASON = "签到表漏计二人"


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Evening, str]]:
    """62 present were published as such and are corrected to 40, and the secretary's name is."""
    evening = make_evening(tmp_path_factory.mktemp("corrected"))
    meeting_id = hold(evening)
    correct(evening, meeting_id, Change(Declared.PRESENT, "40", REASON))
    correct(evening, meeting_id, Change(Declared.SUBJECT, "王秀莲", "笔误", position=2))
    correct(evening, meeting_id, Change(Declared.PLACE, "社区活动室", "公布时漏记"))
    yield evening, meeting_id
    evening.engine.dispose()


def said(evening: Evening, meeting_id: str, ending: FileFormat) -> str:
    """Everything the file says, spaces left out."""
    content = written(minutes(evening, meeting_id, "zh-CN"), ending)
    match ending:
        case FileFormat.DOCX:
            words = [node.text or "" for node in Document(BytesIO(content)).element.body.iter(qn("w:t"))]
        case FileFormat.PDF:
            words = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
        case FileFormat.XLSX:
            book = load_workbook(BytesIO(content))
            words = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
        case FileFormat.HTML:
            words = [seen(content.decode())]
    return re.sub(r"\s+", "", "".join(words))


@pytest.mark.parametrize("ending", list(FileFormat))
def test_both_values_reason_date_and_name_stand_in_every_format(
    corrected: tuple[Evening, str], ending: FileFormat
) -> None:
    text = said(*corrected, ending)
    today = datetime.now(UTC).astimezone().strftime("%Y-%m-%d")
    assert re.search(rf"实到人数6240{REASON}{today}\d\d:\d\d", text)
    assert re.search(rf"测评对象名称王秀兰王秀莲笔误{today}", text)
    assert "会议地点—社区活动室公布时漏记" in text
    assert "公布记录及其指纹不变" in text


def test_the_minutes_use_the_corrected_values_and_say_so(corrected: tuple[Evening, str]) -> None:
    made = minutes(*corrected, "zh-CN")
    assert table(made, "到会率").rows[0][1].lines == ("40",)
    lines = texts(made)
    assert "须到会54人，实到40人，未达到规定人数。" in lines
    assert "更正：实到人数，原公布62，现为40；是否达到规定人数按更正后的数字判定。" in lines
    assert table(made, "党支部书记 王秀莲")
    assert lines[lines.index("地点") + 1] == "社区活动室"


def test_the_published_record_and_its_hash_are_unchanged_and_verify_passes(tmp_path_factory: object) -> None:
    evening = make_evening(tmp_path_factory.mktemp("record"))  # type: ignore[attr-defined]
    meeting_id = hold(evening)
    with reading(evening.engine) as db:
        before = meetings.published_record(db, meeting_id)
    correct(evening, meeting_id, Change(Declared.PRESENT, "60", REASON))
    with reading(evening.engine) as db:
        assert meetings.published_record(db, meeting_id) == before
    assert all(finding.agrees for finding in check(before[0].encode(), before[1]))
    evening.engine.dispose()


def test_grades_weigh_the_corrected_attendance(corrected: tuple[Evening, str]) -> None:
    evening, meeting_id = corrected
    with reading(evening.engine) as db:
        from ballots import campaigns

        found = meetings.find(db, meeting_id)
        report = results.report(db, campaigns.find(db, found.campaign_id))
    row = report.grades.iloc[0]
    assert (int(row["present"]), bool(row["enough_present"])) == (40, False)
    assert row["proposed"] == "undecided"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (Change(Declared.PRESENT, "62", REASON), NothingCorrected),
        (Change(Declared.PRESENT, "sixty", REASON), NumberNotUsable),
        (Change(Declared.PRESENT, "-1", REASON), NumberNotUsable),
        (Change(Declared.PRESENT, "9" * 400, REASON), NumberNotUsable),
        (Change(Declared.ROLL, "0", REASON), NumberNotUsable),
        (Change(Declared.COMMUNITY, " ", REASON), NameNotUsable),
        (Change(Declared.COMMUNITY, "长" * 201, REASON), NameNotUsable),
        (Change(Declared.PLACE, "礼堂", " "), NameNotUsable),
        (Change(Declared.SUBJECT, "王秀莲", REASON, position=4), FactNotCorrectable),
        (Change(Declared.SUBJECT, "王秀莲", REASON), FactNotCorrectable),
        (Change(Declared.HELD_ON, "3月12日", REASON), DayNotUsable),
        (Change(Declared.HELD_ON, "2999-01-01", REASON), DayNotUsable),
        (Change(Declared.BEGINS, "evening", REASON), HourNotUsable),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(
    archive: tuple[Evening, str], change: Change, refusal: type[Refused]
) -> None:
    evening, meeting_id = archive
    with pytest.raises(refusal):
        correct(evening, meeting_id, change)
    assert evening.find(meeting_id).corrections == ()


@pytest.mark.parametrize("name", ["returned", "issued", "valid", "spoiled", "votes", "seal", "subject-9", "", "ROLL"])
def test_counts_are_never_corrected(archive: tuple[Evening, str], name: str) -> None:
    with pytest.raises(FactNotCorrectable):
        fact_called(archive[0].find(archive[1]), name)


def test_nothing_is_corrected_before_the_publishing(evening: Evening) -> None:
    with pytest.raises(WrongState):
        correct(evening, closed(evening).id, Change(Declared.PRESENT, "60", REASON))


def test_a_correction_is_never_changed_removed_or_slipped_in(corrected: tuple[Evening, str]) -> None:
    evening, meeting_id = corrected
    first = {"meeting_id": meeting_id, "number": 1}
    with reading(evening.engine) as db:
        row = db.execute(select(correction).where(correction.c.number == 1)).mappings().one()
    for act in (
        update(correction).values(new="99"),
        delete(correction),
        insert(correction).prefix_with("OR REPLACE").values({**row, **first, "new": "99"}),
        insert(correction).values({**row, "number": 9}),
        insert(correction).values({**row, "number": 4, "fact": "returned"}),
    ):
        with pytest.raises(IntegrityError), writing(evening.engine) as db:
            db.execute(act)
    assert [one.new for one in evening.find(meeting_id).corrections] == ["40", "王秀莲", "社区活动室"]


def test_a_corrected_name_is_taken_and_one_that_is_taken_is_refused(evening: Evening) -> None:
    wrong, other = hold(evening, community="长岗社区"), hold(evening, community="北门社区")
    with pytest.raises(MeetingExists):
        correct(evening, wrong, Change(Declared.COMMUNITY, "北门社区", "笔误"))
    assert evening.find(wrong).community == "长岗社区"
    correct(evening, wrong, Change(Declared.COMMUNITY, "长岗路社区", "笔误"))
    campaign_id = evening.find(other).campaign_id
    with pytest.raises(MeetingExists), writing(evening.engine) as db:
        meetings.create(db, campaign_id, Plan("长岗路社区", SUBJECTS, sub_district="古南镇街道"))


def test_a_meeting_that_was_rehearsed_is_corrected_like_any_other(evening: Evening) -> None:
    prepared = draft(evening)
    planning.rehearse(evening, prepared.id)
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    prepared.cast()
    evening.close(prepared.id, Closing())
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    assert correct(evening, prepared.id, Change(Declared.PRESENT, "40", REASON)).new == "40"


def test_a_second_correction_of_a_fact_starts_from_the_first(evening: Evening) -> None:
    meeting_id = hold(evening)
    for number in ("60", "61"):
        correct(evening, meeting_id, Change(Declared.PRESENT, number, REASON))
    found = evening.find(meeting_id)
    assert [(one.number, one.old, one.new) for one in found.corrections] == [(1, "62", "60"), (2, "60", "61")]
    assert found.present == 61


@pytest.mark.parametrize(
    ("fact", "new", "field", "value"),
    [
        (Declared.HELD_ON, "2026-03-12", "held_on", date(2026, 3, 12)),
        (Declared.BEGINS, "19:00", "begins", time(19)),
        (Declared.SUB_DISTRICT, "滨江街道", "sub_district", "滨江街道"),
        (Declared.ROLL, "81", "roll", 81),
    ],
)
def test_whatever_shows_a_meeting_shows_it_corrected(
    evening: Evening, fact: Declared, new: str, field: str, value: object
) -> None:
    meeting_id = hold(evening)
    correct(evening, meeting_id, Change(fact, new, REASON))
    assert getattr(evening.find(meeting_id), field) == value
    assert new in texts(minutes(evening, meeting_id, "en"))


# Pages and the command


def test_the_organizer_corrects_on_a_page_and_everybody_sees_both_values(evening: Evening) -> None:
    meeting_id = hold(evening)
    client = create_app(evening, Settings(language="en")).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    sign_in(client, evening, Role.ADMINISTRATOR)
    address = f"/desk/meetings/{meeting_id}/corrections"
    before = client.get(f"/district/campaigns/{evening.find(meeting_id).campaign_id}").text
    refused = send(client, address, fact="present", new="many", reason=REASON)
    assert refused.status_code == 422
    assert 'value="many"' in refused.text
    assert REASON in refused.text
    assert send(client, address, fact="returned", new="60", reason=REASON).status_code == 422
    assert send(client, address, fact="present", new="60", reason=REASON).status_code == 302
    for page in (address, f"/district/meetings/{meeting_id}", f"/v/{meeting_id}/receipts"):
        text = client.get(page).text
        assert f'<th scope="row">people present</th><td>62</td><td>60</td><td>{REASON}</td>' in text
        assert ("周敏</td>" in text) == (not page.startswith("/v/"))
    after = client.get(f"/district/campaigns/{evening.find(meeting_id).campaign_id}").text
    assert ("62/80" in before, "60/80" in after, ">corrected<" in after) == (True, True, True)
    assert ">corrected<" in client.get(f"/desk/campaigns/{evening.find(meeting_id).campaign_id}").text
    with reading(evening.engine) as db:
        line = history.lines(db)[0]
    assert (line.act, line.account) == ("minutes corrected", "周敏")
    assert line.details == {"fact": "people present", "before": "62", "after": "60"}


def test_the_command_corrects_and_lists(evening: Evening) -> None:
    hold(evening)
    to = ("--to", "60", "--reason", REASON)
    refused = run(evening, "minutes", "correct", "长岗路社区", "--fact", "returned", *to)
    assert (refused.exit_code, refused.stderr.startswith("Counts of slips")) == (1, True)
    done = run(evening, "minutes", "correct", "长岗路社区", "--fact", "present", *to)
    assert done.output == "Corrected: 62 is now 60.\n"
    listed = run(evening, "minutes", "corrections", "长岗路社区", "--format", "csv").output.splitlines()
    assert listed[0] == "number,fact,old,new,reason,by,at"
    assert listed[1].startswith(f"1,people present,62,60,{REASON},")
