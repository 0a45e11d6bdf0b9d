"""Nothing that is printed or shown of a rehearsal can be taken for the real thing, and nothing real bears its mark."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from ballots.ballotpaper import Size
from ballots.meetings import Purpose
from ballots.plan import MARK
from survey import printing
from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from survey.evening import Evening
from survey.minutes import content, files
from survey.minutes.files import FileFormat
from tests.factories import Prepared, make_evening, published
from tests.survey.visitors import sign_in

Held = tuple[Evening, Prepared, Prepared]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """A rehearsal and a real meeting, both published."""
    evening = make_evening(tmp_path_factory.mktemp("marks") / "data")
    yield evening, published(evening, purpose=Purpose.REHEARSAL), published(evening, community="梧桐社区")
    evening.engine.dispose()


def sheets(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_file_of_the_minutes_bears_the_mark(held: Held, language: str) -> None:
    evening, rehearsal, real = held
    made = content.minutes(evening, rehearsal.id, language)
    assert made.title.startswith(MARK)
    assert all(MARK in page for page in sheets(files.written(made, FileFormat.PDF)))
    assert MARK in files.written(made, FileFormat.HTML).decode()
    with zipfile.ZipFile(io.BytesIO(files.written(made, FileFormat.DOCX))) as parts:
        assert any(MARK in parts.read(name).decode() for name in parts.namelist() if "header" in name)
    with zipfile.ZipFile(io.BytesIO(files.written(made, FileFormat.XLSX))) as parts:
        tables = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(tables) > 1
    assert all(f"<oddHeader>&amp;C&amp;B{MARK}" in one for one in tables)
    assert MARK not in files.written(content.minutes(evening, real.id, language), FileFormat.HTML).decode()


def test_a_paper_ballot_bears_the_mark_on_every_sheet(held: Held) -> None:
    evening, rehearsal, real = held
    for size in Size:
        paper = sheets(printing.print_ballot(evening, rehearsal.meeting, size, "en"))
        assert all(MARK in page.replace("\n", " ") for page in paper)
    assert MARK not in "".join(sheets(printing.print_ballot(evening, real.meeting, Size.NORMAL, "en")))


def test_charts_screens_and_pages_bear_the_mark(held: Held) -> None:
    evening, rehearsal, real = held
    client = sign_in(create_app(evening, Settings()).test_client(), evening, Role.ADMINISTRATOR)

    def chart(prepared: Prepared) -> tuple[str, str]:
        answer = client.get(f"/district/meetings/{prepared.id}/charts/overview.pdf")
        return " ".join(sheets(answer.data)), answer.headers["Content-Disposition"]

    (marked, name), (plain, other) = chart(rehearsal), chart(real)
    assert marked.count("REHEARSAL") == 2
    assert "REHEARSAL" in name
    assert "REHEARSAL" not in plain + other
    for path in (
        "/hall/{}",
        "/v/{}",
        "/v/{}/receipts",
        "/v/{}/thanks",
        "/desk/meetings/{}/minutes",
        "/district/meetings/{}",
    ):
        assert MARK in client.get(path.format(rehearsal.id)).text, path
        assert MARK not in client.get(path.format(real.id)).text, path
