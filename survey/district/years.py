"""One item of every community beside that of an earlier year, as a page and as a picture."""

from typing import TYPE_CHECKING

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from ballots.meetings import State
from survey.accounts import Role
from survey.database import reading
from survey.district.blueprint import bp
from survey.district.comparison import Compared, compared, nothing_yet
from survey.district.downloads import chart_file
from survey.district.results import report_on
from survey.published import beside, compared_charts
from survey.published.beside import Earlier
from survey.published.compared_charts import Drawing
from survey.web import current
from survey.web.access import staff

if TYPE_CHECKING:
    import pandas as pd

    from survey.published.comparing import Choice


@bp.get("/campaigns/<campaign_id>/years")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def years(campaign_id: str) -> ResponseReturnValue:
    """One item of every community beside that of an earlier campaign."""
    found = compared(campaign_id)
    if found is None:
        return nothing_yet(campaign_id)
    every = found.earlier()
    if not every:
        return render_template("district/no_earlier_year.html", **found.shown())
    from survey.published import comparing
    from survey.published import years as side_by_side

    then = next((one for one in every if one.id == request.args.get("with")), every[0])
    moved = _moved(found, then)
    can, cannot = side_by_side.comparable(moved, found.choices)
    asked, first = found.choice, found.report.rules.headline_kind
    choice = comparing.chosen(can, asked.kind, asked.item, first) if can else None
    rows = side_by_side.told(side_by_side.moved_rows(moved, choice), found.wording) if choice else []
    chart = _drawing(found, then, moved, choice) if choice else None
    shown = found.shown() | {"choices": can, "choice": choice, "chart": chart}
    return render_template("district/years.html", **shown, rows=rows, cannot=cannot, then=then, earlier=every)


@bp.get("/campaigns/<campaign_id>/years/<earlier_id>/charts/<name>.<ending>")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def years_chart(campaign_id: str, earlier_id: str, name: str, ending: str) -> ResponseReturnValue:
    """A chart of one item in two years."""
    found = compared(campaign_id)
    then = next((one for one in found.earlier() if one.id == earlier_id), None) if found else None
    choices = {f"slope-{one.kind}-{one.item}": one for one in found.choices} if found else {}
    if found is None or then is None or name not in choices:
        abort(404)
    moved = _moved(found, then)
    drawing = _drawing(found, then, moved, choices[name])
    if drawing is None:
        abort(404)
    held = [one.id for one in found.meetings if one.state is State.PUBLISHED]
    kept = compared_charts.kept_with(moved, name, then.name)
    return chart_file(held, kept, ending, lambda: [drawing.draw()], f"{found.campaign.name} {name}")


def _moved(found: Compared, then: Earlier) -> "pd.DataFrame":
    with reading(current.evening().engine) as db:
        return beside.moved(db, found.report, found.meetings, then, report_on)


def _drawing(found: Compared, then: Earlier, moved: "pd.DataFrame", choice: "Choice") -> Drawing | None:
    return compared_charts.of_years(moved, choice, (then.name, found.campaign.name), found.wording)
