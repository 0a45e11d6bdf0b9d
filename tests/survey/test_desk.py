"""The organizer's evening as its pages tell it."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from ballots import meetings
from ballots.keys import Key, pairs
from ballots.meetings import Meeting, Plan, Purpose, State
from survey.accounts import Role
from survey.database import reading, writing
from survey.desk.ceremony import PATIENCE_SECONDS, Ceremony
from survey.desk.steps import Standing, Step, stages
from survey.errors import KeyShown
from survey.evening import Evening
from tests.conftest import Page, require_whole_page
from tests.factories import SUBJECTS, Prepared, called_off, campaign, closed, draft, opened, published, shipped_form
from tests.survey.visitors import follow, send, sign_in


@pytest.fixture
def desk(client: FlaskClient, evening: Evening) -> FlaskClient:
    """A signed-in organizer."""
    return sign_in(client, evening)


def at(prepared: Prepared, act: str = "") -> str:
    """The address of the meeting's page, or of one act on it."""
    return f"/desk/meetings/{prepared.id}{'/' if act else ''}{act}"


def plan(evening: Evening, community: str = "文山社区", roll: int | None = None) -> Meeting:
    """A meeting of which nothing but its plan exists."""
    campaign_id = campaign(evening)
    with writing(evening.engine) as db:
        return meetings.create(db, campaign_id, Plan(community, SUBJECTS, roll=roll))


# Campaigns and meetings


def test_a_campaign_is_made_from_the_forms_and_rules_that_come_with_the_product(desk: FlaskClient) -> None:
    answer = send(desk, "/desk/campaigns/new", name="双评 2026", instrument="community-2026", rules="default-2026")
    page = follow(desk, answer)
    assert "双评 2026" in page
    assert "Community democratic appraisal" in page
    assert "Default rules (2026)" in page
    assert "双评 2026" in desk.get("/desk/").text


def test_a_name_that_is_taken_is_told_and_nothing_typed_is_lost(desk: FlaskClient, evening: Evening) -> None:
    campaign(evening, "双评 2026")
    answer = send(desk, "/desk/campaigns/new", name="双评 2026", instrument="community-2026", rules="default-2026")
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert "There is already a campaign called 双评 2026." in page
    assert 'value="双评 2026"' in page


def test_a_meeting_rates_every_name_that_is_typed_in_the_order_of_the_form(desk: FlaskClient, evening: Evening) -> None:
    campaign_id = campaign(evening)
    page = follow(
        desk,
        send(
            desk,
            f"/desk/campaigns/{campaign_id}/meetings/new",
            community="长岗路社区",
            sub_district="古南镇街道",
            roll="60",
            subject_graduate="李明\r\n\r\n 周舟 ",
            subject_committee="长岗路社区居委会",
        ),
    )
    assert page.index("长岗路社区居委会") < page.index("李明") < page.index("周舟")
    assert 'value="66"' in page  # slips: the roll and a tenth more
    assert "长岗路社区" in desk.get(f"/desk/campaigns/{campaign_id}").text


def test_a_meeting_that_rates_nobody_is_refused_with_everything_typed_still_there(
    desk: FlaskClient, evening: Evening
) -> None:
    answer = send(desk, f"/desk/campaigns/{campaign(evening)}/meetings/new", community="长岗路社区", roll="60")
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert "Name at least one subject to be rated." in page
    assert 'value="长岗路社区"' in page
    assert 'value="60"' in page


def test_numbers_that_are_none_are_marked_at_their_field(desk: FlaskClient, evening: Evening) -> None:
    answer = send(desk, f"/desk/campaigns/{campaign(evening)}/meetings/new", community="长岗路社区", roll="viele")
    assert answer.status_code == 422
    assert 'id="roll-error"' in answer.text
    assert 'value="viele"' in answer.text


# Before the opening


def test_slips_go_straight_to_the_browser_and_nowhere_else(desk: FlaskClient, evening: Evening) -> None:
    found = plan(evening)
    answer = send(desk, f"/desk/meetings/{found.id}/slips", number="30")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    codes = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert len(set(codes)) == 30 + 2  # and a code for each sheet
    assert evening.find(found.id).printed == 30
    kept = b"".join(path.read_bytes() for path in evening.folder.root.rglob("*") if path.is_file())
    assert not any(code.encode() in kept or code.replace("-", "").encode() in kept for code in codes)


def test_a_name_the_font_cannot_draw_is_told_before_any_slip_is_made(desk: FlaskClient, evening: Evening) -> None:
    found = plan(evening, community="🙂社区")
    says = "The printing font has no drawing for: 🙂."
    assert says in desk.get(f"/desk/meetings/{found.id}").text
    answer = send(desk, f"/desk/meetings/{found.id}/slips", number="30")
    assert answer.status_code == 422
    assert says in require_whole_page(answer.text)
    assert evening.find(found.id).printed == 0


def test_each_key_is_shown_once_to_its_holder_and_then_forgotten(desk: FlaskClient, evening: Evening) -> None:
    prepared = draft(evening)
    seen = []
    page = follow(desk, send(desk, at(prepared, "keys")))
    for number in (1, 2, 3):
        assert f"Scrutineer {number}, please come to the screen" in page
        assert not re.search(r"\d{6}", page)
        answer = send(desk, at(prepared, f"keys/{number}"))
        assert answer.headers["Cache-Control"] == "no-store"
        groups = re.findall(r"<li>(\d{6})</li>", require_whole_page(answer.text))
        assert len(groups) == 7
        seen.append(" ".join(groups))
        again = send(desk, at(prepared, f"keys/{number}"))
        assert again.status_code == 422
        assert "This key is no longer waiting to be shown." in again.text
        assert groups[1] not in again.text
        page = desk.get(at(prepared, "keys/next"), follow_redirects=True).text
    assert "All keys have been shown." in page
    for digits in seen:
        page = follow(desk, send(desk, at(prepared, "keys/present"), digits=digits))
    assert "Key 3 is tested and works." in page
    assert evening.tested_keys(prepared.meeting) == {1, 2, 3}


def test_the_page_says_what_is_lost_with_two_keys_before_any_is_made(desk: FlaskClient, evening: Evening) -> None:
    found = plan(evening)
    evening.make_slips(found.id, 5)
    page = desk.get(f"/desk/meetings/{found.id}").text
    assert "When two of the three keys are lost, nobody can open the box any more" in page


@pytest.mark.parametrize(
    ("digits", "says"),
    [
        ("12345", "These are not the 42 digits of a key"),
        ("other", "This key is not one of this meeting&#39;s three keys."),
        ("", "This field is required."),
    ],
)
def test_a_key_that_is_none_is_told_and_stays_in_the_field(
    desk: FlaskClient, evening: Evening, digits: str, says: str
) -> None:
    prepared = draft(evening)
    typed = draft(evening, community="北门社区").keys[0].digits if digits == "other" else digits
    answer = send(desk, at(prepared, "keys/present"), digits=typed)
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert says in page
    assert f'value="{typed}"' in page


def test_attendance_says_in_words_what_the_rules_ask_for(desk: FlaskClient, evening: Evening) -> None:
    prepared = draft(evening, slips=90)
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    page = desk.get(at(prepared)).text
    assert "At least 50 people" in page
    assert "2/3 of the roll: 2/3 of 90 = 60, rounded up" in page
    assert "Both hold, so 60 must be present" in page
    page = follow(desk, send(desk, at(prepared, "attendance"), roll="90", present="59"))
    assert "59 present, 60 needed." in page
    page = follow(desk, send(desk, at(prepared, "attendance"), roll="90", present="60"))
    assert "60 needed" not in page
    assert "60 present of 90 on the roll" in page


def test_the_box_does_not_open_before_its_keys_are_tested(desk: FlaskClient, evening: Evening) -> None:
    answer = send(desk, at(draft(evening), "open"))
    assert answer.status_code == 422
    assert "Not all three keys have been tested." in require_whole_page(answer.text)


# The open box and the close


def test_while_the_box_is_open_the_desk_sees_coarse_turnout_and_nothing_else(
    desk: FlaskClient, evening: Evening
) -> None:
    prepared = opened(evening, slips=40)
    for _ in range(23):
        prepared.cast()
    page = desk.get(at(prepared)).text
    assert '<b class="number">15</b>' in page
    assert not re.search(r"\b23\b", re.sub(r"<[^>]*>", " ", page))


def test_closing_asks_once_more_and_ends_in_the_seal(desk: FlaskClient, evening: Evening) -> None:
    prepared = opened(evening, slips=20)
    for _ in range(12):
        prepared.cast()
    asked = desk.get(at(prepared, "close")).text
    assert "Closing cannot be undone." in asked
    assert prepared.meeting.state is State.OPEN
    page = follow(desk, send(desk, at(prepared, "close"), unused="6", announce="y"))
    seal = prepared.meeting.seal or ""
    assert " ".join(seal[place : place + 4] for place in range(0, 20, 4)) in page
    assert "14 slips issued, 12 ballots in the box" in page


def test_without_announcing_two_keys_count_as_often_as_asked_until_it_is_published(
    desk: FlaskClient, evening: Evening
) -> None:
    prepared = closed(evening, announce=False)
    tallies = []
    for first, second in pairs(prepared.keys):
        follow(desk, send(desk, at(prepared, "keys/present"), digits=first.digits))
        page = follow(desk, send(desk, at(prepared, "keys/present"), digits=second.digits))
        assert f"Key {second.number} fits. The box is open and counted." in page
        assert "Count again" in page
        assert "Publish the result" in page
        assert prepared.meeting.state is State.CLOSED
        with reading(evening.engine) as db:
            tallies.append(sorted(map(str, meetings.votes(db, prepared.id))))
    assert tallies[0] == tallies[1] == tallies[2]
    assert "The result is published" in follow(desk, send(desk, at(prepared, "publish")))
    assert prepared.meeting.state is State.PUBLISHED


def test_nothing_is_published_before_it_is_counted(desk: FlaskClient, evening: Evening) -> None:
    prepared = closed(evening, announce=False)
    answer = send(desk, at(prepared, "publish"))
    assert answer.status_code == 422
    assert prepared.meeting.state is State.CLOSED


def test_a_meeting_ends_void_only_with_a_reason(desk: FlaskClient, evening: Evening) -> None:
    prepared = opened(evening)
    assert send(desk, at(prepared, "make-void"), reason=" ").status_code == 422
    page = follow(desk, send(desk, at(prepared, "make-void"), reason="会场停电"))
    assert "会场停电" in page
    assert prepared.meeting.state is State.VOID


# The minutes


def test_the_minutes_carry_every_number_and_what_proves_them(
    desk: FlaskClient, page_of: Page, evening: Evening
) -> None:
    prepared = published(evening, ballots=12, slips=20)
    page = page_of(at(prepared, "minutes"))
    found = prepared.meeting
    said = " ".join(re.sub("<[^>]+>", " ", page).split())
    heads = "Issued Returned Valid Spoiled Wholly blank Return rate Turnout Validity"
    assert f"{heads} 20 12 12 0 0 0.00% 60.00% (12/20)" in said
    assert "100.00% (12/12)" in said
    assert found.seal
    assert found.seal[20:] in page
    assert shipped_form().fingerprint in page
    assert "because of rounding they may not add up to 100 %" in page
    for who in ("Chair", "Scrutineer", "Teller"):
        assert who in page


@pytest.mark.parametrize("make", [opened, closed, called_off])
def test_there_are_no_minutes_before_the_result_is_published(
    desk: FlaskClient, evening: Evening, make: type[Prepared]
) -> None:
    answer = desk.get(at(make(evening), "minutes"))
    assert answer.status_code == 409
    assert "%" not in re.sub(r"<[^>]*>", "", answer.text)


# Who, and which meetings


def test_a_rehearsal_shows_its_keys_and_says_so_and_a_real_meeting_never(desk: FlaskClient, evening: Evening) -> None:
    rehearsal = draft(evening, purpose=Purpose.REHEARSAL)
    page = desk.get(at(rehearsal)).text
    assert "Rehearsal: nothing here counts" in page
    assert rehearsal.keys[0].grouped in page
    real = draft(evening, community="北门社区")
    page = desk.get(at(real)).text
    assert "Rehearsal: nothing here counts" not in page
    assert real.keys[0].grouped not in page


def test_officials_have_no_desk(client: FlaskClient, evening: Evening) -> None:
    sign_in(client, evening, Role.OFFICIAL)
    prepared = opened(evening)
    for path in ("/desk/", at(prepared), at(prepared, "close")):
        assert client.get(path).status_code == 403
    assert send(client, at(prepared, "make-void"), reason="不可").status_code == 403
    assert prepared.meeting.state is State.OPEN


def test_an_unknown_meeting_is_no_page(desk: FlaskClient) -> None:
    answer = desk.get("/desk/meetings/nosuch")
    assert answer.status_code == 404
    assert "There is no such meeting." in require_whole_page(answer.text)


# The order of the evening


def test_the_evening_has_exactly_one_thing_to_do_next(evening: Evening) -> None:
    fresh, ready = plan(evening), draft(evening, community="甲社区")
    expected = [
        (fresh, None, Step.SLIPS),
        (ready.meeting, None, Step.KEYS),
        (ready.meeting, frozenset({1, 2}), Step.KEYS),
        (ready.meeting, frozenset({1, 2, 3}), Step.ATTENDANCE),
        (opened(evening, community="乙社区").meeting, None, Step.CLOSING),
        (closed(evening, community="丙社区").meeting, None, Step.COUNT),
        (published(evening, community="丁社区").meeting, None, Step.MINUTES),
    ]
    for found, tested, step in expected:
        assert [one.step for one in stages(found, tested) if one.state is Standing.NOW] == [step]
    void = stages(called_off(evening, community="戊社区").meeting, None)
    assert {one.state for one in void} == {Standing.LATER}


def test_a_step_that_was_left_out_is_not_called_done(evening: Evening) -> None:
    order = stages(opened(evening).meeting, None)
    standing = {one.step: one.state for one in order}
    assert standing[Step.SLIPS] is Standing.DONE
    assert standing[Step.ATTENDANCE] is Standing.LATER


# Keys that wait


def test_keys_wait_in_memory_for_half_an_hour_at_most() -> None:
    ceremony = Ceremony()
    ceremony.begin("abc", [Key(1, bytes(16)), Key(2, bytes(16))], 0.0)
    assert ceremony.waiting("abc", PATIENCE_SECONDS) == (1, 2)
    assert ceremony.waiting("abc", PATIENCE_SECONDS + 1) == ()
    with pytest.raises(KeyShown):
        ceremony.hand_out("abc", 1, PATIENCE_SECONDS + 1)


def test_new_keys_take_the_place_of_those_that_waited() -> None:
    ceremony = Ceremony()
    ceremony.begin("abc", [Key(1, bytes(16))], 0.0)
    ceremony.begin("abc", [Key(2, bytes(16))], 1.0)
    assert ceremony.waiting("abc", 1.0) == (2,)
    assert ceremony.waiting("other", 1.0) == ()
