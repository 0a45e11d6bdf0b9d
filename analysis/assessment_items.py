"""What the superior gives points for (上级考评), as a rule set declares it; without items, one number 0–100.

[[assessment]]
id = "party"
points = 30                          # the most that can be given; together they make 100
zh-CN = "党建工作"
en = "Party building"
"""

from dataclasses import dataclass

from analysis.rulefile import RuleFile
from ballots.instrument import LANGUAGES, Words

MOST = 30
WHOLE = 100


@dataclass(frozen=True)
class AssessmentItem:
    """One item of the superior's assessment. `points`: the most that can be given for it, whole points."""

    id: str
    words: Words
    points: int


def read_items(file: RuleFile) -> tuple[AssessmentItem, ...]:
    """The items of a rule file, in its order; empty when it declares none. Raises RulesFault."""
    declared = file.data.get("assessment", [])
    if not isinstance(declared, list):
        raise file.fault("assessment", "is not a list of tables")
    if len(declared) > MOST:
        raise file.fault("assessment", "are more than %(most)s", most=MOST)
    items = tuple(_read(file, table, f"assessment.{at}") for at, table in enumerate(declared, 1))
    if len({one.id for one in items}) < len(items):
        raise file.fault("assessment", "have an id twice")
    if items and sum(one.points for one in items) != WHOLE:
        raise file.fault("assessment", "have points that do not add up to 100")
    return items


def _read(file: RuleFile, value: object, place: str) -> AssessmentItem:
    table = file.table(value, place)
    file.no_more_than(table, place, {"id", "points", *LANGUAGES})
    points = table.get("points")
    if not isinstance(points, int) or isinstance(points, bool) or not 1 <= points <= WHOLE:
        raise file.fault(place, "its points are not a whole number from 1 to 100")
    return AssessmentItem(file.named(table.get("id"), place, "id"), file.words(table, place), points)
