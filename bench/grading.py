"""Grading 100,000 communities from their tallies in one call: what it takes, and that its cost grows linearly."""

import subprocess
import sys
from statistics import median

import numpy as np
import pandas as pd

from analysis import rules
from analysis.assessments import assess
from analysis.grading import grade
from analysis.report import figures
from ballots import instrument
from ballots.instrument import ABSTAINED, INVALID, Instrument
from bench import memory
from bench.figures import Figure, spread
from bench.tally import seconds

FEW, MANY, ROUNDS = 10_000, 100_000, 3
BALLOTS, ABSTAINING = 500, 10
CHANCES = (0.62, 0.25, 0.1, 0.03)


def measure() -> list[Figure]:
    """Seconds and memory for 100,000 communities × 17 items, and the cost of one community among many and among few."""
    few, many = rounds(FEW), rounds(MANY)
    done = subprocess.run([sys.executable, "-m", "bench.grading"], capture_output=True, text=True, check=True)
    growth = (median(many) / MANY) / (median(few) / FEW)
    return [
        Figure("grading 100,000 communities × 17 items from tallies", median(many), "s", detail=spread(many, "s")),
        Figure("cost of one community: among 100,000 to among 10,000", growth, "×", None, 1.5, spread(few, "s")),
        Figure("peak memory of a process that grades 100,000", float(done.stdout), "MB"),
    ]


def rounds(communities: int) -> list[float]:
    """How long each grading of so many communities takes."""
    form, ruleset = founding()
    counts, meetings = tallies(communities, form), held(communities)
    assessed = assess(dict.fromkeys(meetings["community"], 90))
    return [
        seconds(lambda: grade(figures(counts, meetings, form, ruleset), meetings, assessed, ruleset))
        for _ in range(ROUNDS)
    ]


def founding() -> tuple[Instrument, rules.Rules]:
    """The founding form and the default rules."""
    return (
        instrument.load(instrument.shipped()["community-2026"]),
        rules.load(rules.shipped()["default-2026"]),
    )


def names(communities: int) -> list[str]:
    """As many names, each of another community."""
    return [f"第{number}社区" for number in range(communities)]


def tallies(communities: int, form: Instrument) -> pd.DataFrame:
    """Counts drawn by chance, the same every time: every item of the three subjects of each community."""
    chance, parts = np.random.default_rng(1), []
    community = np.array(names(communities))
    for position, kind in enumerate(("committee", "secretary", "graduate"), 1):
        section = form.section(kind)
        levels = [*(level.id for level in section.scale.levels), ABSTAINED, INVALID]
        chances = np.array(CHANCES[: len(levels) - 2])
        for item in section.items:
            rated = chance.multinomial(BALLOTS - ABSTAINING, chances / chances.sum(), size=communities)
            votes = np.hstack([rated, np.full((communities, 1), ABSTAINING), np.zeros((communities, 1), int)])
            part = {"community": np.repeat(community, len(levels)), "subject": position}
            part |= {"name": part["community"], "kind": kind, "item": item.id}
            parts.append(pd.DataFrame({**part, "level": np.tile(levels, communities), "votes": votes.ravel()}))
    return pd.concat(parts, ignore_index=True)


def held(communities: int) -> pd.DataFrame:
    """The meetings of these communities: 505 present of 600, 500 ballots each."""
    numbers = {"roll": 600, "present": 505, "issued": BALLOTS, "returned": BALLOTS, "valid": BALLOTS, "spoiled": 0}
    return pd.DataFrame({"community": names(communities), "sub_district": "街道", **numbers})


def main() -> None:
    form, ruleset = founding()
    meetings = held(MANY)
    assessed = assess(dict.fromkeys(meetings["community"], 90))
    grade(figures(tallies(MANY, form), meetings, form, ruleset), meetings, assessed, ruleset)
    print(memory.peak())


if __name__ == "__main__":
    main()
