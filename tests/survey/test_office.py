"""Accounts as the administrator keeps them: made, changed, taken out of use, given a new password."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey import accounts
from survey.accounts import Role
from survey.acts import Act
from survey.database import reading, writing
from survey.evening import Evening
from tests.conftest import Page, require_whole_page
from tests.survey.visitors import PASSWORD, account, at_another_device, follow, hire, noted, send, sign_in

NEW = "another four unrelated words"


@pytest.fixture
def admin(client: FlaskClient, evening: Evening) -> FlaskClient:
    return sign_in(client, evening, Role.ADMINISTRATOR)


def test_a_new_account_gets_a_password_that_is_shown_once_and_must_be_changed(
    admin: FlaskClient, app: Flask, evening: Evening
) -> None:
    answer = send(admin, "/accounts/new", name="李红", role="organizer", communities="北门街道 / 河滨社区\n石阳路街道")
    assert answer.status_code == 200
    shown = re.search(r'<p class="secret mono">([^<]+)</p>', require_whole_page(answer.text))
    assert shown
    assert shown[1] not in admin.get("/accounts").text + admin.get(f"/accounts/{account(evening, '李红').id}").text
    newcomer = at_another_device(app, "李红", shown[1])
    for path in ("/desk/", "/account", "/district/"):
        assert newcomer.get(path).location == "/account/password"
    page = follow(newcomer, newcomer.get("/desk/"))
    assert "Choose a password of your own" in require_whole_page(page)
    assert 'href="/desk/"' not in page
    answer = send(newcomer, "/account/password", old=shown[1], new=NEW, repeated=NEW)
    assert follow(newcomer, answer)
    assert newcomer.get("/desk/").status_code == 200
    assert account(evening, "李红").duties.written == "北门街道 / 河滨社区; 石阳路街道"
    assert noted(evening, Act.ACCOUNT_MADE)[0] == ("周敏", "李红")


def test_a_typed_password_is_not_shown_again(admin: FlaskClient) -> None:
    answer = send(admin, "/accounts/new", name="李红", role="official", password=NEW)
    assert "The password is the one you typed." in answer.text
    assert NEW not in answer.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": "周敏"}, "There is already an account called 周敏."),
        ({"name": " ｚｈｏｕ  MIN "}, "There is already an account called ｚｈｏｕ MIN."),
        ({"name": "李\u202e红"}, "Name: write 1 to 200 characters"),
        ({"name": "x" * 201}, "Field cannot be longer than 200 characters."),
        ({"password": "short"}, "Choose a password of at least 12 characters."),
        ({"password": "李红李红李红李红李红李红"}, "This password is guessed at once."),
        ({"role": "organizer", "communities": " \n"}, "Name at least one community or sub-district"),
        ({"role": "emperor"}, "Not a valid choice."),
    ],
)
def test_an_account_that_cannot_be_is_told_and_nothing_typed_is_lost(
    admin: FlaskClient, evening: Evening, typed: dict[str, str], says: str
) -> None:
    hire(evening, Role.OFFICIAL, "Zhou Min")
    answer = send(admin, "/accounts/new", **{"name": "李红", "role": "official", "communities": "北门街道", **typed})
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert says in page
    assert "北门街道</textarea>" in page or "communities" in typed
    with reading(evening.engine) as db:
        assert accounts.count(db) == 2


@pytest.mark.parametrize("name", ["李" * 200, "🙂 Ünïcode", "محمد", "O'Brien <b>"])
def test_unusual_names_are_kept_shown_and_signed_in_with(
    admin: FlaskClient, app: Flask, page_of: Page, evening: Evening, name: str
) -> None:
    hire(evening, Role.OFFICIAL, name)
    shown = name.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
    assert f"<bdi>{shown}</bdi>" in page_of("/accounts")
    assert f"<h1>{shown}</h1>" in page_of(f"/accounts/{account(evening, name).id}")
    assert at_another_device(app, f"  {name.upper()} ").get("/district/").status_code == 200


WIDE = "ｆｕｌｌ ｗｉｄｔｈ ｐａｓｓ"


@pytest.mark.parametrize("password", ["  spaces before and after  ", "密码是四个无关的词语组成的", WIDE])
def test_passwords_may_hold_spaces_and_every_kind_of_letter(app: Flask, evening: Evening, password: str) -> None:
    with writing(evening.engine) as db:
        accounts.create(db, "李红", Role.OFFICIAL, password)
    at_another_device(app, "李红", password)
    if password == WIDE:
        at_another_device(app, "李红", "full width pass")  # the same keys on another keyboard


def test_an_enormous_password_is_refused_before_it_costs_anything(client: FlaskClient, evening: Evening) -> None:
    hire(evening, Role.OFFICIAL)
    answer = send(client, "/sign-in", name="周敏", password="x" * 1_000_000)
    assert answer.status_code == 422
    assert "Name and password do not fit together." in answer.text
    assert len(answer.text) < 10_000


def test_role_and_communities_change_from_the_next_page_on(admin: FlaskClient, app: Flask, evening: Evening) -> None:
    hire(evening, Role.ORGANIZER, "李红")
    found = account(evening, "李红")
    other = at_another_device(app, "李红")
    assert other.get("/desk/").status_code == 200
    page = follow(admin, send(admin, f"/accounts/{found.id}/role", role="official"))
    assert "The account 李红 is changed." in page
    assert other.get("/desk/").status_code == 403
    assert other.get("/district/").status_code == 200
    assert noted(evening, Act.ACCOUNT_CHANGED) == [("周敏", "李红")]


def test_a_forgotten_password_is_given_anew_and_ends_every_session(
    admin: FlaskClient, app: Flask, evening: Evening
) -> None:
    hire(evening, Role.OFFICIAL, "李红")
    other = at_another_device(app, "李红")
    answer = send(admin, f"/accounts/{account(evening, '李红').id}/password")
    shown = re.search(r'<p class="secret mono">([^<]+)</p>', answer.text)
    assert shown
    assert other.get("/district/").location.startswith("/sign-in")
    assert at_another_device(app, "李红", shown[1]).get("/district/").location == "/account/password"
    assert noted(evening, Act.PASSWORD_RESET) == [("周敏", "李红")]


def test_an_account_out_of_use_signs_in_no_more_and_stays_in_the_record(
    admin: FlaskClient, app: Flask, page_of: Page, evening: Evening
) -> None:
    hire(evening, Role.OFFICIAL, "李红")
    other = at_another_device(app, "李红")
    path = f"/accounts/{account(evening, '李红').id}"
    follow(admin, send(admin, f"{path}/out-of-use"))
    assert other.get("/district/").location.startswith("/sign-in")
    answer = send(app.test_client(), "/sign-in", name="李红", password=PASSWORD)
    assert answer.status_code == 422
    assert "out of use" in page_of("/accounts")
    assert "account taken out of use" in page_of("/acts?account=李红")
    follow(admin, send(admin, f"{path}/in-use"))
    at_another_device(app, "李红")


def test_the_last_administrator_cannot_be_removed(admin: FlaskClient, evening: Evening) -> None:
    me = account(evening, "周敏")
    for act, fields in (("out-of-use", {}), ("role", {"role": "official"})):
        answer = send(admin, f"/accounts/{me.id}/{act}", **fields)
        assert answer.status_code == 422
        assert "This is the last administrator." in require_whole_page(answer.text)
    hire(evening, Role.ADMINISTRATOR, "李红")
    assert send(admin, f"/accounts/{me.id}/role", role="official").status_code == 302
    assert account(evening, "周敏").role is Role.OFFICIAL


def test_an_administrator_out_of_use_is_no_other_administrator(admin: FlaskClient, evening: Evening) -> None:
    hire(evening, Role.ADMINISTRATOR, "李红")
    follow(admin, send(admin, f"/accounts/{account(evening, '李红').id}/out-of-use"))
    assert send(admin, f"/accounts/{account(evening, '周敏').id}/out-of-use").status_code == 422


def test_an_unknown_account_is_no_page(admin: FlaskClient) -> None:
    answer = admin.get("/accounts/nosuch")
    assert answer.status_code == 404
    assert "There is no such account." in require_whole_page(answer.text)


def test_the_districts_name_stands_above_every_staff_page(admin: FlaskClient, page_of: Page) -> None:
    assert "The district has no name yet." in page_of("/accounts")
    page = follow(admin, send(admin, "/accounts/district", name=" 江北区 "))
    assert '<span class="district"><bdi>江北区</bdi></span>' in page
    assert 'value="江北区"' in page_of("/accounts/district")
    assert send(admin, "/accounts/district", name="\u202e").status_code == 422
