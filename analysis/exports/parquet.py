"""A report as Parquet for analysts: typed columns, exact fractions as whole numbers, the rate beside them."""

import json
from io import BytesIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.report import Report

TEXTS = ("community", "sub_district", "kind", "name", "item", "class")
WHOLE = ("valid", "effective", "abstained", "invalid")
RATES = ("strict", "broad", "negative")
ABOUT = b"minxin"
"""The key of the file's metadata under which campaign, form and rules stand as JSON."""


def to_parquet(report: Report) -> bytes:
    """The report as Parquet: one row per community × subject × item (× voter class), as in `Report.as_table`.

    Columns: text `community`, `sub_district`, `kind`, `name`, `item`, `class` (empty: all ballots) · int32 `subject` ·
    bool `headline`, `suppressed` · int64 `valid`, `effective`, `abstained`, `invalid` · int64 `votes_<level>` for each
    level of the form · int64 `strict_numerator`, `broad_numerator`, `negative_numerator`, `denominator` and float64
    `strict_rate`, `broad_rate`, `negative_rate` (fractions 0–1) · int64 `score_points`, `score_denominator`, float64
    `score` (points 0–100).
    Missing: null where a figure is hidden, undefined (nobody rated), or the item's scale has no such level.
    The same report gives the same bytes; the file's metadata names campaign, form and rules with their fingerprints.
    """
    table, kinds = _named(report), _kinds(report)
    schema = pa.schema(list(kinds.items()), metadata={ABOUT: _about(report)})
    columns = [pa.Array.from_pandas(table[name], type=kind) for name, kind in kinds.items()]
    target = BytesIO()
    pq.write_table(pa.table(columns, schema=schema), target, compression="zstd")
    return target.getvalue()


def _kinds(report: Report) -> dict[str, pa.DataType]:
    """Every column in its order, and its type."""
    return {
        **dict.fromkeys(TEXTS, pa.string()),
        "subject": pa.int32(),
        **dict.fromkeys(("headline", "suppressed"), pa.bool_()),
        **dict.fromkeys((*WHOLE, *(f"votes_{level}" for level in _levels(report))), pa.int64()),
        **dict.fromkeys((*(f"{rate}_numerator" for rate in RATES), "denominator"), pa.int64()),
        **dict.fromkeys((f"{rate}_rate" for rate in RATES), pa.float64()),
        **dict.fromkeys(("score_points", "score_denominator"), pa.int64()),
        "score": pa.float64(),
    }


def _named(report: Report) -> pd.DataFrame:
    """The flat table under the names of the file; a class's row is of the community's sub-district."""
    table = report.as_table()
    names = {f"{rate}_votes": f"{rate}_numerator" for rate in RATES}
    names |= {level: f"votes_{level}" for level in _levels(report)}
    places = dict(zip(report.meetings["community"], report.meetings["sub_district"], strict=True))
    by_class = {} if "class" in table else {"class": ""}
    return table.rename(columns=names).assign(sub_district=table["community"].map(places), **by_class)


def _levels(report: Report) -> list[str]:
    return list(dict.fromkeys(level.id for scale in report.instrument.scales for level in scale.levels))


def _about(report: Report) -> bytes:
    form, rules = report.instrument, report.rules
    about = {
        "campaign": report.campaign,
        "form": {"id": form.id, "edition": form.edition, "fingerprint": form.fingerprint},
        "rules": {"name": rules.name, "version": rules.version, "fingerprint": rules.fingerprint},
    }
    return json.dumps(about, ensure_ascii=False, sort_keys=True).encode()
