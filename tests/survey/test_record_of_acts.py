"""The record of acts as its readers meet it: on the page and as files."""

import csv
import hashlib
import json
import re
from io import StringIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from survey import acts, history
from survey.accounts import Role
from survey.acts import Act, Actor, Via, acting, note
from survey.chain import Head, read_head
from survey.database import reading, writing
from survey.errors import HeadNotUsable
from survey.evening import Evening
from survey.history import A_PAGE
from tests.conftest import Page, require_whole_page
from tests.factories import draft, opened
from tests.survey.visitors import sign_in

DIRTY = '=HYPERLINK("x")'


@pytest.fixture
def admin(client: FlaskClient, evening: Evening) -> FlaskClient:
    return sign_in(client, evening, Role.ADMINISTRATOR)


def fill(evening: Evening, number: int, about: str = "") -> None:
    """So many more lines, by a clerk."""
    with writing(evening.engine) as db, acting(Actor(Via.PAGE, "李红")):
        for present in range(number):
            note(db, Act.ATTENDANCE_NOTED, about=about, present=present)


def tamper(evening: Evening, statement: str) -> None:
    """What somebody with the file could do, once the triggers are gone."""
    with evening.engine.begin() as db:
        for name in ("act_is_never_changed", "act_is_never_removed"):
            db.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        db.execute(text(statement))


def read(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_page_says_who_did_what_about_which_meeting_and_that_the_record_is_whole(
    admin: FlaskClient, page_of: Page, evening: Evening
) -> None:
    prepared = opened(evening)
    evening.make_void(prepared.id, "停电")
    page = read(page_of("/acts"))
    assert "The record is whole. It has" in page
    assert "meeting made void · 长岗路社区 reason 停电" in page
    assert "signed in 周敏" in page
    with reading(evening.engine) as db:
        head = acts.head(db)
    assert head
    assert head.shown in page


def test_the_record_is_read_newest_first_a_page_at_a_time(admin: FlaskClient, page_of: Page, evening: Evening) -> None:
    fill(evening, A_PAGE + 10)
    numbers = re.findall(r'<li value="(\d+)"', page_of("/acts"))
    assert numbers == sorted(numbers, key=int, reverse=True)
    assert len(numbers) == A_PAGE
    older = re.search(r'href="(/acts\?before=\d+)"', admin.get("/acts").text)
    assert older
    rest = re.findall(r'<li value="(\d+)"', page_of(older[1]))
    assert int(rest[0]) == int(numbers[-1]) - 1
    assert rest[-1] == "1"


def test_the_record_is_read_by_meeting_and_by_account(admin: FlaskClient, page_of: Page, evening: Evening) -> None:
    first, second = draft(evening, community="甲社区"), draft(evening, community="乙社区")
    fill(evening, 2, first.id)
    page = page_of(f"/acts?meeting={first.id}")
    assert f'<option value="{first.id}" selected>甲社区</option>' in page
    assert "· <bdi>乙社区" not in page
    assert second.id in page  # only as a choice
    assert len(re.findall("<li value=", page_of("/acts?account=李红"))) == 2
    about_the_account = page_of("/acts?account=周敏")
    assert "account made" in about_the_account
    assert "keys made" not in about_the_account


def test_a_record_that_was_tampered_with_says_where(admin: FlaskClient, page_of: Page, evening: Evening) -> None:
    fill(evening, 8)
    tamper(evening, "DELETE FROM act WHERE number = 4")
    tamper(evening, "UPDATE act SET at = 'yesterday', details = 'nothing' WHERE number = 7")
    page = page_of("/acts")
    assert "The record is not whole" in page
    assert "<li>Line 4 is missing.</li><li>Line 7 was changed.</li>" in page
    assert "The record is whole" not in page


def test_a_head_from_paper_is_compared(admin: FlaskClient, page_of: Page, evening: Evening) -> None:
    fill(evening, 8)
    with reading(evening.engine) as db:
        head = acts.head(db)
    assert head
    assert "What was printed is in it." in page_of("/acts", query_string={"head": head.shown})
    tamper(evening, f"DELETE FROM act WHERE number = {head.number}")
    assert "The record is whole" in page_of("/acts")
    page = page_of("/acts", query_string={"head": head.shown})
    assert f"The record ends before line {head.number}, which was printed." in page
    answer = admin.get("/acts?head=no+head")
    assert answer.status_code == 422
    assert "Type the head as it is printed" in require_whole_page(answer.text)


@pytest.mark.parametrize("typed", ["132 · 9f2c 11d0", " 132 9F2C11D0 ", "132: 9f2c11d0", "１３２ · ９ｆ２ｃ 11d0"])
def test_a_head_is_read_however_it_is_typed(typed: str) -> None:
    assert read_head(typed) == Head(132, "9f2c11d0")


@pytest.mark.parametrize("typed", ["132", "9f2c 11d0", "132 · 9f2c", "132 · 9f2c 11dx", "·"])
def test_what_is_no_head_is_refused(typed: str) -> None:
    with pytest.raises(HeadNotUsable):
        read_head(typed)


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing(admin: FlaskClient, evening: Evening) -> None:
    with writing(evening.engine) as db, acting(Actor(Via.PAGE, DIRTY)):
        note(db, Act.MADE_VOID, reason="停电")
    answer = admin.get("/acts.csv?lang=zh-CN")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    heads, first, *_ = csv.reader(StringIO(answer.data.decode("utf-8-sig")))
    assert heads[:5] == ["条号", "时间（UTC）", "何人", "经由", "操作"]
    assert first[2:5] == [f"'{DIRTY}", "网页", "作废测评会"]
    assert first[7] == "原因 停电"


def test_the_chain_is_computed_again_from_the_json_as_the_document_says(admin: FlaskClient, evening: Evening) -> None:
    fill(evening, 3)
    before = "0" * 64
    for line in json.loads(admin.get("/acts.json").data):
        fields = [before, *(line[name] for name in ("number", "at", "via", "account", "act", "about", "details"))]
        spelled = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        assert hashlib.sha256(spelled).hexdigest() == line["hash"]
        before = line["hash"]
    assert admin.get("/acts.exe").status_code == 404


def test_officials_read_the_record_and_organizers_do_not(client: FlaskClient, evening: Evening) -> None:
    sign_in(client, evening, Role.OFFICIAL)
    assert client.get("/acts").status_code == 200
    sign_in(client, evening, Role.ORGANIZER, "李红")
    assert client.get("/acts").status_code == 403


def test_the_minutes_print_the_head_as_it_stood_at_the_meetings_last_act(evening: Evening) -> None:
    prepared = draft(evening)
    with reading(evening.engine) as db:
        of_meeting = acts.head(db, about=prepared.id)
        line = history.lines(db)[0]
    fill(evening, 1)
    with reading(evening.engine) as db:
        assert acts.head(db, about=prepared.id) == of_meeting == Head(line.number, line.hash)
