"""`minxin charts`: every chart of a campaign as a file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from survey.cli.frame import with_evening
from survey.cli.results import campaign_option, report_on
from survey.cli.speech import gettext as _
from survey.cli.speech import language, progress, say
from survey.database import reading
from survey.evening import Evening
from survey.published import charts as drawn
from survey.published import compared_charts
from survey.published.charts import ChartFormat

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from analysis.report import Report
    from analysis.wording import Wording


@click.command("charts")
@with_evening()
@campaign_option
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write to.")
@click.option(
    "--format",
    "shape",
    type=click.Choice([one.value for one in ChartFormat], case_sensitive=False),
    default="png",
    show_default=True,
    help="The kind of file.",
)
def charts(evening: Evening, name: str, out: Path, shape: str) -> None:
    """Draw every chart of a campaign into a folder, a file each: the same files that the pages show.

    \b
    minxin charts --campaign "双评 2026" --out charts --format svg
    """
    report = report_on(evening, name)
    from analysis.wording import Wording

    wording = Wording(report.instrument, report.rules, language())
    wanted = list(_wanted(report, wording))
    out.mkdir(parents=True, exist_ok=True)
    with progress(len(wanted), _("Drawing")) as bar:
        for picture in wanted:
            content = _file(evening, report, picture, wording, ChartFormat(shape))
            (out / f"{picture.title}.{shape}").write_bytes(content)
            bar.update(1)
    say(_("%(number)s charts are in %(folder)s."), number=len(wanted), folder=out)


@dataclass(frozen=True)
class _Picture:
    """One chart: its file's name without the ending, its own name, its community, the meetings it draws on."""

    title: str
    chart: str
    community: str
    meetings: list[str]


def _file(evening: Evening, report: "Report", picture: _Picture, wording: "Wording", shape: ChartFormat) -> bytes:
    with reading(evening.engine) as db:
        result = drawn.key(db, picture.meetings)

    def make() -> "list[Figure]":
        for_paper = shape is ChartFormat.PDF
        return drawn.figures(report, picture.chart, wording, picture.community, for_paper=for_paper)

    kept = compared_charts.kept_name(report, picture.chart)
    return drawn.file(evening.folder, result, kept, wording.language, shape, make)


def _wanted(report: "Report", wording: "Wording") -> Iterator[_Picture]:
    """Every chart. Files of a community begin with its name, letters and digits only, and the id of its meeting."""
    ids = {str(row["community"]): str(row["meeting"]) for row in report.meetings.to_dict("records")}
    compared = [drawn.chart_of(one) for one in compared_charts.headlines(report, wording)] if ids else []
    for chart in [*drawn.of_campaign(report, wording), *compared]:
        yield _Picture(chart.name, chart.name, "", list(ids.values()))
    for community, meeting_id in ids.items():
        plain = re.sub(r"[^\w]+", "-", community).strip("-")
        for chart in drawn.of_community(report, community, wording):
            yield _Picture(f"{plain}-{meeting_id}-{chart.name}", chart.name, community, [meeting_id])
