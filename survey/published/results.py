"""From tallies kept to the report of a campaign, or of some of its meetings.

pandas is loaded by the functions that need it, so the voting path never carries it.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from analysis import rules
from ballots import meetings
from ballots.campaigns import Campaign
from ballots.instrument import ABSTAINED, INVALID, Instrument, Section
from ballots.meetings import Meeting, State, Votes
from survey.tables import assessment

if TYPE_CHECKING:
    import pandas as pd

    from analysis.report import Report


def report(db: Connection, campaign: Campaign, of: Sequence[Meeting] | None = None) -> "Report":
    """Everything published about `campaign`, or only about the meetings `of` it; unpublished ones are left out.

    Grades weigh communities against each other (quota), so they mean something in the report of the whole only.
    """
    chosen = meetings.of_campaign(db, campaign.id) if of is None else of
    return assemble(db, campaign, [found for found in chosen if found.state is State.PUBLISHED])


def community_labels(of: Sequence[Meeting]) -> dict[str, str]:
    """What each meeting's community is called in tables, by meeting id: with its sub-district where names repeat."""
    repeated = Counter(found.community for found in of)
    return {
        found.id: f"{found.sub_district} {found.community}" if repeated[found.community] > 1 else found.community
        for found in of
    }


def assemble(db: Connection, campaign: Campaign, of: Sequence[Meeting]) -> "Report":
    """The report of exactly the meetings `of` the campaign, published or not. Every one of them is counted."""
    from analysis.report import report as report_on

    labels = community_labels(of)
    return report_on(
        _tally(db, campaign.instrument, of, labels),
        _meetings(of, labels),
        campaign.instrument,
        rules.parse(campaign.rules.source, campaign.name),
        _assessments(db, labels),
        campaign=campaign.name,
    )


def _tally(db: Connection, form: Instrument, of: Sequence[Meeting], labels: dict[str, str]) -> "pd.DataFrame":
    import pandas as pd

    counted = meetings.tallies(db, list(labels))
    rows = [
        (labels[found.id], position, subject.name, subject.kind, item, level, votes)
        for found in of
        for position, subject in enumerate(found.subjects, 1)
        for item, level, votes in _in_order(form.section(subject.kind), position, counted.get(found.id, []))
    ]
    frame = pd.DataFrame(rows, columns=["community", "subject", "name", "kind", "item", "level", "votes"])
    return frame.astype({"subject": "int64", "votes": "int64"})


def _in_order(section: Section, position: int, cells: Sequence[Votes]) -> list[tuple[str, str, int]]:
    """One subject's votes as item, level, votes: items and levels in the order of the form."""
    votes = {(cell.item, cell.level): cell.votes for cell in cells if cell.position == position}
    levels = [*(level.id for level in section.scale.levels), ABSTAINED, INVALID]
    return [(item.id, level, votes[item.id, level]) for item in section.items for level in levels if votes]


def _meetings(of: Sequence[Meeting], labels: dict[str, str]) -> "pd.DataFrame":
    import pandas as pd

    counts = ["roll", "present", "issued", "returned", "spoiled", "valid"]
    rows = [
        (found.id, labels[found.id], found.sub_district, *(getattr(found, count) for count in counts)) for found in of
    ]
    frame = pd.DataFrame(rows, columns=["meeting", "community", "sub_district", *counts])
    return frame.astype(dict.fromkeys(counts, "Int64"))


def _assessments(db: Connection, labels: dict[str, str]) -> "pd.DataFrame":
    from analysis.assessments import assess

    kept = select(assessment.c.meeting_id, assessment.c.hundredths).where(assessment.c.meeting_id.in_(list(labels)))
    return assess({labels[meeting_id]: Fraction(hundredths, 100) for meeting_id, hundredths in db.execute(kept)})
