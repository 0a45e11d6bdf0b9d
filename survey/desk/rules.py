"""The campaign's rules before they are frozen: exchanged for another version."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from analysis import rules as rule_sets
from ballots import campaigns
from survey import planning, rulebook
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext, words


class RulesForm(StaffForm):
    """One of the versions there are."""

    rules = SelectField()


@bp.route("/campaigns/<campaign_id>/rules", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def exchange_rules(campaign_id: str) -> ResponseReturnValue:
    """Shows by which rules the campaign will count; others may take their place until the first meeting opens."""
    with reading(current.evening().engine) as db:
        campaign = campaigns.find(db, campaign_id)
        versions = {one.fingerprint: one for one in rulebook.every(db)}
    form = RulesForm(data={"rules": campaign.rules.fingerprint})
    form.rules.choices = [
        (name, f"{words(one.rules.title)} · {one.rules.name} {one.rules.version}") for name, one in versions.items()
    ]
    if form.carry_out(lambda: _exchange(campaign_id, versions[form.rules.data])) is None:
        own = rule_sets.parse(campaign.rules.source, campaign.name)
        return render_template("desk/rules.html", campaign=campaign, form=form, own=own), form.status
    flash(gettext("The campaign counts by other rules now."))
    return redirect(url_for(".exchange_rules", campaign_id=campaign_id))


def _exchange(campaign_id: str, chosen: rulebook.Version) -> bool:
    planning.exchange_rules(current.evening(), campaign_id, chosen.rules)
    return True
