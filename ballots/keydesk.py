"""Keys that scrutineers have presented and that wait, in memory only, for a second one."""

import threading
from dataclasses import dataclass, field

from ballots.keys import Key

PATIENCE_SECONDS = 15 * 60.0
"""How long a presented key is remembered. Then its holder scans it again."""


@dataclass
class _Presented:
    keys: dict[int, Key] = field(default_factory=dict)
    last: float = 0.0


class KeyDesk:
    """The presented keys of each meeting. Nothing is written anywhere."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._presented: dict[str, _Presented] = {}

    def present(self, meeting_id: str, key: Key, now: float) -> tuple[Key, ...]:
        """All keys presented for the meeting, `key` among them; `now` in seconds of a steady clock."""
        with self._lock:
            self._drop_old(now)
            presented = self._presented.setdefault(meeting_id, _Presented())
            presented.keys[key.number], presented.last = key, now
            return tuple(presented.keys.values())

    def numbers(self, meeting_id: str, now: float) -> frozenset[int]:
        """Which keys are presented for the meeting: their numbers."""
        with self._lock:
            self._drop_old(now)
            presented = self._presented.get(meeting_id)
            return frozenset(presented.keys) if presented else frozenset()

    def forget(self, meeting_id: str) -> None:
        """Forgets the meeting's keys: they have done their work."""
        with self._lock:
            self._presented.pop(meeting_id, None)

    def _drop_old(self, now: float) -> None:
        old = [name for name, presented in self._presented.items() if now - presented.last > PATIENCE_SECONDS]
        for name in old:
            del self._presented[name]
