"""A frame as CSV and plain values as JSON."""

import json
from collections.abc import Mapping

import pandas as pd

from analysis.columns import head
from analysis.exports import spreadsheet
from analysis.wording import Wording

YES: Mapping[str, tuple[str, str]] = {"zh-CN": ("否", "是"), "en": ("no", "yes")}


def to_csv(frame: pd.DataFrame, wording: Wording) -> bytes:
    """The frame as CSV for spreadsheet programs, heads and words translated; see `spreadsheet.to_csv`.

    Units: rates are unrounded fractions 0–1, beside their whole numbers. Missing: an empty cell, hidden where
    the column `suppressed` says yes, undefined elsewhere.
    """
    heads = [head(str(column), wording) for column in frame.columns]
    rows = ([_cell(str(column), row, wording) for column in row] for row in frame.to_dict("records"))
    return spreadsheet.to_csv(heads, rows)


def to_json(value: Mapping[str, object]) -> bytes:
    """The value as canonical JSON: UTF-8, keys sorted, two spaces, a line break at the end.

    Raises ValueError when it holds a number that JSON cannot write (NaN, infinity).
    """
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n").encode("utf-8")


def _cell(column: str, row: Mapping[str, object], wording: Wording) -> object:
    value = row[column]
    if pd.isna(value):
        return ""
    if isinstance(value, str):
        return _translate(column, value, row, wording)
    return YES[wording.language][value] if isinstance(value, bool) else value


def _translate(column: str, value: str, row: Mapping[str, object], wording: Wording) -> str:
    kind = str(row.get("kind", ""))
    match column:
        case "kind":
            return wording.kind(kind)
        case "item" if kind:
            return wording.item(kind, value)
        case "level" if kind:
            return wording.level(kind, value)
        case "class":
            return wording.voter_class(value)
    return value
