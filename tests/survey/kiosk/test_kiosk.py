"""The shared tablet: let in once, kept on its own pages, and a ballot that leaves nothing behind."""

import re
import time
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots import codes, paper_counts
from ballots.channels import Origin
from ballots.codes import Kind
from ballots.meetings import Closing, Purpose
from survey import tablets
from survey.acts import Act
from survey.app import create_app
from survey.config import Settings
from survey.database import reading, writing
from survey.errors import LinkOver
from survey.evening import Evening
from survey.tables import tablet
from survey.tablets import Links
from tests.conftest import require_whole_page
from tests.factories import Prepared, asking_for_comments, best_answers, closed, draft, held_on_paper, opened
from tests.survey.visitors import noted, send, sign_in


def link(desk: FlaskClient, prepared: Prepared) -> str:
    """The address that the desk shows for one tablet, without its host."""
    page = send(desk, f"/desk/meetings/{prepared.id}/kiosk/link").text
    return urlsplit(re.search(r">(http://[^<]+/let-in/[0-9A-Z]+)<", page)[1]).path  # type: ignore[index]


def device(app: Flask) -> FlaskClient:
    made = app.test_client()
    made.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return made


@pytest.fixture
def desk(client: FlaskClient, evening: Evening) -> FlaskClient:
    return sign_in(client, evening)


def let_in(app: Flask, evening: Evening, prepared: Prepared) -> FlaskClient:
    """A device that serves the meeting."""
    made = device(app)
    made.set_cookie("tablet", tablets.let_in(evening, prepared.id))
    return made


def field(page: TestResponse, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page.text)[1]  # type: ignore[index]


def vote(kiosk: FlaskClient, prepared: Prepared, typed: str, **more: str) -> TestResponse:
    path = f"/kiosk/{prepared.id}"
    page = kiosk.post(f"{path}/ballot", data={"code": typed})
    assert page.status_code == 200, page.text
    known = {name: field(page, name) for name in ("code", "rid")}
    return kiosk.post(f"{path}/cast", data={**known, **best_answers(prepared.evening, prepared.id), **more})


# Who serves


def test_a_link_lets_one_device_in_once_and_signs_it_out(app: Flask, desk: FlaskClient, evening: Evening) -> None:
    prepared = opened(evening)
    path = link(desk, prepared)
    other = device(app)
    assert "Use this device as the shared tablet?" in require_whole_page(desk.get(path).text)
    answer = desk.post(path)
    assert answer.status_code == 303
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("tablet=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Vote here with your slip" in desk.get(answer.location).text
    assert other.post(path).status_code == 410
    assert other.get(answer.location).status_code == 403
    assert noted(evening, Act.TABLET_LET_IN) == [("", prepared.id)]
    desk.delete_cookie("tablet")
    assert desk.get("/desk/").location.startswith("/sign-in")


@pytest.mark.parametrize("path", ["/", "/desk/", "/sign-in", "/accounts", "/hall/{}", "/v/{}", "/no-such-page"])
def test_a_tablet_shows_no_page_but_its_own(app: Flask, evening: Evening, path: str) -> None:
    prepared = opened(evening)
    answer = let_in(app, evening, prepared).get(path.format(prepared.id))
    assert (answer.status_code, answer.location) == (302, f"/kiosk/{prepared.id}")


def test_a_tablet_serves_one_meeting_until_it_is_taken_out(app: Flask, evening: Evening) -> None:
    prepared, other = opened(evening), opened(evening, community="梧桐社区")
    kiosk = let_in(app, evening, prepared)
    assert kiosk.get(f"/kiosk/{other.id}").location == f"/kiosk/{prepared.id}"
    desk = sign_in(device(app), evening)
    assert "Tablets that serve now" in desk.get(f"/desk/meetings/{prepared.id}/kiosk").text
    assert send(desk, f"/desk/meetings/{prepared.id}/kiosk/out").status_code == 302
    assert kiosk.get(f"/kiosk/{prepared.id}").status_code == 403
    assert "does not serve as a shared tablet" in kiosk.get(f"/kiosk/{prepared.id}").text
    assert tablets.serving(evening, prepared.id) == 0


def test_links_are_over_after_use_after_ten_minutes_and_with_the_next(evening: Evening) -> None:
    links = Links()
    first = links.give("one", 0.0)
    links.look("one", first.lower(), 600.0)
    for whose, token, now in (("one", first, 601.0), ("two", first, 0.0), ("one", "", 0.0)):
        with pytest.raises(LinkOver):
            links.look(whose, token, now)
    second = links.give("one", 0.0)
    with pytest.raises(LinkOver):
        links.use("one", first, 0.0)
    links.use("one", second, 0.0)
    with pytest.raises(LinkOver):
        links.use("one", second, 0.0)


def test_no_tablet_for_a_meeting_on_paper_or_over(desk: FlaskClient, evening: Evening) -> None:
    paper = held_on_paper(evening)
    assert send(desk, f"/desk/meetings/{paper.id}/kiosk/link").status_code == 422
    over = closed(evening, community="梧桐社区")
    assert send(desk, f"/desk/meetings/{over.id}/kiosk/link").status_code == 422


# The vote


def test_a_ballot_from_the_tablet_is_in_the_box_and_counted_as_one_from_there(app: Flask, evening: Evening) -> None:
    prepared = opened(evening)
    kiosk = let_in(app, evening, prepared)
    scanned = f"http://minxin.test/v/{prepared.id}#{prepared.fresh_code()}"
    answer = vote(kiosk, prepared, scanned)
    assert answer.location == f"/kiosk/{prepared.id}/thanks"
    assert "Your ballot is in the box" in kiosk.get(answer.location).text
    prepared.cast(origin=Origin.PHONE)
    evening.close(prepared.id, Closing(announce=False))
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    with reading(evening.engine) as db:
        assert paper_counts.origins(db, prepared.id)[0] == {"kiosk": 1, "phone": 1}


def test_the_receipt_is_in_no_address_and_only_on_the_page_a_script_shows(app: Flask, evening: Evening) -> None:
    prepared = opened(evening)
    kiosk, typed = let_in(app, evening, prepared), prepared.fresh_code()
    page = kiosk.post(f"/kiosk/{prepared.id}/ballot", data={"code": typed}, headers={"X-Kiosk": "script"})
    sent = {name: field(page, name) for name in ("code", "rid")} | best_answers(evening, prepared.id)
    shown = kiosk.post(f"/kiosk/{prepared.id}/cast", data=sent, headers={"X-Kiosk": "script"})
    receipt = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", shown.text)[0]  # type: ignore[index]
    again = kiosk.post(f"/kiosk/{prepared.id}/cast", data=sent)  # sent twice: once in the box, nothing in the address
    assert receipt not in again.location
    assert receipt not in kiosk.get(again.location).text
    assert evening.live(prepared.id).box.returned == 1


def test_what_is_blank_is_asked_about_and_the_marks_come_back(app: Flask, evening: Evening) -> None:
    prepared = opened(asking_for_comments(evening))
    kiosk = let_in(app, evening, prepared)
    page = kiosk.post(f"/kiosk/{prepared.id}/ballot", data={"code": prepared.fresh_code()})
    known = {name: field(page, name) for name in ("code", "rid")}
    page = kiosk.post(f"/kiosk/{prepared.id}/cast", data={**known, "1-services": "satisfied", "comment": "好"})
    assert "Left blank: 16" in require_whole_page(page.text)
    assert 'name="1-services" value="satisfied" checked' in page.text
    long = kiosk.post(f"/kiosk/{prepared.id}/cast", data={**known, "sure": "1", "comment": "好" * 1000})
    assert long.status_code == 422
    assert evening.live(prepared.id).box.returned == 0
    assert kiosk.post(f"/kiosk/{prepared.id}/cast", data={**known, "sure": "1"}).status_code == 303


def test_a_code_that_is_not_good_leads_to_the_start_which_does_not_repeat_it(app: Flask, evening: Evening) -> None:
    prepared = opened(evening)
    kiosk, typed = let_in(app, evening, prepared), prepared.fresh_code()
    vote(kiosk, prepared, typed)
    test = codes.grouped(codes.new_code(Kind.REHEARSAL))
    for tried, says in (
        (typed, "This slip is not valid or has already been used."),
        (typed[:-1], "Nothing was cast."),
        (test, "This is a rehearsal slip"),
    ):
        answer = kiosk.post(f"/kiosk/{prepared.id}/ballot", data={"code": tried})
        assert answer.status_code == 422
        assert says in require_whole_page(answer.text)
        assert tried not in answer.text


def test_before_the_opening_it_waits_and_after_the_close_it_says_so(app: Flask, evening: Evening) -> None:
    prepared = draft(evening, purpose=Purpose.REHEARSAL)
    kiosk = let_in(app, evening, prepared)
    page = require_whole_page(kiosk.get(f"/kiosk/{prepared.id}").text)
    assert "Voting has not begun yet" in page
    assert "Rehearsal: nothing here counts" in page
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    assert "Vote here with your slip" in kiosk.get(f"/kiosk/{prepared.id}").text
    assert "What is secret" in require_whole_page(kiosk.get(f"/kiosk/{prepared.id}/secrecy").text)
    evening.close(prepared.id, Closing())
    for answer in (kiosk.get(f"/kiosk/{prepared.id}"), kiosk.post(f"/kiosk/{prepared.id}/ballot", data={"code": "x"})):
        assert "The box is closed" in answer.text


def test_nothing_of_a_tablet_says_when_or_by_whom_and_its_token_is_not_kept(app: Flask, evening: Evening) -> None:
    prepared = opened(evening)
    token = tablets.let_in(evening, prepared.id)
    with writing(evening.engine) as db:
        (kept,) = db.execute(tablet.select()).mappings().all()
    assert set(kept) == {"meeting_id", "hash"}
    assert token not in kept.values()
    kiosk = let_in(app, evening, prepared)
    before = evening.folder.database.read_bytes()
    answer = vote(kiosk, prepared, prepared.fresh_code())
    assert evening.folder.database.read_bytes() == before
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.headers.getlist("Set-Cookie")


def test_over_https_the_tablets_cookie_is_for_this_host_alone(evening: Evening) -> None:
    app = create_app(evening, Settings(address="https://minxin.test"))
    prepared = opened(evening)
    kiosk = app.test_client()
    kiosk.environ_base["wsgi.url_scheme"] = "https"
    links = app.extensions["tablet_links"]
    token = links.give(prepared.id, time.monotonic())
    answer = kiosk.post(f"/kiosk/{prepared.id}/let-in/{token}")
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "tablet" in one]
    assert cookie.startswith("__Host-tablet=")
    assert "Secure" in cookie
