"""Keys that are made and wait, in this process's memory only, for their holders to come to the screen."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from ballots.keys import Key
from survey.errors import KeyShown

PATIENCE_SECONDS = 30 * 60.0
"""How long a key waits for its holder. Then three new ones are made."""


@dataclass
class _Waiting:
    keys: dict[int, Key]
    since: float


class Ceremony:
    """The keys of each meeting that nobody has seen yet. Each is handed out once and then forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, _Waiting] = {}

    def begin(self, meeting_id: str, keys: Iterable[Key], now: float) -> None:
        """Holds the meeting's fresh keys; earlier ones are forgotten. `now` in seconds of a steady clock."""
        with self._lock:
            self._waiting[meeting_id] = _Waiting({key.number: key for key in keys}, now)

    def waiting(self, meeting_id: str, now: float) -> tuple[int, ...]:
        """The numbers of the keys that nobody has seen yet, in order."""
        with self._lock:
            return tuple(sorted(self._fresh(meeting_id, now)))

    def hand_out(self, meeting_id: str, number: int, now: float) -> Key:
        """The key, for the one time it is shown. Raises KeyShown when it has been, or waited too long."""
        with self._lock:
            key = self._fresh(meeting_id, now).pop(number, None)
        if key is None:
            raise KeyShown
        return key

    def _fresh(self, meeting_id: str, now: float) -> dict[int, Key]:
        waiting = self._waiting.get(meeting_id)
        if waiting is None or now - waiting.since > PATIENCE_SECONDS or not waiting.keys:
            self._waiting.pop(meeting_id, None)
            return {}
        return waiting.keys
