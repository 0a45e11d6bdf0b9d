"""From tallies kept to the report of a campaign, and to the record that is published for one meeting."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from ballots.campaigns import Campaign
from ballots.meetings import Meeting

if TYPE_CHECKING:
    from analysis.report import Report


def report(db: Connection, campaign: Campaign, of: Sequence[Meeting] | None = None) -> "Report":
    """Everything published about `campaign`, or about some meetings `of` it; only published meetings are in it."""
    raise NotImplementedError


def record(db: Connection, found: Meeting, receipts: Sequence[bytes]) -> tuple[str, str]:
    """The record of one counted meeting as canonical JSON, and its SHA-256 in hex."""
    raise NotImplementedError
