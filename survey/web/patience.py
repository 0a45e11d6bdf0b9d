"""Wrong passwords slow down whoever sends them, and nobody else."""

import threading
from dataclasses import dataclass

from survey.errors import TooManySignIns

FREE = 5
"""How many wrong passwords a device may send before it has to wait."""
LONGEST_SECONDS = 30.0
FORGET_SECONDS = 15 * 60.0


@dataclass
class _Failures:
    count: int = 0
    last: float = 0.0


class Patience:
    """The recent failures of each device, in memory only. No account is ever locked, so nobody can lock one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: dict[str, _Failures] = {}

    def require(self, device: str, now: float) -> None:
        """Returns when `device` may try; `now` in seconds of a steady clock. Raises TooManySignIns."""
        with self._lock:
            failures = self._failures.get(device, _Failures())
            left = failures.last + _pause(failures.count) - now
        if left > 0:
            raise TooManySignIns(seconds=int(left) + 1)

    def note_failure(self, device: str, now: float) -> None:
        """Remembers one wrong password, and forgets those of long ago."""
        with self._lock:
            self._failures = {name: one for name, one in self._failures.items() if now - one.last < FORGET_SECONDS}
            failures = self._failures.setdefault(device, _Failures())
            failures.count, failures.last = failures.count + 1, now

    def forget(self, device: str) -> None:
        """Forgets the failures of a device that has signed in."""
        with self._lock:
            self._failures.pop(device, None)


def _pause(failures: int) -> float:
    """Seconds to wait: none for the first FREE failures, then twice as long each time."""
    return 0.0 if failures < FREE else min(2.0 ** (failures - FREE), LONGEST_SECONDS)
