"""What residents are told about secrecy follows how the meeting really runs."""

import dataclasses
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ballots import campaigns, meetings
from ballots.campaigns import Ruleset
from ballots.meetings import Plan, Purpose
from survey.app import create_app
from survey.config import Settings
from survey.database import writing
from survey.evening import Evening
from survey.phone.secrecy import Facts, facts, statement
from tests.conftest import Page, require_whole_page
from tests.factories import SUBJECTS, campaign, draft, opened, published, shipped_form, shipped_rules
from tests.survey.classes import planned

LISTENS = "listens on the Wi-Fi"
KEPT = "the keys are kept on the computer that counts"
NOBODY_READS = "Until the count nobody can read them"
SMALL = "Few people vote in this meeting."


def told(evening: Evening, meeting_id: str, settings: Settings | None = None) -> str:
    """The page about secrecy, in English."""
    client = create_app(evening, settings or Settings()).test_client()
    answer = client.get(f"/v/{meeting_id}/secrecy?lang=en")
    assert answer.status_code == 200
    return require_whole_page(answer.text).replace("&#39;", "'")


@pytest.mark.parametrize(
    ("address", "is_said"), [("https://minxin.test", False), ("http://192.0.2.7", True), ("", True)]
)
def test_a_connection_without_encryption_is_told(evening: Evening, address: str, is_said: bool) -> None:
    page = told(evening, draft(evening).id, Settings(address=address))
    assert (LISTENS in page) is is_said
    assert ("everything is encrypted" in page) is not is_said


@pytest.mark.parametrize("purpose", [Purpose.DEMO, Purpose.REHEARSAL])
def test_where_the_computer_keeps_the_keys_no_secrecy_is_promised(evening: Evening, purpose: Purpose) -> None:
    page = told(evening, draft(evening, purpose=purpose).id)
    assert KEPT in page
    assert NOBODY_READS not in page
    assert "no computer keeps a key" not in page


def test_a_real_meeting_names_who_holds_the_keys_and_what_two_of_them_could_do(evening: Evening) -> None:
    page = told(evening, draft(evening).id)
    assert "3 scrutineers hold a key each. The box opens with 2 of them, and no computer keeps a key." in page
    assert "Two scrutineers with a copy of the box could open the envelopes." in page
    assert KEPT not in page


def test_the_rules_own_smallest_group_is_named(evening: Evening) -> None:
    source = re.sub(r"(?<=\[parameters.k_min\])([^\n]*\nvalue = )\d+", r"\g<1>17", shipped_rules().source)
    with writing(evening.engine) as db:
        mine = campaigns.create(db, "另一组规则", shipped_form(), Ruleset(source, "f" * 64), evening.clock()).id
    assert "fewer than 17 people" in told(evening, draft(evening, mine).id)


def test_what_no_program_can_promise_is_told_in_every_meeting(evening: Evening) -> None:
    mine = (draft(evening, community="甲"), opened(evening, community="乙"), published(evening, community="丙"))
    for meeting in (*mine, draft(evening, community="丁", purpose=Purpose.DEMO)):
        page = told(evening, meeting.id)
        for limit in ("changes the program while people vote", "cameras or neighbours", "your phone's history keeps"):
            assert limit in page
        assert "When the result is published, the box is destroyed." in page


def test_a_meeting_on_paper_promises_nothing_about_phones(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        app.preprocess_request()
        (only,) = statement(Facts(Purpose.PAPER, is_https=False, k_min=10, people=0))
    assert "on paper" in only.sentences[0]


def test_the_two_lines_of_the_voting_page_lead_to_the_whole_promise(page_of: Page, evening: Evening) -> None:
    meeting = opened(evening)
    page = page_of(f"/v/{meeting.id}")
    assert page.index(f'href="/v/{meeting.id}/secrecy?lang=en"') < page.index('name="code"')
    assert "哪些保密，哪些不保密" in page_of(f"/v/{meeting.id}/secrecy?lang=zh-CN")


@pytest.mark.parametrize(("slips", "is_warned"), [(19, True), (20, False)])
def test_who_votes_in_a_small_meeting_is_warned_before_anything_is_asked(
    page_of: Page, evening: Evening, slips: int, is_warned: bool
) -> None:
    page = page_of(f"/v/{opened(evening, slips=slips).id}")
    assert (SMALL in page.partition("<form")[0]) is is_warned


def test_a_small_roll_makes_a_meeting_small_however_many_slips_were_printed(evening: Evening) -> None:
    campaign_id = campaign(evening)
    with writing(evening.engine) as db:
        found = meetings.find(db, meetings.create(db, campaign_id, Plan("河滨社区", SUBJECTS, roll=19)).id)
    for roll, people in ((19, 19), (None, 300), (400, 300)):
        planned = dataclasses.replace(found, roll=roll, printed=300)
        assert facts(evening, planned, Settings()).people == people


def test_the_warning_is_drawn_with_the_page_and_asks_the_database_only_then(
    client: FlaskClient, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = opened(evening, slips=12)
    client.get(f"/v/{meeting.id}")
    monkeypatch.setattr("survey.phone.secrecy.facts", None)
    assert SMALL in client.get(f"/v/{meeting.id}").text


SMALL_CLASS = "Few people of one class vote in this meeting."


@pytest.mark.parametrize(
    ("numbers", "is_warned"), [({1: 40, 2: 20}, False), ({1: 40, 2: 19}, True), ({1: 40, 3: 1}, True)]
)
def test_who_votes_where_a_class_is_small_is_warned_and_no_class_is_named(
    page_of: Page, evening: Evening, numbers: dict[int, int], is_warned: bool
) -> None:
    prepared, _ = planned(evening, numbers)
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    page = page_of(f"/v/{prepared.id}").replace("&#39;", "'")
    assert (SMALL_CLASS in page.partition("<form")[0]) is is_warned
    for words in ("party members", "representatives", "resident units"):
        assert words not in page


def test_a_meeting_with_classes_tells_where_the_class_goes_and_when_it_is_told_apart(evening: Evening) -> None:
    page = told(evening, planned(evening, {1: 40, 2: 20})[0].id)
    assert "The class printed on your slip goes into the envelope with your marks." in page
    assert "at least 10 people of every class" in page
    usual = told(evening, draft(evening, campaign(evening)).id)
    assert "The class printed on your slip" not in usual
    assert "of every class" not in usual
