"""Results as files: charts, workbook, CSV, JSON."""

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from ballots.meetings import Purpose, State
from ballots.plan import MARK
from survey.accounts import Role
from survey.database import reading
from survey.district.blueprint import bp
from survey.district.results import find, published, report_about, report_on
from survey.minutes.warning import marked
from survey.published import charts, compared_charts, contract
from survey.published.charts import MEDIA_TYPES, ChartFormat
from survey.web import current
from survey.web.access import staff

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TABLES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


@bp.get("/campaigns/<campaign_id>/tables/results.<ending>")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def table(campaign_id: str, ending: str) -> ResponseReturnValue:
    """Everything published about the campaign as a workbook, CSV, JSON or Parquet."""
    campaign, held = find(campaign_id)
    if ending not in TABLES or not any(one.state is State.PUBLISHED for one in held):
        abort(404)
    from analysis.exports.plain import to_json
    from analysis.exports.written import written

    report = report_on(campaign)
    if ending == "json":
        with reading(current.evening().engine) as db:
            content = to_json(contract.document(db, report))
    else:
        content = written(report, ending, current.language())
    return _file(content, TABLES[ending], f"{campaign.name}.{ending}")


@bp.get("/campaigns/<campaign_id>/charts/<name>.<ending>")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def campaign_chart(campaign_id: str, name: str, ending: str) -> ResponseReturnValue:
    """A chart that compares communities."""
    campaign, held = find(campaign_id)
    shown = [one.id for one in held if one.state is State.PUBLISHED]

    def draw() -> "list[Figure]":
        from analysis.wording import Wording

        report = report_on(campaign)
        wording = Wording(report.instrument, report.rules, current.language())
        return charts.figures(report, name, wording, for_paper=ending == ChartFormat.PDF)

    kept = compared_charts.kept_name(report_on(campaign), name) if name == compared_charts.GRADES else name
    return chart_file(shown, kept, ending, draw, f"{campaign.name} {name}")


@bp.get("/meetings/<meeting_id>/charts/<name>.<ending>")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def community_chart(meeting_id: str, name: str, ending: str) -> ResponseReturnValue:
    """A chart of one community."""
    found = published(meeting_id)
    campaign, _ = find(found.campaign_id)

    def draw() -> "list[Figure]":
        from analysis.wording import Wording
        from survey.published import figures

        report = report_about(campaign, found)
        wording = Wording(report.instrument, report.rules, current.language())
        mark = MARK if found.purpose is Purpose.REHEARSAL else ""
        return [charts.draw(report, name, wording, figures.label_of(report, meeting_id), mark)]

    return chart_file([meeting_id], name, ending, draw, f"{marked(found, found.community)} {name}")


def chart_file(
    meeting_ids: list[str], name: str, ending: str, draw: "Callable[[], list[Figure]]", title: str
) -> ResponseReturnValue:
    """The chart as a file, drawn on first use and kept under `name`; not found where `draw` raises KeyError."""
    if ending not in list(ChartFormat) or not meeting_ids:
        abort(404)
    with reading(current.evening().engine) as db:
        result = charts.key(db, meeting_ids)
    try:
        content = charts.file(current.evening().folder, result, name, current.language(), ChartFormat(ending), draw)
    except KeyError:
        abort(404)
    return _file(content, MEDIA_TYPES[ChartFormat(ending)], f"{title}.{ending}", is_shown=ending == "svg")


def _file(content: bytes, media_type: str, name: str, *, is_shown: bool = False) -> ResponseReturnValue:
    return send_file(BytesIO(content), media_type, as_attachment=not is_shown, download_name=name)
