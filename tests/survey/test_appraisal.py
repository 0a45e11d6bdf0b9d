"""The double appraisal at the district's desk: points by item and from a sheet, veto items."""

import io

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook

from analysis import rules
from ballots import campaigns
from ballots.campaigns import Ruleset
from survey.accounts import Role
from survey.appraisal import points, vetoes
from survey.appraisal.vetoes import Veto
from survey.database import reading, writing
from survey.evening import Evening
from tests import factories
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared, shipped_form, shipped_rules
from tests.survey.test_district import held, text
from tests.survey.visitors import follow, send, sign_in

ITEMS = """
[[assessment]]
id = "party"
points = 60
zh-CN = "党建工作"
en = "Party building"

[[assessment]]
id = "safety"
points = 40
zh-CN = "平安建设"
en = "Public safety"
"""


@pytest.fixture
def official(client: FlaskClient, evening: Evening) -> FlaskClient:
    """A signed-in official."""
    return sign_in(client, evening, Role.OFFICIAL)


def with_items(evening: Evening) -> str:
    """A campaign whose rules name two items, of 60 and 40 points; its id."""
    source = shipped_rules().source + ITEMS
    ruleset = Ruleset(source, rules.parse(source, "items").fingerprint)
    with writing(evening.engine) as db:
        return campaigns.create(db, "双评 2026", shipped_form(), ruleset, evening.clock()).id


def assessed(evening: Evening, prepared: Prepared, hundredths: int) -> Prepared:
    """The same meeting with the superior's points."""
    with writing(evening.engine) as db:
        points.note(db, {prepared.id: hundredths})
    return prepared


# Points by item


def test_points_by_item_add_up_once_none_is_missing(official: FlaskClient, page_of: Page, evening: Evening) -> None:
    campaign_id = with_items(evening)
    prepared = factories.draft(evening, campaign_id)
    path = f"/district/campaigns/{campaign_id}/assessments"
    assert "Party building, at most 60" in page_of(path)
    party, safety = f"points_{prepared.id}_party", f"points_{prepared.id}_safety"
    for given, total in (({party: "55.5", safety: ""}, {}), ({party: "55.5", safety: "38"}, {prepared.id: 9350})):
        assert send(official, path, **given).status_code == 302
        with reading(evening.engine) as db:
            assert points.of_campaign(db, campaign_id) == total
            assert points.items_of_campaign(db, campaign_id)[prepared.id]["party"] == 5550
    assert 'value="55.50"' in page_of(path)


def test_an_item_has_no_more_points_than_its_most(official: FlaskClient, evening: Evening) -> None:
    campaign_id = with_items(evening)
    prepared = factories.draft(evening, campaign_id)
    fields = {f"points_{prepared.id}_party": "60.01", f"points_{prepared.id}_safety": "40"}
    answer = send(official, f"/district/campaigns/{campaign_id}/assessments", **fields)
    assert answer.status_code == 422
    assert "at most 60 points" in require_whole_page(answer.text)
    assert 'value="60.01"' in answer.text
    with reading(evening.engine) as db:
        assert points.items_of_campaign(db, campaign_id) == {}


# Points from a sheet


def workbook(*rows: tuple[object, ...]) -> tuple[io.BytesIO, str]:
    """An XLSX file as a browser sends it."""
    made, content = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)  # type: ignore[union-attr]  # a new workbook has a sheet
    made.save(content)
    content.seek(0)
    return content, "points.xlsx"


def test_a_workbook_of_points_is_taken_whole(official: FlaskClient, evening: Evening) -> None:
    one, other = factories.draft(evening), factories.draft(evening, community="北门社区")
    campaign_id = one.meeting.campaign_id
    path = f"/district/campaigns/{campaign_id}/assessments/sheet"
    sheet = workbook(("社区", "上级考评得分"), ("长岗路社区", 91.5), ("北门社区", "88"))
    page = follow(official, send(official, path, sheet=sheet))
    assert "Communities whose points are kept: 2." in page
    with reading(evening.engine) as db:
        assert points.of_campaign(db, campaign_id) == {one.id: 9150, other.id: 8800}


def test_a_sheet_with_a_wrong_line_is_refused_whole_and_each_line_named(
    official: FlaskClient, evening: Evening
) -> None:
    prepared = factories.draft(evening)
    path = f"/district/campaigns/{prepared.meeting.campaign_id}/assessments/sheet"
    pasted = "社区\t得分\n长岗路社区\t91.5\n无名社区\t80\n长岗路社区\t100.01\n"
    answer = send(official, path, pasted=pasted)
    assert answer.status_code == 422
    read = text(require_whole_page(answer.text))
    assert "Nothing was kept." in read
    assert "Line 3, column 社区: no meeting of this campaign is of this community." in read
    assert "Line 4, column 社区: this community stands in the table already." in read
    assert "Line 4, column 得分: Points are 0 to 100" in read
    assert "无名社区\t80" in answer.text  # nothing typed is lost
    with reading(evening.engine) as db:
        assert points.of_campaign(db, prepared.meeting.campaign_id) == {}


@pytest.mark.parametrize("pasted", ["", "社区\n长岗路社区\n", "x\ty\n1\t2\n"])
def test_a_sheet_without_what_it_needs_says_what_is_missing(
    official: FlaskClient, evening: Evening, pasted: str
) -> None:
    prepared = factories.draft(evening)
    path = f"/district/campaigns/{prepared.meeting.campaign_id}/assessments/sheet"
    answer = send(official, path, pasted=pasted)
    assert answer.status_code == 422
    assert 'role="alert"' in require_whole_page(answer.text)


# Veto items

FOUND = {
    "what": "换届选举逾期",
    "basis": "村民委员会组织法第十一条",
    "evidence": "街道函〔2026〕8号",
    "decider": "区委组织部",
    "decided_on": "2026-01-15",
}


def note_veto(official: FlaskClient, prepared: Prepared, **changed: str) -> str:
    """The page after somebody noted a veto item."""
    path = f"/district/campaigns/{prepared.meeting.campaign_id}/vetoes"
    return follow(official, send(official, path, meeting=prepared.id, **(FOUND | changed)))


def the_veto(evening: Evening, prepared: Prepared) -> Veto:
    with reading(evening.engine) as db:
        (found,) = vetoes.of_campaign(db, prepared.meeting.campaign_id)
    return found


def test_a_veto_item_bars_the_grade_until_it_is_taken_back(
    official: FlaskClient, page_of: Page, evening: Evening
) -> None:
    prepared = assessed(evening, held(evening), 9150)
    community = f"/district/meetings/{prepared.id}"
    assert "Proposed grade: Model" in text(page_of(community))
    listed = text(note_veto(official, prepared))
    assert all(word in listed for word in FOUND.values())
    read = text(page_of(community))
    assert "Proposed grade: Ordinary" in read
    assert "to be put right by a date" in read
    assert "Veto item: 换届选举逾期" in read
    path = f"/district/campaigns/{prepared.meeting.campaign_id}/vetoes/{the_veto(evening, prepared).id}/withdraw"
    assert send(official, path, reason="").status_code == 422
    assert "taken back" in follow(official, send(official, path, reason="选举已于12月补办"))
    assert "Proposed grade: Model" in text(page_of(community))
    assert "选举已于12月补办" in text(page_of(f"/district/campaigns/{prepared.meeting.campaign_id}/vetoes"))
    assert "taken back already" in send(official, path, reason="again").text


@pytest.mark.parametrize(
    "changed", [{"basis": ""}, {"decider": " "}, {"decided_on": "2999-01-01"}, {"what": "x" * 201}]
)
def test_a_veto_item_without_basis_evidence_decider_and_day_is_refused(
    official: FlaskClient, evening: Evening, changed: dict[str, str]
) -> None:
    prepared = factories.draft(evening)
    path = f"/district/campaigns/{prepared.meeting.campaign_id}/vetoes"
    answer = send(official, path, meeting=prepared.id, **(FOUND | changed))
    assert answer.status_code == 422
    assert FOUND["evidence"] in require_whole_page(answer.text)
    with reading(evening.engine) as db:
        assert vetoes.of_campaign(db, prepared.meeting.campaign_id) == []
