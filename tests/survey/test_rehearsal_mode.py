"""A rehearsal of a real meeting: the same people, slips that say so, and nothing of it anywhere else."""

import pytest
from flask.testing import FlaskClient

from ballots import codes
from ballots.codes import Kind
from ballots.meetings import Purpose, State
from survey import planning
from survey.database import reading
from survey.evening import Evening
from survey.published import results
from survey.rehearsals import wiping
from tests import factories
from tests.survey.visitors import follow, send, sign_in

JSON = {"Accept": "application/json"}


def test_a_rehearsal_has_the_same_people_and_is_planned_once(client: FlaskClient, evening: Evening) -> None:
    desk, real = sign_in(client, evening), factories.draft(evening)
    page = follow(desk, send(desk, f"/desk/meetings/{real.id}/rehearse"))
    assert "Rehearsal: nothing here counts" in page
    again = send(desk, f"/desk/meetings/{real.id}/rehearse").location.rpartition("/")[2]
    twin = evening.find(again)
    assert (twin.purpose, twin.rehearses, twin.state) == (Purpose.REHEARSAL, real.id, State.DRAFT)
    assert (twin.community, twin.subjects, twin.roll) == (
        real.meeting.community,
        real.meeting.subjects,
        real.meeting.roll,
    )


def test_the_codes_of_a_rehearsal_say_so_and_no_real_code_does(evening: Evening) -> None:
    real = factories.draft(evening)
    twin = planning.rehearse(evening, real.id)
    assert {codes.kind_of(code) for code in evening.make_slips(twin.id, 20)} == {Kind.REHEARSAL}
    assert {codes.kind_of(code) for code in real.codes} == {Kind.SLIP}


@pytest.mark.parametrize("act", ["", "/check"])
def test_a_rehearsal_slip_is_refused_at_a_real_meeting_in_its_own_words_and_the_other_way_round(
    client: FlaskClient, evening: Evening, act: str
) -> None:
    real = factories.opened(evening)
    test = factories.opened(evening, community="北门社区", purpose=Purpose.REHEARSAL)
    answers = factories.best_answers(evening, real.id)
    for meeting, slip, end, says in (
        (real, test, "rehearsal-slip", "This is a rehearsal slip"),
        (test, real, "real-slip", "This is a rehearsal, and your slip is for the real meeting"),
    ):
        sent = {**answers, "code": slip.codes[-1], "rid": "ab" * 16, "sure": "1"}
        answer = client.post(f"/v/{meeting.id}{act}", data=sent, headers=JSON)
        assert answer.json["go"].partition("?")[0] == f"/v/{meeting.id}/{end}"
        assert says in client.get(f"/v/{meeting.id}/{end}").text
        assert evening.live(meeting.id).box.returned == 0
        assert slip.codes[-1] not in answer.text


def test_a_rehearsal_is_in_no_result_and_freezes_nothing(client: FlaskClient, evening: Evening) -> None:
    test = factories.published(evening, purpose=Purpose.REHEARSAL)
    desk = sign_in(client, evening)
    campaign_id = test.meeting.campaign_id
    with reading(evening.engine) as db:
        campaign = factories.campaigns.find(db, campaign_id)
        assert results.report(db, campaign).items.empty
    assert campaign.frozen_at is None
    assert desk.get(f"/district/campaigns/{campaign_id}/tables/results.csv").status_code == 404
    page = desk.get(f"/district/meetings/{test.id}").text
    assert "Rehearsal: nothing here counts" in page
    assert factories.COMMUNITY in page


def test_whoever_opens_with_a_rehearsal_not_wiped_is_asked_once(client: FlaskClient, evening: Evening) -> None:
    desk, real = sign_in(client, evening), factories.draft(evening)
    twin = planning.rehearse(evening, real.id)
    for key in real.keys:
        evening.present_key(real.id, key.digits)
    planning.note_attendance(evening, real.id, 60, 55)
    says = "A rehearsal of this meeting is not wiped yet."
    assert says in desk.get(f"/desk/meetings/{real.id}/checks").text
    page = desk.get(f"/desk/meetings/{real.id}").text
    assert says in page
    assert f"/desk/meetings/{twin.id}/wipe" in page
    answer = send(desk, f"/desk/meetings/{real.id}/open")
    assert answer.status_code == 422
    assert "Wipe the rehearsal first, or tick that this is known." in answer.text
    assert real.meeting.state is State.DRAFT
    follow(desk, send(desk, f"/desk/meetings/{real.id}/open", is_known="y"))
    assert real.meeting.state is State.OPEN


def test_nobody_is_asked_once_the_rehearsal_is_wiped(client: FlaskClient, evening: Evening) -> None:
    desk, real = sign_in(client, evening), factories.draft(evening)
    wiping.wipe(evening, planning.rehearse(evening, real.id).id)
    for key in real.keys:
        evening.present_key(real.id, key.digits)
    planning.note_attendance(evening, real.id, 60, 55)
    assert "not wiped" not in desk.get(f"/desk/meetings/{real.id}/checks").text
    follow(desk, send(desk, f"/desk/meetings/{real.id}/open"))
    assert real.meeting.state is State.OPEN
