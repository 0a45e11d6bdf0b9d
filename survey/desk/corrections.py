"""Published minutes put right, with a date and a reason."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ballots import corrections as kept
from ballots import meetings
from ballots.corrections import Change
from ballots.meetings import Meeting, State
from survey import correcting
from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.desk.forms import CorrectionForm
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext


@bp.route("/meetings/<meeting_id>/corrections", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def corrections(meeting_id: str) -> ResponseReturnValue:
    """What was corrected so far, and the form for one correction more."""
    found = meetings.require(current.evening().find(meeting_id), State.PUBLISHED)
    form = CorrectionForm()
    form.fact.choices = [("", gettext("Choose …")), *_choices(found)]
    if form.carry_out(lambda: _correct(found, form)) is None:
        return render_template("desk/corrections.html", meeting=found, form=form), form.status
    flash(gettext("The correction is kept. Print the minutes again: they show both values."))
    return redirect(url_for(".corrections", meeting_id=meeting_id))


def _correct(found: Meeting, form: CorrectionForm) -> bool:
    fact, position = correcting.fact_called(found, form.fact.data)
    correcting.correct(current.evening(), found.id, Change(fact, form.new.data, form.reason.data, position))
    return True


def _choices(found: Meeting) -> list[tuple[str, str]]:
    """Each fact under its name, with what is declared now."""
    return [
        (name, f"{gettext(fact.value)}: {kept.declared(found, fact, position) or gettext('not recorded')}")
        for name, (fact, position) in correcting.facts(found).items()
    ]
