"""The minutes are had as files from the desk, the district and the command line, each the same as the page."""

import html
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from survey.accounts import Role
from survey.app import create_app
from survey.cli import main
from survey.config import Settings
from survey.evening import Evening
from survey.minutes.files import FileFormat, to_html, written
from survey.minutes.sheet import Minutes
from tests.conftest import require_whole_page
from tests.factories import closed
from tests.survey.minutes.held import held, texts
from tests.survey.visitors import sign_in

BEGINNINGS = {"pdf": b"%PDF-", "html": b"<!doctype html>"}


@pytest.fixture(params=[Role.ORGANIZER, Role.OFFICIAL])
def reader(request: pytest.FixtureRequest, archive: tuple[Evening, str]) -> tuple[FlaskClient, str, str]:
    """Somebody signed in, the page from which they come to the minutes, and the file they want."""
    client = create_app(archive[0], Settings()).test_client()
    sign_in(client, archive[0], request.param, name=request.param)
    page, ending = ("district", "xlsx") if request.param is Role.OFFICIAL else ("desk", "docx")
    return client, f"/{page}/meetings/{archive[1]}", ending


def run(evening: Evening, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"MINXIN_DATA": str(evening.folder.root), "MINXIN_LANGUAGE": "en"})


def seen(page: str) -> str:
    """What the page says, without markup and spaces."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", page)))


def test_the_desk_and_the_district_lead_to_the_files(
    reader: tuple[FlaskClient, str, str], archive: tuple[Evening, str], english: Minutes
) -> None:
    client, page, ending = reader
    address = f"/desk/meetings/{archive[1]}/minutes.{ending}?lang=en"
    assert f'href="{address}"' in client.get(f"{page}?lang=en").text
    answer = client.get(address)
    assert answer.data == written(english, FileFormat(ending))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_other_file_is_given_and_none_before_the_publishing(client: FlaskClient, evening: Evening) -> None:
    meeting_id = closed(evening).id
    sign_in(client, evening)
    assert client.get(f"/desk/meetings/{meeting_id}/minutes.pdf").status_code == 409
    assert client.get(f"/desk/meetings/{meeting_id}/minutes.exe").status_code in (404, 409)
    refused = run(evening, "minutes", "write", meeting_id, "--out", "minutes.docx")
    assert (refused.exit_code, refused.stdout) == (1, "")


@pytest.mark.parametrize("ending", [FileFormat.PDF, FileFormat.HTML])
def test_the_command_writes_the_format_that_the_file_is_named_for(
    archive: tuple[Evening, str], tmp_path: Path, ending: FileFormat
) -> None:
    out = tmp_path / f"minutes.{ending.upper()}"
    done = run(archive[0], "minutes", "write", "长岗路社区", "--out", str(out))
    assert (done.exit_code, done.output) == (0, f"The minutes are in {out}.\n")
    assert out.read_bytes().startswith(BEGINNINGS[ending])


def test_the_command_takes_no_other_ending(archive: tuple[Evening, str], tmp_path: Path) -> None:
    assert run(archive[0], "minutes", "write", archive[1], "--out", str(tmp_path / "minutes.doc")).exit_code == 2


def test_the_html_file_says_all_that_the_minutes_say(chinese: Minutes, english: Minutes) -> None:
    for made in (chinese, english):
        said = seen(require_whole_page(to_html(made).decode()))
        assert [text for text in texts(made) if "".join(text.split()) not in said] == []


def test_what_people_wrote_is_text_in_the_html_file(tmp_path: Path) -> None:
    page = to_html(held(tmp_path, community="<script>alert(1)</script>")).decode()
    assert "<script" not in page
