"""Counting a whole district's ballots, against numpy alone on the same array; and how much memory it takes at most."""

import subprocess
import sys
import time
from statistics import median

import numpy as np
import numpy.typing as npt

from analysis.tally import questions, tally
from ballots import instrument
from bench import memory
from bench.figures import Figure, spread
from bench.subjects import SUBJECTS

BALLOTS, ROUNDS = 75_000, 11


def measure() -> list[Figure]:
    """The ratio to numpy alone, and the peak of a process that counts once."""
    form = instrument.load(instrument.shipped()["community-2026"])
    asked = questions(form, [(subject.kind, subject.name) for subject in SUBJECTS])
    marks = random_marks()
    ours, alone = [], []
    for _ in range(ROUNDS):
        alone.append(seconds(lambda: [np.bincount(marks[:, at], minlength=256) for at in range(marks.shape[1])]))
        ours.append(seconds(lambda: tally(marks, asked, form, community="")))
    done = subprocess.run([sys.executable, "-m", "bench.tally"], capture_output=True, text=True, check=True)
    detail = f"{spread(ours, 's')}; numpy {spread(alone, 's')}"
    return [
        Figure(
            "tally of 75,000 ballots × 17, time to numpy alone", median(ours) / median(alone), "×", None, 1.5, detail
        ),
        Figure("peak memory of a process that counts them", float(done.stdout), "MB", None, 200),
    ]


def random_marks() -> npt.NDArray[np.uint8]:
    """Ballots as they come out of the boxes: three or four levels, some blanks."""
    chance = np.random.default_rng(1)
    marks = chance.integers(0, 3, size=(BALLOTS, 17), dtype=np.uint8)
    marks[chance.random(marks.shape) < 0.05] = 255
    return marks


def seconds(act: object) -> float:
    """How long `act()` takes."""
    start = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - start


def main() -> None:
    form = instrument.load(instrument.shipped()["community-2026"])
    tally(random_marks(), questions(form, [(subject.kind, subject.name) for subject in SUBJECTS]), form, community="")
    print(memory.peak())


if __name__ == "__main__":
    main()
