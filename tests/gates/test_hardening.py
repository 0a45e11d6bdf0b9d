"""What every answer of every page carries, keeps to itself, and refuses: one table over all routes."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots import codes
from survey.accounts import Role
from survey.app import LARGEST_REQUEST, create_app
from survey.config import Settings
from survey.evening import Evening
from survey.sessions import IDLE_SECONDS
from tests.conftest import require_whole_page
from tests.factories import Prepared, make_evening, opened, published
from tests.gates.every_page import VALUES
from tests.survey.visitors import PASSWORD, hire, send

ROOT = Path(__file__).resolve().parents[2]
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FORBIDDEN_IN_PAGES = re.compile(
    r"<script(?![^>]* src=\"/)|<[^>]* (?:style|on[a-z]+)=|javascript:|https?://(?!127|www\.w3)"
)
"""Script or style inside a page, and anything fetched from elsewhere."""
CANARY = "CANARYunlikeanything"
ELSEWHERE = "elsewhere.example"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Evening, Prepared, Prepared]]:
    evening = make_evening(tmp_path_factory.mktemp("hardening") / "data")
    hire(evening, Role.ADMINISTRATOR)
    yield evening, opened(evening, community="河滨社区"), published(evening, community="北门社区")
    evening.boxes.release_all()
    evening.engine.dispose()


@pytest.fixture(scope="module")
def app(made: tuple[Evening, Prepared, Prepared]) -> Flask:
    return create_app(made[0], Settings(address="http://minxin.test"))


@pytest.fixture(scope="module")
def addresses(app: Flask, made: tuple[Evening, Prepared, Prepared]) -> list[tuple[str, str]]:
    """Method and address of every route, for a meeting that is open, one that is published, and none."""
    _, live, done = made
    campaign = live.meeting.campaign_id
    found = {("GET", "/no-such-page"), ("PUT", "/"), ("GET", f"/v/{live.id}/no-such-end")}
    for meeting_id in (live.id, done.id, "zzzzzz"):
        values = {**VALUES, "meeting_id": meeting_id, "campaign_id": campaign, "filename": "base.css"}
        for rule in app.url_map.iter_rules():
            url = app.url_map.bind("").build(rule.endpoint, {name: values[name] for name in rule.arguments})
            found |= {(method, url) for method in rule.methods or ()}
    return sorted(found)


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    """The administrator, signed in."""
    client = app.test_client()
    send(client, "/sign-in", name="周敏", password=PASSWORD)
    return client


def test_every_answer_of_every_route_carries_the_same_safety(
    staff: FlaskClient, addresses: list[tuple[str, str]]
) -> None:
    assert len(addresses) > 100
    for method, url in addresses:
        answer = staff.open(url, method=method)
        where = f"{method} {url}"
        assert answer.status_code < 500, where
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none';"), where
        assert "unsafe" not in policy, where
        assert "frame-ancestors 'none'" in policy, where
        for name, value in ALWAYS.items():
            assert answer.headers[name] == value, where
        assert "camera=()" in answer.headers["Permissions-Policy"], where
        assert "Server" not in answer.headers, where
        if not url.startswith("/static"):
            assert answer.headers["Cache-Control"] == "no-store", where
            assert not {"ETag", "Last-Modified", "Expires"} & set(answer.headers.keys()), where
        answer.close()


def test_no_page_holds_script_or_style_of_its_own_or_fetches_from_elsewhere(
    staff: FlaskClient, addresses: list[tuple[str, str]]
) -> None:
    pages = 0
    for method, url in addresses:
        if method == "GET" and "/static/" not in url and (answer := staff.get(url)).mimetype == "text/html":
            pages += 1
            assert FORBIDDEN_IN_PAGES.findall(answer.text.replace("http://minxin.test", "")) == [], url
    assert pages > 50


def test_text_becomes_markup_without_being_escaped_in_one_file_only() -> None:
    paths = [*(ROOT / "survey").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    marking = re.compile(r"\|\s*safe\b|\bMarkup\(|autoescape( false|=False)")
    assert {path.name for path in paths if marking.search(path.read_text(encoding="utf-8"))} == {"stylesheets.py"}


def test_an_address_made_up_by_the_visitor_appears_on_no_page(
    staff: FlaskClient, addresses: list[tuple[str, str]]
) -> None:
    for method, url in addresses:
        answer = staff.open(url, method=method, headers={"Host": ELSEWHERE, "X-Forwarded-Host": ELSEWHERE})
        assert ELSEWHERE.encode() not in answer.data, url
        assert ELSEWHERE not in (answer.location or ""), url
        answer.close()


def test_looking_changes_nothing_in_the_box_or_the_database(
    made: tuple[Evening, Prepared, Prepared], staff: FlaskClient, addresses: list[tuple[str, str]]
) -> None:
    evening, live, done = made
    before = (live.meeting, done.meeting, live.evening.live(live.id).box.returned, evening.folder.database.read_bytes())
    for method, url in addresses:
        if method != "POST":
            staff.open(url, method=method).close()
    after = (live.meeting, done.meeting, live.evening.live(live.id).box.returned, evening.folder.database.read_bytes())
    assert after == before


# Cookies


def cookies(answer: TestResponse) -> list[str]:
    return answer.headers.getlist("Set-Cookie")


@pytest.mark.parametrize("address", ["https://minxin.test", "http://minxin.test"])
def test_cookies_are_for_staff_this_host_and_no_script(evening: Evening, address: str) -> None:
    hire(evening, Role.ORGANIZER)
    client = create_app(evening, Settings(address=address)).test_client()
    client.environ_base["wsgi.url_scheme"] = address.partition(":")[0]
    given = cookies(send(client, "/sign-in", name="周敏", password=PASSWORD)) + cookies(client.get("/desk/?lang=en"))
    names = {cookie.partition("=")[0] for cookie in given}
    is_secure = address.startswith("https")
    assert names == {*(f"__Host-{name}" if is_secure else name for name in ("session", "device")), "lang"}
    for cookie in given:
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert ("Secure" in cookie) is is_secure


# Sessions


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_a_desk_left_alone_for_half_an_hour_is_nobodys(evening: Evening) -> None:
    clock = Clock()
    evening.clock = clock
    hire(evening, Role.ORGANIZER)
    client = create_app(evening, Settings()).test_client()
    send(client, "/sign-in", name="周敏", password=PASSWORD)
    for _ in range(5):
        clock.now += timedelta(seconds=IDLE_SECONDS - 1)
        assert client.get("/desk/").status_code == 200
    clock.now += timedelta(seconds=IDLE_SECONDS)
    assert client.get("/desk/").location == "/sign-in?next=/desk/"


def test_watching_the_wall_keeps_nobody_signed_in(evening: Evening) -> None:
    clock = Clock()
    evening.clock = clock
    hire(evening, Role.ORGANIZER)
    meeting = opened(evening)
    client = create_app(evening, Settings()).test_client()
    send(client, "/sign-in", name="周敏", password=PASSWORD)
    for _ in range(3):
        clock.now += timedelta(seconds=IDLE_SECONDS / 2)
        client.get(f"/hall/{meeting.id}/state.json")
    assert client.get("/desk/").location == "/sign-in?next=/desk/"


@pytest.mark.parametrize("ends", ["sign-out", "half an hour"])
def test_a_cookie_copied_before_the_end_opens_nothing_after_it(evening: Evening, ends: str) -> None:
    clock = Clock()
    evening.clock = clock
    hire(evening, Role.ORGANIZER)
    client = create_app(evening, Settings()).test_client()
    send(client, "/sign-in", name="周敏", password=PASSWORD)
    client.get("/desk/")
    copied = client.get_cookie("session")
    assert copied is not None
    thief = client.application.test_client()
    thief.set_cookie("session", copied.value)
    assert thief.get("/desk/").status_code == 200
    if ends == "sign-out":
        send(client, "/sign-out")
    else:
        clock.now += timedelta(seconds=IDLE_SECONDS)
    thief.set_cookie("session", copied.value)
    assert thief.get("/desk/").location == "/sign-in?next=/desk/"


# What is sent


def test_what_is_too_large_is_told_on_a_page_of_ours(app: Flask, addresses: list[tuple[str, str]]) -> None:
    client = app.test_client()
    for url in sorted({url for method, url in addresses if method == "POST" and "zzzzzz" not in url}):
        answer = client.post(url, data={"code": "x" * LARGEST_REQUEST})
        if answer.status_code == 413:
            assert "过大" in require_whole_page(answer.text) or "太大" in answer.text, url
        else:
            assert answer.status_code in (200, 302, 403, 404, 410), url  # a page that does not read what was sent


def fields_of(page: str) -> set[str]:
    return set(re.findall(r'<(?:input|textarea|select|button)[^>]* name="([^"]+)"', page)) - {"csrf_token"}


@pytest.mark.parametrize("has_token", [True, False])
def test_no_refusal_repeats_what_was_sent(
    staff: FlaskClient, addresses: list[tuple[str, str]], has_token: bool
) -> None:
    """But for two: a staff form comes back to whoever filled it in, and the code to the phone that mistyped it."""
    seen = [staff.get(url) for method, url in addresses if method == "GET" and "/static/" not in url]
    pages = [answer.text for answer in seen if answer.mimetype == "text/html"]
    names = set().union(*map(fields_of, pages)) | {"code", "rid", "key", "receipt", "reason", "next", "file"}
    sent = {name: f"{CANARY}{name}" for name in names if name != "sure"}
    refused = 0
    for url in sorted({url for method, url in addresses if method == "POST"} - {"/sign-out", "/account/sessions/end"}):
        answer = send(staff, url, **sent) if has_token else staff.post(url, data=sent)
        refused += answer.status_code >= 400
        text = answer.text.replace(f"{CANARY}code", "") if url.startswith("/v/") else answer.text
        is_form_again = answer.status_code == 422 and 'name="csrf_token"' in text
        is_token = url == "/programs" or url.endswith("/kiosk/link")
        hands_over_a_token = is_token and answer.status_code == 200  # below the district's name, sent before
        assert is_form_again or hands_over_a_token or CANARY not in text, url
        assert CANARY not in (answer.location or ""), url
    assert refused > 20


@pytest.mark.parametrize(
    "path", [f"/{CANARY}", f"/v/{CANARY}", f"/v/zzzzzz/{CANARY}", f"/static/{CANARY}", f"/x?y={CANARY}"]
)
def test_a_page_that_is_not_there_does_not_repeat_its_address(staff: FlaskClient, path: str) -> None:
    answer = staff.get(path)
    assert answer.status_code == 404
    assert CANARY not in answer.text


# Codes


def test_the_chance_of_guessing_one_of_2000_codes_in_an_evening_is_what_the_document_says() -> None:
    tries = 20 * 3 * 60 * 60
    chance = 2000 * tries / 2**codes.RANDOM_BITS
    assert f"{chance:.0e}" == "1e-14"
