"""Wrong codes are let in a few at a time. Right codes are never counted, refused or made to wait.

A hall shares one address, so no address is looked at: one bucket stands for everybody. Codes are too long to
guess (see `codes.py`); this keeps a flood of wrong ones from becoming a flood of pages.
"""

import threading

from ballots.errors import TooManyWrongCodes

AT_ONCE = 60
"""How many wrong codes may come at the same moment: a whole stack of used slips held up to phones."""
A_SECOND = 20.0


class Throttle:
    """A bucket of AT_ONCE tokens that fills at A_SECOND; a wrong code takes one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens = float(AT_ONCE)
        self._since = float("-inf")

    def note_wrong(self, now: float) -> None:
        """Takes a token at `now`, in seconds of a steady clock. Raises TooManyWrongCodes when there is none."""
        with self._lock:
            self._tokens = min(float(AT_ONCE), self._tokens + (now - self._since) * A_SECOND)
            self._since = now
            if self._tokens < 1:
                raise TooManyWrongCodes
            self._tokens -= 1
