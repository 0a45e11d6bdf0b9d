"""The voter classes of a report as pages show them: every figure already as text; nothing where there are none."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.classes import COMBINED
from analysis.report import Report
from analysis.rounding import UNDEFINED, shown
from analysis.wording import Wording
from ballots.instrument import ABSTAINED, Section
from survey.published.figures import SubjectTable

Row = Mapping[Hashable, Any]


def class_rows(report: Report, community: str) -> pd.DataFrame:
    """The classes' figures on every item of the community, weighted ones last, with the votes at each level.

    Columns: those of `Report.classes` · one Int64 per level. The combined row is there only where the rules weigh:
    otherwise it is the item's own.
    """
    rows = report.classes[report.classes["community"] == community]
    rows = rows[rows["class"].ne(COMBINED) | report.rules.weighs_classes]
    keys = ["community", "subject", "item", "class"]
    votes = report.class_tally.pivot(index=keys, columns="level", values="votes").drop(
        columns=ABSTAINED, errors="ignore"
    )
    return rows.merge(votes.drop(columns="invalid", errors="ignore").reset_index(), on=keys, how="left")


def class_tables(report: Report, community: str, wording: Wording) -> list[SubjectTable]:
    """A table for each subject of the community: every item, class by class, weighted figures last."""
    if not report.rules.classes:
        return []
    groups = class_rows(report, community).groupby(["subject", "kind"], sort=False)
    return [_table(int(at), rows, report.instrument.section(str(kind)), wording) for (at, kind), rows in groups]


def class_turnout(report: Report, community: str, wording: Wording) -> list[tuple[str, str]]:
    """Each class with what it gave back of the slips it was handed; a dash where a class is too small."""
    rows = report.class_turnout[report.class_turnout["community"] == community].to_dict("records")
    return [(wording.voter_class(str(row["class"])), _came(row)) for row in rows]


def _came(row: Row) -> str:
    is_told = not row["suppressed"] and not pd.isna(row["returned"])
    return f"{row['returned'] if is_told else UNDEFINED}/{row['issued']}"


def _table(position: int, rows: pd.DataFrame, section: Section, wording: Wording) -> SubjectTable:
    kind = section.kind
    levels = [level.words[wording.language] for level in section.scale.levels]
    rates = [wording.strict(kind), *([wording.broad(kind)] if section.scale.broad != section.scale.strict else [])]
    return SubjectTable(
        position=position,
        title=wording.kind(kind),
        name=str(rows["name"].iloc[0]),
        headline="",
        heads=("", *levels, wording.level(kind, ABSTAINED), *rates, ""),
        rows=tuple(tuple(_cells(row, section, wording)) for row in rows.to_dict("records")),
    )


def _cells(row: Row, section: Section, wording: Wording) -> Iterator[str]:
    yield f"{wording.item(section.kind, str(row['item']))} · {wording.voter_class(str(row['class']))}"
    is_weighted = row["class"] == COMBINED
    for column in [*(level.id for level in section.scale.levels), ABSTAINED]:
        yield UNDEFINED if row["suppressed"] or is_weighted else str(row[column])
    parts = ["strict", *(["broad"] if section.scale.broad != section.scale.strict else [])]
    for part in parts:
        yield rate(row, part, wording) if not row["suppressed"] else wording.hidden() if part == "strict" else UNDEFINED
    yield UNDEFINED if row["suppressed"] else points(row)


def rate(row: Row, part: str, wording: Wording) -> str:
    """A rate of a class that is told; a weighted one is no share of votes and says so instead of whole numbers."""
    above, below = int(row[f"{part}_numerator"]), int(row[f"{part}_denominator"])
    if row["class"] != COMBINED:
        return wording.rate_of(above, below)
    percent = wording.percent(above, below)
    return wording.say("weighted", percent=percent) if below else percent


def points(row: Row) -> str:
    """The score of a class that is told."""
    return shown(int(row["score_numerator"]), int(row["score_denominator"]), percent=False)
