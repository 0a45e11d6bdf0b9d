"""Scrutineers with an account: named for meetings, and confirming the count themselves."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey import accounts, scrutiny
from survey.accounts import Role
from survey.acts import Act
from survey.database import reading, writing
from survey.errors import NotAScrutineer
from survey.evening import Evening
from survey.hall import confirmation
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared, closed, draft
from tests.survey.visitors import account, at_another_device, hire, noted, send, sign_in


@pytest.fixture
def admin(client: FlaskClient, evening: Evening) -> FlaskClient:
    return sign_in(client, evening, Role.ADMINISTRATOR)


def counted(evening: Evening, **plan: object) -> Prepared:
    """A meeting whose box is counted and whose result is held back."""
    prepared = closed(evening, announce=False, **plan)
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    return prepared


def test_a_scrutineer_sees_the_meetings_they_are_named_for_and_confirms_once(
    client: FlaskClient, page_of: Page, app: Flask, evening: Evening
) -> None:
    sign_in(client, evening)
    hire(evening, Role.SCRUTINEER, "老张")
    sealed, other = counted(evening, community="北门社区"), draft(evening, community="南门社区")
    page = page_of(f"/meetings/{sealed.id}/scrutineers")
    assert "老张" in page
    answer = send(client, f"/meetings/{sealed.id}/scrutineers", accounts=[account(evening, "老张").id])
    assert answer.location == f"/desk/meetings/{sealed.id}"
    scrutineer = at_another_device(app, "老张")
    page = require_whole_page(scrutineer.get("/scrutineer").text)
    assert "北门社区" in page
    assert "南门社区" not in page
    seal = sealed.meeting.seal or ""
    assert f"{seal[:4]} {seal[4:8]}" in page
    assert send(scrutineer, f"/scrutineer/{other.id}/confirm").status_code == 403
    for _ in range(2):
        send(scrutineer, f"/scrutineer/{sealed.id}/confirm")
    assert "You have confirmed the count." in scrutineer.get("/scrutineer").text
    with reading(evening.engine) as db:
        assert [one.name for one in confirmation.confirmations(db, sealed.id)] == ["老张"]
    assert noted(evening, Act.COUNT_CONFIRMED) == [("老张", sealed.id)]


def test_nothing_is_confirmed_before_the_count_or_after_a_void(app: Flask, evening: Evening) -> None:
    hire(evening, Role.SCRUTINEER, "老张")
    mine = account(evening, "老张").id
    early, void = closed(evening, community="甲社区"), draft(evening, community="乙社区")
    for one in (early, void):
        scrutiny.name_scrutineers(evening, one.id, [mine])
    evening.make_void(void.id, "停电")
    scrutineer = at_another_device(app, "老张")
    for one in (early, void):
        answer = send(scrutineer, f"/scrutineer/{one.id}/confirm")
        assert answer.status_code == 422
        assert "The meeting is" in require_whole_page(answer.text)


def test_only_a_named_scrutineer_confirms_not_even_the_administrator(admin: FlaskClient, evening: Evening) -> None:
    sealed = counted(evening)
    answer = send(admin, f"/scrutineer/{sealed.id}/confirm")
    assert answer.status_code == 422
    assert "Only an account of a scrutineer who is named" in answer.text
    with reading(evening.engine) as db:
        assert confirmation.confirmations(db, sealed.id) == []


def test_only_accounts_of_scrutineers_in_use_are_named(evening: Evening) -> None:
    meeting = draft(evening)
    hire(evening, Role.OFFICIAL, "李红")
    hire(evening, Role.SCRUTINEER, "老张")
    with writing(evening.engine) as db:
        accounts.take_out_of_use(db, accounts.named(db, "老张"))
    for name in ("李红", "老张"):
        with pytest.raises(NotAScrutineer):
            scrutiny.name_scrutineers(evening, meeting.id, [account(evening, name).id])


def test_a_scrutineer_without_a_meeting_is_told_who_names_them(
    client: FlaskClient, page_of: Page, evening: Evening
) -> None:
    sign_in(client, evening, Role.SCRUTINEER)
    page = page_of("/scrutineer")
    assert "You are not named for any meeting yet." in page
    assert 'href="/desk/"' not in page
    assert 'href="/district/"' not in page
