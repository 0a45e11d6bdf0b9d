"""Fractions compared whole, column against column: cross-multiplied integers, never floats, never rounded.

The integers stay far inside 64 bits: a numerator and a denominator below 10^14 and thresholds of at most four digits.
"""

from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

DIGITS = 10
"""Groups of three decimals compared when ranking: 30 decimals tell apart any two fractions over less than 10^15."""


def at_least(numerator: pd.Series, denominator: pd.Series, threshold: Fraction) -> pd.Series:
    """Whether each fraction is ≥ `threshold`, as a bool; an undefined one (denominator 0) is not.

    Example: 269/299 = 89.966… % is not at least 9/10.
    """
    return (denominator > 0) & (numerator * threshold.denominator >= threshold.numerator * denominator)


def above(numerator: pd.Series, denominator: pd.Series, threshold: Fraction) -> pd.Series:
    """Whether each fraction is > `threshold`, as a bool; an undefined one (denominator 0) is not."""
    return (denominator > 0) & (numerator * threshold.denominator > threshold.numerator * denominator)


def below(numerator: pd.Series, denominator: pd.Series, threshold: Fraction) -> pd.Series:
    """Whether each fraction is < `threshold`, as a bool; an undefined one (denominator 0) is not."""
    return (denominator > 0) & ~at_least(numerator, denominator, threshold)


def standings(numerator: pd.Series, denominator: pd.Series) -> pd.DataFrame:
    """Where each fraction stands among all, the greatest first; equal fractions stand together.

    Columns: int64 `ahead`, how many are greater · `at_or_above`, how many are greater or equal, itself included.
    Example: 9/10, 18/20, 1/2 gives ahead 0, 0, 2 and at_or_above 2, 2, 3.
    """
    digits = _divide(numerator.to_numpy("int64"), denominator.to_numpy("int64"))
    order = np.lexsort(digits[::-1])[::-1]
    ranked = digits[:, order]
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (ranked[:, 1:] != ranked[:, :-1]).any(axis=0)
    starts, group = np.flatnonzero(is_new), np.cumsum(is_new) - 1
    ends = np.append(starts[1:], len(order))
    ranks = pd.DataFrame({"ahead": starts[group], "at_or_above": ends[group]}, index=order)
    return ranks.sort_index().set_axis(numerator.index).astype("int64")


def _divide(numerator: npt.NDArray[np.int64], denominator: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Long division: the whole part, then groups of three decimals, one row each."""
    groups, rest = [], numerator
    for _ in range(DIGITS + 1):
        groups.append(rest // denominator)
        rest = rest % denominator * 1000
    return np.array(groups)
