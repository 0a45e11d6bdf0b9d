"""One's own account: a new password, sessions listed in words and ended."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey import sessions
from survey.accounts import Role
from survey.acts import Act
from survey.database import reading, writing
from survey.evening import Evening
from survey.sessions import Device
from survey.web.devices import in_words
from tests.conftest import require_whole_page
from tests.survey.visitors import PASSWORD, account, at_another_device, follow, hire, noted, send, sign_in

NEW = "another four unrelated words"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"old": "not the old one"}, "The old password is not right."),
        ({"repeated": "something else entirely"}, "The two passwords are not the same."),
        ({"new": PASSWORD, "repeated": PASSWORD}, "The new password is the old one."),
        ({"new": "short", "repeated": "short"}, "Choose a password of at least 12 characters."),
    ],
)
def test_ones_own_password_changes_only_with_the_old_one(
    client: FlaskClient, evening: Evening, typed: dict[str, str], says: str
) -> None:
    sign_in(client, evening)
    answer = send(client, "/account/password", **{"old": PASSWORD, "new": NEW, "repeated": NEW, **typed})
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert says in page
    assert PASSWORD not in page


def test_a_new_password_ends_the_other_sessions_and_not_this_one(
    client: FlaskClient, app: Flask, evening: Evening
) -> None:
    sign_in(client, evening)
    other = at_another_device(app, "周敏")
    follow(client, send(client, "/account/password", old=PASSWORD, new=NEW, repeated=NEW))
    assert client.get("/desk/").status_code == 200
    assert other.get("/desk/").location.startswith("/sign-in")
    at_another_device(app, "周敏", NEW)
    assert noted(evening, Act.PASSWORD_CHANGED) == [("周敏", "周敏")]


def test_sessions_are_listed_in_words_and_ended_one_by_one(client: FlaskClient, app: Flask, evening: Evening) -> None:
    sign_in(client, evening)
    phone = app.test_client()
    phone.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 14; SM-X) Chrome/126.0 Mobile MicroMessenger/8"
    send(phone, "/sign-in", name="周敏", password=PASSWORD)
    page = require_whole_page(client.get("/account").text)
    assert "WeChat on Android" in page
    assert "SM-X" not in page
    assert page.count("this one") == 1
    ending = re.search(r'action="(/account/sessions/[0-9a-f]{64}/end)"', page)
    assert ending
    assert "The session is ended." in follow(client, send(client, ending[1]))
    assert phone.get("/desk/").location.startswith("/sign-in")
    assert client.get("/desk/").status_code == 200


def test_nobody_ends_a_session_of_somebody_else_by_its_address(
    client: FlaskClient, app: Flask, evening: Evening
) -> None:
    sign_in(client, evening)
    hire(evening, Role.OFFICIAL, "李红")
    other = at_another_device(app, "李红")
    with reading(evening.engine) as db:
        theirs = sessions.of_account(db, account(evening, "李红").id, evening.clock())[0]
    send(client, f"/account/sessions/{theirs.id}/end")
    assert other.get("/district/").status_code == 200
    assert client.get(f"/account/sessions/{theirs.id}/end").status_code == 200  # a look ends nothing


def test_signing_out_everywhere_and_by_the_administrator(client: FlaskClient, app: Flask, evening: Evening) -> None:
    sign_in(client, evening, Role.ADMINISTRATOR)
    hire(evening, Role.OFFICIAL, "李红")
    first, second = at_another_device(app, "李红"), at_another_device(app, "李红")
    assert "You are signed out on every device." in follow(first, send(first, "/account/sessions/end"))
    assert second.get("/district/").location.startswith("/sign-in")
    third = at_another_device(app, "李红")
    follow(client, send(client, f"/accounts/{account(evening, '李红').id}/sessions/end"))
    assert third.get("/district/").location.startswith("/sign-in")
    assert noted(evening, Act.SESSIONS_ENDED) == [("周敏", "李红"), ("李红", "李红")]


def test_signing_in_again_in_the_same_browser_takes_the_place_of_the_session_before(
    client: FlaskClient, evening: Evening
) -> None:
    sign_in(client, evening)
    send(client, "/sign-in", name="周敏", password=PASSWORD)
    with reading(evening.engine) as db:
        assert len(sessions.of_account(db, account(evening, "周敏").id, evening.clock())) == 1


def test_what_is_kept_of_a_session_opens_nothing_and_goes_when_it_is_over(evening: Evening) -> None:
    now = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
    hire(evening, Role.OFFICIAL)
    mine = account(evening, "周敏")
    with writing(evening.engine) as db:
        token = sessions.begin(db, mine, Device("Chrome", "Windows"), now)
        (kept,) = sessions.of_account(db, mine.id, now)
        assert sessions.find(db, kept.id, now) is None
        assert sessions.find(db, token, now) == (mine, kept)
        late = now + timedelta(seconds=sessions.IDLE_SECONDS)
        assert sessions.find(db, token, late) is None
        sessions.begin(db, mine, Device(), late + timedelta(seconds=1))
        assert db.exec_driver_sql("SELECT count(*) FROM session").scalar() == 1


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36", Device("Chrome", "Windows")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", Device("Edge", "Windows")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            Device("Safari", "iPhone"),
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Firefox/127.0", Device("Firefox", "macOS")),
        ("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/126 Chrome/126.0", Device("Chrome", "Linux")),
        ("", Device()),
        ("<script>alert(1)</script>", Device()),
    ],
)
def test_a_device_is_known_by_two_words_at_most(said: str, device: Device) -> None:
    assert in_words(said) == device
