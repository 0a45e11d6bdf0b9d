"""The charts that compare communities, by the names they have in addresses and files.

`grades` of a campaign · `ranking-<kind>-<item>`, `levels-<kind>-<item>` and `heat-<kind>` of its items ·
`importance-<kind>` of its kinds · `slope-<kind>-<item>` of two
campaigns. matplotlib is loaded by the first of them, never by the voting path.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from analysis.report import Report
    from analysis.wording import Wording
    from survey.published.comparing import Choice

GRADES = "grades"


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be drawn: its name, what it shows in a sentence, the whole of it in words.

    `pages` draws it for paper, on figures no higher than an A4 page; None where one is enough.
    """

    name: str
    finding: str
    alt: str
    draw: "Callable[[], Figure]"
    pages: "Callable[[], list[Figure]] | None" = None

    def figures(self, *, for_paper: bool) -> "list[Figure]":
        """The chart as one figure, or as pages."""
        return self.pages() if for_paper and self.pages else [self.draw()]


def of_grades(report: "Report", wording: "Wording") -> Drawing:
    """The grades of a campaign, by sub-district."""
    from analysis.charts import grades

    rows = report.grades
    return Drawing(
        GRADES, grades.finding(rows, wording), grades.alt(rows, wording), partial(grades.draw, rows, wording)
    )


def of_item(report: "Report", choice: "Choice", wording: "Wording") -> list[Drawing]:
    """The charts of one item: who stands where, how many chose which level, and all items of its kind."""
    from analysis.charts import heat, levels, ranking
    from analysis.tables import beside
    from survey.published import comparing

    rows = comparing.rows_of(report, choice)
    order = {(row["community"], row["subject"]): at for at, row in enumerate(rows.to_dict("records"))}
    items = report.items[report.items["kind"] == choice.kind]
    places = [order[row["community"], row["subject"]] for row in items.to_dict("records")]
    every = items.assign(place=places).sort_values("place", kind="stable").drop(columns="place")
    votes = beside(every[every["item"] == choice.item], report.tally, report.instrument.section(choice.kind))
    whole = comparing.pooled(report, choice)
    which = f"{choice.kind}-{choice.item}"
    return [
        Drawing(
            f"ranking-{which}",
            ranking.finding(rows, wording),
            ranking.alt(rows, wording),
            partial(ranking.draw, rows, whole, wording),
            partial(ranking.draw_pages, rows, whole, wording),
        ),
        Drawing(
            f"levels-{which}",
            levels.finding(votes, wording),
            levels.alt(votes, wording),
            partial(levels.draw, votes, wording),
            partial(levels.draw_pages, votes, wording),
        ),
        Drawing(
            f"heat-{choice.kind}",
            heat.finding(every, wording),
            heat.alt(every, wording),
            partial(heat.draw, every, wording),
            partial(heat.draw_pages, every, wording),
        ),
    ]


def of_years(moved: "pd.DataFrame", choice: "Choice", years: tuple[str, str], wording: "Wording") -> Drawing | None:
    """One item in two campaigns, called `years`; None where no community has both. `moved`: from `years.moves`."""
    from analysis.charts import slope
    from survey.published.years import moved_rows

    rows = moved_rows(moved, choice)
    if rows["difference"].isna().all():
        return None
    finding, alt = slope.finding(rows, wording), slope.alt(rows, wording)
    return Drawing(f"slope-{choice.kind}-{choice.item}", finding, alt, partial(slope.draw, rows, years, wording))


def of_importance(rows: "pd.DataFrame", wording: "Wording") -> Drawing:
    """How the items of one kind go with its overall item; `rows` of it from `analysis.importance`."""
    from analysis.charts import importance

    finding, alt = importance.finding(rows, wording), importance.alt(rows, wording)
    return Drawing(f"importance-{rows['kind'].iloc[0]}", finding, alt, partial(importance.draw, rows, wording))


def _of_kinds(report: "Report", wording: "Wording") -> dict[str, Drawing]:
    """Every chart of how items go with the overall one, by name; none of a kind of which nothing may be told."""
    from analysis.importance import importance

    rows = importance(report.joint, report.items, report.instrument)
    told = [own for _, own in rows.groupby("kind", sort=False) if own["moves"].notna().any()]
    drawings = [of_importance(own, wording) for own in told]
    return {drawing.name: drawing for drawing in drawings}


def headlines(report: "Report", wording: "Wording") -> list[Drawing]:
    """The charts of every item that speaks for its kind, and of what moves it."""
    from survey.published import comparing

    chosen = [one for one in comparing.choices(report, wording) if one.is_headline]
    of_items = [drawing for one in chosen for drawing in of_item(report, one, wording)]
    return [*of_items, *_of_kinds(report, wording).values()]


def named(report: "Report", name: str, wording: "Wording") -> Drawing:
    """The chart of the campaign called `name`. Raises KeyError when there is none."""
    from survey.published import comparing

    if name == GRADES:
        return of_grades(report, wording)
    what, _, which = name.partition("-")
    if what == "importance":
        return _of_kinds(report, wording)[name]
    for one in comparing.choices(report, wording):
        if which == (one.kind if what == "heat" else f"{one.kind}-{one.item}") and (what != "heat" or one.is_headline):
            return {drawing.name: drawing for drawing in of_item(report, one, wording)}[name]
    raise KeyError(name)


def kept_with(moved: "pd.DataFrame", name: str, then: str) -> str:
    """What the file of a chart of two years is kept under: the earlier figures may be brought in anew."""
    state = moved.to_csv() + then
    return f"{name}-{hashlib.sha256(state.encode()).hexdigest()[:16]}"


def kept_name(report: "Report", name: str) -> str:
    """What the file of the chart is kept under: grades move when people decide, not when a result is published."""
    if name != GRADES:
        return name
    state = report.grades[["sub_district", "proposed", "confirmed"]].to_csv()
    return f"{name}-{hashlib.sha256(state.encode()).hexdigest()[:16]}"
