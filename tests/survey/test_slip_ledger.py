"""The slip ledger at the desk, and what happens when the close does not add up."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from ballots.ledger import Reason, Why
from ballots.meetings import State
from survey import planning, slips
from survey.evening import Evening
from tests.conftest import require_whole_page
from tests.factories import Prepared, draft, opened, published
from tests.survey.visitors import follow, send, sign_in

CODE = r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"


@pytest.fixture
def desk(client: FlaskClient, evening: Evening) -> FlaskClient:
    """A signed-in organizer."""
    return sign_in(client, evening)


def at(prepared: Prepared, act: str = "") -> str:
    return f"/desk/meetings/{prepared.id}{'/' if act else ''}{act}"


def codes_in(pdf: bytes) -> tuple[list[str], list[str]]:
    """The codes on the slips, and those on the list of sheets."""
    found = re.findall(CODE, "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))
    return [code for code in found if code[:4] != "PAGE"], [code for code in found if code[:4] == "PAGE"]


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_ledger_has_the_menu_of_every_other_page(desk: FlaskClient, evening: Evening) -> None:
    prepared = opened(evening)
    menus = [
        re.findall(r'<nav class="menu".*?</nav>', desk.get(at(prepared, act)).text, re.S) for act in ("", "ledger")
    ]
    assert menus[0] == menus[1] != []


def test_discarded_slips_stay_in_the_account_with_their_reason(desk: FlaskClient, evening: Evening) -> None:
    prepared = draft(evening, slips=20)
    answer = send(desk, at(prepared, "slips/discard"), reason="misprinted")
    assert "Every slip printed so far is worthless." in follow(desk, answer)
    assert (prepared.meeting.printed, prepared.meeting.good) == (20, 0)
    assert "misprinted 20" in words_of(desk.get(at(prepared, "ledger")).text)


def test_a_slip_is_voided_by_its_code_for_a_reason_and_never_echoed(desk: FlaskClient, evening: Evening) -> None:
    prepared = opened(evening)
    code = prepared.fresh_code()
    sent = {"code": code, "reason": "torn", "fate": "replaced"}
    page = follow(desk, send(desk, at(prepared, "slips/void"), **sent))
    assert "It is void, and the ledger says why." in page
    assert "torn or dirty 1" in words_of(page)
    assert code not in page
    assert evening.live(prepared.id).box.voided == 1


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"code": "no code at all", "reason": "torn", "fate": "replaced"}, "That code has a typing mistake."),
        ({"code": "", "reason": "torn", "fate": "replaced"}, "This field is required."),
        ({"code": "fresh", "reason": "other", "fate": "at_desk"}, "Reason: write 1 to 200 characters"),
        ({"code": "fresh", "reason": "envy", "fate": "at_desk"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_voided_is_told_and_stays_typed(
    desk: FlaskClient, evening: Evening, sent: dict[str, str], says: str
) -> None:
    prepared = opened(evening)
    typed = {**sent, "code": prepared.fresh_code() if sent["code"] == "fresh" else sent["code"], "words": ""}
    answer = send(desk, at(prepared, "slips/void"), **typed)
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert says in page
    assert f'value="{typed["code"]}"' in page
    assert evening.live(prepared.id).box.voided == 0


def test_a_lost_sheet_is_dead_before_its_replacement_is_printed(desk: FlaskClient, evening: Evening) -> None:
    prepared = draft(evening, slips=1)
    lost, (first, second) = codes_in(send(desk, at(prepared, "slips"), number="30").data)
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    send(desk, at(prepared, "slips/void"), code=first, reason="lost", fate="at_desk")
    fresh, _ = codes_in(send(desk, at(prepared, "slips"), number="21").data)
    assert not set(lost) & set(fresh)
    box = evening.live(prepared.id).box
    assert (box.printed, box.voided) == (52, 21)
    account = slips.account(evening, prepared.id)
    assert (account.voided, account.extra, account.replaced) == (21, 21, 21)
    assert second not in desk.get(at(prepared, "ledger")).text


def test_more_slips_than_there_is_room_for_are_refused_in_words(desk: FlaskClient, evening: Evening) -> None:
    prepared = opened(evening)
    assert "Room for 105 more" in desk.get(at(prepared, "ledger")).text
    answer = send(desk, at(prepared, "slips"), number="106")
    assert answer.status_code == 422
    assert "105 more slips can be printed while this box is open" in require_whole_page(answer.text)


def test_handing_out_is_counted_by_slips_and_by_sheets_and_can_be_put_right(
    desk: FlaskClient, evening: Evening
) -> None:
    prepared = opened(evening, slips=50)
    follow(desk, send(desk, at(prepared, "slips/hand-out"), number="2", are_sheets="y"))
    page = words_of(follow(desk, send(desk, at(prepared, "slips/hand-out"), number="5")))
    assert "Handed out 47" in page
    answer = send(desk, at(prepared, "slips/hand-out"), number="4")
    assert answer.status_code == 422
    assert "By the ledger 3 slips can be handed out." in answer.text
    assert "Handed out 40" in words_of(follow(desk, send(desk, at(prepared, "slips/handed-out"), total="40")))


@pytest.mark.parametrize("ballots", [0, 13])
def test_before_the_close_the_ledger_is_the_same_whatever_lies_in_the_box(
    desk: FlaskClient, evening: Evening, ballots: int
) -> None:
    prepared = opened(evening, slips=50)
    slips.hand_out(evening, prepared.id, 40)
    (sheet,) = slips.print_sheets(evening, prepared.id, 20)
    box, marks = evening.live(prepared.id).box, bytes(17)
    for code in sheet.slips[:ballots]:
        box.cast(code, code.encode(), marks)
    slips.void(evening, prepared.id, sheet.code, Why(Reason.LOST))
    page = words_of(desk.get(at(prepared, "ledger")).text)
    assert "Printed 70 Void 20 Handed out 40 At the desk, if nothing is missing 10" in page
    assert not re.search(rf"\b({ballots or 99}|{20 - ballots if ballots else 99})\b", page)


def test_the_menu_of_the_ledger_is_that_of_the_desk(desk: FlaskClient, evening: Evening) -> None:
    assert '<a href="/desk/" aria-current="true">Desk</a>' in desk.get(at(draft(evening), "ledger")).text


def test_after_the_count_the_page_shows_the_rates_with_their_whole_numbers(desk: FlaskClient, evening: Evening) -> None:
    page = words_of(desk.get(at(published(evening, ballots=12), "ledger")).text)
    assert "Return rate 60.00 % (12/20)" in page
    assert "Turnout 60.00 % (12/20)" in page
    assert "Validity 100.00 % (12/12)" in page
    assert "Wholly blank (abstained) 0" in page


def test_what_does_not_balance_is_asked_about_and_kept_with_its_reason(desk: FlaskClient, evening: Evening) -> None:
    prepared = opened(evening, slips=20)
    slips.hand_out(evening, prepared.id, 14)
    for _ in range(12):
        prepared.cast()
    answer = send(desk, at(prepared, "close"), unused="3", announce="y")
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert "3 slips are unaccounted for: count again, or say why." in page
    assert "Why the account does not balance" in page
    follow(desk, send(desk, at(prepared, "close"), unused="3", announce="y", explanation="三张选票条掉在地上"))
    page = desk.get(at(prepared, "ledger")).text
    assert "三张选票条掉在地上" in page
    assert "3 slips are unaccounted for" in page


def test_more_ballots_than_slips_stops_the_close_with_two_ways_on(desk: FlaskClient, evening: Evening) -> None:
    prepared = opened(evening, slips=20)
    for _ in range(12):
        prepared.cast()
    answer = send(desk, at(prepared, "close"), unused="10", announce="y")
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert "12 ballots lie in the box, but by your count of the slips left over only 10 slips went out." in page
    assert 'value="10"' in page
    assert prepared.meeting.state is State.OPEN
    follow(desk, send(desk, at(prepared, "close"), unused="8", announce="y"))
    assert (prepared.meeting.issued, prepared.meeting.returned) == (12, 12)


def test_or_the_round_is_void_and_its_repeat_planned_at_once(desk: FlaskClient, evening: Evening) -> None:
    prepared = opened(evening, slips=20)
    for _ in range(12):
        prepared.cast()
    page = send(desk, at(prepared, "close"), unused="10").text
    reason = re.search(r'name="reason"[^>]* value="([^"]+)"', page)
    assert reason
    assert "12 ballots came back but only 10 slips went out." in reason[1]
    answer = send(desk, at(prepared, "repeat"), reason=reason[1])
    assert "This meeting repeats a round that was void:" in follow(desk, answer)
    repeat = evening.find(answer.location.rpartition("/")[2])
    before = prepared.meeting
    assert (before.state, before.void_reason) == (State.VOID, reason[1])
    assert (repeat.state, repeat.repeats, repeat.printed) == (State.DRAFT, before.id, 0)
    assert (repeat.community, repeat.subjects, repeat.roll) == (before.community, before.subjects, before.roll)
    assert evening.tested_keys(repeat) is None
    assert not evening.boxes.has(before.id)


def test_a_repeat_cut_short_between_void_and_plan_is_planned_by_doing_it_again(evening: Evening) -> None:
    prepared = opened(evening)
    evening.make_void(prepared.id, "停电")
    made = planning.repeat(evening, prepared.id, "停电")
    assert made.repeats == prepared.id
