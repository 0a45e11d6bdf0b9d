"""The latest report of each campaign, kept in memory for as long as nothing that it is made of changes."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from ballots import corrections, meetings
from ballots.campaigns import Campaign
from ballots.tables import meeting, record
from survey.appraisal import confirmations, points, vetoes

if TYPE_CHECKING:
    from analysis.report import Report

Grounds = tuple[object, ...]


def grounds(db: Connection, campaign: Campaign) -> Grounds:
    """What a report on the campaign is made of: the same grounds, the same report."""
    published = (
        select(record.c.meeting_id, record.c.sha256, meeting.c.roll, meeting.c.present)
        .join_from(record, meeting)
        .where(meeting.c.campaign_id == campaign.id, meeting.c.state == meetings.State.PUBLISHED)
        .order_by(record.c.meeting_id)
    )
    rows = [tuple(row) for row in db.execute(published)]
    put_right = corrections.of(db, [str(row[0]) for row in rows]).values()
    decided = confirmations.latest(db, [row[0] for row in rows]), confirmations.earlier(db, campaign)
    return (
        (campaign.name, campaign.rules.fingerprint, *rows),
        tuple(sorted(points.of_campaign(db, campaign.id).items())),
        tuple(vetoes.of_campaign(db, campaign.id)),
        tuple(put_right),
        *(tuple(one.values()) for one in decided),
    )


class LatestReports:
    """One report for each campaign, with the grounds it was made on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reports: dict[str, tuple[Grounds, Report]] = {}

    def report(self, db: Connection, campaign: Campaign, make: Callable[[], "Report"]) -> "Report":
        """The kept report while its grounds hold, and otherwise the one that `make` returns."""
        now = grounds(db, campaign)
        with self._lock:
            before, report = self._reports.get(campaign.id, (None, None))
            if report is None or before != now:
                report = make()
                self._reports[campaign.id] = now, report
            return report
