"""Charts of published results, drawn once and kept: the page shows the same file that is downloaded.

matplotlib is loaded by the first chart, never by the voting path.
"""

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from ballots import corrections
from ballots.tables import record
from survey.folder import DataFolder
from survey.printing import FONT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from analysis.report import Report
    from analysis.wording import Wording
    from survey.published.compared_charts import Drawing

OVERVIEW = "overview"
_DRAWING = threading.Lock()  # matplotlib draws one figure at a time


class ChartFormat(StrEnum):
    """How a chart can be had."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"


MEDIA_TYPES = {
    ChartFormat.SVG: "image/svg+xml",
    ChartFormat.PNG: "image/png",
    ChartFormat.PDF: "application/pdf",
}


@dataclass(frozen=True)
class Chart:
    """A chart by its name in addresses and files, with what it shows in a sentence and the whole of it in words.

    Names: `overview` and `subject-1`, `subject-2` … of one community, `communities-<kind>` of a campaign, and those of
    `compared_charts`.
    """

    name: str
    finding: str
    alt: str


def names_of_community(report: "Report", community: str) -> list[str]:
    """The names of the charts of one published community: the overview, then each subject."""
    rows = report.items[report.items["community"] == community]
    return [OVERVIEW, *(f"subject-{position}" for position in rows["subject"].unique())]


def of_community(report: "Report", community: str, wording: "Wording") -> list[Chart]:
    """The charts of one published community, as `names_of_community`."""
    from analysis.charts import overview, subject

    rows = report.items[report.items["community"] == community]
    _, *names = names_of_community(report, community)
    charts = [Chart(OVERVIEW, overview.finding(rows, wording), overview.alt(rows, wording))]
    for name in names:
        own = _subject(report, community, int(name.removeprefix("subject-")))
        charts.append(Chart(name, subject.finding(own, wording), subject.alt(own, wording)))
    return charts


def of_campaign(report: "Report", wording: "Wording") -> list[Chart]:
    """The charts of the whole: one for each kind of subject that somebody rated, then the grades."""
    from analysis.charts import communities
    from survey.published import compared_charts

    charts = []
    for section in report.instrument.sections:
        rows = _kind(report, section.kind)
        if len(rows):
            name = f"communities-{section.kind}"
            charts.append(Chart(name, communities.finding(rows, wording), communities.alt(rows, wording)))
    return [*charts, chart_of(compared_charts.of_grades(report, wording))]


def chart_of(drawing: "Drawing") -> Chart:
    """The drawing as pages speak of it."""
    return Chart(drawing.name, drawing.finding, drawing.alt)


def draw(report: "Report", name: str, wording: "Wording", community: str = "", mark: str = "") -> "Figure":
    """The chart called `name`, with `mark` across it where there is one. Raises KeyError when there is none."""
    from analysis import theme

    figure = _draw(report, name, wording, community)
    if mark:
        theme.mark(figure, mark)
    return figure


def _draw(report: "Report", name: str, wording: "Wording", community: str) -> "Figure":
    from analysis.charts import communities, overview, subject

    what, _, which = name.partition("-")
    if what == OVERVIEW and not which:
        return overview.draw(_require(report.items[report.items["community"] == community], name), wording)
    if what == "subject" and which.isdecimal():
        return subject.draw(_require(_subject(report, community, int(which)), name), wording)
    if what == "communities" and not community:
        return communities.draw(_require(_kind(report, which), name), wording)
    return _of_whole(report, name, wording, community).draw()


def figures(report: "Report", name: str, wording: "Wording", community: str = "", *, for_paper: bool) -> "list[Figure]":
    """The chart called `name` as one figure, or cut into A4 pages `for_paper` where it is long. Raises KeyError."""
    from analysis.charts import communities

    what, _, which = name.partition("-")
    if what in (OVERVIEW, "subject"):
        return [draw(report, name, wording, community)]
    if what == "communities" and not community and for_paper:
        return communities.draw_pages(_require(_kind(report, which), name), wording)
    if what == "communities":
        return [draw(report, name, wording, community)]
    return _of_whole(report, name, wording, community).figures(for_paper=for_paper)


def _of_whole(report: "Report", name: str, wording: "Wording", community: str) -> "Drawing":
    """The chart that compares communities. Raises KeyError when there is none, or one community is asked for."""
    from survey.published import compared_charts

    if community:
        raise KeyError(name)
    return compared_charts.named(report, name, wording)


def key(db: Connection, meeting_ids: Sequence[str]) -> str:
    """What charts of these meetings are kept under: a digest of their published records and corrected names."""
    published = select(record.c.sha256).where(record.c.meeting_id.in_(meeting_ids)).order_by(record.c.sha256)
    put_right = [one.new for made in corrections.of(db, meeting_ids).values() for one in made]
    return hashlib.sha256("".join([*db.scalars(published), *put_right]).encode()).hexdigest()[:32]


def file(
    folder: DataFolder,
    result: str,
    name: str,
    language: str,
    chart_format: ChartFormat,
    make: "Callable[[], list[Figure]]",
) -> bytes:
    """The chart as a file, drawn by `make` on first use and kept under `result` from then on: one figure, or pages."""
    path = folder.root / "charts" / result / f"{name}.{language}.{chart_format}"
    if not path.exists():
        with _DRAWING:
            _use_our_font()
            _keep(path, make(), chart_format)
    return path.read_bytes()


def _keep(path: Path, figures: "list[Figure]", chart_format: ChartFormat) -> None:
    """Renders the figures into `path`, whole or not at all."""
    from analysis import theme

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    is_one = len(figures) == 1
    content = theme.render(figures[0], theme.Format(chart_format)) if is_one else theme.render_pages(figures)
    unfinished.write_bytes(content)
    unfinished.replace(path)


@cache
def _use_our_font() -> None:
    from analysis import theme

    theme.use_font(FONT)


def _kind(report: "Report", kind: str) -> "pd.DataFrame":
    """The rows that speak for the subjects of one kind, best first."""
    from analysis.charts import communities

    rows = report.headlines
    return communities.ranked(rows[rows["kind"] == kind])


def _subject(report: "Report", community: str, position: int) -> "pd.DataFrame":
    """The rows of one subject, with the votes at each level."""
    from analysis.tables import beside

    here = (report.items["community"] == community) & (report.items["subject"] == position)
    items = report.items[here]
    if items.empty:
        return items
    return beside(items, report.tally, report.instrument.section(str(items["kind"].iloc[0])))


def _require(rows: "pd.DataFrame", name: str) -> "pd.DataFrame":
    if rows.empty:
        raise KeyError(name)
    return rows
