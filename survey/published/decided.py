"""Each community between proposal and confirmation, as pages show it; every figure already as text.

This is the report side: what it is given was made with pandas.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.rounding import UNDEFINED, shown

if TYPE_CHECKING:
    from analysis.report import Report

UNDECIDED = "undecided"


@dataclass(frozen=True)
class Standing:
    """One community: `proposed` by the rules, `confirmed` by people (empty before), `previous` (empty: none known).

    `combined` are points as text. `movement` is up, same, down or empty. `is_tied`: equal points across the last
    seat of the quota; `at_or_above` communities have as many points for `seats` seats. `is_outdated`: the rules
    propose something else now than when people decided.
    """

    meeting: str
    community: str
    sub_district: str
    proposed: str
    combined: str
    confirmed: str
    reason: str
    decider: str
    confirmed_on: str
    previous: str
    movement: str
    has_same_rules: bool
    is_tied: bool
    at_or_above: int
    seats: int
    vetoes: int
    deviates: bool
    is_outdated: bool

    @property
    def is_decided(self) -> bool:
        """Whether the rules propose a grade at all."""
        return self.proposed != UNDECIDED

    @property
    def grade(self) -> str:
        """The grade that counts now: the confirmed one, or else the proposed one."""
        return self.confirmed or self.proposed


def standings(report: "Report") -> list[Standing]:
    """Every community: ties at the line first, then the undecided, then by points, best first."""
    rows = report.grades.assign(
        first=~report.grades["tie_at_quota"], second=report.grades["proposed"] != UNDECIDED
    ).sort_values(["first", "second", "combined"], ascending=[True, True, False], kind="stable")
    return [_standing(row) for row in rows.to_dict("records")]


def standing(report: "Report", meeting_id: str) -> Standing:
    """The community of one meeting."""
    return next(one for one in standings(report) if one.meeting == meeting_id)


def _standing(row: Mapping[Hashable, Any]) -> Standing:
    points, base = row["combined_points"], row["combined_denominator"]
    has_points = not row["suppressed"] and bool(base)
    return Standing(
        meeting=str(row["meeting"]),
        community=str(row["community"]),
        sub_district=str(row["sub_district"]),
        proposed=str(row["proposed"]),
        combined=shown(int(points), int(base), percent=False) if has_points else UNDEFINED,
        **{name: _text(row[name]) for name in ("confirmed", "reason", "decider", "confirmed_on")},
        **{name: _text(row[name]) for name in ("previous", "movement")},
        has_same_rules=bool(row["same_rules"]),
        is_tied=bool(row["tie_at_quota"]),
        at_or_above=int(row["at_or_above"]),
        seats=int(row["seats"]),
        vetoes=int(row["vetoes"]),
        deviates=bool(row["deviates"]),
        is_outdated=bool(row["outdated"]),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
