"""A figure as text: half-up (四舍五入), exact, for display only. Nothing is ever compared after rounding."""

from fractions import Fraction

UNDEFINED = "—"
"""What is shown where nobody rated: never 0 %, never 100 %."""


def shown(numerator: int | Fraction, denominator: int | Fraction = 1, places: int = 2, percent: bool = True) -> str:
    """The quotient as text with exactly `places` decimals, rounded half-up; UNDEFINED when `denominator` is 0.

    Unit: `percent=True` shows a fraction 0–1 in percent without the sign, `percent=False` shows points as they are.
    Halves go away from zero, so a fall of 0.125 shows as -0.13. Columns are never forced to add up to 100.
    Source: 四舍五入 as in 沾益 and 迪庆 (2 decimals). Example: `shown(25, 28)` is "89.29"; `shown(29, 32)` "90.63".
    """
    if denominator == 0:
        return UNDEFINED
    exact = Fraction(numerator) / Fraction(denominator) * 10**places * (100 if percent else 1)
    units = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    digits = f"{units:0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if exact < 0 and units else text
