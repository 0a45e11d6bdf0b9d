"""Whole tables at the desk: communities and meetings from a sheet, looked at before they are kept, and the sheets."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ballots import campaigns
from ballots.campaigns import Campaign
from survey import communities, register, scope, timetable
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.plan_forms import today
from survey.desk.uploads import MOST_SHOWN, SheetForm, listed
from survey.register import Comparison
from survey.sheets import template
from survey.sheets.columns import Column
from survey.sheets.table import Table
from survey.timetable import Timetable
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext, ngettext

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Looked:
    """A table that somebody sent, and what it would do."""

    table: Table
    would: Comparison | Timetable

    @property
    def faults(self) -> list[str]:
        """The first faults, as they are read."""
        return listed(self.would.faults)

    @property
    def more_faults(self) -> int:
        """How many there are besides."""
        return max(len(self.would.faults) - MOST_SHOWN, 0)


@bp.route("/communities/import", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def import_communities() -> ResponseReturnValue:
    """Shows what a list would change in the register, then keeps it."""
    form = SheetForm()
    looked = form.carry_out(lambda: _look_at_communities(form))
    if looked and form.is_kept and not looked.would.faults:
        done = form.carry_out(lambda: register.bring_in(current.evening(), looked.table))
        if done is not None:
            values = {"new": len(done.new), "changed": len(done.changed)}
            flash(gettext("The register is kept: %(new)s new, %(changed)s changed.") % values)
            return redirect(url_for(".communities"))
    return _shown("desk/import_communities.html", form, looked, columns=register.COLUMNS)


@bp.get("/communities/template.xlsx")
@staff(Role.ORGANIZER)
def community_template() -> ResponseReturnValue:
    """A sheet to fill in: the heads and one example."""
    example = register.EXAMPLES[current.language()]
    return _sheet(gettext("Register of communities"), register.COLUMNS, [example])


@bp.route("/campaigns/<campaign_id>/meetings/import", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def import_meetings(campaign_id: str) -> ResponseReturnValue:
    """Shows which meetings a sheet would plan, then plans them all."""
    campaign = _campaign(campaign_id)
    form = SheetForm()
    looked = form.carry_out(lambda: _look_at_meetings(form, campaign))
    if looked and form.is_kept and not looked.would.faults and _is_meant(form, looked):
        made = form.carry_out(lambda: timetable.bring_in(current.evening(), campaign, looked.table, today()))
        if made is not None:
            flash(ngettext("%(num)s meeting is planned.", "%(num)s meetings are planned.", made) % {"num": made})
            return redirect(url_for(".campaign", campaign_id=campaign_id))
    columns = timetable.columns(campaign.instrument)
    return _shown("desk/import_meetings.html", form, looked, campaign=campaign, columns=columns)


@bp.get("/campaigns/<campaign_id>/meetings/template.xlsx")
@staff(Role.ORGANIZER)
def meeting_template(campaign_id: str) -> ResponseReturnValue:
    """A sheet to fill in: the heads, and a line for each community of the register, or one example."""
    campaign = _campaign(campaign_id)
    with reading(current.evening().engine) as db:
        lines = timetable.lines(scope.own(communities.every(db)), campaign, current.language())
    return _sheet(gettext("Meetings"), timetable.columns(campaign.instrument), lines)


def _look_at_communities(form: SheetForm) -> Looked:
    table = form.read(register.COLUMNS)
    with reading(current.evening().engine) as db:
        return Looked(table, register.compare(db, table))


def _look_at_meetings(form: SheetForm, campaign: Campaign) -> Looked:
    table = form.read(timetable.columns(campaign.instrument))
    with reading(current.evening().engine) as db:
        return Looked(table, timetable.read(db, campaign, table, today()))


def _is_meant(form: SheetForm, looked: Looked) -> bool:
    """Whether days that are over are meant. Not saying so marks the tick."""
    if not isinstance(looked.would, Timetable) or not looked.would.past or form.is_meant.data:
        return True
    form.is_meant.errors = [gettext("Some days are over. Correct them, or tick that they are meant.")]
    return False


def _shown(name: str, form: SheetForm, looked: Looked | None, **shown: object) -> ResponseReturnValue:
    form.seen.data = form.fingerprint
    status = 422 if form.errors or (looked and looked.would.faults) else 200
    return render_template(name, form=form, looked=looked, **shown), status


def _campaign(campaign_id: str) -> Campaign:
    with reading(current.evening().engine) as db:
        return campaigns.find(db, campaign_id)


def _sheet(name: str, columns: Sequence[Column], lines: Sequence[Sequence[str | int | None]]) -> Response:
    answer = Response(template.workbook(columns, lines, current.language()), mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.xlsx")
    return answer
