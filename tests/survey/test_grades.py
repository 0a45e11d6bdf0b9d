"""Grades that people confirm: both values kept, a reason where they differ, ties shown, last year's beside them."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from survey.accounts import Role
from survey.appraisal import confirmations, points
from survey.database import reading, writing
from survey.evening import Evening
from tests import factories
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared
from tests.survey.test_district import held, text
from tests.survey.visitors import follow, send, sign_in

DECIDER = "District committee, 20 December"


@pytest.fixture
def official(client: FlaskClient, evening: Evening) -> FlaskClient:
    """A signed-in official."""
    return sign_in(client, evening, Role.OFFICIAL)


def assessed(evening: Evening, prepared: Prepared, hundredths: int) -> Prepared:
    """The same meeting with the superior's points."""
    with writing(evening.engine) as db:
        points.note(db, {prepared.id: hundredths})
    return prepared


def confirmed(evening: Evening, meeting_id: str) -> tuple[str, str, str]:
    """What was proposed and confirmed last, and why."""
    with reading(evening.engine) as db:
        one = confirmations.latest(db, [meeting_id])[meeting_id]
    return one.proposed, one.grade, one.reason


def test_every_decided_proposal_is_confirmed_with_one_button(
    official: FlaskClient, page_of: Page, evening: Evening
) -> None:
    one, other = assessed(evening, held(evening), 9150), held(evening, "北门社区", 50)  # the second has no points yet
    path = f"/district/campaigns/{one.meeting.campaign_id}/grades"
    seen = {f"seen_{one.id}": "model", f"seen_{other.id}": "undecided"}
    page = follow(official, send(official, path, decider=DECIDER, every="1", **seen))
    assert "Grades confirmed: 1." in page
    assert confirmed(evening, one.id) == ("model", "model", "")
    with reading(evening.engine) as db:
        assert other.id not in confirmations.latest(db, [other.id])
    assert "Confirmed grade: Model" in text(page_of(f"/district/meetings/{one.id}"))
    assert "1 of 2 confirmed by people" in text(page_of(f"/district/campaigns/{one.meeting.campaign_id}"))


def test_a_deviation_needs_a_reason_and_both_values_are_published(
    official: FlaskClient, page_of: Page, evening: Evening
) -> None:
    prepared = assessed(evening, held(evening), 9150)
    path = f"/district/campaigns/{prepared.meeting.campaign_id}/grades"
    chosen = {f"seen_{prepared.id}": "model", f"grade_{prepared.id}": "standard", "decider": DECIDER}
    answer = send(official, path, **chosen)
    assert answer.status_code == 422
    assert "this is not the grade that the rules propose" in require_whole_page(answer.text)
    assert f'value="{DECIDER}"' in answer.text
    follow(official, send(official, path, **chosen, **{f"reason_{prepared.id}": "巡察整改未完成"}))
    assert confirmed(evening, prepared.id) == ("model", "standard", "巡察整改未完成")
    read = text(page_of(f"/district/meetings/{prepared.id}"))
    assert "Confirmed grade: Standard · Proposed grade: Model" in read
    assert "巡察整改未完成" in read
    document = official.get(f"/district/campaigns/{prepared.meeting.campaign_id}/tables/results.json").json
    assert document is not None
    grade = document["communities"][0]["grade"]
    assert (grade["proposed"], grade["confirmed"], grade["reason"]) == ("model", "standard", "巡察整改未完成")


def test_who_saw_another_proposal_looks_again(official: FlaskClient, evening: Evening) -> None:
    prepared = assessed(evening, held(evening), 9150)
    path = f"/district/campaigns/{prepared.meeting.campaign_id}/grades"
    chosen = {f"seen_{prepared.id}": "standard", f"grade_{prepared.id}": "standard", "decider": DECIDER}
    answer = send(official, path, **chosen)
    assert answer.status_code == 422
    assert "the rules now propose another grade" in answer.text


def test_a_later_assessment_asks_for_another_decision_and_the_first_stays_readable(
    official: FlaskClient, page_of: Page, evening: Evening
) -> None:
    prepared = assessed(evening, held(evening), 9150)
    path = f"/district/campaigns/{prepared.meeting.campaign_id}/grades"
    send(official, path, decider=DECIDER, every="1", **{f"seen_{prepared.id}": "model"})
    assessed(evening, prepared, 5000)  # 0.6 · 100 + 0.4 · 50 = 80
    assert "Decided on other numbers" in page_of(path)
    send(official, path, decider="again", every="1", **{f"seen_{prepared.id}": "standard"})
    assert confirmed(evening, prepared.id) == ("standard", "standard", "")
    with reading(evening.engine) as db:
        assert [one.grade for one in confirmations.history(db, prepared.id)] == ["standard", "model"]


def test_a_tie_at_the_line_is_shown_to_the_deciders(official: FlaskClient, page_of: Page, evening: Evening) -> None:
    one, other = assessed(evening, held(evening), 9150), assessed(evening, held(evening, "北门社区"), 9150)
    page = text(page_of(f"/district/campaigns/{one.meeting.campaign_id}/grades"))
    assert "Equal points at the line" in page
    assert "Seats for model: 1" in page
    assert {one.meeting.community, other.meeting.community} <= set(re.findall(r"\w+社区", page))


def test_last_years_confirmed_grade_stands_beside_this_years(
    official: FlaskClient, page_of: Page, evening: Evening
) -> None:
    now = evening.clock
    evening.clock = lambda: now() - timedelta(days=365)
    earlier = assessed(evening, held(evening), 5000)
    path = f"/district/campaigns/{earlier.meeting.campaign_id}/grades"
    send(official, path, decider=DECIDER, every="1", **{f"seen_{earlier.id}": "standard"})
    evening.clock = now
    later = held(evening, campaign_id=factories.campaign(evening, "2027 年度社区民主测评"))
    read = text(page_of(f"/district/meetings/{assessed(evening, later, 9150).id}"))
    assert "Proposed grade: Model · last confirmed: Standard ↑ moved up" in read


def test_organizers_confirm_and_veto_nothing(client: FlaskClient, evening: Evening) -> None:
    sign_in(client, evening, Role.ORGANIZER)
    campaign_id = held(evening).meeting.campaign_id
    for page in ("grades", "vetoes", "assessments/sheet"):
        assert client.get(f"/district/campaigns/{campaign_id}/{page}").status_code == 403
        assert send(client, f"/district/campaigns/{campaign_id}/{page}").status_code == 403
