"""The minutes of a published meeting, laid out for paper and signatures."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from ballots import campaigns, meetings
from ballots.meetings import State
from ballots.tables import record
from survey import acts
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.page import seal
from survey.published import results
from survey.web import current
from survey.web.access import staff


@bp.get("/meetings/<meeting_id>/minutes")
@staff(Role.ORGANIZER, Role.OFFICIAL)
def minutes(meeting_id: str) -> ResponseReturnValue:
    """What was asked, counted and sealed, to be printed and signed. Only once it is published."""
    from analysis.wording import Wording  # the report side: loaded when it is first needed
    from survey.published import figures

    found = meetings.require(current.evening().find(meeting_id), State.PUBLISHED)
    with reading(current.evening().engine) as db:
        campaign = campaigns.find(db, found.campaign_id)
        report = results.report(db, campaign, [found])
        digest = db.scalar(select(record.c.sha256).where(record.c.meeting_id == meeting_id))
        head = acts.head(db, about=meeting_id)
    wording = Wording(report.instrument, report.rules, current.language())
    return render_template(
        "desk/minutes.html",
        meeting=found,
        campaign=campaign,
        rules=report.rules,
        seal=seal(found),
        digest=digest,
        head=head,
        kept_until=current.evening().kept_until(found),
        now=current.evening().clock(),
        subjects=figures.subjects(report, figures.label_of(report, meeting_id), wording),
        formulas=dict.fromkeys(line for one in found.subjects for line in wording.formulas(one.kind)),
    )
