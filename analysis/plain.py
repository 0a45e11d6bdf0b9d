"""Cells of a published table as plain JSON values; a blank one is None."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from analysis.rounding import shown

Row = Mapping[Hashable, Any]


def whole(value: object) -> int | None:
    """The whole number; None when it is hidden."""
    return None if pd.isna(value) else int(str(value))


def fraction(numerator: object, denominator: object) -> list[int | None] | None:
    """A rate as [numerator, denominator]; None when it is hidden or undefined."""
    above, below = whole(numerator), whole(denominator)
    return [above, below] if below else None


def score(numerator: object, denominator: object) -> str | None:
    """Points as text with two decimals, half-up; None when they are hidden or undefined."""
    above, below = whole(numerator), whole(denominator)
    return shown(above, below, percent=False) if below and above is not None else None
