"""Odd requests to every route: never a crash, never a traceback, never the visitor's own words in a refusal."""

import itertools
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from tests.factories import Prepared, make_evening, opened, published
from tests.survey.visitors import PASSWORD, hire, send

CANARY = '<canary x="'
"""In no page of ours, and dangerous wherever it stood unescaped."""
PLACE = re.compile(r"<(?:[^:<>]+:)?([a-z_]+)>")
"""A variable part of a rule."""
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"]
LANGUAGES = ["", "en", "zh-CN", "xx", CANARY]

ODD = [
    "",
    "0",
    "-1",
    "9" * 400,
    "1e999",
    "NaN",
    "a" * 20_000,
    "\0",
    "a\0b",
    "\u202e\u2066left",
    "👨‍👩‍👧‍👦" * 50,
    "\ud7ff\uffff",
    "\u202e\u0661\u0662",
    "../../../../etc/passwd",
    "%00%0d%0aSet-Cookie:x=1",
    "'; DROP TABLE meeting; --",
    "{{ 7*7 }}${7*7}",
    "=HYPERLINK(1)",
    CANARY,
]
FIELDS = [
    "code",
    "rid",
    "sure",
    "key",
    "receipt",
    "name",
    "password",
    "repeated",
    "next",
    "reason",
    "unused",
    "announce",
]
FIELDS += [
    "community",
    "roll",
    "present",
    "slips",
    "number",
    "committee",
    "secretary",
    "1-services",
    "csrf_token",
    "[]",
]
CONTENT_TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/json",
    "text/plain; charset=unknown",
    "not a type",
]

words = st.sampled_from(ODD) | st.text(max_size=30)
fields = st.lists(st.tuples(st.sampled_from(FIELDS) | words, words), max_size=6)
bodies = st.binary(max_size=300) | st.sampled_from(
    [b"code=%", b"code=%ff%fe", b"--x\r\n\r\n", b"{", b"&&==&", b"\xff" * 99]
)


class World:
    """An app with meetings of every kind, a signed-in administrator and a stranger."""

    def __init__(self, app: Flask, meetings: list[Prepared]) -> None:
        self.app, self.meetings = app, meetings
        self.stranger, self.staff = app.test_client(), app.test_client()
        assert send(self.staff, "/sign-in", name="周敏", password=PASSWORD).status_code == 302
        skipped = {
            "static",
            "entrance.sign_out",
        }  # werkzeug's own file sender; would end the session of all later tries
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in skipped]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    evening = make_evening(tmp_path_factory.mktemp("fuzzing") / "data")
    hire(evening, Role.ADMINISTRATOR)
    meetings = [opened(evening, community="河滨社区"), published(evening, community="北门社区")]
    yield World(create_app(evening, Settings(address="http://minxin.test")), meetings)
    evening.boxes.release_all()
    evening.engine.dispose()


def address(rule: Rule, known: dict[str, str], odd: str) -> str:
    """The rule's address; what is not known is filled with `odd`."""
    return PLACE.sub(lambda place: known.get(place[1], quote(odd, safe="")), rule.rule)


def require_calm(answer: object, where: str) -> None:
    """Fails when an answer is a crash, shows a traceback, or repeats what was sent."""
    status, text = answer.status_code, answer.get_data(as_text=True)  # type: ignore[attr-defined]  # a TestResponse
    assert status < 500, (where, status)
    assert "Traceback" not in text, where
    assert CANARY not in text, where
    assert CANARY not in str(answer.headers), where  # type: ignore[attr-defined]


def known_parts(meeting: Prepared, is_real: bool) -> dict[str, str]:
    if not is_real:
        return {}
    return {"meeting_id": meeting.id, "campaign_id": meeting.meeting.campaign_id, "number": "1", "ending": "csv"}


def client_of(world: World, is_staff: bool) -> FlaskClient:
    return world.staff if is_staff else world.stranger


@seed(20261123)
@settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_odd_fields_and_addresses_crash_nothing_and_are_never_repeated(world: World, data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(world.rules))
    meeting = world.meetings[data.draw(st.integers(0, 1))]
    url = address(rule, known_parts(meeting, data.draw(st.booleans())), data.draw(words))
    method = data.draw(st.sampled_from(METHODS))
    query = MultiDict([("lang", data.draw(st.sampled_from(LANGUAGES))), *data.draw(fields)])
    client = client_of(world, data.draw(st.booleans()))
    sent = MultiDict(data.draw(fields))
    answer = client.open(url, method=method, query_string=query, data=sent if method != "GET" else None)
    require_calm(answer, f"{method} {url}")
    answer.close()


@seed(20261123)
@settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_bodies_that_are_no_form_at_all_crash_nothing(world: World, data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from([rule for rule in world.rules if "POST" in (rule.methods or set())]))
    meeting = world.meetings[data.draw(st.integers(0, 1))]
    url = address(rule, known_parts(meeting, is_real=True), "1")
    kind, body = data.draw(st.sampled_from(CONTENT_TYPES)), data.draw(bodies)
    language = {"Accept-Language": data.draw(st.sampled_from(["", "en;q=x", "*", "zh-" + "x" * 500]))}
    answer = client_of(world, data.draw(st.booleans())).post(url, data=body, content_type=kind, headers=language)
    require_calm(answer, f"POST {url} {kind}")
    answer.close()


def test_each_odd_word_in_each_field_with_our_own_token(world: World) -> None:
    """What gets past the token: every staff form, filled with one odd word throughout."""
    posts = [rule for rule in world.rules if "POST" in (rule.methods or set())]
    posts.sort(key=lambda rule: rule.endpoint in ("desk.close", "desk.make_void"))  # which end the meeting come last
    for rule, odd in itertools.product(posts, ["\0", "9" * 400, "\u202e", "👨‍👩‍👧‍👦" * 50, CANARY, "-1"]):
        meeting = world.meetings[0]
        names = set(FIELDS) - {"csrf_token", "sure"}
        answer = send(world.staff, address(rule, known_parts(meeting, is_real=True), "1"), **dict.fromkeys(names, odd))
        require_calm(answer, f"{rule} {odd!r}")
