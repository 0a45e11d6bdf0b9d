"""What tests of planning share: one data folder, a signed-in organizer, a campaign for each test."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from survey.app import create_app
from survey.config import Settings
from survey.database import writing
from survey.evening import Evening
from survey.tables import community
from tests.factories import campaign, make_evening
from tests.survey.visitors import sign_in

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """One data folder for all of these tests: each has campaigns of its own, and an empty register."""
    made = make_evening(tmp_path_factory.mktemp("planning") / "data")
    made.clock = lambda: NOW
    yield made
    made.boxes.release_all()
    made.engine.dispose()


@pytest.fixture(scope="module")
def organizer(evening: Evening) -> FlaskClient:
    client = create_app(evening, Settings(address="http://minxin.test")).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, evening)


@pytest.fixture
def desk(organizer: FlaskClient, evening: Evening) -> FlaskClient:
    """A signed-in organizer on 1 November 2026, before an empty register."""
    with writing(evening.engine) as db:
        db.execute(delete(community))
    organizer.delete_cookie("lang")
    return organizer


@pytest.fixture
def campaign_id(evening: Evening) -> str:
    return campaign(evening, f"双评 {next(NUMBERS)}")


NUMBERS = count(1)


@pytest.fixture
def new(campaign_id: str) -> str:
    """Where a meeting is planned."""
    return f"/desk/campaigns/{campaign_id}/meetings/new"
