"""Which characters a font can draw: asked when a meeting is prepared, so that no slip prints a box in a name."""

from functools import lru_cache
from pathlib import Path
from unicodedata import category

from fontTools.ttLib import TTFont

UNDRAWN = {"Cc", "Cf", "Zl", "Zp", "Zs"}
"""Unicode categories that leave no ink: controls, direction and joining marks, spaces."""

VARIATIONS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
"""Marks that ask for another shape of the character before them; the ordinary shape is drawn."""


def missing_characters(text: str, font: Path) -> list[str]:
    """The characters of `text` that `font` cannot draw, in order, once each; [] when all can be drawn.

    Spaces, line breaks, controls and marks that choose another shape of a character are never reported.
    Raises FileNotFoundError when there is no such font, fontTools.ttLib.TTLibError when it is not a font.
    """
    drawn = _drawn(font)
    inked = (sign for sign in dict.fromkeys(text) if category(sign) not in UNDRAWN and sign not in VARIATIONS)
    return [sign for sign in inked if ord(sign) not in drawn]


@lru_cache(maxsize=4)
def _drawn(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
