"""The superior's points, entered for all communities of a campaign on one page, or taken from a sheet."""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional

from analysis import rules
from analysis.assessment_items import AssessmentItem
from ballots.campaigns import Campaign
from ballots.errors import Refused
from ballots.meetings import Meeting, State
from survey.accounts import Role
from survey.appraisal import points, points_sheet
from survey.appraisal.errors import PointsNotUsable
from survey.appraisal.points import TOTAL
from survey.appraisal.points_sheet import PointsSheet
from survey.database import reading, writing
from survey.district.blueprint import bp
from survey.district.results import find
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext
from survey.web.refusals import said

Given = Mapping[str, Mapping[str, int | None]]


class AssessmentForm(StaffForm):
    """Points for each meeting and item; `for_meetings` adds a field for each."""

    @classmethod
    def for_meetings(cls, held: Sequence[Meeting], items: Sequence[str], known: Given) -> "AssessmentForm":
        """The form, filled in with the points `known` so far, by meeting id and item id."""
        fields = {
            _field(one.id, item): StringField(validators=[Optional(), _is_points]) for one in held for item in items
        }
        made: type[AssessmentForm] = type("AssessmentForm", (cls,), fields)
        values = {_field(one.id, item): _written(known, one, item) for one in held for item in items}
        return made(data=values)

    def given(self, held: Sequence[Meeting], items: Sequence[str]) -> dict[str, dict[str, int | None]]:
        """What was typed, as hundredths by meeting id and item id."""
        return {one.id: {item: points.read(self.field_of(one.id, item).data or "") for item in items} for one in held}

    def field_of(self, meeting_id: str, item: str = TOTAL) -> Field:
        """The field of one meeting and item."""
        return self[_field(meeting_id, item)]


class SheetForm(StaffForm):
    """A sheet with points: a file, or lines pasted from a spreadsheet."""

    sheet = FileField(validators=[Optional()])
    pasted = TextAreaField(validators=[Optional()])


@bp.route("/campaigns/<campaign_id>/assessments", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def assess(campaign_id: str) -> ResponseReturnValue:
    """Enters or corrects the superior's points."""
    campaign, held = find(campaign_id)
    assessed, items = _assessed(held), items_of(campaign)
    names = [one.id for one in items] or [TOTAL]
    form = AssessmentForm.for_meetings(assessed, names, _known(campaign_id, items))
    if form.carry_out(lambda: note(form.given(assessed, names), items)) is None:
        shown = {"campaign": campaign, "meetings": assessed, "items": items, "form": form}
        return render_template("district/assess.html", **shown), form.status
    flash(gettext("The assessments are kept, and the grades follow them."))
    return redirect(url_for(".results", campaign_id=campaign_id))


@bp.route("/campaigns/<campaign_id>/assessments/sheet", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def assess_from_sheet(campaign_id: str) -> ResponseReturnValue:
    """Takes the superior's points from a sheet: every line of it, or none."""
    campaign, held = find(campaign_id)
    items, form = items_of(campaign), SheetForm()
    found = form.carry_out(lambda: _read(form, _assessed(held), items))
    if found is None or found.faults:
        columns = points_sheet.columns(items)
        shown = {"campaign": campaign, "form": form, "columns": columns, "faults": _said(found)}
        return render_template("district/assess_sheet.html", **shown), 422 if found else form.status
    note({one.meeting.id: one.given for one in found.assessed}, items)
    flash(gettext("Communities whose points are kept: %(count)s.") % {"count": len(found.assessed)})
    return redirect(url_for(".assess", campaign_id=campaign_id))


def items_of(campaign: Campaign) -> tuple[AssessmentItem, ...]:
    """The items that the campaign's rules give points for; none where there is one number."""
    return rules.parse(campaign.rules.source, campaign.name).assessment


def note(given: Given, items: Sequence[AssessmentItem]) -> bool:
    """Keeps the points, by item where there are items."""
    with writing(current.evening().engine) as db:
        points.note_given(db, given, items)
    return True


def _assessed(held: Sequence[Meeting]) -> list[Meeting]:
    return [one for one in held if one.state is not State.VOID]


def _known(campaign_id: str, items: Sequence[AssessmentItem]) -> Given:
    with reading(current.evening().engine) as db:
        return points.known(db, campaign_id, items)


def _read(form: SheetForm, held: Sequence[Meeting], items: Sequence[AssessmentItem]) -> PointsSheet:
    if form.sheet.data:
        return points_sheet.from_file(form.sheet.data.read(), held, items, current.language())
    return points_sheet.from_text(form.pasted.data or "", held, items, current.language())


def _said(found: PointsSheet | None) -> list[str]:
    faults: Sequence[Refused] = found.faults if found else ()
    return [said(fault) for fault in faults]


def _written(known: Given, one: Meeting, item: str) -> str:
    return points.written(known.get(one.id, {}).get(item))


def _field(meeting_id: str, item: str) -> str:
    return f"points_{meeting_id}" if item == TOTAL else f"points_{meeting_id}_{item}"


def _is_points(_form: StaffForm, field: Field) -> None:
    try:
        points.read(field.data or "")
    except PointsNotUsable as refusal:
        raise ValidationError(said(refusal)) from None
