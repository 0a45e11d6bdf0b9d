"""What is known of a community from before: its last meeting in an earlier campaign, or else an imported year.

This is the report side: it loads pandas, so pages import it inside the view that needs it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection, select

from ballots import campaigns, meetings
from ballots.campaigns import Campaign
from ballots.meetings import Meeting, State
from ballots.tables import campaign as campaign_table
from ballots.tables import meeting
from survey.past import kept
from survey.past.figures import Check
from survey.published import results


@dataclass(frozen=True)
class Rate:
    """A published rate: a fraction 0–1, and the whole numbers it is made of, None where only a percentage is known.

    `check` says of an imported one whether it computes.
    """

    value: Fraction
    votes: int | None = None
    base: int | None = None
    check: Check = Check.COMPUTES


@dataclass(frozen=True)
class Before:
    """What is known: from which campaign, whether by the same rules, and the rate of each kind of subject and item."""

    campaign: str
    has_same_rules: bool
    rates: Mapping[tuple[str, str], Rate]


def before(db: Connection, campaign: Campaign, found: Meeting) -> Before | None:
    """The community's last published result before `campaign`; None where there is none.

    Hidden and undefined rates are not in it. Where a form rates several subjects of one kind, the first one's stand.
    """
    held = _last(db, campaign, found)
    if held is None:
        return _imported(db, found)
    earlier = campaigns.find(db, held.campaign_id)
    report = results.report(db, earlier, [held])
    rows = report.items[~report.items["suppressed"] & (report.items["denominator"].fillna(0) > 0)]
    rates: dict[tuple[str, str], Rate] = {}
    for row in rows.to_dict("records"):
        votes, base = int(row["rate_votes"]), int(row["denominator"])
        rates.setdefault((str(row["kind"]), str(row["item"])), Rate(Fraction(votes, base), votes, base))
    return Before(earlier.name, earlier.rules.fingerprint == campaign.rules.fingerprint, rates)


def _imported(db: Connection, found: Meeting) -> Before | None:
    """The newest imported year of the community, whose rules nobody knows."""
    rows = kept.of_community(db, found.sub_district, found.community)
    if not rows:
        return None
    rates: dict[tuple[str, str], Rate] = {}
    for one in rows:
        figure = one.figure
        is_whole = figure.check is Check.COMPUTES and figure.votes is not None
        counts = (figure.votes, figure.rated) if is_whole else (None, None)
        if one.year == rows[0].year:
            rates.setdefault((one.kind, one.item), Rate(figure.rate, *counts, figure.check))
    return Before(str(rows[0].year), False, rates)


def _last(db: Connection, campaign: Campaign, found: Meeting) -> Meeting | None:
    """The community's published meeting in the newest of the earlier campaigns."""
    wanted = (
        select(meeting.c.id)
        .join(campaign_table, meeting.c.campaign_id == campaign_table.c.id)
        .where(
            meeting.c.sub_district == found.sub_district,
            meeting.c.community == found.community,
            meeting.c.state == State.PUBLISHED,
            meeting.c.rehearses.is_(None),
            campaign_table.c.created_at < campaign.created_at,
        )
        .order_by(campaign_table.c.created_at.desc())
    )
    known = db.scalar(wanted.limit(1))
    return meetings.find(db, known) if known else None
