"""Meetings as planned: one made, changed until it opens, taken out, or brought over from an earlier campaign."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ballots import campaigns, meetings, schedule
from ballots.campaigns import Campaign
from ballots.meetings import State
from ballots.plan import Plan
from survey import communities, planning, scope
from survey.accounts import Role
from survey.communities import Community
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.forms import ButtonForm
from survey.desk.plan_forms import CopyForm, MeetingForm
from survey.register import Register
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext, ngettext

MOST_OFFERED = 1000
"""Communities that the page offers while one types; the register may hold more."""


@bp.route("/campaigns/<campaign_id>/meetings/new", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def new_meeting(campaign_id: str) -> ResponseReturnValue:
    """Plans one community's meeting."""
    campaign, known = _campaign(campaign_id)
    form = MeetingForm.for_instrument(campaign.instrument)
    made = form.carry_out(
        lambda: planning.plan_meeting(current.evening(), campaign_id, Register(known).completed(form.plan))
    )
    if made is None:
        offered = known[:MOST_OFFERED]
        return render_template("desk/new_meeting.html", campaign=campaign, form=form, known=offered), form.status
    return redirect(url_for(".meeting", meeting_id=made.id))


@bp.route("/meetings/<meeting_id>/edit", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def edit_meeting(meeting_id: str) -> ResponseReturnValue:
    """Changes what was planned, until the meeting opens."""
    found = meetings.require(current.evening().find(meeting_id), State.DRAFT)
    campaign, known = _campaign(found.campaign_id)
    form = MeetingForm.for_instrument(campaign.instrument, found)
    made = form.carry_out(
        lambda: planning.change_meeting(current.evening(), meeting_id, Register(known).completed(form.plan))
    )
    if made is None:
        offered = known[:MOST_OFFERED]
        page = render_template("desk/edit_meeting.html", meeting=found, campaign=campaign, form=form, known=offered)
        return page, form.status
    flash(gettext("The meeting is changed."))
    return redirect(url_for(".meeting", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/remove", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def remove_meeting(meeting_id: str) -> ResponseReturnValue:
    """Asks once more, then takes out a meeting of which nothing but its plan exists."""
    found = meetings.require(current.evening().find(meeting_id), State.DRAFT)
    form = ButtonForm()
    gone = form.carry_out(lambda: planning.remove_meeting(current.evening(), meeting_id))
    if gone is None:
        return render_template("desk/remove_meeting.html", meeting=found, form=form), form.status
    flash(gettext("The meeting of %(community)s is taken out.") % {"community": gone.community})
    return redirect(url_for(".campaign", campaign_id=gone.campaign_id))


@bp.route("/campaigns/<campaign_id>/meetings/copy", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def copy_meetings(campaign_id: str) -> ResponseReturnValue:
    """Plans this year's meetings from those of an earlier campaign."""
    campaign, _known = _campaign(campaign_id)
    plans = _to_bring_over(campaign)
    form = CopyForm()
    form.source.choices = [
        (one.id, ngettext("%(num)s meeting", "%(num)s meetings", len(found)) % {"num": len(found)} + f" · {one.name}")
        for one, found in plans.values()
    ]
    made = form.carry_out(lambda: planning.plan_meetings(current.evening(), campaign_id, plans[form.source.data][1]))
    if made is None:
        page = render_template("desk/copy_meetings.html", campaign=campaign, form=form, plans=plans)
        return page, form.status
    flash(ngettext("%(num)s meeting is planned.", "%(num)s meetings are planned.", len(made)) % {"num": len(made)})
    return redirect(url_for(".campaign", campaign_id=campaign_id))


def _campaign(campaign_id: str) -> tuple[Campaign, list[Community]]:
    with reading(current.evening().engine) as db:
        return campaigns.find(db, campaign_id), scope.own(communities.every(db))


def _to_bring_over(campaign: Campaign) -> dict[str, tuple[Campaign, list[Plan]]]:
    """Every other campaign with the plans that would come over from it; those with none are left out."""
    with reading(current.evening().engine) as db:
        taken = schedule.held(db, campaign.id)
        found = {
            one.id: (one, planning.brought_over(held, taken, campaign.instrument))
            for one in campaigns.every(db)
            if one.id != campaign.id and (held := scope.own(meetings.of_campaign(db, one.id)))
        }
    return {campaign_id: pair for campaign_id, pair in found.items() if pair[1]}
