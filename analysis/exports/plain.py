"""A frame as CSV and plain values as JSON."""

import csv
import json
from collections.abc import Mapping
from io import StringIO

import pandas as pd

from analysis.columns import head
from analysis.wording import Wording

BOM = "\ufeff"
"""Tells spreadsheet programs that the file is UTF-8."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program would take for the start of a formula."""
YES: Mapping[str, tuple[str, str]] = {"zh-CN": ("否", "是"), "en": ("no", "yes")}


def to_csv(frame: pd.DataFrame, wording: Wording) -> bytes:
    """The frame as CSV for spreadsheet programs: UTF-8 with BOM, lines ended by CR LF, heads and words translated.

    Text that begins with one of RISKY gets a leading ' and stays text when it is opened; numbers are written as they
    are. Units: rates are unrounded fractions 0–1, beside their whole numbers. Missing: an empty cell, hidden where
    the column `suppressed` says yes, undefined elsewhere.
    """
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow(_safe(head(str(column), wording)) for column in frame.columns)
    for row in frame.to_dict("records"):
        writer.writerow(_cell(str(column), row, wording) for column in row)
    return (BOM + target.getvalue()).encode("utf-8")


def to_json(value: Mapping[str, object]) -> bytes:
    """The value as canonical JSON: UTF-8, keys sorted, two spaces, a line break at the end.

    Raises ValueError when it holds a number that JSON cannot write (NaN, infinity).
    """
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n").encode("utf-8")


def _cell(column: str, row: Mapping[str, object], wording: Wording) -> str:
    value = row[column]
    if pd.isna(value):
        return ""
    if isinstance(value, str):
        return _safe(_translate(column, value, row, wording))
    return YES[wording.language][value] if isinstance(value, bool) else str(value)


def _translate(column: str, value: str, row: Mapping[str, object], wording: Wording) -> str:
    kind = str(row.get("kind", ""))
    match column:
        case "kind":
            return wording.kind(kind)
        case "item" if kind:
            return wording.item(kind, value)
        case "level" if kind:
            return wording.level(kind, value)
    return value


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(RISKY) else text
