"""The superior's points as exact whole numbers, ready to be weighed with the public score."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from analysis.errors import AssessmentOutOfRange

MOST_DENOMINATOR = 10_000


def assess(points: Mapping[str, Fraction | Decimal | int | str | None]) -> pd.DataFrame:
    """The superior's assessment of each community, exact; None where it has not come yet.

    Columns: `community` str · `superior_points`, `superior_denominator` int64: their quotient is the points 0–100.
    Missing: 0 / 0 where there is no assessment.
    Raises: AssessmentOutOfRange for anything that is no exact number from 0 to 100 with at most 4 decimals.
    Example: "88.5" is 177 / 2; Fraction(800, 9), the 88.89 of the Chongqing example, stays 800 / 9.
    """
    rows = [(community, *_whole(community, value)) for community, value in points.items()]
    frame = pd.DataFrame(rows, columns=["community", "superior_points", "superior_denominator"])
    return frame.astype({"community": "str", "superior_points": "int64", "superior_denominator": "int64"})


def _whole(community: str, value: Fraction | Decimal | int | str | None) -> tuple[int, int]:
    if value is None:
        return 0, 0
    try:
        exact = Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):
        raise AssessmentOutOfRange(community=community) from None
    if not 0 <= exact <= 100 or exact.denominator > MOST_DENOMINATOR or isinstance(value, float):
        raise AssessmentOutOfRange(community=community)
    return exact.numerator, exact.denominator
