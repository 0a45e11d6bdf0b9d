"""A report as pages show it: the answer, the tables, the reasons, the rules; every figure already as text.

This is the report side: it loads pandas, so pages import it inside the view that needs it. Nothing is computed
here that `analysis` has not counted; quotients of whole numbers are rounded half-up for reading.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.grading import Grade
from analysis.reasons import Condition, why
from analysis.report import Report
from analysis.rounding import UNDEFINED, shown
from analysis.rules import Aggregate, Rules
from analysis.tables import beside
from analysis.wording import Wording
from ballots.instrument import Section

GRADES = tuple(Grade)
"""Best first, the undecided ones last."""
PARAMETERS = {"present": "min_present", "share_of_roll": "min_fraction_of_roll", "ratings": "k_min"}
"""The parameter behind a condition of another name."""


@dataclass(frozen=True)
class Answer:
    """What is read first about one kind of subject: a rate in percent, and what it rests on.

    `method` and `other_method` are names of `Aggregate`; `fraction` is empty where the figure is a mean of rates.
    """

    title: str
    rate: str
    percent: str
    fraction: str
    method: str
    broad: tuple[str, str] | None
    other_method: str
    other_percent: str
    subjects: int
    left_out: int


@dataclass(frozen=True)
class CommunityRow:
    """One community in the table that compares them; every figure as text."""

    meeting: str
    community: str
    sub_district: str
    present: str
    returned: str
    broad: str
    public: str
    superior: str
    combined: str
    grade: str
    rectify: bool


@dataclass(frozen=True)
class SubjectTable:
    """One subject, item by item: `heads` and `rows` for a table whose first column is words."""

    position: int
    title: str
    name: str
    headline: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Reason:
    """One condition of a grade with the numbers it compared; `parameter` of the rules is what it asked for."""

    id: str
    parameter: str
    value: str
    relation: str
    threshold: str
    met: bool


@dataclass(frozen=True)
class Parameter:
    """One choice of the rules: its name in the file, its value, where it comes from, whether it is a 本地默认."""

    name: str
    value: str
    source: str
    is_local: bool


def answers(report: Report, wording: Wording) -> list[Answer]:
    """Across communities, one answer for each kind of subject: the method the rules put first, then the other."""
    rows = report.overall[report.overall["headline"]]
    found = []
    for kind, group in rows.groupby("kind", sort=False):
        first = group[group["primary"]].iloc[0]
        second = group[~group["primary"]].iloc[0]
        found.append(_answer(str(kind), first, second, wording))
    return found


def _answer(kind: str, first: "pd.Series[Any]", second: "pd.Series[Any]", wording: Wording) -> Answer:
    has_broad = wording.broad(kind) != wording.strict(kind)
    return Answer(
        title=wording.kind(kind),
        rate=wording.strict(kind),
        percent=_percent(first, "strict", wording),
        fraction=_fraction(first) if first["method"] == Aggregate.POOLED else "",
        method=str(first["method"]),
        broad=(wording.broad(kind), _percent(first, "broad", wording)) if has_broad else None,
        other_method=str(second["method"]),
        other_percent=_percent(second, "strict", wording),
        subjects=int(first["subjects"]),
        left_out=int(first["left_out"]),
    )


def _percent(row: "pd.Series[Any]", name: str, wording: Wording) -> str:
    return wording.percent(row[f"{name}_numerator"], row[f"{name}_denominator"])


def _fraction(row: "pd.Series[Any]") -> str:
    return f"{row['strict_numerator']}/{row['strict_denominator']}"


def grade_counts(report: Report) -> list[tuple[str, int]]:
    """How many communities have each grade, as confirmed or else as proposed, best first."""
    counts = report.grades["confirmed"].fillna(report.grades["proposed"]).value_counts()
    return [(grade.value, int(counts.get(grade.value, 0))) for grade in GRADES]


def communities(report: Report, wording: Wording) -> list[CommunityRow]:
    """A row for each community: by grade, then by points, both best first; the undecided ones last."""
    rungs = {grade.value: place for place, grade in enumerate(GRADES)}
    rows = report.grades.assign(rung=report.grades["proposed"].map(rungs))
    rows = rows.sort_values(["rung", "combined", "public"], ascending=[True, False, False], kind="stable")
    return [_community_row(row, wording) for row in rows.to_dict("records")]


def _community_row(row: Mapping[Hashable, Any], wording: Wording) -> CommunityRow:
    hidden = bool(row["suppressed"])
    return CommunityRow(
        meeting=str(row["meeting"]),
        community=str(row["community"]),
        sub_district=str(row["sub_district"]),
        present=f"{row['present']}/{row['roll']}",
        returned=f"{row['returned']}/{row['issued']}",
        broad=wording.hidden() if hidden else wording.rate_of(row["broad_votes"], row["broad_denominator"]),
        public=UNDEFINED if hidden else _points(row["public_points"], row["public_denominator"]),
        superior=_points(row["superior_points"], row["superior_denominator"]),
        combined=UNDEFINED if hidden else _points(row["combined_points"], row["combined_denominator"]),
        grade=str(row["proposed"]),
        rectify=bool(row["rectify"]),
    )


def label_of(report: Report, meeting_id: str) -> str:
    """What the meeting's community is called in the report's tables."""
    return str(report.meetings.set_index("meeting").loc[meeting_id, "community"])


def subjects(report: Report, community: str, wording: Wording) -> list[SubjectTable]:
    """A table for each subject of the community, in the order of the ballot."""
    items = report.items[report.items["community"] == community]
    tables = []
    for (position, kind), rows in items.groupby(["subject", "kind"], sort=False):
        section = report.instrument.section(str(kind))
        tables.append(_subject_table(int(position), beside(rows, report.tally, section), section, wording))
    return tables


def _subject_table(position: int, rows: pd.DataFrame, section: Section, wording: Wording) -> SubjectTable:
    kind = section.kind
    broad = wording.broad(kind) if wording.broad(kind) != wording.strict(kind) else ""
    levels = [level.words[wording.language] for level in section.scale.levels]
    outside = [wording.level(kind, "abstained"), *([wording.level(kind, "invalid")] if _any_invalid(rows) else [])]
    rates = [wording.strict(kind), *([broad] if broad else [])]
    speaks = rows[rows["headline"]].to_dict("records")[0]
    return SubjectTable(
        position=position,
        title=wording.kind(kind),
        name=str(rows["name"].iloc[0]),
        headline=wording.both_rates(speaks),
        heads=("", *levels, *outside, *rates, ""),
        rows=tuple(_item_row(row, section, wording, rows) for row in rows.to_dict("records")),
    )


def _item_row(row: Mapping[Hashable, Any], section: Section, wording: Wording, rows: pd.DataFrame) -> tuple[str, ...]:
    kind = section.kind
    levels = [level.id for level in section.scale.levels]
    counted = [*levels, "abstained", *(["invalid"] if _any_invalid(rows) else [])]
    name = wording.item(kind, str(row["item"]))
    has_broad = wording.broad(kind) != wording.strict(kind)
    if row["suppressed"]:
        return (name, *[UNDEFINED for _ in counted], *([wording.hidden()] + [UNDEFINED] * has_broad), UNDEFINED)
    rates = [wording.rate_of(row["strict_votes"], row["denominator"])]
    if has_broad:
        rates.append(wording.rate_of(row["broad_votes"], row["denominator"]))
    score = _points(row["score_points"], row["score_denominator"])
    return (name, *(str(row[column]) for column in counted), *rates, score)


def reasons(report: Report, community: str) -> list[Reason]:
    """Every condition of the community's grade, with the numbers it compared."""
    row = report.grades[report.grades["community"] == community].iloc[0]
    return [_reason(one, report.rules) for one in why(row, report.rules)]


def _reason(one: Condition, rules: Rules) -> Reason:
    is_share = one.threshold < 1 and one.id not in ("veto", "assessment")
    parameter = PARAMETERS.get(one.id, one.id)
    parameter = parameter if parameter in rules.sources else ""
    return Reason(
        one.id, parameter, _compared(one.value, is_share), one.relation, _threshold(one.threshold, is_share), one.met
    )


def _compared(value: tuple[int, int] | None, is_share: bool) -> str:
    if value is None:
        return UNDEFINED
    above, below = value
    if is_share:
        return f"{shown(above, below)}% ({above}/{below})"
    return str(above) if below == 1 else shown(above, below, percent=False)


def _threshold(threshold: Fraction, is_share: bool) -> str:
    if is_share:
        return f"{shown(threshold)}%"
    return str(threshold)


def parameters(report: Report, language: str) -> list[Parameter]:
    """Every choice of the rules, in the order of the file."""
    rules = report.rules
    return [
        Parameter(name, str(getattr(rules, name)), words[language], rules.is_local_default(name))
        for name, words in rules.sources.items()
    ]


def _any_invalid(rows: pd.DataFrame) -> bool:
    return bool((rows["invalid"].fillna(0) > 0).any())


def _points(above: Any, below: Any) -> str:
    return shown(int(above), int(below), percent=False)
