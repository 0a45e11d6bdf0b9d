"""The whole pack of 150 communities, written by the command: how much memory its process takes at most; how long."""

import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from bench import district
from bench.figures import Figure
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
        told = Path(folder) / "peak"
        command = ["bench.memory", str(told), "survey", "--data", str(data), "pack", *_of(pack)]
        subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)
        took = time.perf_counter() - start
        with zipfile.ZipFile(pack) as made:
            files = len(made.namelist())
        peak = float(told.read_text(encoding="utf-8"))
    return [
        Figure("peak memory of the pack of 150 communities", peak, "MB", None, 300),
        Figure("the pack of 150 communities", took, "s", detail=f"{files} files"),
    ]


def _of(pack: Path) -> list[str]:
    return ["--campaign", CAMPAIGN, "--out", str(pack)]


if __name__ == "__main__":
    for figure in measure():
        print(figure.line())
