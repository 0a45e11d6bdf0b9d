"""The tally beside its figures: one row per item, one column per level. What charts draw and workbooks hold."""

import pandas as pd

from ballots.instrument import Section


def beside(items: pd.DataFrame, tally: pd.DataFrame, section: Section) -> pd.DataFrame:
    """The published rows of `items` for subjects of the section's kind, with the published votes at each level.

    Columns: those of `items` · one Int64 per level of the section's scale, named by its id, best first.
    Rows: those of `items`, in their order. `items` and `tally` are those of `analysis.report.Report`.
    Missing: <NA> where the row is suppressed.
    """
    keys = ["community", "subject", "item"]
    levels = [level.id for level in section.scale.levels]
    rows = items[items["kind"] == section.kind].reset_index(drop=True)
    wide = tally[tally["kind"] == section.kind].pivot(index=keys, columns="level", values="votes")
    votes = wide.reindex(index=pd.MultiIndex.from_frame(rows[keys]), columns=levels).astype("Int64")
    return pd.concat([rows, votes.reset_index(drop=True)], axis=1)
