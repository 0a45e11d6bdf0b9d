"""Everything published about a campaign, or about one meeting, assembled once. Pages, charts and files read this."""

from dataclasses import dataclass, field

import pandas as pd

from analysis.aggregate import aggregate
from analysis.class_document import class_document
from analysis.class_table import with_classes
from analysis.classes import ByClass, class_figures, class_votes
from analysis.confirming import confirm
from analysis.document import document
from analysis.grading import grade
from analysis.importance import JOINT
from analysis.rates import rates, turnout
from analysis.rules import Rules
from analysis.scores import scores
from analysis.sums import KEYS, pool_votes
from analysis.suppression import (
    suppress,
    suppress_class_counts,
    suppress_classes,
    suppress_counts,
    suppress_grades,
    suppress_turnout,
)
from analysis.tally import COLUMNS
from ballots.instrument import Instrument

NO_CLASSES = ByClass(
    pd.DataFrame(columns=[*COLUMNS, "class"]).astype(COLUMNS | {"class": "str"}),
    pd.DataFrame(columns=["community", "class", "issued", "returned", "valid"]).astype(
        {"community": "str", "class": "str", "issued": "Int64", "returned": "Int64", "valid": "Int64"}
    ),
)
"""Of meetings whose rules have no classes."""
NO_JOINT = pd.DataFrame(columns=list(JOINT)).astype(JOINT)


@dataclass(frozen=True, eq=False)
class Report:
    """The finished frames; small groups are hidden in every one of them.

    - `meetings`: one row per community, as in `rates.turnout`; with `meeting` when the meetings came with it.
    - `tally`: the counts, one row per community × subject × item × level, all items together (`pooled`) included;
      `votes` Int64, `suppressed` bool.
    - `items`: the figures, one row per community × subject × item: the columns of `rates` and `scores`, counts Int64,
      and `suppressed` bool.
    - `headlines`: the rows of `items` that speak for their subjects.
    - `grades`: one row per community, as in `grading.grade` and `confirming.confirm`, and `suppressed` bool.
    - `overall`, `by_sub_district`: across communities, as in `aggregate.aggregate`.
    - `classes`: one row per row of `items` and voter class, then combined, as in `classes.class_figures`; and
      `suppressed` bool. No rows where the rules have no classes, as in the two below.
    - `class_tally`: the counts of each class, one row per row of `tally` and class; `class` str, `votes` Int64,
      `suppressed` bool.
    - `class_turnout`: one row per community and class: `community`, `class` str, Int64 `issued`, `returned`, `valid`,
      `suppressed` bool.
    - `joint`: what the count kept of how items go with the overall item, as `importance.importance` takes it.
    """

    campaign: str
    instrument: Instrument
    rules: Rules
    meetings: pd.DataFrame
    tally: pd.DataFrame
    items: pd.DataFrame
    grades: pd.DataFrame
    overall: pd.DataFrame
    by_sub_district: pd.DataFrame
    classes: pd.DataFrame
    class_tally: pd.DataFrame
    class_turnout: pd.DataFrame
    joint: pd.DataFrame = field(default_factory=lambda: NO_JOINT)

    @property
    def headlines(self) -> pd.DataFrame:
        """The rows of `items` that speak for their subjects, one per subject."""
        return self.items[self.items["headline"]].reset_index(drop=True)

    def as_document(self) -> dict[str, object]:
        """The report as plain JSON values: the contract of `results --format json`."""
        classes = class_document(self.rules, self.class_turnout, self.classes, self.class_tally)
        return document(self.campaign, self.rules, self.meetings, self.tally, self.items, self.grades, classes)

    def as_table(self) -> pd.DataFrame:
        """One flat table for CSV: the rows and columns of `items`, and a column of votes for each level of the form.

        Columns: those of `items` · one Int64 per level id, in the order of the form. Where the rules have classes,
        each row is followed by those of `classes`, weighed figures last; the column `class` tells them apart.
        Missing: <NA> where the figure is hidden, where the item's scale has no such level, and where a row of a class
        has no such figure; a weighed figure has no whole numbers.
        """
        levels = [level.id for scale in self.instrument.scales for level in scale.levels]
        columns = list(dict.fromkeys(levels))
        wide = self.tally.pivot(index=KEYS, columns="level", values="votes").reindex(columns=columns)
        table = self.items.merge(wide.reset_index(), on=KEYS, how="left")
        return with_classes(table, self.classes, self.class_tally, self.rules, columns) if self.rules.classes else table


def report(
    tally: pd.DataFrame,
    meetings: pd.DataFrame,
    instrument: Instrument,
    rules: Rules,
    assessments: pd.DataFrame | None = None,
    vetoes: pd.DataFrame | None = None,
    previous: pd.DataFrame | None = None,
    confirmations: pd.DataFrame | None = None,
    *,
    campaign: str = "",
    by_class: ByClass = NO_CLASSES,
    joint: pd.DataFrame = NO_JOINT,
) -> Report:
    """The report on these tallies and their meetings; `sums.sums` and `grading.grade` say what the tables hold.

    `confirmations`: what people decided, as in `confirming.confirm`.
    `by_class`: what is known of the voter classes that the rules declare.
    Raises: whatever they raise.
    """
    found = figures(tally, meetings, instrument, rules)
    items = suppress(found, rules)
    counts = suppress_counts(pool_votes(tally, instrument, rules), items)
    told = suppress_classes(class_figures(by_class, found, instrument, rules), found, by_class.turnout, rules)
    proposed = grade(found, meetings, assessments, rules, vetoes, previous, told)
    votes = class_votes(by_class, instrument, rules) if rules.classes else by_class.tally
    return Report(
        campaign=campaign,
        instrument=instrument,
        rules=rules,
        meetings=turnout(meetings),
        tally=counts,
        items=items,
        grades=confirm(suppress_grades(proposed), confirmations),
        overall=aggregate(items, rules),
        by_sub_district=aggregate(items, rules, by=["sub_district"]),
        classes=told,
        class_tally=suppress_class_counts(votes, counts, told),
        class_turnout=suppress_turnout(by_class.turnout, rules),
        joint=joint,
    )


def figures(tally: pd.DataFrame, meetings: pd.DataFrame, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """The rates and the scores side by side, before suppression: what `grade` and `suppress` take."""
    rated = rates(tally, meetings, instrument, rules)
    return rated.merge(scores(tally, meetings, instrument, rules), on=KEYS)
