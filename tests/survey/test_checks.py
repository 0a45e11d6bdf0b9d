"""The checks before opening: what a meeting still lacks, in words; phones that come; the printer's test; the tick."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from ballots.meetings import Plan, State
from survey import planning, printing
from survey.app import create_app
from survey.checkup import lists
from survey.checkup.finding import Standing
from survey.config import Settings
from survey.evening import Evening
from survey.phone.reach import Visits
from tests.conftest import require_whole_page
from tests.factories import SUBJECTS, Prepared, campaign, draft, make_evening
from tests.survey.visitors import follow, send, sign_in

SETTINGS = Settings(address="http://minxin.test")
HALL = {"base_url": "http://minxin.test", "environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
"""A phone in the hall."""


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """One data folder, on the evening of 23 November 2026."""
    made = make_evening(tmp_path_factory.mktemp("checks") / "data")
    made.clock = lambda: datetime(2026, 11, 23, 11, tzinfo=UTC)
    yield made
    made.boxes.release_all()
    made.engine.dispose()


@pytest.fixture(scope="module")
def desk(evening: Evening) -> FlaskClient:
    client = create_app(evening, SETTINGS).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, evening)


@pytest.fixture
def prepared(evening: Evening, request: pytest.FixtureRequest) -> Prepared:
    """A meeting with 60 slips for 60 people, and three tested keys."""
    made = draft(evening, campaign(evening, request.node.name), slips=60)
    for key in made.keys:
        evening.present_key(made.id, key.digits)
    return made


def standings(evening: Evening, meeting_id: str, phones: int | None = 0) -> dict[str, Standing]:
    found = evening.find(meeting_id)
    return {one.check: one.standing for one in lists.of_meeting(evening, found, SETTINGS, phones)}


def said(desk: FlaskClient, meeting_id: str) -> str:
    return re.sub(
        r"\s+", " ", re.sub("<[^>]+>", " ", require_whole_page(desk.get(f"/desk/meetings/{meeting_id}/checks").text))
    )


def test_a_meeting_of_which_nothing_is_made_has_two_things_to_be_put_right(evening: Evening, desk: FlaskClient) -> None:
    made = planning.plan_meeting(evening, campaign(evening, "nothing made"), Plan("🙂社区", SUBJECTS, roll=52))
    found = standings(evening, made.id)
    assert {name for name, standing in found.items() if standing is Standing.BAD} == {"slips", "keys"}
    assert {"names", "printing", "attendance", "phones"} <= {n for n, s in found.items() if s is Standing.CARE}
    page = said(desk, made.id)
    assert "2 things must be put right first." in page
    assert "The printing font has no drawing for: 🙂." in page
    assert "2/3 of the roll: 2/3 of 52 = 35, rounded up" in page
    assert "Both hold, so 50 must be present" in page


def test_the_worst_comes_first(evening: Evening) -> None:
    made = planning.plan_meeting(evening, campaign(evening, "worst first"), Plan("甲社区", SUBJECTS))
    order = [one.standing for one in lists.of_meeting(evening, made, SETTINGS, 0)]
    assert order == sorted(order, key=["bad", "care", "ask", "good"].index)


@pytest.mark.parametrize(
    ("roll", "present", "attendance", "slips"),
    [
        (60, None, Standing.CARE, Standing.GOOD),
        (60, 49, Standing.CARE, Standing.GOOD),
        (60, 50, Standing.GOOD, Standing.GOOD),
        (None, 50, Standing.CARE, Standing.GOOD),
        (61, 50, Standing.GOOD, Standing.CARE),
        (60, 61, Standing.GOOD, Standing.CARE),
    ],
)
def test_attendance_and_slips_are_held_against_the_roll(
    evening: Evening, prepared: Prepared, roll: int | None, present: int | None, attendance: Standing, slips: Standing
) -> None:
    planning.note_attendance(evening, prepared.id, roll, present)
    found = standings(evening, prepared.id)
    assert (found["attendance"], found["slips"]) == (attendance, slips)


@pytest.mark.parametrize(
    ("day", "standing"), [(date(2026, 11, 23), Standing.GOOD), (date(2026, 11, 24), Standing.CARE)]
)
def test_a_meeting_planned_for_another_day_is_named(evening: Evening, day: date, standing: Standing) -> None:
    plan = Plan("甲社区", SUBJECTS, held_on=day)
    made = planning.plan_meeting(evening, campaign(evening, f"day {day}"), plan)
    assert standings(evening, made.id)["day"] is standing


@pytest.mark.parametrize(("phones", "standing"), [(None, Standing.ASK), (0, Standing.CARE), (3, Standing.GOOD)])
def test_phones_that_came_are_a_number(
    evening: Evening, prepared: Prepared, phones: int | None, standing: Standing
) -> None:
    assert standings(evening, prepared.id, phones)["phones"] is standing


# Phones


def test_a_phone_that_opens_the_page_is_counted_and_nothing_of_it_is_kept(
    evening: Evening, desk: FlaskClient, prepared: Prepared
) -> None:
    token = Visits(evening.folder.secret("reach")).token
    before = int(re.findall(r"(\d+) phones? ha", said(desk, prepared.id))[0])
    phone = desk.application.test_client()
    kept = {path: path.read_bytes() for path in evening.folder.root.rglob("*") if path.is_file()}
    answer = phone.get(f"/reach/{token}", headers={"Accept-Language": "en"}, **HALL)
    assert "This phone reaches the laptop" in require_whole_page(answer.text)
    assert "Set-Cookie" not in answer.headers
    assert {path: path.read_bytes() for path in evening.folder.root.rglob("*") if path.is_file()} == kept
    assert f"{before + 1} phone" in said(desk, prepared.id)


@pytest.mark.parametrize("how", ["head", "another code", "the laptop itself"])
def test_what_proves_nothing_is_not_counted(evening: Evening, desk: FlaskClient, how: str) -> None:
    made = create_app(evening, SETTINGS)
    token, phone = Visits(evening.folder.secret("reach")).token, made.test_client()
    if how == "head":
        phone.head(f"/reach/{token}", **HALL)
    elif how == "another code":
        assert phone.get("/reach/another", **HALL).status_code == 404
    else:
        phone.get(f"/reach/{token}", base_url="http://127.0.0.1:8000")
    assert made.extensions["visits"].count("http://minxin.test") == 0


def test_visits_at_another_address_prove_nothing_about_this_one() -> None:
    visits = Visits(b"secret")
    visits.note("http://office.test")
    assert (visits.count("http://office.test"), visits.count("http://hall.test")) == (1, 0)


# The printer


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_test_page_carries_every_name_and_no_code(evening: Evening, language: str) -> None:
    made = planning.plan_meeting(evening, campaign(evening, f"printer {language}"), Plan("龘🀄社区", SUBJECTS))
    pdf = printing.test_page(made, "http://minxin.test/reach/0123456789ab", language)
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    text = page.extract_text()
    assert all(subject.name in text for subject in SUBJECTS)
    assert "U+1F004" in text
    assert not re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_the_longest_names_fill_one_page_and_no_more(evening: Evening) -> None:
    subjects = [type(SUBJECTS[0])("graduate", f"{number}{'长' * 190}") for number in range(60)]
    made = planning.plan_meeting(evening, campaign(evening, "long names"), Plan("长" * 200, subjects))
    pdf = printing.test_page(made, "http://minxin.test/reach/0123456789ab", "zh-CN")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


def test_a_scanned_page_is_noted_until_the_names_change(
    evening: Evening, desk: FlaskClient, prepared: Prepared
) -> None:
    answer = desk.get(f"/desk/meetings/{prepared.id}/test-page.pdf")
    assert answer.mimetype == "application/pdf"
    assert standings(evening, prepared.id)["printing"] is Standing.CARE
    follow(desk, send(desk, f"/desk/meetings/{prepared.id}/checks/print-test"))
    assert standings(evening, prepared.id)["printing"] is Standing.GOOD
    planning.change_meeting(evening, prepared.id, Plan("乙社区", SUBJECTS, roll=60))
    assert standings(evening, prepared.id)["printing"] is Standing.CARE


# The opening


def test_without_a_quorum_the_box_opens_only_with_a_word(
    evening: Evening, desk: FlaskClient, prepared: Prepared
) -> None:
    path = f"/desk/meetings/{prepared.id}/open"
    answer = send(desk, path)
    assert answer.status_code == 422
    assert "Tick that this is known, or note attendance first." in require_whole_page(answer.text)
    assert evening.find(prepared.id).state is State.DRAFT
    follow(desk, send(desk, path, is_known="y"))
    assert evening.find(prepared.id).state is State.OPEN


def test_with_a_quorum_nothing_is_asked(evening: Evening, desk: FlaskClient, prepared: Prepared) -> None:
    planning.note_attendance(evening, prepared.id, 60, 55)
    assert "is_known" not in desk.get(f"/desk/meetings/{prepared.id}").text
    follow(desk, send(desk, f"/desk/meetings/{prepared.id}/open"))
    assert evening.find(prepared.id).state is State.OPEN


def test_a_tick_opens_no_box_without_slips(evening: Evening, desk: FlaskClient) -> None:
    made = planning.plan_meeting(evening, campaign(evening, "no slips"), Plan("甲社区", SUBJECTS))
    answer = send(desk, f"/desk/meetings/{made.id}/open", is_known="y")
    assert answer.status_code == 422
    assert evening.find(made.id).state is State.DRAFT
