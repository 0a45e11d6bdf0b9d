"""The same published tallies under two rule sets, side by side: what would change, and what the two differ in.

This is the report side: it loads pandas, so pages import it inside the view that needs it.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import Connection

from analysis.exports.cells import parameter
from analysis.report import Report
from analysis.rounding import UNDEFINED, shown
from analysis.rules import Rules
from analysis.rulewriter import edited
from analysis.wording import Wording
from ballots import meetings
from ballots.campaigns import Campaign, Ruleset
from ballots.meetings import State
from survey.errors import ClassesDiffer
from survey.published import results

MEASURES = ("rate", "public", "combined", "grade")


@dataclass(frozen=True)
class Pair:
    """One measure under the rules of the campaign and under the others, as text. A grade is its name."""

    now: str
    then: str

    @property
    def changes(self) -> bool:
        """Whether the two are different."""
        return self.now != self.then


@dataclass(frozen=True)
class Row:
    """One community under both rule sets; `has_moved` where a figure would change that is too small to see."""

    community: str
    sub_district: str
    rate: Pair
    public: Pair
    combined: Pair
    grade: Pair


@dataclass(frozen=True)
class Difference:
    """One choice in which the two rule sets differ."""

    name: str
    pair: Pair
    is_local: bool


@dataclass(frozen=True)
class WhatIf:
    """Everything that would change. `guarded`: the other rules hide less, and what is hidden stays hidden."""

    rows: tuple[Row, ...]
    differences: tuple[Difference, ...]
    guarded: bool

    @property
    def grades_changed(self) -> int:
        """How many communities would have another grade proposed."""
        return sum(one.grade.changes for one in self.rows)


def what_if(db: Connection, campaign: Campaign, own: Rules, other: Rules, language: str) -> WhatIf:
    """The campaign's published tallies under its own rules and under `other`. Raises ClassesDiffer.

    Grades are those that the rules propose; what people confirmed is not touched. What is too small to publish under
    the campaign's own rules is hidden on both sides, whatever `other` says.
    """
    if [one.id for one in other.classes] != [one.id for one in own.classes]:
        raise ClassesDiffer
    guarded = other.k_min < own.k_min
    source = edited(other.source, {}, {"k_min": own.k_min}) if guarded else other.source
    published = [one for one in results.counting(meetings.of_campaign(db, campaign.id)) if one.state is State.PUBLISHED]
    now = results.assemble(db, campaign, published)
    then = results.assemble(db, replace(campaign, rules=Ruleset(source, other.fingerprint)), published)
    return WhatIf(_rows(now, then, language), tuple(_differences(own, other)), guarded)


def _rows(now: Report, then: Report, language: str) -> tuple[Row, ...]:
    first, second = (_measured(one, language) for one in (now, then))
    places = dict(zip(now.meetings["community"], now.meetings["sub_district"], strict=True))
    rows = [
        Row(
            community,
            str(places[community]),
            *(Pair(first[community][name], second[community][name]) for name in MEASURES),
        )
        for community in places
    ]
    return tuple(sorted(rows, key=lambda one: (not one.grade.changes, one.sub_district, one.community)))


def _measured(report: Report, language: str) -> dict[str, dict[str, str]]:
    """The measures of each community, as text."""
    wording = Wording(report.instrument, report.rules, language)
    speaks = report.headlines[report.headlines["kind"] == report.rules.headline_kind]
    rates = {
        str(row["community"]): wording.hidden()
        if row["suppressed"]
        else wording.rate_of(int(row["rate_votes"]), int(row["denominator"]))
        for row in speaks.to_dict("records")
    }
    return {
        str(row["community"]): {
            "rate": rates.get(str(row["community"]), UNDEFINED),
            "public": UNDEFINED if row["suppressed"] else _points(row["public_points"], row["public_denominator"]),
            "combined": UNDEFINED
            if row["suppressed"]
            else _points(row["combined_points"], row["combined_denominator"]),
            "grade": str(row["proposed"]),
        }
        for row in report.grades.to_dict("records")
    }


def _points(above: object, below: object) -> str:
    return shown(int(str(above)), int(str(below)), percent=False)


def _differences(own: Rules, other: Rules) -> list[Difference]:
    """Every choice that is another one, in the order of the file, then the points of levels."""
    names = [name for name in own.sources if getattr(own, name) != getattr(other, name)]
    found = [
        Difference(name, Pair(_value(getattr(own, name)), _value(getattr(other, name))), other.is_local_default(name))
        for name in names
    ]
    if own.points != other.points:
        found.append(Difference("points", Pair(parameter(own.points), parameter(other.points)), True))
    return found


def _value(value: object) -> str:
    return str(value) if isinstance(value, Fraction) else parameter(value)
