"""The form of a campaign before it is frozen: one's own, looked at, exchanged."""

import io

import pytest
from flask.testing import FlaskClient

from ballots import campaigns
from survey.database import reading
from survey.evening import Evening
from tests.conftest import require_whole_page
from tests.factories import draft
from tests.survey.visitors import follow, send

OWN = """
id = "own"
edition = "2026"
title = { zh-CN = "自拟表", en = "Our own" }
abstain = { zh-CN = "不了解", en = "Don't know" }
[scales.s]
rate = { zh-CN = "满意率", en = "Rate" }
strict = 1
broad = 1
levels = [
  { id = "good", zh-CN = "好", en = "Good", points = 100 },
  { id = "poor", zh-CN = "差", en = "Poor", points = 0 },
]
[[sections]]
kind = "team"
scale = "s"
title = { zh-CN = "队伍", en = "Team" }
items = [{ id = "work", zh-CN = "工作", en = "Work" }]
"""


def toml(text: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), "our-form.toml"


def test_a_campaign_is_made_with_a_form_of_ones_own(desk: FlaskClient, evening: Evening) -> None:
    sent = {"name": "自拟的双评", "instrument": "community-2026", "rules": "default-2026"}
    page = follow(desk, send(desk, "/desk/campaigns/new", **sent, file=toml(OWN)))
    assert "Our own" in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (OWN.replace('id = "work"', 'id = "Work"'), "our-form.toml: sections[1].items[1]: id &#39;Work&#39; is not"),
        (OWN.replace("strict = 1", "strict = 3"), "our-form.toml: scales.s: needs 1 ≤ strict ≤ broad"),
        ("id = ", "our-form.toml: file: is not TOML"),
    ],
)
def test_a_fault_in_a_form_is_shown_with_its_place_and_reason(desk: FlaskClient, text: str, says: str) -> None:
    sent = {"name": "双评 2026", "instrument": "community-2026", "rules": "default-2026"}
    answer = send(desk, "/desk/campaigns/new", **sent, file=toml(text))
    assert answer.status_code == 422
    page = require_whole_page(answer.text)
    assert says in page
    assert 'value="双评 2026"' in page


def test_the_form_is_shown_as_residents_will_see_it_in_both_languages(desk: FlaskClient, campaign_id: str) -> None:
    path = f"/desk/campaigns/{campaign_id}/form"
    for language, item in (("en", "Public order"), ("zh-CN", "社区治安")):
        page = require_whole_page(desk.get(f"{path}?lang={language}").text)
        assert f"<legend>{item}</legend>" in page
        assert page.count('type="radio"') == 6 * 4 + 5 * 4 + 6 * 5


def test_the_form_is_exchanged_until_a_meeting_opens(desk: FlaskClient, evening: Evening, campaign_id: str) -> None:
    path = f"/desk/campaigns/{campaign_id}/form"
    assert "<legend>Work</legend>" in follow(desk, send(desk, path, instrument="community-2026", file=toml(OWN)))
    assert "Public order" in follow(desk, send(desk, path, instrument="community-2026"))
    prepared = draft(evening, campaign_id)
    answer = send(desk, path, instrument="community-2026", file=toml(OWN))
    assert answer.status_code == 422
    assert "长岗路社区 rates 社区班子 / Community committee, and this form has no section for it." in answer.text
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    assert "the form can no longer be changed" in desk.get(path).text
    assert send(desk, path, instrument="community-2026").status_code == 422
    with reading(evening.engine) as db:
        assert campaigns.find(db, campaign_id).instrument.id == "community-2026"
