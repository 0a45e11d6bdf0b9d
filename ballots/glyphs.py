"""Which characters a font can draw: asked when a meeting is prepared, so that no slip prints a box in a name."""

from functools import lru_cache
from pathlib import Path
from unicodedata import category

from fontTools.ttLib import TTFont

UNDRAWN = {"Cc", "Cf", "Zl", "Zp", "Zs"}
"""Unicode categories that leave no ink: controls, direction and joining marks, spaces."""


def missing_characters(text: str, font: Path) -> list[str]:
    """The characters of `text` that `font` cannot draw, in order, once each; [] when all can be drawn.

    Spaces, line breaks and controls are not drawn and never reported.
    Raises FileNotFoundError when there is no such font, fontTools.ttLib.TTLibError when it is not a font.
    """
    drawn = _drawn(font)
    return [sign for sign in dict.fromkeys(text) if category(sign) not in UNDRAWN and ord(sign) not in drawn]


@lru_cache(maxsize=4)
def _drawn(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
