"""The whole pack of 150 communities, written by the command: how much memory its process takes at most; how long."""

import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from bench import district
from bench.figures import Figure
from bench.tally import MEGABYTE_KIB
from survey.evening import Evening
from survey.folder import DataFolder

CAMPAIGN = "2026"


def measure() -> list[Figure]:
    """Peak memory in MB, bounded, and seconds, told."""
    with tempfile.TemporaryDirectory() as folder:
        data, pack = Path(folder) / "data", Path(folder) / "pack.zip"
        evening = Evening(DataFolder(data))
        district.published(evening, CAMPAIGN, district.COMMUNITIES)
        evening.engine.dispose()
        start = time.perf_counter()
        peak = _peak([sys.executable, "-m", "survey", "--data", str(data), "pack", *_of(pack)])
        took = time.perf_counter() - start
        with zipfile.ZipFile(pack) as made:
            files = len(made.namelist())
    return [
        Figure("peak memory of the pack of 150 communities", peak, "MB", None, 300),
        Figure("the pack of 150 communities", took, "s", detail=f"{files} files"),
    ]


def _of(pack: Path) -> list[str]:
    return ["--campaign", CAMPAIGN, "--out", str(pack)]


def _peak(command: list[str]) -> float:
    """MB that the process of `command` held at most. Raises RuntimeError when it fails."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError("the pack was not made")
    return used.ru_maxrss / MEGABYTE_KIB


if __name__ == "__main__":
    for figure in measure():
        print(figure.line())
