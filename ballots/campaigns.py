"""One year's appraisal in one district: an instrument, a rule set, whether comments are asked for, many meetings.

Form and rules are kept as text with the campaign, so what the product ships later cannot change what was asked
then. All three may be changed until the first meeting opens; from then on they are frozen.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from ballots import instrument
from ballots.errors import CampaignExists, CampaignFrozen, NoSuchCampaign
from ballots.instrument import Instrument
from ballots.names import new_id, usable_name
from ballots.tables import campaign


@dataclass(frozen=True)
class Ruleset:
    """A rule set as ballots keeps it: text that `analysis` understands, and its fingerprint."""

    source: str
    fingerprint: str


@dataclass(frozen=True)
class Campaign:
    """A campaign as kept. `takes_comments`: residents may write one. `frozen_at` is None while things may change."""

    id: str
    name: str
    instrument: Instrument
    rules: Ruleset
    takes_comments: bool
    frozen_at: datetime | None
    created_at: datetime


def create(db: Connection, name: str, form: Instrument, rules: Ruleset, now: datetime) -> Campaign:
    """A new campaign. Raises NameNotUsable, CampaignExists."""
    name = usable_name(name, "Campaign")
    if db.scalar(select(campaign.c.id).where(campaign.c.name == name)):
        raise CampaignExists(name=name)
    made = Campaign(new_id(), name, form, rules, False, None, now)
    db.execute(insert(campaign).values(id=made.id, name=name, created_at=now, **_choices(form, rules)))
    return made


def change(db: Connection, campaign_id: str, form: Instrument, rules: Ruleset) -> None:
    """Exchanges form and rules. Raises CampaignFrozen once a meeting has opened."""
    if find(db, campaign_id).frozen_at is not None:
        raise CampaignFrozen
    db.execute(update(campaign).where(campaign.c.id == campaign_id).values(**_choices(form, rules)))


def ask_for_comments(db: Connection, campaign_id: str, *, wanted: bool) -> None:
    """Whether residents may write a comment beside their marks. Raises CampaignFrozen once a meeting has opened."""
    if find(db, campaign_id).frozen_at is not None:
        raise CampaignFrozen
    db.execute(update(campaign).where(campaign.c.id == campaign_id).values(takes_comments=wanted))


def freeze(db: Connection, campaign_id: str, now: datetime) -> None:
    """Freezes form and rules; a campaign already frozen keeps its date."""
    unfrozen = (campaign.c.id == campaign_id) & campaign.c.frozen_at.is_(None)
    db.execute(update(campaign).where(unfrozen).values(frozen_at=now))


def find(db: Connection, campaign_id: str) -> Campaign:
    """The campaign with this id. Raises NoSuchCampaign."""
    row = db.execute(select(campaign).where(campaign.c.id == campaign_id)).first()
    if row is None:
        raise NoSuchCampaign(name=campaign_id)
    return _read(row)


def named(db: Connection, name: str) -> Campaign:
    """The campaign with this name. Raises NoSuchCampaign."""
    row = db.execute(select(campaign).where(campaign.c.name == " ".join(name.split()))).first()
    if row is None:
        raise NoSuchCampaign(name=name)
    return _read(row)


def every(db: Connection) -> list[Campaign]:
    """All campaigns, newest first."""
    return [_read(row) for row in db.execute(select(campaign).order_by(campaign.c.created_at.desc(), campaign.c.name))]


def _choices(form: Instrument, rules: Ruleset) -> dict[str, str]:
    return {
        "instrument": form.source,
        "instrument_fingerprint": form.fingerprint,
        "rules": rules.source,
        "rules_fingerprint": rules.fingerprint,
    }


def _read(row: Row[tuple[object, ...]]) -> Campaign:
    kept = row._mapping
    return Campaign(
        id=kept["id"],
        name=kept["name"],
        instrument=instrument.parse(kept["instrument"], kept["name"]),
        rules=Ruleset(kept["rules"], kept["rules_fingerprint"]),
        takes_comments=kept["takes_comments"],
        frozen_at=kept["frozen_at"],
        created_at=kept["created_at"],
    )
