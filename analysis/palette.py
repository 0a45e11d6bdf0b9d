"""The colours of levels and rates, the same on pages, charts and paper. No drawing library is needed to ask.

Levels that enter the broad rate are blue, the rest orange: red and green are never opposed. Each step differs from
its neighbours in lightness too, so that a grey print and a colour-blind reader still see where one level ends.
"""

from ballots.instrument import Scale

INK = "#1B2733"
"""Text that is read first."""
MUTED = "#5A6772"
"""Text that is read second: bases, denominators, notes; 4.5 : 1 on white and on TRACK."""
RULE = "#C9D1D8"
"""Thin lines."""
TRACK = "#EDF0F3"
"""What a bar does not fill."""
PAPER = "#FFFFFF"
ABSTAINED = "#F4F5F6"
"""Abstained ratings: nearly white, hatched with HATCH, so that they never pass for a level."""
HATCH = "#98A2AB"

BEST, MIDDLE, LIGHT = "#0B4A6F", "#6299BA", "#96C4DB"
PALE, WORST = "#FADEB8", "#BA581C"
SHADES = 10
"""How many shades a heat map has."""
STRICT, BROAD = BEST, LIGHT
"""The two rates, in the colours of the levels they add."""


def level_colours(scale: Scale) -> dict[str, str]:
    """The colour of each level of `scale`, by level id, as "#RRGGBB"."""
    good = _ramp([BEST, MIDDLE, LIGHT] if scale.broad > 2 else [BEST, LIGHT], scale.broad)
    poor = _ramp([WORST, PALE], len(scale.levels) - scale.broad)[::-1]
    return {level.id: colour for level, colour in zip(scale.levels, good + poor, strict=True)}


def shade(place: float) -> str:
    """A single blue from nearly white (0) to the darkest (1): lightness alone tells more from less, in grey too."""
    return _between(["#EEF4F8", MIDDLE, "#08324D"], 2 * min(max(place, 0.0), 1.0))


def ink_on(colour: str) -> str:
    """PAPER or INK, whichever reads better on `colour`."""
    return PAPER if contrast(PAPER, colour) > contrast(INK, colour) else INK


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    dark, light = sorted([_luminance(one), _luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ramp(anchors: list[str], steps: int) -> list[str]:
    """`steps` colours evenly spaced from the first anchor to the last."""
    return [_between(anchors, step / max(steps - 1, 1) * (len(anchors) - 1)) for step in range(steps)]


def _between(anchors: list[str], place: float) -> str:
    left = min(int(place), len(anchors) - 2)
    pairs = zip(_parts(anchors[left]), _parts(anchors[left + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * (place - left)):02X}" for a, b in pairs)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
