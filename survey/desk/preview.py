"""The campaign's form before it is frozen: as residents will see it, and exchanged for another."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ballots import campaigns
from ballots.form import Form, Subject, lay_out
from ballots.instrument import Instrument
from survey import planning
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.forms import InstrumentForm
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext


@bp.route("/campaigns/<campaign_id>/form", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def form(campaign_id: str) -> ResponseReturnValue:
    """Shows the form filled with example names; another one may take its place until the first meeting opens."""
    with reading(current.evening().engine) as db:
        campaign = campaigns.find(db, campaign_id)
    sent = InstrumentForm.offering(campaign.instrument)
    if sent.carry_out(lambda: _exchange(campaign_id, sent)) is None:
        shown = _examples(campaign.instrument)
        return render_template("desk/form.html", campaign=campaign, form=shown, sent=sent), sent.status
    flash(gettext("The campaign has another form now. Look at it below."))
    return redirect(url_for(".form", campaign_id=campaign_id))


def _exchange(campaign_id: str, sent: InstrumentForm) -> bool:
    planning.exchange_form(current.evening(), campaign_id, sent.chosen())
    return True


def _examples(instrument: Instrument) -> Form:
    """The form as a meeting has it that rates one of each kind."""
    return lay_out(instrument, [Subject(one.kind, gettext("(name)")) for one in instrument.sections])
