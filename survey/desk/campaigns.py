"""Campaigns and their meetings: listed, made."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis import rules
from ballots import campaigns as kept
from ballots import instrument, meetings
from ballots.campaigns import Campaign, Ruleset
from ballots.meetings import Meeting, Plan, Purpose
from survey import planning
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.forms import CampaignForm, MeetingForm
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext, words


@bp.get("/")
@staff(Role.ORGANIZER)
def campaigns() -> ResponseReturnValue:
    """Every campaign."""
    with reading(current.evening().engine) as db:
        listed = [(one, meetings.of_campaign(db, one.id)) for one in kept.every(db)]
    return render_template("desk/campaigns.html", listed=listed)


@bp.route("/campaigns/new", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def new_campaign() -> ResponseReturnValue:
    """Makes a campaign from a form and a rule set that come with the product."""
    form = CampaignForm()
    instruments = {name: instrument.load(path) for name, path in instrument.shipped().items()}
    rule_sets = {name: rules.load(path) for name, path in rules.shipped().items()}
    form.instrument.choices = [(name, f"{words(one.title)} · {one.edition}") for name, one in instruments.items()]
    form.rules.choices = [(name, f"{words(one.title)} · {one.version}") for name, one in rule_sets.items()]
    made = form.carry_out(lambda: _create_campaign(form))
    if made is None:
        return render_template("desk/new_campaign.html", form=form, instruments=instruments), form.status
    flash(gettext("The campaign is ready. Add a meeting for each community."))
    return redirect(url_for(".campaign", campaign_id=made.id))


@bp.get("/campaigns/<campaign_id>")
@staff(Role.ORGANIZER)
def campaign(campaign_id: str) -> ResponseReturnValue:
    """One campaign with its meetings."""
    with reading(current.evening().engine) as db:
        found = kept.find(db, campaign_id)
        held = meetings.of_campaign(db, campaign_id)
    chosen = rules.parse(found.rules.source, found.name)
    return render_template("desk/campaign.html", campaign=found, meetings=held, rules=chosen)


@bp.route("/campaigns/<campaign_id>/meetings/new", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def new_meeting(campaign_id: str) -> ResponseReturnValue:
    """Plans one community's meeting."""
    with reading(current.evening().engine) as db:
        found = kept.find(db, campaign_id)
    form = MeetingForm.for_instrument(found.instrument)
    made = form.carry_out(lambda: _create_meeting(campaign_id, form))
    if made is None:
        return render_template("desk/new_meeting.html", campaign=found, form=form), form.status
    return redirect(url_for(".meeting", meeting_id=made.id))


def _create_campaign(form: CampaignForm) -> Campaign:
    asked = instrument.load(instrument.shipped()[form.instrument.data])
    chosen = rules.load(rules.shipped()[form.rules.data])
    ruleset = Ruleset(chosen.source, chosen.fingerprint)
    return planning.begin_campaign(current.evening(), form.name.data, asked, ruleset)


def _create_meeting(campaign_id: str, form: MeetingForm) -> Meeting:
    plan = Plan(
        community=form.community.data,
        subjects=form.subjects,
        sub_district=form.sub_district.data or "",
        roll=form.roll.data,
        purpose=Purpose.REHEARSAL if form.is_rehearsal.data else Purpose.REAL,
    )
    return planning.plan_meeting(current.evening(), campaign_id, plan)
