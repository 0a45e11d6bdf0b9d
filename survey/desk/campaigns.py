"""Campaigns and their meetings: listed, made."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis import rules
from ballots import campaigns as kept
from ballots import meetings
from ballots.campaigns import Campaign
from survey import planning, rulebook, scope
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.forms import CampaignForm
from survey.desk.overview import Search, overview
from survey.desk.wording import title
from survey.rulebook import Version
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext, words


@bp.get("/")
@staff(Role.ORGANIZER)
def campaigns() -> ResponseReturnValue:
    """Every campaign."""
    with reading(current.evening().engine) as db:
        listed = [(one, scope.own(meetings.of_campaign(db, one.id))) for one in kept.every(db)]
    return render_template("desk/campaigns.html", listed=listed)


@bp.route("/campaigns/new", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def new_campaign() -> ResponseReturnValue:
    """Makes a campaign from a form and a rule set that come with the product."""
    form = CampaignForm.offering()
    versions = _versions()
    form.rules.choices = [
        (name, f"{words(one.rules.title)} · {one.rules.name} {one.rules.version}") for name, one in versions.items()
    ]
    made = form.carry_out(lambda: _create_campaign(form))
    if made is None:
        return render_template("desk/new_campaign.html", form=form), form.status
    flash(gettext("The campaign is ready. Add a meeting for each community."))
    return redirect(url_for(".campaign", campaign_id=made.id))


@bp.get("/campaigns/<campaign_id>")
@staff(Role.ORGANIZER)
def campaign(campaign_id: str) -> ResponseReturnValue:
    """One campaign with its meetings: those that are asked for, and what to do next in each."""
    with reading(current.evening().engine) as db:
        found = kept.find(db, campaign_id)
        held = scope.own(meetings.of_campaign(db, campaign_id))
    return render_template(
        "desk/campaign.html",
        campaign=found,
        rules=rules.parse(found.rules.source, found.name),
        overview=overview(current.evening(), held, Search.asked()),
        step_title=title,
    )


def _create_campaign(form: CampaignForm) -> Campaign:
    ruleset = _versions()[form.rules.data].ruleset
    return planning.begin_campaign(current.evening(), form.name.data, form.chosen(), ruleset)


def _versions() -> dict[str, Version]:
    """The rule sets to choose from: those of the product by name, the district's by fingerprint."""
    with reading(current.evening().engine) as db:
        return {one.fingerprint if one.made_at else one.rules.name: one for one in rulebook.every(db)}
