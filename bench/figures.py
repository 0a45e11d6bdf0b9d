"""What a bench reports: one figure, where it may lie, and how it was spread over the rounds."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One measured figure. `least` and `most` are bounds; a figure without bounds is only told."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the figure lies within its bounds."""
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    def line(self) -> str:
        """The figure as one line for people."""
        bound = f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}" if self.most is not None else ""
        verdict = "" if not bound else "holds" if self.holds else "MISSED"
        return f"{self.name:<58} {self.value:>10.2f} {self.unit:<9} {bound:<9} {verdict:<7} {self.detail}".rstrip()


def spread(rounds: Sequence[float], unit: str = "") -> str:
    """Median, least and most of the rounds."""
    return f"{median(rounds):.4g} ({min(rounds):.4g} to {max(rounds):.4g}) {unit}".rstrip()


def machine() -> str:
    """The machine and the Python in one line, without its name."""
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
