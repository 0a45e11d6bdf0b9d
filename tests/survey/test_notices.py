"""The public notice: everybody reads it in its period, and afterwards only that it has ended."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from survey.accounts import Role
from survey.acts import Act
from survey.evening import Evening
from tests.conftest import Page
from tests.factories import campaign_of
from tests.survey.minutes.held import hold
from tests.survey.test_district import text
from tests.survey.visitors import follow, noted, send, sign_in

PERIOD = {"starts_on": "2026-12-01", "ends_on": "2026-12-05"}
OBJECT = "区委组织部，电话 0796-0000000"


def at(evening: Evening, day: int) -> None:
    """Puts the clock to noon of that day of December 2026."""
    evening.clock = lambda: datetime(2026, 12, day, 4, tzinfo=UTC)


@pytest.fixture
def campaign(evening: Evening, client: FlaskClient) -> str:
    """The campaign of a published meeting, an official signed in, on 1 December 2026."""
    at(evening, 1)
    hold(evening)
    sign_in(client, evening, Role.OFFICIAL)
    return campaign_of(evening)


def put_up(client: FlaskClient, campaign: str, **fields: str) -> str:
    sent = {**PERIOD, "shown": "grades_and_rates", "objections": OBJECT, **fields}
    return follow(client, send(client, f"/district/campaigns/{campaign}/notice", **sent))


@pytest.mark.parametrize(
    ("day", "says", "has_result"),
    [
        (1, "From 2026-12-01 to 2026-12-05, 5 days.", True),
        (5, "From 2026-12-01", True),
        (6, "ended on 2026-12-05", False),
    ],
)
def test_everybody_reads_the_notice_in_its_period_and_afterwards_that_it_ended(
    client: FlaskClient, evening: Evening, campaign: str, page_of: Page, day: int, says: str, has_result: bool
) -> None:
    put_up(client, campaign)
    at(evening, day)
    visitor = client.application.test_client()
    read = text(visitor.get(f"/notices/{campaign}?lang=en").text)
    assert says in read
    assert ("长岗路社区 古南镇街道 Undecided proposed 96.00% (48/50)" in read) is has_result
    assert (OBJECT in read) is has_result
    assert (f"/notices/{campaign}" in visitor.get("/").text) is has_result
    page_of(f"/notices/{campaign}")


def test_before_its_first_day_a_notice_tells_nothing_but_the_day(
    client: FlaskClient, evening: Evening, campaign: str
) -> None:
    put_up(client, campaign, starts_on="2026-12-03")
    read = text(client.get(f"/notices/{campaign}").text)
    assert "begins on 2026-12-03" in read
    assert "长岗路社区" not in read


def test_grades_only_means_no_rate(client: FlaskClient, campaign: str) -> None:
    put_up(client, campaign, shown="grades")
    read = text(client.get(f"/notices/{campaign}").text)
    assert "Undecided" in read
    assert "%" not in read


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"ends_on": "2026-11-30"}, "The notice ends before it begins."),
        ({"objections": " "}, "Write how residents object"),
        ({"starts_on": "soon"}, "Not a valid date"),
    ],
)
def test_what_is_no_notice_is_refused(client: FlaskClient, campaign: str, fields: dict[str, str], says: str) -> None:
    sent = {**PERIOD, "shown": "grades", "objections": OBJECT, **fields}
    answer = send(client, f"/district/campaigns/{campaign}/notice", **sent)
    assert answer.status_code == 422
    assert says in answer.text
    assert client.get(f"/notices/{campaign}").status_code == 404


def test_a_notice_is_changed_taken_down_and_both_are_noted(
    client: FlaskClient, evening: Evening, campaign: str
) -> None:
    put_up(client, campaign)
    assert "The notice is up until 2026-12-07." in put_up(client, campaign, ends_on="2026-12-07")
    assert noted(evening, Act.NOTICE_PUT_UP) == [("周敏", campaign)] * 2
    assert "The notice is taken down." in follow(
        client, send(client, f"/district/campaigns/{campaign}/notice/take-down")
    )
    assert noted(evening, Act.NOTICE_TAKEN_DOWN) == [("周敏", campaign)]
    assert client.get(f"/notices/{campaign}").status_code == 404


def test_a_small_group_is_hidden_on_the_notice_too(client: FlaskClient, evening: Evening, campaign: str) -> None:
    hold(evening, community="河滨社区", few=["overall"])
    put_up(client, campaign)
    assert "河滨社区 古南镇街道 Undecided proposed not published (fewer than 10)" in text(
        client.get(f"/notices/{campaign}").text
    )
