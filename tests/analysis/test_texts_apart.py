"""No text on any chart lies on another: in both languages, with few communities and with many, short names and long."""

from collections.abc import Callable
from itertools import combinations

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from analysis.changes import as_rates, changes, mapping
from analysis.charts import communities, grades, heat, importance, levels, overview, ranking, slope, subject
from analysis.comparison import compare
from analysis.report import Report
from analysis.tables import beside
from analysis.theme import RULER
from analysis.wording import Wording
from tests.analysis.finished import CHINESE, COMMITTEE, ENGLISH, FEW, FORM, GRADUATE, SECRETARY, finished

HALL = [*COMMITTEE, *SECRETARY, *GRADUATE]
ALIKE = [[40, 10, 6, 0, 0]] * 5
KINDS = ("committee", "secretary", "graduate")
TOUCH = 1.0
"""Pixels by which two boxes may meet: the room above a letter belongs to its box."""


def many(number: int, name: str = "第{}社区", more: int = 0) -> Report:
    """A report on so many communities; `more` satisfied where a year is to differ from another."""
    halls = [[*ALIKE, [56 - (at + more) % 50, (at + more) % 50, 0, 0, 0], *HALL[6:]] for at in range(number)]
    return finished(*((name.format(at), hall) for at, hall in enumerate(halls)), ("人少的社区", FEW))


FOUR, FORTY, LONG = many(3), many(39), many(3, "城北经济技术开发区第{}社区")


def of_kind(report: Report, kind: str) -> pd.DataFrame:
    return report.items[report.items["kind"] == kind]


def headline(report: Report, kind: str) -> pd.DataFrame:
    rows = of_kind(report, kind)
    return rows[rows["item"] == ("overall" if kind == "committee" else "pooled")]


def subject_rows(report: Report, kind: str) -> pd.DataFrame:
    rows = of_kind(report, kind)
    return beside(rows[rows["community"] == rows["community"].iloc[0]], report.tally, FORM.section(kind))


def ranked(report: Report, kind: str) -> pd.DataFrame:
    rows = compare(report.items, report.meetings, report.rules)
    chosen = (rows["kind"] == kind) & (rows["item"] == ("overall" if kind == "committee" else "pooled"))
    return rows[chosen].sort_values("rank", kind="stable")


def moved(report: Report, kind: str) -> pd.DataFrame:
    number = len(report.meetings) - 1
    before = many(number, report.meetings["community"].iloc[0].replace("0", "{}"), more=7)
    rates = [as_rates(compare(one.items, one.meetings, one.rules)) for one in (report, before)]
    rows = changes(rates[0].assign(label=rates[0]["community"]), rates[1], mapping(FORM, FORM))
    return rows[(rows["kind"] == kind) & (rows["item"] == ("overall" if kind == "committee" else "pooled"))]


DRAWN: dict[str, Callable[[Report, str, Wording], Figure]] = {
    "overview": lambda report, _, wording: overview.draw(
        report.items[report.items["community"] == report.items["community"].iloc[0]], wording
    ),
    "subject": lambda report, kind, wording: subject.draw(subject_rows(report, kind), wording),
    "communities": lambda report, kind, wording: communities.draw(
        communities.ranked(report.headlines[report.headlines["kind"] == kind]), wording
    ),
    "ranking": lambda report, kind, wording: ranking.draw(ranked(report, kind), (1234, 5678), wording),
    "levels": lambda report, kind, wording: levels.draw(
        beside(headline(report, kind), report.tally, FORM.section(kind)), wording
    ),
    "heat": lambda report, kind, wording: heat.draw(of_kind(report, kind), wording),
    "grades": lambda report, _, wording: grades.draw(report.grades, wording),
    "slope": lambda report, kind, wording: slope.draw(
        moved(report, kind), ("2025 年度社区“双评”", "2026 年度社区“双评”"), wording
    ),
}


def texts_of(figure: Figure) -> list[tuple[str, Bbox]]:
    """What a reader sees, each with the box it fills, in pixels."""
    found = [text for axes in figure.axes for text in axes.texts if text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent(RULER)) for text in found]


def lying_on_each_other(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes share more than TOUCH pixels both ways."""
    return [
        (first, second)
        for (first, one), (second, other) in combinations(texts_of(figure), 2)
        if min(one.x1, other.x1) - max(one.x0, other.x0) > TOUCH
        and min(one.y1, other.y1) - max(one.y0, other.y0) > TOUCH
    ]


@pytest.mark.parametrize("report", [FOUR, FORTY, LONG], ids=["four", "forty", "long names"])
@pytest.mark.parametrize("wording", [CHINESE, ENGLISH], ids=["zh", "en"])
@pytest.mark.parametrize("chart", DRAWN)
def test_no_text_lies_on_another(chart: str, wording: Wording, report: Report) -> None:
    is_of_kinds = report is FOUR and chart not in ("overview", "grades")
    for kind in KINDS if is_of_kinds else KINDS[:1]:
        assert lying_on_each_other(DRAWN[chart](report, kind, wording)) == []


@pytest.mark.parametrize("wording", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_items_of_one_place_are_named_apart(wording: Wording) -> None:
    facts = {"kind": "committee", "meetings": 3, "ballots": 300, "low": 0.1, "high": 0.3}
    counts = {"strict_votes": 240, "denominator": 300, "strict_rate": 0.8}
    items = [item.id for item in FORM.section("committee").items if item.id != "overall"]
    rows = pd.DataFrame([{**facts, **counts, "item": item, "moves": 0.2 + at / 1000} for at, item in enumerate(items)])
    assert lying_on_each_other(importance.draw(rows, wording)) == []


def test_texts_on_each_other_are_noticed() -> None:
    figure = Figure(figsize=(4, 2))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.text(0.2, 0.5, "Satisfaction rate")
    axes.text(0.22, 0.5, "Valid ballots")
    axes.text(0.2, 0.1, "apart")
    assert lying_on_each_other(figure) == [("Satisfaction rate", "Valid ballots")]
