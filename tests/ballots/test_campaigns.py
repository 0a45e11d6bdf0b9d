"""Campaigns: what is asked and by which rules, exchangeable until the first meeting opens, then fixed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, update

from ballots import campaigns, instrument, meetings
from ballots.campaigns import Ruleset
from ballots.errors import CampaignExists, CampaignFrozen, NameNotUsable, NoSuchCampaign
from ballots.form import Subject
from ballots.meetings import Plan
from ballots.tables import campaign

NOW = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
FORM = instrument.load(instrument.shipped()["community-2026"])
OTHER_FORM = instrument.load(instrument.shipped()["kansas-city-2022"])
RULES, OTHER_RULES = Ruleset("one", "1" * 64), Ruleset("other", "2" * 64)


def test_a_campaign_is_found_by_id_and_by_name_as_it_was_made(db: Connection) -> None:
    made = campaigns.create(db, " 2026  年度 ", FORM, RULES, NOW)
    assert made.name == "2026 年度"
    assert made.frozen_at is None
    assert campaigns.find(db, made.id) == made
    assert campaigns.named(db, "2026 年度 ") == made


def test_the_form_is_kept_as_text_so_that_a_later_edition_cannot_change_it(db: Connection) -> None:
    made = campaigns.create(db, "2026", FORM, RULES, NOW)
    assert campaigns.find(db, made.id).instrument.source == FORM.source
    assert campaigns.find(db, made.id).instrument.fingerprint == FORM.fingerprint


def test_campaigns_come_newest_first(db: Connection) -> None:
    for days, name in enumerate(["2024", "2025", "2026"]):
        campaigns.create(db, name, FORM, RULES, NOW + timedelta(days=days))
    assert [found.name for found in campaigns.every(db)] == ["2026", "2025", "2024"]


def test_a_name_is_taken_once_however_it_is_spaced(db: Connection) -> None:
    campaigns.create(db, "2026 年度", FORM, RULES, NOW)
    with pytest.raises(CampaignExists, match="already a campaign called 2026 年度"):
        campaigns.create(db, " 2026   年度", FORM, RULES, NOW)
    with pytest.raises(NameNotUsable):
        campaigns.create(db, " ", FORM, RULES, NOW)


def test_an_unknown_campaign_is_refused_by_its_name(db: Connection) -> None:
    for find in (campaigns.find, campaigns.named):
        with pytest.raises(NoSuchCampaign, match="no campaign called nothing"):
            find(db, "nothing")


def test_form_and_rules_can_be_exchanged_until_a_meeting_opens(db: Connection) -> None:
    made = campaigns.create(db, "2026", FORM, RULES, NOW)
    campaigns.change(db, made.id, OTHER_FORM, OTHER_RULES)
    found = campaigns.find(db, made.id)
    assert (found.instrument.id, found.rules) == ("kansas-city-2022", OTHER_RULES)


def test_the_first_opening_freezes_form_and_rules_and_keeps_its_date(db: Connection) -> None:
    made = campaigns.create(db, "2026", FORM, RULES, NOW)
    for hours, community in enumerate(["甲社区", "乙社区"]):
        plan = Plan(community, [Subject("committee", community)])
        meetings.open_(db, meetings.create(db, made.id, plan).id, NOW + timedelta(hours=hours))
    assert campaigns.find(db, made.id).frozen_at == NOW
    with pytest.raises(CampaignFrozen):
        campaigns.change(db, made.id, OTHER_FORM, RULES)
    assert campaigns.find(db, made.id).instrument.id == "community-2026"


def test_a_moment_without_its_time_zone_is_never_kept(db: Connection) -> None:
    made = campaigns.create(db, "2026", FORM, RULES, NOW)
    with pytest.raises(Exception, match="without its time zone"):
        db.execute(update(campaign).where(campaign.c.id == made.id).values(frozen_at=NOW.replace(tzinfo=None)))
