"""A wiped rehearsal leaves nothing, and the zero report says so of it and of the real meeting's box."""

import io

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ballots import codes, corrections, meetings
from ballots.corrections import Change, Declared
from ballots.errors import NoSuchMeeting
from ballots.meetings import Closing, Purpose
from ballots.tables import metadata
from survey import correcting, planning
from survey.acts import Act
from survey.database import reading, writing
from survey.errors import NotARehearsal, NothingWiped, RealMeetingOpen
from survey.evening import Evening
from survey.minutes.pdf import to_pdf
from survey.printing import FONT
from survey.rehearsals import filling, wiping, zero
from tests.factories import Prepared, box_file, draft, opened, published
from tests.survey.visitors import follow, noted, send, sign_in


def rehearsed(evening: Evening, real: Prepared) -> Prepared:
    """A rehearsal of `real`, held to its end with the deck."""
    twin = planning.rehearse(evening, real.id)
    prepared = Prepared(evening, twin.id, evening.make_slips(twin.id, 20), evening.make_keys(twin.id))
    for key in prepared.keys:
        evening.present_key(twin.id, key.digits)
    evening.open(twin.id)
    filling.fill_in(evening, twin.id)
    evening.close(twin.id, Closing(unused=20))
    for key in prepared.keys[:2]:
        evening.present_key(twin.id, key.digits)
    return prepared


def rows_of(evening: Evening, meeting_id: str) -> list[str]:
    """The tables that still say something of the meeting, the record of acts aside."""
    with evening.engine.connect() as db:
        return [
            table.name
            for table in metadata.sorted_tables
            for column in table.columns
            if table.name != "act" and meeting_id in db.scalars(select(column)).all()
        ]


def test_nothing_of_a_wiped_rehearsal_is_left_and_the_real_meeting_is_as_it_was(evening: Evening) -> None:
    real = draft(evening, slips=25)
    before = real.meeting
    twin = rehearsed(evening, real)
    correcting.correct(evening, twin.id, Change(Declared.PRESENT, "19", "数错了", 0))
    wiping.wipe(evening, twin.id)
    with pytest.raises(NoSuchMeeting):
        evening.find(twin.id)
    assert rows_of(evening, twin.id) == []
    assert real.meeting == before
    with reading(evening.engine) as db:
        assert meetings.rehearsal_of(db, real.id) is None
    assert planning.rehearse(evening, real.id).id != twin.id


def test_corrections_of_a_real_meeting_are_still_never_removed(evening: Evening) -> None:
    real = published(evening)
    correcting.correct(evening, real.id, Change(Declared.PRESENT, "19", "数错了", 0))
    with pytest.raises(IntegrityError, match="only added"), writing(evening.engine) as db:
        db.exec_driver_sql("DELETE FROM correction")
    with reading(evening.engine) as db:
        assert corrections.of(db, [real.id])


def test_the_zero_report_says_what_is_gone_and_that_the_real_box_is_empty(evening: Evening) -> None:
    real = draft(evening, slips=25)
    with evening.boxes.in_draft(real.id) as store:
        store.void(codes.tag(real.codes[0], store.fact("slip_key") or b""))
    twin = rehearsed(evening, real)
    wiping.wipe(evening, twin.id)
    assert noted(evening, Act.REHEARSAL_WIPED) == [("", real.id)]
    report = zero.report(evening, real.id, "en")
    deleted, box, act = ({one.name: one.value for one in section.parts[0].facts} for section in report.sections)
    assert deleted == {
        "Rehearsal": twin.id,
        "Ballots in its box": "15",
        "Slips, worthless now": "35",
        "Keys kept on this computer": "0",
        "Cells of its count": "91",
        "Published records": "1",
    }
    assert box == {
        "Meeting": real.id,
        "Ballots in the box": "0",
        "Receipts": "0",
        "Slips printed": "25",
        "of them void": "1",
    }
    assert "The box of the real meeting is empty." in report.sections[1].parts[1].lines[0]
    assert report.signatures.roles == ("Organizer", "Scrutineer 1", "Scrutineer 2", "Scrutineer 3")
    assert act["Wiped by"] == "program"


def test_a_rehearsal_wiped_while_open_or_before_anything_is_printed(evening: Evening) -> None:
    real = draft(evening)
    twin = planning.rehearse(evening, real.id)
    wiping.wipe(evening, twin.id)
    alone = opened(evening, community="梧桐社区", purpose=Purpose.REHEARSAL)
    alone.cast()
    assert evening.folder.keys_of(alone.id).exists()
    wiping.wipe(evening, alone.id)
    assert rows_of(evening, alone.id) == []
    assert not evening.folder.keys_of(alone.id).exists()
    assert not box_file(evening.folder, alone.id).exists()


def test_what_counts_is_never_wiped_and_nothing_is_while_the_real_box_is_open(evening: Evening) -> None:
    real = opened(evening)
    with pytest.raises(NotARehearsal):
        wiping.wipe(evening, real.id)
    other = draft(evening, community="梧桐社区")
    twin = planning.rehearse(evening, other.id)
    for key in other.keys:
        evening.present_key(other.id, key.digits)
    evening.open(other.id)
    with pytest.raises(RealMeetingOpen):
        wiping.wipe(evening, twin.id)
    evening.close(other.id, Closing())
    wiping.wipe(evening, twin.id)
    (says,) = zero.report(evening, other.id, "en").sections[1].parts[1].lines
    assert says == "The real meeting was over when its rehearsal was wiped, so its box was not looked into."
    with pytest.raises(NothingWiped):
        zero.report(evening, real.id, "en")


def test_the_desk_wipes_and_gives_the_zero_report_as_page_and_paper(client: FlaskClient, evening: Evening) -> None:
    desk = sign_in(client, evening)
    real = draft(evening)
    twin = planning.rehearse(evening, real.id)
    assert "Wipe this rehearsal?" in desk.get(f"/desk/meetings/{twin.id}/wipe").text
    page = follow(desk, send(desk, f"/desk/meetings/{twin.id}/wipe"))
    assert "Zero report: 长岗路社区" in page
    assert "周敏" in page
    assert f"/desk/meetings/{real.id}/zero-report" in desk.get(f"/desk/meetings/{real.id}").text
    pdf = desk.get(f"/desk/meetings/{real.id}/zero-report.pdf?lang=zh-CN").data
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)
    assert "清零报告" in text
    assert "监票人 3" in text
    made = zero.report(evening, real.id, "zh-CN")
    assert to_pdf(made, FONT) == to_pdf(made, FONT)
    assert desk.get(f"/desk/meetings/{twin.id}/wipe").status_code == 404
    assert desk.get(f"/desk/meetings/{draft(evening, community='梧桐社区').id}/zero-report").status_code == 422
