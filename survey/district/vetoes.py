"""Veto items of a campaign's communities: noted with basis, evidence and decider, and taken back with a reason."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from ballots.meetings import State
from ballots.names import LONGEST
from survey.accounts import Role
from survey.appraisal import vetoes as kept
from survey.appraisal.vetoes import Finding
from survey.database import reading, writing
from survey.district.blueprint import bp
from survey.district.results import find
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext


class VetoForm(StaffForm):
    """A veto item found at one community."""

    meeting = SelectField()
    what = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    basis = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    evidence = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    decider = StringField(validators=[InputRequired(), Length(max=LONGEST)])
    decided_on = DateField(validators=[InputRequired()])


class WithdrawForm(StaffForm):
    """Why a veto item is taken back."""

    reason = StringField(validators=[InputRequired(), Length(max=LONGEST)])


@bp.route("/campaigns/<campaign_id>/vetoes", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def vetoes(campaign_id: str) -> ResponseReturnValue:
    """The campaign's veto items, and a form for one more."""
    campaign, held = find(campaign_id)
    form = VetoForm()
    alive = [one for one in held if one.state is not State.VOID]
    form.meeting.choices = [(one.id, f"{one.sub_district} {one.community}".strip()) for one in alive]
    if form.carry_out(lambda: _note(form)) is None:
        with reading(current.evening().engine) as db:
            listed = kept.of_campaign(db, campaign_id)
        shown = {"campaign": campaign, "form": form, "listed": listed}
        communities = {one.id: one.community for one in held}
        return render_template("district/vetoes.html", **shown, communities=communities), form.status
    flash(gettext("The veto item is kept, and the grade follows it."))
    return redirect(url_for(".vetoes", campaign_id=campaign_id))


@bp.route("/campaigns/<campaign_id>/vetoes/<veto_id>/withdraw", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def withdraw_veto(campaign_id: str, veto_id: str) -> ResponseReturnValue:
    """Takes a veto item back; both stay readable."""
    campaign, _held = find(campaign_id)
    with reading(current.evening().engine) as db:
        found = kept.find(db, veto_id)
    form = WithdrawForm()
    if form.carry_out(lambda: _withdraw(veto_id, form)) is None:
        shown = {"campaign": campaign, "veto": found, "form": form}
        return render_template("district/withdraw_veto.html", **shown), form.status
    flash(gettext("The veto item is taken back. Both stay in the list."))
    return redirect(url_for(".vetoes", campaign_id=campaign_id))


def _note(form: VetoForm) -> bool:
    words = {name: form[name].data for name in ("what", "basis", "evidence", "decider", "decided_on")}
    with writing(current.evening().engine) as db:
        kept.note(db, form.meeting.data, Finding(**words), current.evening().clock())
    return True


def _withdraw(veto_id: str, form: WithdrawForm) -> bool:
    with writing(current.evening().engine) as db:
        kept.withdraw(db, veto_id, form.reason.data, current.evening().clock())
    return True
