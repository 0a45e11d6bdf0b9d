"""Pages that are the same for every phone: drawn once, answered before the framework, and never to somebody else."""

import gzip
import threading
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots.meetings import Closing
from survey.evening import Evening
from survey.web import kept
from survey.web.kept import KeptPage, KeptPages
from tests.conftest import require_whole_page
from tests.factories import Prepared, opened


@pytest.fixture
def meeting(evening: Evening) -> Prepared:
    return opened(evening)


@pytest.fixture
def asked(app: Flask) -> list[str]:
    """What the framework was asked, behind the front."""
    seen: list[str] = []
    front = app.extensions["front"]
    behind = front._app

    def note(environ, start_response):
        seen.append(environ["PATH_INFO"])
        return behind(environ, start_response)

    front._app = note
    return seen


def rid_of(answer: TestResponse) -> str:
    return answer.text.split('name="rid" value="')[1][:32]


@pytest.mark.parametrize("end", ["", "/thanks", "/in-the-box", "/not-valid"])
def test_the_second_phone_is_answered_without_the_framework_and_hears_the_same(
    client: FlaskClient, meeting: Prepared, asked: list[str], end: str
) -> None:
    first, second = (client.get(f"/v/{meeting.id}{end}") for _ in range(2))
    assert len(asked) == 1
    assert second.status_code == HTTPStatus.OK
    assert sorted(second.headers) == sorted(first.headers)
    assert "style-src 'self' 'sha256-" in second.headers["Content-Security-Policy"]
    assert second.headers["Cache-Control"] == "no-store"
    require_whole_page(second.text)


def test_each_phone_gets_an_id_of_its_own(client: FlaskClient, meeting: Prepared) -> None:
    ids = {rid_of(client.get(f"/v/{meeting.id}")) for _ in range(5)}
    assert len(ids) == 5
    assert all(len(bytes.fromhex(each)) == 16 for each in ids)


def test_a_page_is_kept_for_those_who_read_the_same_language_and_unpack(client: FlaskClient, meeting: Prepared) -> None:
    path = f"/v/{meeting.id}"
    for _ in range(2):
        assert '<html lang="en"' in client.get(path).text
        assert '<html lang="zh-CN"' in client.get(path, headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text
        assert '<html lang="zh-CN"' in client.get(f"{path}?lang=zh-CN").text
        packed = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Content-Length"] == str(len(packed.data))
        assert '<html lang="en"' in gzip.decompress(packed.data).decode()


def test_once_the_box_is_closed_the_kept_form_is_shown_to_nobody(client: FlaskClient, meeting: Prepared) -> None:
    for _ in range(2):
        assert client.get(f"/v/{meeting.id}").status_code == HTTPStatus.OK
    meeting.evening.close(meeting.id, Closing(announce=True))
    assert client.get(f"/v/{meeting.id}").status_code == HTTPStatus.GONE


def test_whoever_brings_a_cookie_is_looked_at_by_the_app(
    client: FlaskClient, meeting: Prepared, asked: list[str]
) -> None:
    client.get(f"/v/{meeting.id}")
    client.head(f"/v/{meeting.id}")
    client.set_cookie("tablet", "x")
    client.get(f"/v/{meeting.id}")
    assert len(asked) == 3


def test_invented_headers_do_not_fill_the_memory(
    app: Flask, client: FlaskClient, meeting: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_MOST_ANSWERS", 5)
    front = app.extensions["front"]
    for number in range(12):
        client.get(f"/v/{meeting.id}", headers={"Accept-Language": f"x{number}"})
        assert len(front._answers) <= 5
    front._answers.clear()
    client.get(f"/v/{meeting.id}", headers={"Accept-Language": "x" * 500})
    assert front._answers == {}


def test_what_somebody_put_into_an_address_is_neither_kept_nor_shown(
    app: Flask, client: FlaskClient, meeting: Prepared
) -> None:
    for end in ("", "/thanks"):
        first = client.get(f"/v/{meeting.id}{end}?code=K7M2-PQ4R").text
        assert "K7M2" not in first + client.get(f"/v/{meeting.id}{end}").text
    assert "K7M2" not in repr(app.extensions["front"]._answers)


def test_a_page_is_drawn_once_though_many_phones_come_at_the_same_moment() -> None:
    pages, drawn, begun, may_end = KeptPages(), [], threading.Event(), threading.Event()

    def draw() -> KeptPage:
        drawn.append(1)
        begun.set()
        may_end.wait(10)
        return KeptPage("<p>")

    phones = [threading.Thread(target=pages.find, args=("a",), kwargs={"draw": draw}) for _ in range(8)]
    for phone in phones:
        phone.start()
        begun.wait(10)
    may_end.set()
    for phone in phones:
        phone.join()
    assert len(drawn) == 1
