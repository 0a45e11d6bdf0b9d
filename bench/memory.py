"""The most memory that a process held: its own, where `ru_maxrss` of a child begins with what its parent held.

`python -m bench.memory FILE MODULE …` runs the module with these arguments and writes the megabytes into FILE.
"""

import resource
import runpy
import sys
from pathlib import Path

KIB = 1024
_STATUS = Path("/proc/self/status")


def peak() -> float:
    """Megabytes that this process has held at most; where there is no /proc, as the system counts them."""
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
    lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
    return float(lines["VmHWM"].split()[0]) / KIB


def main() -> None:
    _, told, module, *arguments = sys.argv
    sys.argv = [module, *arguments]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        Path(told).write_text(str(peak()), encoding="utf-8")


if __name__ == "__main__":
    main()
