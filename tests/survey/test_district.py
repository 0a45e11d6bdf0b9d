"""Results as officials read them: the answer, the reasons, the files; nothing of an unpublished meeting."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from analysis import rules
from analysis.report import Report
from ballots import campaigns, meetings
from survey.accounts import Role
from survey.appraisal import points
from survey.appraisal.errors import PointsNotUsable
from survey.database import reading, writing
from survey.evening import Evening
from survey.published import results
from survey.published.latest import LatestReports
from survey.quorum import Quorum, quorum
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared, closed, draft, opened, shipped_rules
from tests.survey.visitors import follow, send, sign_in


@pytest.fixture
def official(client: FlaskClient, evening: Evening) -> FlaskClient:
    """A signed-in official."""
    return sign_in(client, evening, Role.OFFICIAL)


def held(evening: Evening, community: str = "长岗路社区", ballots: int = 52, **plan: object) -> Prepared:
    """A published meeting of 60 with 55 present, all content."""
    prepared = closed(evening, ballots, community=community, slips=60, **plan)
    with writing(evening.engine) as db:
        meetings.note_attendance(db, prepared.id, 60, 55)
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    return prepared


def text(page: str) -> str:
    """What a person reads of the page."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_answer_comes_first_with_the_numbers_it_is_made_of(
    official: FlaskClient, page_of: Page, evening: Evening
) -> None:
    first, second = held(evening), held(evening, "北门社区", 50)
    page = page_of(f"/district/campaigns/{first.meeting.campaign_id}")
    read = text(page)
    assert "100.00% Satisfaction rate 102/102" in read
    assert "2 of 2 meetings published" in read
    assert page.index("102/102") < page.index("<figure>") < page.index("<table>") < page.index("min_present")
    assert "local default" in read
    for prepared in (first, second):
        assert f'href="/district/meetings/{prepared.id}"' in page


def test_a_grade_waits_for_the_superior_and_then_says_why(
    official: FlaskClient, page_of: Page, evening: Evening
) -> None:
    prepared = held(evening)
    campaign_id = prepared.meeting.campaign_id
    assert "Undecided" in page_of(f"/district/meetings/{prepared.id}")
    page = follow(
        official,
        send(official, f"/district/campaigns/{campaign_id}/assessments", **{f"points_{prepared.id}": "91.5"}),
    )
    assert "the grades follow them" in page
    # 0.6 · 100 + 0.4 · 91.5 = 96.6; broad rate 52/52; one seat of the quota, and one community
    read = text(page_of(f"/district/meetings/{prepared.id}"))
    assert "Proposed grade: Model" in read
    assert "Combined points 96.60" in read
    assert "Combined points, for model local default 96.60 ≥ 90 yes" in read
    assert "Broad rate, for model local default 100.00% (52/52) ≥ 90.00% yes" in read
    assert "People present 55 ≥ 50 yes" in read


@pytest.mark.parametrize("typed", ["100.01", "-1", "88.555", "ninety", "1e2", "NaN"])
def test_points_that_are_none_are_marked_and_nothing_typed_is_lost(
    official: FlaskClient, evening: Evening, typed: str
) -> None:
    one, other = draft(evening), draft(evening, community="北门社区")
    path = f"/district/campaigns/{one.meeting.campaign_id}/assessments"
    answer = send(official, path, **{f"points_{one.id}": typed, f"points_{other.id}": "88"})
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert "Points are 0 to 100 with at most two decimals." in page
    assert f'id="points_{one.id}-error"' in page
    assert f'id="points_{other.id}-error"' not in page
    assert f'value="{typed}"' in page
    assert 'value="88"' in page
    with reading(evening.engine) as db:
        assert points.of_campaign(db, one.meeting.campaign_id) == {}


def test_an_assessment_can_be_corrected_and_taken_back(official: FlaskClient, evening: Evening) -> None:
    prepared = draft(evening)
    campaign_id = prepared.meeting.campaign_id
    path = f"/district/campaigns/{campaign_id}/assessments"
    for typed, kept in (("88", {prepared.id: 8800}), ("90.5", {prepared.id: 9050}), ("", {})):
        assert send(official, path, **{f"points_{prepared.id}": typed}).status_code == 302
        with reading(evening.engine) as db:
            assert points.of_campaign(db, campaign_id) == kept


def test_organizers_read_results_but_assess_nobody(client: FlaskClient, evening: Evening) -> None:
    sign_in(client, evening, Role.ORGANIZER)
    prepared = held(evening)
    campaign_id = prepared.meeting.campaign_id
    assert client.get(f"/district/campaigns/{campaign_id}").status_code == 200
    assert client.get(f"/district/campaigns/{campaign_id}/assessments").status_code == 403
    assert send(client, f"/district/campaigns/{campaign_id}/assessments").status_code == 403


@pytest.mark.parametrize("make", [draft, opened, closed])
def test_nothing_of_an_unpublished_meeting_is_shown(official: FlaskClient, evening: Evening, make: type) -> None:
    prepared = make(evening)
    campaign = f"/district/campaigns/{prepared.meeting.campaign_id}"
    assert "No result is published yet." in official.get(campaign).text
    assert official.get(f"/district/meetings/{prepared.id}").status_code == 409
    assert official.get(f"/district/meetings/{prepared.id}/charts/overview.svg").status_code == 409
    for path in (
        "tables/results.xlsx",
        "tables/results.csv",
        "tables/results.json",
        "charts/communities-committee.svg",
    ):
        assert official.get(f"{campaign}/{path}").status_code == 404


def test_a_published_meeting_beside_an_unpublished_one_tells_only_itself(
    official: FlaskClient, evening: Evening
) -> None:
    shown, silent = held(evening), closed(evening, 12, community="北门社区")
    campaign = f"/district/campaigns/{shown.meeting.campaign_id}"
    for path in (campaign, f"{campaign}/tables/results.csv", f"{campaign}/tables/results.json"):
        assert "北门社区" not in official.get(path).text
    assert silent.meeting.community == "北门社区"


def test_few_ratings_are_hidden_on_every_page(official: FlaskClient, page_of: Page, evening: Evening) -> None:
    prepared = held(evening, ballots=9)
    for path in (f"/district/meetings/{prepared.id}", f"/district/campaigns/{prepared.meeting.campaign_id}"):
        read = text(page_of(path))
        assert "not published (fewer than 10)" in read
        assert "100.00%" not in read.split("The rules behind")[0].split("Why this grade")[0]


def test_the_workbook_the_csv_and_the_json_hold_what_the_page_shows(official: FlaskClient, evening: Evening) -> None:
    prepared = held(evening)
    folder = f"/district/campaigns/{prepared.meeting.campaign_id}/tables"
    book = load_workbook(BytesIO(official.get(f"{folder}/results.xlsx").data))
    assert any(cell.value == "长岗路社区" for sheet in book for row in sheet for cell in row)
    assert official.get(f"{folder}/results.csv").data.startswith(b"\xef\xbb\xbf")
    (community,) = json.loads(official.get(f"{folder}/results.json").data)["communities"]
    assert community["community"] == "长岗路社区"
    assert community["subjects"][0]["items"][0]["strict_rate"] == [52, 52]
    assert official.get(f"{folder}/results.parquet").data.startswith(b"PAR1")
    assert official.get(f"{folder}/results.exe").status_code == 404


def test_a_chart_is_drawn_once_and_the_page_shows_the_file_that_is_downloaded(
    official: FlaskClient, evening: Evening
) -> None:
    prepared = held(evening)
    path = f"/district/meetings/{prepared.id}/charts/subject-1"
    assert f'src="{path}.svg?lang=en"' in official.get(f"/district/meetings/{prepared.id}").text
    drawn = official.get(f"{path}.svg").data
    (kept,) = (evening.folder.root / "charts").rglob("*.svg")
    assert kept.read_bytes() == drawn
    kept.write_bytes(b"<svg>kept</svg>")
    assert official.get(f"{path}.svg").data == b"<svg>kept</svg>"
    assert official.get(f"{path}.png").data.startswith(b"\x89PNG")
    assert official.get(f"{path}.pdf").data.startswith(b"%PDF")


def test_a_chart_speaks_the_readers_language(official: FlaskClient, evening: Evening) -> None:
    prepared = held(evening)
    path = f"/district/meetings/{prepared.id}/charts/overview.svg"
    assert official.get(f"{path}?lang=zh-CN").data != official.get(f"{path}?lang=en").data


def test_a_chart_is_kept_by_no_browser(official: FlaskClient, evening: Evening) -> None:
    prepared = held(evening)
    answer = official.get(f"/district/meetings/{prepared.id}/charts/overview.svg")
    assert (answer.headers["Cache-Control"], answer.headers.get("Expires")) == ("no-store", None)


@pytest.mark.parametrize("name", ["subject-4", "subject-x", "overview-2", "communities-committee", "nothing", "..%2Fa"])
def test_a_chart_that_does_not_exist_is_no_page(official: FlaskClient, evening: Evening, name: str) -> None:
    prepared = held(evening, ballots=10)
    assert official.get(f"/district/meetings/{prepared.id}/charts/{name}.svg").status_code == 404
    assert not list(Path(evening.folder.root / "charts").rglob("*.svg"))


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [("", None), (" ", None), ("0", 0), ("88", 8800), ("88.5", 8850), ("88.05", 8805), ("100.00", 10_000)],
)
def test_points_are_read_to_the_hundredth(typed: str, hundredths: int | None) -> None:
    assert points.read(typed) == hundredths


@given(st.integers(min_value=0, max_value=10_000))
def test_what_is_written_is_read_again(hundredths: int) -> None:
    assert points.read(points.written(hundredths)) == hundredths


@given(st.integers(min_value=10_001, max_value=999_999))
def test_more_than_a_hundred_points_are_refused(hundredths: int) -> None:
    with pytest.raises(PointsNotUsable):
        points.read(points.written(hundredths))


@pytest.mark.parametrize(("roll", "share"), [(50, 34), (51, 34), (52, 35), (90, 60)])
def test_two_thirds_of_the_roll_are_rounded_up(evening: Evening, roll: int, share: int) -> None:
    default = rules.parse(shipped_rules().source, "default")
    found = quorum(draft(evening, slips=roll).meeting, default)
    assert found.of_roll == share
    assert found.needed == max(50, share)


def test_a_quorum_is_met_by_exactly_the_number_asked_for() -> None:
    assert Quorum(least=50, of_roll=60, present=60).is_met
    assert not Quorum(least=50, of_roll=60, present=59).is_met
    assert not Quorum(least=50, of_roll=None, present=None).is_met


def test_a_report_is_made_again_only_when_something_in_it_changed(evening: Evening) -> None:
    prepared, latest, made = held(evening), LatestReports(), []

    def ask() -> None:
        with reading(evening.engine) as db:
            campaign = campaigns.find(db, prepared.meeting.campaign_id)

            def make() -> Report:
                made.append(len(made))
                return results.report(db, campaign)

            assert "长岗路社区" in set(latest.report(db, campaign, make).meetings["community"])

    ask()
    ask()
    assert made == [0]
    with writing(evening.engine) as db:
        points.note(db, {prepared.id: 9000})
    ask()
    assert made == [0, 1]
    held(evening, "北门社区")
    ask()
    assert made == [0, 1, 2]
