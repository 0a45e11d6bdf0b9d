"""Grades: what the rules propose, what people confirm, and why. Ties at the line of the quota come first."""

from collections.abc import Callable, Sequence
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ballots.campaigns import Campaign
from ballots.meetings import State
from ballots.names import LONGEST
from survey.accounts import Role
from survey.appraisal import confirmations
from survey.appraisal.confirmations import GRADES, LONGEST_REASON, Decision
from survey.database import writing
from survey.district.blueprint import bp
from survey.district.results import find, report_on
from survey.published.decided import Standing, standings
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext

Choose = Callable[[Sequence[Standing]], list[Decision]]
EVERY = "every"
"""The name of the button that confirms each decided proposal as it stands."""


class GradesForm(StaffForm):
    """A grade and a reason for each community; `for_communities` adds the fields."""

    decider = StringField(validators=[InputRequired(), Length(max=LONGEST)])

    @classmethod
    def for_communities(cls, rows: Sequence[Standing]) -> "GradesForm":
        """The form; its empty choice leaves a community as it is."""
        fields: dict[str, object] = {}
        for one in rows:
            fields[f"seen_{one.meeting}"] = HiddenField(default=one.proposed)
            fields[f"grade_{one.meeting}"] = SelectField(choices=["", *GRADES], validate_choice=False)
            fields[f"reason_{one.meeting}"] = StringField(validators=[Optional(), Length(max=LONGEST_REASON)])
        made: type[GradesForm] = type("GradesForm", (cls,), fields)
        return made()

    def decisions(self, rows: Sequence[Standing]) -> list[Decision]:
        """What was chosen, in the order of the page."""
        return [self._decision(one, self[f"grade_{one.meeting}"].data) for one in rows if self._has(one)]

    def every_proposal(self, rows: Sequence[Standing]) -> list[Decision]:
        """Each proposal that is decided and not yet confirmed as it stands, and what was chosen beside it."""
        open_rows = [one for one in rows if one.is_decided and (not one.confirmed or one.is_outdated)]
        chosen = {one.meeting_id: one for one in self.decisions(rows)}
        taken_over = {one.meeting: self._decision(one, one.proposed) for one in open_rows}
        return list((taken_over | chosen).values())

    def _has(self, one: Standing) -> bool:
        return bool(self[f"grade_{one.meeting}"].data)

    def _decision(self, one: Standing, grade: str) -> Decision:
        return Decision(one.meeting, grade, self[f"seen_{one.meeting}"].data, self[f"reason_{one.meeting}"].data or "")


@bp.route("/campaigns/<campaign_id>/grades", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def grades(campaign_id: str) -> ResponseReturnValue:
    """The proposals beside last year's grades, for people to confirm; a reason where they decide otherwise."""
    campaign, held = find(campaign_id)
    if not any(one.state is State.PUBLISHED for one in held):
        return render_template("district/nothing_yet.html", campaign=campaign, meetings=held)
    report = report_on(campaign)
    rows = standings(report)
    form = GradesForm.for_communities(rows)
    choose = form.every_proposal if EVERY in request.form else form.decisions
    kept = form.carry_out(partial(_confirm, campaign, form, choose, rows))
    if kept is None:
        shown = {"campaign": campaign, "form": form, "rows": rows, "rules": report.rules}
        return render_template("district/grades.html", **shown, grades=GRADES, every=EVERY), form.status
    flash(gettext("Grades confirmed: %(count)s.") % {"count": kept})
    return redirect(url_for(".grades", campaign_id=campaign_id))


def _confirm(campaign: Campaign, form: GradesForm, choose: Choose, rows: Sequence[Standing]) -> int:
    decisions = choose(rows)
    proposed = {one.meeting: one.proposed for one in rows}
    with writing(current.evening().engine) as db:
        confirmations.confirm(db, campaign, decisions, proposed, form.decider.data, current.evening().clock())
    return len(decisions)
