"""What is published of one campaign, and of one community. Only published meetings are ever read here.

The report side loads pandas; it is imported by the pages that need it, so that the voting path stays light.
"""

from typing import TYPE_CHECKING

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from analysis import rules
from ballots import campaigns as kept
from ballots import meetings
from ballots.campaigns import Campaign
from ballots.meetings import Meeting, Purpose, State
from survey import scope
from survey.accounts import Role
from survey.appraisal import confirmations, points, vetoes
from survey.comments import remarks
from survey.database import reading
from survey.district.blueprint import bp
from survey.published import charts, conditions, decided
from survey.published import results as reports
from survey.published.latest import LatestReports
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext

if TYPE_CHECKING:
    from analysis.report import Report


@bp.get("/campaigns/<campaign_id>")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def results(campaign_id: str) -> ResponseReturnValue:
    """One campaign: the answer, the charts, the communities, the rules."""
    campaign, held = find(campaign_id)
    if not any(one.state is State.PUBLISHED for one in held):
        return render_template("district/nothing_yet.html", campaign=campaign, meetings=held)
    from analysis.wording import Wording
    from survey.published import figures

    report = report_on(campaign)
    wording = Wording(report.instrument, report.rules, current.language())
    return render_template(
        "district/results.html",
        campaign=campaign,
        meetings=held,
        own={one.id for one in scope.own(held)},
        corrected={one.id for one in held if one.corrections},
        answers=figures.answers(report, wording),
        grades=figures.grade_counts(report),
        communities=figures.communities(report, wording),
        standings={one.meeting: one for one in decided.standings(report)},
        charts=charts.of_campaign(report, wording),
        rules=report.rules,
        parameters=figures.parameters(report, current.language()),
        classes=wording.weights(),
        formulas=[line for section in report.instrument.sections for line in wording.formulas(section.kind)],
    )


@bp.get("/meetings/<meeting_id>")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def community(meeting_id: str) -> ResponseReturnValue:
    """One community: its grade and why, each subject's chart and table."""
    from analysis.wording import Wording
    from survey.published import class_figures, figures

    found = published(meeting_id)
    campaign, _ = find(found.campaign_id)
    report = report_about(campaign, found)
    wording = Wording(report.instrument, report.rules, current.language())
    label = figures.label_of(report, meeting_id)
    with reading(current.evening().engine) as db:
        said = remarks(db, meeting_id)
    row = next(one for one in figures.communities(report, wording) if one.meeting == meeting_id)
    return render_template(
        "district/community.html",
        campaign=campaign,
        meeting=found,
        row=row,
        charts={one.name: one for one in charts.of_community(report, label, wording)},
        subjects=figures.subjects(report, label, wording),
        class_tables={one.position: one for one in class_figures.class_tables(report, label, wording)},
        class_turnout=class_figures.class_turnout(report, label, wording),
        weighs_classes=report.rules.weighs_classes,
        reasons=figures.reasons(report, label),
        titles=conditions.titles(gettext),
        standing=decided.standing(report, meeting_id),
        **_appraisal(campaign, meeting_id),
        remarks=said,
        rules=report.rules,
    )


def _appraisal(campaign: Campaign, meeting_id: str) -> dict[str, object]:
    """What the district holds about one community: points by item, veto items, every decision on its grade."""
    items = rules.parse(campaign.rules.source, campaign.name).assessment
    with reading(current.evening().engine) as db:
        given = points.items_of_campaign(db, campaign.id).get(meeting_id, {}) if items else {}
        found = [one for one in vetoes.of_campaign(db, campaign.id) if one.meeting_id == meeting_id]
        decisions = confirmations.history(db, meeting_id)
    return {
        "items": [(one, points.written(given.get(one.id))) for one in items],
        "vetoes": found,
        "decisions": decisions,
    }


def find(campaign_id: str) -> tuple[Campaign, list[Meeting]]:
    """The campaign and those of its meetings that can count. Raises NoSuchCampaign."""
    with reading(current.evening().engine) as db:
        return kept.find(db, campaign_id), reports.counting(meetings.of_campaign(db, campaign_id))


def published(meeting_id: str) -> Meeting:
    """The meeting. Raises NoSuchMeeting, WrongState while its result is not published."""
    return meetings.require(current.evening().find(meeting_id), State.PUBLISHED)


def report_about(campaign: Campaign, found: Meeting) -> "Report":
    """The report that a community's page is made of: a rehearsal's is about itself alone, for it is in no other."""
    if found.purpose is not Purpose.REHEARSAL:
        return report_on(campaign)
    with reading(current.evening().engine) as db:
        return reports.report(db, campaign, [found])


def report_on(campaign: Campaign) -> "Report":
    """Everything published about the campaign."""
    latest: LatestReports = current_app.extensions["latest_reports"]
    with reading(current.evening().engine) as db:
        return latest.report(db, campaign, lambda: reports.report(db, campaign))
