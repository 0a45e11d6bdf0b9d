"""Fractions compared whole, column against column: cross-multiplied integers, never floats, never rounded.

The integers stay far inside 64 bits: a numerator and a denominator below 10^14 and thresholds of at most four digits.
Where weights make them larger, the columns hold Python integers (dtype object), which have no end.
"""

from bisect import bisect_left, bisect_right
from fractions import Fraction

import pandas as pd


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
    exact = [Fraction(int(above), int(below)) for above, below in zip(numerator, denominator, strict=True)]
    ranked = sorted(exact)
    ranks = {
        "ahead": [len(ranked) - bisect_right(ranked, one) for one in exact],
        "at_or_above": [len(ranked) - bisect_left(ranked, one) for one in exact],
    }
    return pd.DataFrame(ranks, index=numerator.index, dtype="int64")
