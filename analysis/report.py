"""Everything published about a campaign, or about one meeting, assembled once. Pages, charts and files read this."""

from dataclasses import dataclass

import pandas as pd

from analysis.aggregate import aggregate
from analysis.document import document
from analysis.grading import grade
from analysis.rates import rates, turnout
from analysis.rules import Rules
from analysis.scores import scores
from analysis.sums import KEYS, pool_votes
from analysis.suppression import suppress, suppress_counts, suppress_grades
from ballots.instrument import Instrument


@dataclass(frozen=True, eq=False)
class Report:
    """The finished frames; small groups are hidden in every one of them.

    - `meetings`: one row per community, as in `rates.turnout`; with `meeting` when the meetings came with it.
    - `tally`: the counts, one row per community × subject × item × level, all items together (`pooled`) included;
      `votes` Int64, `suppressed` bool.
    - `items`: the figures, one row per community × subject × item: the columns of `rates` and `scores`, counts Int64,
      and `suppressed` bool.
    - `headlines`: the rows of `items` that speak for their subjects.
    - `grades`: one row per community, as in `grading.grade`, and `suppressed` bool.
    - `overall`, `by_sub_district`: across communities, as in `aggregate.aggregate`.
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

    @property
    def headlines(self) -> pd.DataFrame:
        """The rows of `items` that speak for their subjects, one per subject."""
        return self.items[self.items["headline"]].reset_index(drop=True)

    def as_document(self) -> dict[str, object]:
        """The report as plain JSON values: the contract of `results --format json`."""
        return document(self.campaign, self.rules, self.meetings, self.tally, self.items, self.grades)

    def as_table(self) -> pd.DataFrame:
        """One flat table for CSV: the rows and columns of `items`, and a column of votes for each level of the form.

        Columns: those of `items` · one Int64 per level id, in the order of the form.
        Missing: <NA> where the figure is hidden, or where the item's scale has no such level.
        """
        levels = [level.id for scale in self.instrument.scales for level in scale.levels]
        wide = self.tally.pivot(index=KEYS, columns="level", values="votes").reindex(
            columns=list(dict.fromkeys(levels))
        )
        return self.items.merge(wide.reset_index(), on=KEYS, how="left")


def report(
    tally: pd.DataFrame,
    meetings: pd.DataFrame,
    instrument: Instrument,
    rules: Rules,
    assessments: pd.DataFrame | None = None,
    vetoes: pd.DataFrame | None = None,
    previous: pd.DataFrame | None = None,
    *,
    campaign: str = "",
) -> Report:
    """The report on these tallies and their meetings; `sums.sums` and `grading.grade` say what the tables hold.

    Raises: whatever they raise.
    """
    found = figures(tally, meetings, instrument, rules)
    items = suppress(found, rules)
    return Report(
        campaign=campaign,
        instrument=instrument,
        rules=rules,
        meetings=turnout(meetings),
        tally=suppress_counts(pool_votes(tally, instrument, rules), items),
        items=items,
        grades=suppress_grades(grade(found, meetings, assessments, rules, vetoes, previous)),
        overall=aggregate(items, rules),
        by_sub_district=aggregate(items, rules, by=["sub_district"]),
    )


def figures(tally: pd.DataFrame, meetings: pd.DataFrame, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """The rates and the scores side by side, before suppression: what `grade` and `suppress` take."""
    rated = rates(tally, meetings, instrument, rules)
    return rated.merge(scores(tally, meetings, instrument, rules), on=KEYS)
