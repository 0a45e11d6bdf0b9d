"""How many ballots lie in the box, as coarsely as the hall may know it while people vote.

A live counter beside a queue would time each ballot. So the number moves in steps of at least STEP, at most
once in PAUSE_SECONDS, and stays at least one STEP behind: the exact number, told at the close, then
differs from the last one shown by at least STEP people, never by one.
"""

import threading

STEP = 5
PAUSE_SECONDS = 30.0


class Turnout:
    """What the hall screen shows of one open box."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shown = 0
        self._since = float("-inf")

    def shown(self, returned: int, now: float) -> int:
        """The number to show when `returned` ballots lie in the box at `now` (seconds of a steady clock)."""
        with self._lock:
            coarse = max(0, returned // STEP * STEP - STEP)
            if coarse > self._shown and now - self._since >= PAUSE_SECONDS:
                self._shown, self._since = coarse, now
            return self._shown
