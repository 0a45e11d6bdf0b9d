"""The count of each subject, item by item, as a table with whole numbers in it."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.columns import head
from analysis.report import Report
from analysis.rounding import UNDEFINED
from analysis.tables import beside
from analysis.wording import Wording
from ballots.instrument import ABSTAINED, INVALID, Section
from survey.minutes.sheet import Cell, Count, Rate, Score, Table, Text
from survey.published import class_figures

Row = Mapping[Hashable, Any]
OUTSIDE = ("effective", ABSTAINED, INVALID)
"""What is counted of an item beside its levels."""


def overview(report: Report, community: str, wording: Wording) -> Table:
    """What speaks for each subject of the community, a row each, in the order of the ballot."""
    rows = report.headlines[report.headlines["community"] == community].to_dict("records")
    columns = ("name", "item", "strict_rate", "broad_rate", "score")
    return Table(
        caption=wording.say("overview", community=community, count=len(rows)),
        heads=tuple(head(column, wording) for column in columns),
        rows=tuple(_spoken(row, wording) for row in rows),
        words=2,
    )


def tables(report: Report, community: str, wording: Wording) -> list[Table]:
    """One table for each subject of the community, in the order of the ballot.

    Below each level stands its share of what the rules divide by, below the abstentions their share of the valid
    ballots. Missing: a hidden item has a dash in every cell and says so in the first rate's.
    """
    items = report.items[report.items["community"] == community]
    found = []
    for (_, kind), rows in items.groupby(["subject", "kind"], sort=False):
        section = report.instrument.section(str(kind))
        found.append(_table(beside(rows, report.tally, section).to_dict("records"), section, wording))
    return found


def by_class(report: Report, community: str, wording: Wording) -> list[Table]:
    """How many of each voter class came, then what speaks for each subject class by class; nothing without classes."""
    if not report.rules.classes:
        return []
    came = report.class_turnout[report.class_turnout["community"] == community].to_dict("records")
    turnout = Table(
        caption=head("class", wording),
        heads=tuple(head(column, wording) for column in ("class", "issued", "returned")),
        rows=tuple(_came(row, wording) for row in came),
    )
    rows = class_figures.class_rows(report, community)
    columns = ("name", "class", "strict_rate", "broad_rate", "score")
    spoken = Table(
        caption=wording.say("by_class", community=community),
        heads=tuple(head(column, wording) for column in columns),
        rows=tuple(_spoken_by_class(row, wording) for row in rows[rows["headline"]].to_dict("records")),
        words=2,
    )
    return [turnout, spoken]


def _came(row: Row, wording: Wording) -> tuple[Cell, ...]:
    is_told = not row["suppressed"] and not pd.isna(row["returned"])
    returned = Count(int(row["returned"])) if is_told else Text(UNDEFINED)
    return Text(wording.voter_class(str(row["class"]))), Count(int(row["issued"])), returned


def _spoken_by_class(row: Row, wording: Wording) -> tuple[Cell, ...]:
    kind = str(row["kind"])
    names = (
        Text(wording.say("titled", kind=wording.kind(kind), name=row["name"])),
        Text(wording.voter_class(str(row["class"]))),
    )
    if row["suppressed"]:
        return (*names, Text(wording.hidden()), Text(UNDEFINED), Text(UNDEFINED))
    rates = (Text(class_figures.rate(row, part, wording)) for part in ("strict", "broad"))
    return (*names, *rates, Text(class_figures.points(row)))


def _table(rows: Sequence[Row], section: Section, wording: Wording) -> Table:
    kind, scale = section.kind, section.scale
    rates = [wording.strict(kind), *([wording.broad(kind)] if scale.broad != scale.strict else [])]
    levels = [level.words[wording.language] for level in scale.levels]
    return Table(
        caption=wording.say("titled", kind=wording.kind(kind), name=rows[0]["name"]),
        heads=(
            head("item", wording),
            *levels,
            *(head(one, wording) for one in OUTSIDE),
            *rates,
            head("score", wording),
        ),
        rows=tuple(_cells(row, section, wording) for row in rows),
        has_heading=True,
    )


def _spoken(row: Row, wording: Wording) -> tuple[Cell, ...]:
    kind = str(row["kind"])
    names = (
        Text(wording.say("titled", kind=wording.kind(kind), name=row["name"])),
        Text(wording.item(kind, str(row["item"]))),
    )
    if row["suppressed"]:
        return (*names, Text(wording.hidden()), Text(UNDEFINED), Text(UNDEFINED))
    base = int(row["denominator"])
    return (*names, Rate(int(row["strict_votes"]), base), Rate(int(row["broad_votes"]), base), _score(row))


def _score(row: Row) -> Score:
    return Score(int(row["score_points"]), int(row["score_denominator"]))


def _cells(row: Row, section: Section, wording: Wording) -> tuple[Cell, ...]:
    scale = section.scale
    name = Text(wording.item(section.kind, str(row["item"])))
    has_broad = scale.broad != scale.strict
    if row["suppressed"]:
        counted = [Text(UNDEFINED)] * (len(scale.levels) + len(OUTSIDE))
        return (name, *counted, Text(wording.hidden()), *[Text(UNDEFINED)] * has_broad, Text(UNDEFINED))
    base = int(row["denominator"])
    return (
        name,
        *(Count(int(row[level.id]), base) for level in scale.levels),
        Count(int(row["effective"])),
        Count(int(row[ABSTAINED]), int(row["valid"])),
        Count(int(row[INVALID])),
        Rate(int(row["strict_votes"]), base),
        *([Rate(int(row["broad_votes"]), base)] if has_broad else []),
        _score(row),
    )
