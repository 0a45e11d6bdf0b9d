"""Tables as an organizer sends them, and what is kept of them."""

import io
import re

from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.test import TestResponse

from ballots import meetings
from ballots.meetings import Meeting
from survey import communities
from survey.database import reading
from survey.evening import Evening
from tests.survey.visitors import send

LIST = "街道\t社区\t应到人数\n古南镇\t长岗路社区\t52\n古南镇\t河滨社区\t80\n"
SHEET = "社区\t日期\t社区班子\n甲社区\t2026-11-23\t甲社区居委会\n乙社区\t\t乙社区居委会\n"


def workbook(*rows: list[object]) -> tuple[io.BytesIO, str]:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    made.seek(0)
    return made, "名单.xlsx"


def registered(evening: Evening) -> list[str]:
    with reading(evening.engine) as db:
        return [f"{one.sub_district} {one.name} {one.roll}" for one in communities.every(db)]


def held(evening: Evening, campaign_id: str) -> list[Meeting]:
    with reading(evening.engine) as db:
        return meetings.of_campaign(db, campaign_id)


def look(desk: FlaskClient, path: str, **sent: object) -> TestResponse:
    """Sends a table to be looked at."""
    return send(desk, path, **sent)


def keep(desk: FlaskClient, path: str, shown: TestResponse, **more: object) -> TestResponse:
    """Presses the button that keeps the table, with the text as the page showed it."""
    page = shown.text
    text = re.search(r"<textarea[^>]*>\r?\n(.*?)</textarea>", page, re.DOTALL)
    seen = re.search(r'name="seen"[^>]* value="([0-9a-f]{64})"', page)
    assert text
    assert seen
    return send(desk, path, table="\r\n".join(text[1].splitlines()), seen=seen[1], keep="y", **more)
