"""What programs read is what the OpenAPI description says, for addresses and headers nobody thought of too."""

import re
from collections.abc import Iterator

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.schemas import OpenApiSchema

from survey import tokens
from survey.app import create_app
from survey.config import Settings
from survey.database import writing
from survey.evening import Evening
from tests.factories import campaign, campaign_of, draft, make_evening
from tests.survey.minutes.held import hold

PATHS = (
    "/api/openapi.json",
    "/api/campaigns",
    "/api/campaigns/{campaign_id}/results",
    "/api/meetings/{meeting_id}/record",
)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    made = make_evening(tmp_path_factory.mktemp("api") / "data")
    hold(made)
    hold(made, community="河滨社区", few=["overall"])
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def token(evening: Evening) -> str:
    with writing(evening.engine) as db:
        return tokens.make(db, "区大数据中心", evening.clock())[1]


@pytest.fixture(scope="module")
def client(evening: Evening) -> FlaskClient:
    return create_app(evening, Settings(address="http://minxin.test")).test_client()


@pytest.fixture(scope="module")
def described(client: FlaskClient) -> OpenApiSchema:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", client.application)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(described: OpenApiSchema, token: str, path: str) -> None:
    @given(case=described[path]["GET"].as_strategy())
    @settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"})

    holds()


def test_every_address_is_described(described: OpenApiSchema, client: FlaskClient) -> None:
    rules = client.application.url_map.iter_rules()
    ours = {re.sub(r"<(\w+)>", r"{\1}", rule.rule) for rule in rules if rule.endpoint.startswith("api.")}
    assert ours == set(described) == set(PATHS)


def test_the_results_and_the_record_of_real_meetings_are_as_described(
    client: FlaskClient, described: OpenApiSchema, evening: Evening, token: str
) -> None:
    asked = {"Authorization": f"Bearer {token}"}
    (listed,) = client.get("/api/campaigns", headers=asked).get_json()["campaigns"]
    assert listed["published"] == 2
    results = described["/api/campaigns/{campaign_id}/results"]["GET"]
    case = results.Case(path_parameters={"campaign_id": listed["id"]})
    answer = case.call_and_validate(headers=asked)
    communities = sorted(answer.json()["communities"], key=lambda one: one["community"] == "河滨社区")
    first = communities[0]["subjects"][0]["items"][0]
    assert (first["strict_rate"], first["broad_rate"], first["score"]) == ([40, 50], [48, 50], "89.60")
    hidden = communities[1]["subjects"][0]["items"][-1]
    assert (hidden["suppressed"], hidden["strict_rate"], hidden["counts"]["satisfied"]) == (True, None, None)
    record = described["/api/meetings/{meeting_id}/record"]["GET"]
    answer = record.Case(path_parameters={"meeting_id": communities[0]["meeting"]}).call_and_validate(headers=asked)
    public = client.get(f"/v/{communities[0]['meeting']}/record.json")
    assert answer.content == public.data


@pytest.mark.parametrize("sent", [None, "", "Bearer", "Bearer wrong", "Basic YTpi", "Bearer minxin_" + "x" * 43])
@pytest.mark.parametrize("path", ["/api/campaigns", "/api/campaigns/zzzzzz/results", "/api/meetings/zzzzzz/record"])
def test_without_a_token_in_use_there_is_nothing_but_a_401_in_json(
    client: FlaskClient, path: str, sent: str | None
) -> None:
    answer = client.get(path, headers={} if sent is None else {"Authorization": sent})
    assert answer.status_code == 401
    assert answer.get_json() == {"status": 401, "message": "Unauthorized"}
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Set-Cookie" not in answer.headers


def test_nothing_unpublished_is_read(client: FlaskClient, evening: Evening, token: str) -> None:
    first = campaign_of(evening)
    prepared = draft(evening, first, community="北门社区")
    asked = {"Authorization": f"Bearer {token}"}
    assert client.get(f"/api/meetings/{prepared.id}/record", headers=asked).status_code == 409
    found = client.get(f"/api/campaigns/{first}/results", headers=asked)
    assert "北门社区" not in found.text
    begun = campaign(evening, "2027 年度")
    assert client.get(f"/api/campaigns/{begun}/results", headers=asked).status_code == 404
    assert "2027 年度" not in client.get("/api/campaigns", headers=asked).text


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/api/campaigns", 405), ("GET", "/api/nothing", 404)])
def test_what_there_is_not_is_said_in_json(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.get_json()["status"]) == (status, status)
