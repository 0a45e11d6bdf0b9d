"""The way in: first start, sign-in, sign-out, the demo's doors."""

import re
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from survey import accounts, history, naming
from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from survey.database import reading
from survey.entrance import own_page
from survey.evening import Evening
from tests.conftest import Page, require_whole_page
from tests.factories import closed, opened, published
from tests.survey.visitors import PASSWORD, follow, hire, send, sign_in


def test_the_first_visitor_fills_in_three_fields_and_stands_at_the_desk(client: FlaskClient, evening: Evening) -> None:
    assert client.get("/").location == "/setup"
    assert set(re.findall(r'<input[^>]* name="([a-z]+)"', client.get("/setup").text)) == {
        "district",
        "name",
        "password",
    }
    answer = send(client, "/setup", district=" 江北区 ", name=" 周敏 ", password=PASSWORD)
    assert answer.location == "/desk/"
    page = follow(client, answer)
    assert "Everything is ready, 周敏." in page
    assert '<span class="district"><bdi>江北区</bdi></span>' in page
    with reading(evening.engine) as db:
        account = accounts.named(db, "周敏")
        noted = [(line.account, line.act) for line in history.lines(db)]
    assert (account.role, account.must_change) == (Role.ADMINISTRATOR, False)
    assert noted == [("周敏", "signed in"), ("周敏", "district named"), ("周敏", "account made")]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"password": "too short"}, "Choose a password of at least 12 characters."),
        ({"password": "x" * 201}, "Choose a password of at most 200 characters."),
        ({"password": "123456789012"}, "This password is guessed at once."),
        ({"password": ""}, "This field is required."),
        ({"district": "  "}, "District: write 1 to 200 characters"),
        ({"district": "江北\u202e区"}, "District: write 1 to 200 characters"),
        ({"name": "周\u200b敏"}, "Name: write 1 to 200 characters"),
    ],
)
def test_a_setup_that_cannot_be_keeps_what_was_typed_and_says_why(
    client: FlaskClient, evening: Evening, typed: dict[str, str], says: str
) -> None:
    sent = {"district": "江北区", "name": "周敏", "password": PASSWORD, **typed}
    answer = send(client, "/setup", **sent)
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert says in page
    assert f'value="{sent["name"]}"' in page
    assert f'value="{sent["district"].strip()}"' in page
    assert not sent["password"] or sent["password"] not in page
    with reading(evening.engine) as db:
        assert accounts.count(db) == 0
        assert naming.district_name(db) == ""


def test_nobody_sets_up_twice(client: FlaskClient, evening: Evening) -> None:
    hire(evening, Role.ADMINISTRATOR)
    answer = send(client, "/setup", district="江北区", name="又一人", password=PASSWORD)
    assert "already set up" in answer.text
    with reading(evening.engine) as db:
        assert accounts.count(db) == 1


def test_signing_in_leads_to_the_page_that_asked_for_it(client: FlaskClient, evening: Evening) -> None:
    hire(evening, Role.ORGANIZER)
    led = client.get("/desk/campaigns/new").location
    assert led == "/sign-in?next=/desk/campaigns/new"
    assert send(client, led, name="周敏", password=PASSWORD).location == "/desk/campaigns/new"


@pytest.mark.parametrize(
    ("role", "page"), [(Role.ORGANIZER, "/desk/"), (Role.OFFICIAL, "/district/"), (Role.SCRUTINEER, "/scrutineer")]
)
def test_each_role_begins_at_its_own_page(client: FlaskClient, evening: Evening, role: Role, page: str) -> None:
    hire(evening, role)
    assert send(client, "/sign-in", name="周敏", password=PASSWORD).location == page
    assert client.get("/begin").location == page


def test_a_wrong_password_is_told_without_saying_which_half_is_wrong(client: FlaskClient, evening: Evening) -> None:
    hire(evening, Role.ORGANIZER)
    known = send(client, "/sign-in", name="周敏", password="not the password")
    unknown = send(client, "/sign-in", name="某人", password="not the password")
    for answer in (known, unknown):
        assert answer.status_code == 422
        assert "Name and password do not fit together." in answer.text
        assert "not the password" not in answer.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/desk/\r\nX: y",
        "nowhere",
        "/no",
    ],
)
def test_signing_in_never_leads_away(client: FlaskClient, evening: Evening, elsewhere: str) -> None:
    hire(evening, Role.ORGANIZER)
    with client.application.test_request_context("/"):
        assert own_page(elsewhere) == ""
    answer = send(client, f"/sign-in?{urlencode({'next': elsewhere})}", name="周敏", password=PASSWORD)
    assert answer.location == "/desk/"


def test_signing_in_starts_a_new_session(client: FlaskClient, evening: Evening) -> None:
    hire(evening, Role.ORGANIZER)
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    send(client, "/sign-in", name="周敏", password=PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_ends_this_session_and_no_other(client: FlaskClient, evening: Evening) -> None:
    sign_in(client, evening)
    other = client.application.test_client()
    send(other, "/sign-in", name="周敏", password=PASSWORD)
    assert other.get("/desk/").status_code == 200
    assert send(client, "/sign-out").location == "/"
    assert client.get("/desk/").location == "/sign-in?next=/desk/"
    assert other.get("/desk/").status_code == 200


def test_forms_without_the_token_are_refused(client: FlaskClient, evening: Evening) -> None:
    hire(evening, Role.ORGANIZER)
    answer = client.post("/sign-in", data={"name": "周敏", "password": PASSWORD})
    assert answer.status_code == 400
    assert "The page was open too long" in answer.text


def test_the_start_page_makes_its_promise_and_names_what_is_open(page_of: Page, evening: Evening) -> None:
    hire(evening, Role.ORGANIZER)
    prepared = opened(evening)
    page = page_of("/")
    assert "Nobody learns who voted how" in page
    assert f'href="/hall/{prepared.id}"' in page
    assert "长岗路社区" in page


def test_the_forms_own_messages_are_chinese_for_a_chinese_reader(client: FlaskClient) -> None:
    page = send(client, "/setup?lang=zh-CN", district="", name="", password="").text
    assert "该字段是必填字段。" in page
    assert "This field is required." not in page


def test_a_demo_has_a_door_for_each_audience(evening: Evening) -> None:
    demo = create_app(evening, Settings(), is_demo=True).test_client()
    prepared = opened(evening)
    page = require_whole_page(demo.get("/?lang=en").text)
    for name in ("Resident", "Organizer", "Scrutineer", "Hall screen", "Official"):
        assert f"<h3>{name}</h3>" in page
    assert f'href="/k/{prepared.id}"' in page
    assert send(demo, "/doors/organizer").location == "/desk/"
    assert demo.get("/desk/").status_code == 200
    assert send(demo, "/doors/official").location == "/district/"
    assert demo.get("/desk/").status_code == 403
    assert send(demo, "/doors/scrutineer").location == "/scrutineer"
    assert f'href="/hall/{prepared.id}"' in demo.get("/scrutineer").text


def test_the_demos_doors_to_tonights_meeting_stay_when_its_box_is_closed(evening: Evening) -> None:
    demo = create_app(evening, Settings(), is_demo=True).test_client()
    published(evening, community="东街社区")
    tonight = closed(evening, community="西街社区")
    page = demo.get("/?lang=en").text
    assert f'href="/k/{tonight.id}"' in page
    assert f'href="/hall/{tonight.id}"' in page
    assert "<h3>Resident</h3>" not in page


def test_the_demos_staff_are_called_what_the_reader_calls_them(evening: Evening) -> None:
    demo = create_app(evening, Settings(), is_demo=True).test_client()
    send(demo, "/doors/organizer")
    page = demo.get("/desk/?lang=zh-CN").text
    assert "<bdi>组织者</bdi>" in page
    assert "demo organizer" not in page


@pytest.mark.parametrize("role", ["organizer", "official", "administrator"])
def test_nowhere_but_in_the_demo_a_door_stands_open(client: FlaskClient, evening: Evening, role: str) -> None:
    assert send(client, f"/doors/{role}").status_code == 404
    with reading(evening.engine) as db:
        assert accounts.count(db) == 0


def test_even_the_demo_has_no_door_for_the_administrator(evening: Evening) -> None:
    demo = create_app(evening, Settings(), is_demo=True).test_client()
    assert send(demo, "/doors/administrator").status_code == 404
