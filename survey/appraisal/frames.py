"""What the district has decided, as the frames that `analysis.report` takes, by the labels of the communities.

pandas is loaded by the functions that need it, so the voting path never carries it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from ballots.campaigns import Campaign
from ballots.meetings import Meeting
from survey.appraisal import confirmations
from survey.tables import assessment, veto

if TYPE_CHECKING:
    import pandas as pd

Labels = Mapping[str, str]
"""What each meeting's community is called in the tables, by meeting id."""


def assessed(db: Connection, labels: Labels) -> "pd.DataFrame":
    """The superior's points, as `analysis.assessments.assess` makes them."""
    from analysis.assessments import assess

    kept = select(assessment.c.meeting_id, assessment.c.hundredths).where(assessment.c.meeting_id.in_(list(labels)))
    return assess({labels[meeting_id]: Fraction(hundredths, 100) for meeting_id, hundredths in db.execute(kept)})


def vetoed(db: Connection, labels: Labels) -> "pd.DataFrame":
    """One row for each veto item that stands: `community` str."""
    import pandas as pd

    standing = veto.c.meeting_id.in_(list(labels)) & veto.c.withdrawn_at.is_(None)
    found = [labels[meeting_id] for meeting_id in db.scalars(select(veto.c.meeting_id).where(standing))]
    return pd.DataFrame({"community": pd.array(found, dtype="str")})


def confirmed(db: Connection, labels: Labels) -> "pd.DataFrame":
    """The newest decision on each community that has one, as `analysis.confirming.confirm` takes them."""
    import pandas as pd

    rows = [
        (labels[one.meeting_id], one.proposed, one.grade, one.reason, one.decider, _day(one))
        for one in confirmations.latest(db, list(labels)).values()
    ]
    columns = ["community", "proposed", "confirmed", "reason", "decider", "confirmed_on"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def previous(db: Connection, campaign: Campaign, of: Sequence[Meeting], labels: Labels) -> "pd.DataFrame":
    """The last grade confirmed before this campaign, as `analysis.grading.grade` takes them."""
    import pandas as pd

    earlier = confirmations.earlier(db, campaign)
    rows = [
        (labels[found.id], then.grade, then.rules_fingerprint)
        for found in of
        if (then := earlier.get((found.sub_district, found.community)))
    ]
    return pd.DataFrame(rows, columns=["community", "grade", "rules"], dtype="str")


def _day(one: confirmations.Confirmation) -> str:
    return one.confirmed_at.astimezone().date().isoformat()
