"""The public notice (公示): put up and taken down by an official, read by everybody while its period runs."""

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from ballots.campaigns import Campaign
from ballots.meetings import State
from survey import acts, notices
from survey.accounts import Role
from survey.database import reading, writing
from survey.district.blueprint import bp
from survey.district.results import find, report_on
from survey.errors import NoSuchPage
from survey.notices import LONGEST, Notice, Phase, Shown
from survey.published import decided
from survey.web import current
from survey.web.access import anybody, staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext

board = Blueprint("board", __name__)
"""Where everybody reads notices."""
USUAL_DAYS = 5
"""笋岗街道2025: a notice of five days or more."""


class NoticeForm(StaffForm):
    """Period, what is shown, how to object."""

    starts_on = DateField(validators=[InputRequired()])
    ends_on = DateField(validators=[InputRequired()])
    shown = SelectField()
    objections = TextAreaField(validators=[Length(max=LONGEST)], render_kw={"rows": 4})

    def offering(self) -> "NoticeForm":
        """The form itself, with what can be shown in the reader's words."""
        words = {
            Shown.GRADES: gettext("Grades only"),
            Shown.GRADES_AND_RATES: gettext("Grades and satisfaction rates"),
        }
        self.shown.choices = [(one.value, says) for one, says in words.items()]
        return self

    def notice(self, campaign_id: str) -> Notice:
        """The notice as filled in."""
        shown, by = Shown(self.shown.data), acts.actor().name
        return Notice(campaign_id, self.starts_on.data, self.ends_on.data, shown, self.objections.data or "", by)


@bp.route("/campaigns/<campaign_id>/notice", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def notice(campaign_id: str) -> ResponseReturnValue:
    """Puts up the campaign's notice, or changes it."""
    campaign, held = find(campaign_id)
    if not any(one.state is State.PUBLISHED for one in held):
        return render_template("district/nothing_yet.html", campaign=campaign, meetings=held)
    with reading(current.evening().engine) as db:
        kept = notices.of(db, campaign_id)
    form = NoticeForm(data=_filled(kept)).offering()
    if form.carry_out(lambda: _put_up(form, campaign_id)) is None:
        days = {"usual": USUAL_DAYS, "phase": kept.phase(_today()) if kept else ""}
        return render_template("district/notice.html", campaign=campaign, form=form, kept=kept, **days), form.status
    flash(gettext("The notice is up. Everybody reads it while its period runs."))
    return redirect(url_for(".notice", campaign_id=campaign_id))


@bp.post("/campaigns/<campaign_id>/notice/take-down")
@staff(Role.OFFICIAL)
def take_down_notice(campaign_id: str) -> ResponseReturnValue:
    """Takes the notice away."""
    campaign, _ = find(campaign_id)
    with writing(current.evening().engine) as db:
        notices.take_down(db, campaign.id)
    flash(gettext("The notice is taken down."))
    return redirect(url_for(".notice", campaign_id=campaign_id))


@board.get("/notices/<campaign_id>")
@anybody
def read(campaign_id: str) -> ResponseReturnValue:
    """The notice while its period runs; before and afterwards only that, and when. Raises NoSuchPage without one."""
    with reading(current.evening().engine) as db:
        kept = notices.of(db, campaign_id)
    if kept is None:
        raise NoSuchPage
    campaign, _ = find(campaign_id)
    phase = kept.phase(_today())
    rows = _rows(campaign) if phase is Phase.RUNNING else ()
    return render_template("notices/notice.html", campaign=campaign, notice=kept, phase=phase, **_shown(kept, rows))


def _rows(campaign: Campaign) -> list[tuple[decided.Standing, str]]:
    """Each community with its published rate, sorted as people look for them: by sub-district and name."""
    from analysis.wording import Wording
    from survey.published import figures

    report = report_on(campaign)
    wording = Wording(report.instrument, report.rules, current.language())
    rates = {one.meeting: one.broad for one in figures.communities(report, wording)}
    standings = sorted(decided.standings(report), key=lambda one: (one.sub_district, one.community))
    return [(one, rates[one.meeting]) for one in standings]


def _shown(kept: Notice, rows: object) -> dict[str, object]:
    return {"rows": rows, "has_rates": kept.shown is Shown.GRADES_AND_RATES}


def _today() -> date:
    return current.evening().clock().astimezone().date()


def _filled(kept: Notice | None) -> dict[str, object]:
    """What the form begins with: the notice as it is, or one of the usual length from tomorrow."""
    if kept is not None:
        return vars(kept) | {"shown": kept.shown.value}
    begin = _today() + timedelta(days=1)
    return {"starts_on": begin, "ends_on": begin + timedelta(days=USUAL_DAYS - 1), "shown": Shown.GRADES.value}


def _put_up(form: NoticeForm, campaign_id: str) -> Notice:
    made = form.notice(campaign_id)
    with writing(current.evening().engine) as db:
        notices.put_up(db, made)
    return made
