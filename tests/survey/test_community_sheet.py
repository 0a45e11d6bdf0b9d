"""One community's sheet: its figures, its grade and why, last year beside it, in every format."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader

from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from survey.evening import Evening
from tests.conftest import require_whole_page
from tests.factories import campaign, draft, make_evening
from tests.survey.minutes.held import EVIL, hold
from tests.survey.test_district import text
from tests.survey.visitors import sign_in


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Evening, str, str]]:
    """Two campaigns; last year 30 of 50 rated the overall item best, this year 40 of 50."""
    evening = make_evening(tmp_path_factory.mktemp("years") / "data")
    last = hold(evening, best=30)
    this = hold(evening, campaign_id=campaign(evening, "2027 年度"))
    yield evening, last, this
    evening.engine.dispose()


@pytest.fixture(scope="module")
def official(years: tuple[Evening, str, str]) -> FlaskClient:
    client = create_app(years[0], Settings(address="http://minxin.test")).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, years[0], Role.OFFICIAL)


def page(client: FlaskClient, meeting_id: str) -> str:
    return text(require_whole_page(client.get(f"/district/meetings/{meeting_id}/sheet").text))


def test_the_sheet_has_the_grade_why_and_each_rate_beside_last_year(
    official: FlaskClient, years: tuple[Evening, str, str]
) -> None:
    _, last, this = years
    read = page(official, this)
    assert "Proposed grade Undecided" in read
    assert "Superior&#39;s points are known — ≥ 0 no" in read
    assert "People present 62 ≥ 50 yes" in read
    assert "Overall 80.00% (40/50) 60.00% (30/50) +20.00" in read
    assert "Before: 2026 年度社区民主测评." in read
    assert "No earlier result of this community is known." in page(official, last)


def test_the_files_say_what_the_page_says(official: FlaskClient, years: tuple[Evening, str, str]) -> None:
    _, _, this = years
    path = f"/district/meetings/{this}/sheet"
    paper = "\n".join(one.extract_text() for one in PdfReader(BytesIO(official.get(f"{path}.pdf").data)).pages)
    assert "+20.00" in paper
    assert "Signatures" not in paper
    book = load_workbook(BytesIO(official.get(f"{path}.xlsx").data))
    cells = [cell.value for sheet in book for row in sheet for cell in row]
    assert {"+20.00", 40, 50, 30, 0.8, 0.6} <= set(cells)
    assert all(sheet.freeze_panes for sheet in book)
    assert official.get(f"{path}.docx").data.startswith(b"PK")
    assert official.get(f"{path}.html").status_code == 404


def test_a_name_that_looks_like_a_formula_is_text_on_the_sheet(evening: Evening, client: FlaskClient) -> None:
    held = hold(evening, community=EVIL)
    sign_in(client, evening, Role.OFFICIAL)
    book = load_workbook(BytesIO(client.get(f"/district/meetings/{held}/sheet.xlsx").data))
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f" or cell.hyperlink]


def test_an_item_rated_by_few_is_hidden_on_the_sheet(evening: Evening, client: FlaskClient) -> None:
    held = hold(evening, few=["overall"])
    sign_in(client, evening, Role.OFFICIAL)
    assert "Overall — — — — — — not published (fewer than 10) — —" in page(client, held)


def test_there_is_no_sheet_before_the_publishing(evening: Evening, client: FlaskClient) -> None:
    sign_in(client, evening, Role.OFFICIAL)
    prepared = draft(evening)
    for path in ("sheet", "sheet.pdf"):
        assert client.get(f"/district/meetings/{prepared.id}/{path}").status_code == 409
