"""From tallies kept to the report of a campaign, or of some of its meetings.

pandas is loaded by the functions that need it, so the voting path never carries it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from analysis import rules
from analysis.rules import Rules
from ballots import classes, joint, meetings
from ballots.campaigns import Campaign
from ballots.classes import ClassSlips
from ballots.instrument import ABSTAINED, INVALID, Instrument, Section
from ballots.meetings import Meeting, Purpose, State, Votes
from survey.appraisal import frames

if TYPE_CHECKING:
    import pandas as pd

    from analysis.classes import ByClass
    from analysis.report import Report


def report(db: Connection, campaign: Campaign, of: Sequence[Meeting] | None = None) -> "Report":
    """Everything published about `campaign`, or only about the meetings `of` it; unpublished ones are left out.

    Grades weigh communities against each other (quota), so they mean something in the report of the whole only.
    """
    chosen = counting(meetings.of_campaign(db, campaign.id)) if of is None else of
    return assemble(db, campaign, [found for found in chosen if found.state is State.PUBLISHED])


def counting(of: Sequence[Meeting]) -> list[Meeting]:
    """Those of the meetings that can count: rehearsals never do, neither in results nor in comparisons."""
    return [found for found in of if found.purpose is not Purpose.REHEARSAL]


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
    chosen = rules.parse(campaign.rules.source, campaign.name)
    counted = meetings.tallies(db, list(labels))
    return report_on(
        _tally(counted, campaign.instrument, of, labels),
        _meetings(of, labels),
        campaign.instrument,
        chosen,
        frames.assessed(db, labels),
        frames.vetoed(db, labels),
        frames.previous(db, campaign, of, labels),
        frames.confirmed(db, labels),
        campaign=campaign.name,
        by_class=_by_class(db, counted, campaign.instrument, of, labels, chosen),
        joint=_joint(db, labels),
    )


def _tally(
    counted: Mapping[str, Sequence[Votes]], form: Instrument, of: Sequence[Meeting], labels: dict[str, str]
) -> "pd.DataFrame":
    import pandas as pd

    rows = [
        (labels[found.id], position, subject.name, subject.kind, item, level, votes)
        for found in of
        for position, subject in enumerate(found.subjects, 1)
        for item, level, votes in _in_order(form.section(subject.kind), position, counted.get(found.id, []))
    ]
    frame = pd.DataFrame(rows, columns=["community", "subject", "name", "kind", "item", "level", "votes"])
    return frame.astype({"subject": "int64", "votes": "int64"})


def _in_order(section: Section, position: int, cells: Sequence[Votes]) -> list[tuple[str, str, int]]:
    """One subject's votes as item, level, votes: items and levels in the order of the form, all classes together."""
    votes: Counter[tuple[str, str]] = Counter()
    for cell in cells:
        if cell.position == position:
            votes[cell.item, cell.level] += cell.votes
    levels = [*(level.id for level in section.scale.levels), ABSTAINED, INVALID]
    kept = {item for item, _ in votes}
    return [(item.id, level, votes[item.id, level]) for item in section.items if item.id in kept for level in levels]


def _by_class(
    db: Connection,
    counted: Mapping[str, Sequence[Votes]],
    form: Instrument,
    of: Sequence[Meeting],
    labels: dict[str, str],
    chosen: Rules,
) -> "ByClass":
    """The votes that the count kept by class, and how many of each class came; empty where the rules have none."""
    import pandas as pd

    from analysis.classes import ByClass
    from analysis.report import NO_CLASSES

    if not chosen.classes:
        return NO_CLASSES
    parts = [NO_CLASSES.tally]
    for place, one in enumerate(chosen.classes, 1):
        own = {
            meeting_id: [cell for cell in cells if cell.voter_class == place] for meeting_id, cells in counted.items()
        }
        parts.append(_tally(own, form, of, labels).assign(**{"class": one.id}))
    kept = classes.of_meetings(db, list(labels))
    slips = {(meeting_id, row.voter_class): row for meeting_id, rows in kept.items() for row in rows}
    turnout = [
        (labels[found.id], one.id, row.issued, row.returned, row.valid)
        for found in of
        for place, one in enumerate(chosen.classes, 1)
        for row in [slips.get((found.id, place), ClassSlips(place, 0, 0, *_came(found.id, kept)))]
    ]
    frame = pd.DataFrame(turnout, columns=["community", "class", "issued", "returned", "valid"])
    return ByClass(
        pd.concat(parts, ignore_index=True).astype(NO_CLASSES.tally.dtypes),
        frame.astype({"issued": "Int64", "returned": "Int64", "valid": "Int64"}),
    )


def _came(meeting_id: str, kept: Mapping[str, Sequence[ClassSlips]]) -> tuple[int | None, int | None]:
    """How many of a class came that got no slips: nobody, where it is told of the others; else that is not told."""
    told = any(row.valid is not None for row in kept.get(meeting_id, []))
    return (0, 0) if told else (None, None)


def _joint(db: Connection, labels: dict[str, str]) -> "pd.DataFrame":
    import pandas as pd

    from analysis.importance import JOINT

    kept = joint.of_meetings(db, list(labels))
    rows = [(labels[meeting_id], row.position, row.item, row.votes) for meeting_id, row in kept]
    return pd.DataFrame(rows, columns=list(JOINT)).astype(JOINT)


def _meetings(of: Sequence[Meeting], labels: dict[str, str]) -> "pd.DataFrame":
    import pandas as pd

    counts = ["roll", "present", "issued", "returned", "spoiled", "valid"]
    rows = [
        (found.id, labels[found.id], found.sub_district, *(getattr(found, count) for count in counts)) for found in of
    ]
    frame = pd.DataFrame(rows, columns=["meeting", "community", "sub_district", *counts])
    return frame.astype(dict.fromkeys(counts, "Int64"))
