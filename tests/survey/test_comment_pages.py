"""The review on the desk and what others read afterwards: one reader, nothing early, no markup from a comment."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey import comments
from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from survey.database import reading
from survey.evening import Evening
from tests.conftest import require_whole_page
from tests.factories import Prepared, commented, make_evening
from tests.survey.visitors import follow, send, sign_in

ATTACK = "<script>alert(1)</script>=cmd"
TEXTS = ["路灯坏了", "王芳楼长最辛苦", ATTACK, *[""] * 9]
WORDS = [text for text in TEXTS if text]


@pytest.fixture
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """A published meeting of twelve ballots with three comments."""
    evening = make_evening(tmp_path_factory.mktemp("review") / "data")
    yield commented(evening, TEXTS)
    evening.engine.dispose()


@pytest.fixture
def app(hall: Prepared) -> Flask:
    return create_app(hall.evening, Settings(address="http://minxin.test"))


def visitor(app: Flask, evening: Evening, role: Role, name: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, evening, role, name)


def number_of(hall: Prepared, text: str) -> int:
    with reading(hall.evening.engine) as db:
        return next(one.position for one in comments.of_meeting(db, hall.id) if one.text == text)


def review(client: FlaskClient, hall: Prepared, struck: str = "") -> str:
    """Begins, decides all and finishes; the page at the end."""
    desk = f"/desk/meetings/{hall.id}/comments"
    follow(client, send(client, f"{desk}/begin", is_apart="y"))
    for text in WORDS:
        number = number_of(hall, text)
        if text == ATTACK:
            page = follow(client, send(client, f"{desk}/{number}/withhold", reason="insults"))
        else:
            fields = {"struck": struck} if struck in text else {}
            page = follow(client, send(client, f"{desk}/{number}/release", **fields))
    return require_whole_page(page)


def test_before_the_review_nobody_reads_a_word(app: Flask, hall: Prepared) -> None:
    pages = [f"/hall/{hall.id}", f"/v/{hall.id}", f"/v/{hall.id}/receipts", f"/desk/meetings/{hall.id}"]
    pages += [
        f"/district/meetings/{hall.id}",
        f"/desk/meetings/{hall.id}/comments",
        f"/desk/meetings/{hall.id}/minutes",
    ]
    pages += [f"/district/campaigns/{hall.meeting.campaign_id}/comments.csv"]
    for client in (app.test_client(), visitor(app, hall.evening, Role.ADMINISTRATOR, "管理员")):
        for path in pages:
            text = client.get(path).text
            assert [word for word in WORDS if word in text] == [], path


def test_the_reviewer_declares_to_stand_apart_and_alone_reads(app: Flask, hall: Prepared) -> None:
    reader = visitor(app, hall.evening, Role.ORGANIZER, "周敏")
    other = visitor(app, hall.evening, Role.ORGANIZER, "赵强")
    desk = f"/desk/meetings/{hall.id}/comments"
    assert send(reader, f"{desk}/begin").status_code == 422
    page = require_whole_page(follow(reader, send(reader, f"{desk}/begin", is_apart="y")))
    assert "0 of 3 decided" in page
    assert "&lt;script&gt;alert" in page or "Comment 1" in page
    assert "<script>alert" not in page
    seen = require_whole_page(other.get(desk).text)
    assert "周敏 reviews these comments. Nobody else reads them." in seen
    assert [word for word in WORDS if word in seen] == []
    refused = send(other, f"{desk}/1/release")
    assert refused.status_code == 422
    assert "One person alone reads these comments" in refused.text


def test_words_typed_wrong_are_told_and_stay_in_the_field(app: Flask, hall: Prepared) -> None:
    reader = visitor(app, hall.evening, Role.ORGANIZER, "周敏")
    desk = f"/desk/meetings/{hall.id}/comments"
    follow(reader, send(reader, f"{desk}/begin", is_apart="y"))
    answer = send(reader, f"{desk}/{number_of(hall, '路灯坏了')}/release", struck="水管")
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert "Not all of these words stand in the comment." in page
    assert re.search(r">\s*水管</textarea>", page)


def test_after_the_review_others_read_what_was_released_and_files_keep_it_text(app: Flask, hall: Prepared) -> None:
    reader = visitor(app, hall.evening, Role.ORGANIZER, "周敏")
    official = visitor(app, hall.evening, Role.OFFICIAL, "郑南")
    assert "Every comment is decided." in review(reader, hall, struck="王芳")
    community = f"/district/meetings/{hall.id}"
    assert "The comments are being reviewed." in official.get(community).text
    finished = follow(reader, send(reader, f"/desk/meetings/{hall.id}/comments/finish", summary=""))
    assert "The review is finished" in require_whole_page(finished)
    page = require_whole_page(official.get(community).text)
    assert "路灯坏了" in page
    assert "▇▇▇楼长最辛苦" in page
    assert [word for word in ("王芳", "alert(1)") if word in page] == []
    campaign = f"/district/campaigns/{hall.meeting.campaign_id}/comments"
    for path in (f"{community}/comments.csv", f"{campaign}.csv"):
        text = official.get(path).data.decode("utf-8-sig")
        assert text.count("\r\n") == 3
        assert "▇▇▇楼长最辛苦" in text
        assert "王芳" not in text
    assert official.get(f"{campaign}.xlsx").data.startswith(b"PK")
    assert official.get(f"{campaign}.pdf").status_code == 404
    record = app.test_client().get(f"/v/{hall.id}/receipts").text
    assert "路灯" not in record


def test_a_summary_is_read_instead(app: Flask, hall: Prepared) -> None:
    reader = visitor(app, hall.evening, Role.ORGANIZER, "周敏")
    review(reader, hall)
    follow(reader, send(reader, f"/desk/meetings/{hall.id}/comments/finish", summary="居民关心<路灯>。"))
    page = require_whole_page(reader.get(f"/district/meetings/{hall.id}").text)
    assert "居民关心&lt;路灯&gt;。" in page
    assert "路灯坏了" not in page


def test_a_campaign_asks_until_its_first_meeting_opens(app: Flask, hall: Prepared) -> None:
    organizer = visitor(app, hall.evening, Role.ORGANIZER, "周敏")
    path = f"/desk/campaigns/{hall.meeting.campaign_id}/comments"
    page = require_whole_page(organizer.get(path).text)
    assert "This campaign asks for comments. A meeting has opened, so this can no longer change." in page
    refused = send(organizer, path)
    assert refused.status_code == 422
    assert "form, rules and comments can no longer change" in refused.text
