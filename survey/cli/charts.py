"""`minxin charts`: every chart of a campaign as a file."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from survey.cli.earlier import earlier_called, earlier_option, moved_since
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
@earlier_option
def charts(evening: Evening, name: str, out: Path, shape: str, earlier: str) -> None:
    """Draw every chart of a campaign into a folder, a file each: the same files that the pages show.

    Beside an earlier year, also what has moved since, for every item that speaks for its kind.

    \b
    minxin charts --campaign "双评 2026" --out charts --format svg
    minxin charts --campaign "双评 2026" --with "双评 2025" --out charts
    """
    report = report_on(evening, name)
    from analysis.wording import Wording

    wording = Wording(report.instrument, report.rules, language())
    wanted = list(_wanted(report, wording))
    if earlier:
        wanted += _slopes(evening, name, report, earlier, wording)
    out.mkdir(parents=True, exist_ok=True)
    with progress(len(wanted), _("Drawing")) as bar:
        for picture in wanted:
            content = _file(evening, picture, wording.language, ChartFormat(shape))
            (out / f"{picture.title}.{shape}").write_bytes(content)
            bar.update(1)
    say(_("%(number)s charts are in %(folder)s."), number=len(wanted), folder=out)


@dataclass(frozen=True)
class _Picture:
    """One chart: its file's name without the ending, what it is kept under, the meetings it draws on.

    `make` draws it, on pages of paper where that is asked for.
    """

    title: str
    kept: str
    meetings: list[str]
    make: "Callable[[bool], list[Figure]]"


def _file(evening: Evening, picture: _Picture, language: str, shape: ChartFormat) -> bytes:
    with reading(evening.engine) as db:
        result = drawn.key(db, picture.meetings)
    return drawn.file(
        evening.folder, result, picture.kept, language, shape, lambda: picture.make(shape is ChartFormat.PDF)
    )


def _wanted(report: "Report", wording: "Wording") -> Iterator[_Picture]:
    """Every chart. Files of a community begin with its name, letters and digits only, and the id of its meeting."""

    def picture(title: str, chart: str, community: str, ids: list[str]) -> _Picture:
        def make(for_paper: bool) -> "list[Figure]":
            return drawn.figures(report, chart, wording, community, for_paper=for_paper)

        return _Picture(title, compared_charts.kept_name(report, chart), ids, make)

    ids = {str(row["community"]): str(row["meeting"]) for row in report.meetings.to_dict("records")}
    compared = [drawn.chart_of(one) for one in compared_charts.headlines(report, wording)] if ids else []
    for chart in [*drawn.of_campaign(report, wording), *compared]:
        yield picture(chart.name, chart.name, "", list(ids.values()))
    for community, meeting_id in ids.items():
        plain = re.sub(r"[^\w]+", "-", community).strip("-")
        for chart in drawn.of_community(report, community, wording):
            yield picture(f"{plain}-{meeting_id}-{chart.name}", chart.name, community, [meeting_id])


def _slopes(evening: Evening, name: str, report: "Report", earlier: str, wording: "Wording") -> Iterator[_Picture]:
    """What has moved since, for every item that speaks for its kind and has figures of both years."""
    from survey.published import comparing

    then = earlier_called(evening, name, earlier)
    moved = moved_since(evening, name, report, then)
    for choice in (one for one in comparing.choices(report, wording) if one.is_headline):
        drawing = compared_charts.of_years(moved, choice, (then.name, name), wording)
        if drawing is not None:
            kept = compared_charts.kept_with(moved, drawing.name, then.name)
            ids = list(report.meetings["meeting"].astype("str"))
            yield _Picture(drawing.name, kept, ids, _on_one(drawing))


def _on_one(drawing: compared_charts.Drawing) -> "Callable[[bool], list[Figure]]":
    return lambda _for_paper: [drawing.draw()]
