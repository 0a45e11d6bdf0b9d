"""Wrong passwords slow down whoever sends them. No account is ever locked, so nobody can lock one.

Two abuses pull apart: guessing one account's password from many devices, and keeping its owner out by guessing on
purpose. So each device has its own pause, and a name that many devices guess at lets them in one after the other,
those that failed least first. A device on which the account has signed in before waits for nobody but itself.
"""

import threading
from dataclasses import dataclass, field

from survey.errors import NameBesieged, TooManySignIns

FREE = 5
"""How many wrong passwords a device may send before it has to wait."""
FREE_OF_A_NAME = 20
"""How many wrong passwords a name may get from unknown devices before these have to take turns."""
LONGEST_SECONDS = 30.0
TURN_SECONDS = 3.0
"""Between two unknown devices that have failed equally often, and fewer than FREE times, at a besieged name."""
FORGET_SECONDS = 15 * 60.0
_PRUNE_SECONDS = 60.0
UNNOTED_SECONDS = 60.0


@dataclass(frozen=True)
class Sender:
    """Who tries: a device, the name it tries as it compares, and whether that name has signed in on it before."""

    device: str
    name: str
    is_known: bool = False


@dataclass
class _Failures:
    count: int = 0
    last: float = float("-inf")
    seen: float = float("-inf")  # refused ones included: who keeps trying is not forgotten
    turns: dict[int, float] = field(
        default_factory=dict
    )  # at a name: the last turn of devices by how often they failed


class Patience:
    """The recent failures of each device and each name, in memory only. `now` is in seconds of a steady clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._devices: dict[str, _Failures] = {}
        self._names: dict[str, _Failures] = {}
        self._pruned = float("-inf")

    def attempt(self, sender: Sender, now: float) -> None:
        """Returns when `sender` may try; the try counts as failed until `succeed`.

        Raises TooManySignIns when the device must wait, NameBesieged when it must wait for its turn at the name.
        """
        with self._lock:
            self._prune(now)
            device, name = self._devices.get(sender.device, _Failures()), self._names.get(sender.name, _Failures())
            device.seen = name.seen = now
            if (left := device.last + _pause(device.count - FREE) - now) > 0:
                raise TooManySignIns(seconds=int(left) + 1)
            if not sender.is_known:
                if (left := _next_turn(name, device.count) - now) > 0:
                    raise NameBesieged(seconds=int(left) + 1)
                name.turns[min(device.count, FREE)] = now
                name.count, name.last = name.count + 1, now
                self._names[sender.name] = name
            device.count, device.last = device.count + 1, now
            self._devices[sender.device] = device

    def succeed(self, sender: Sender) -> None:
        """Takes back the try that counted as failed: the device begins anew, the name keeps what others did."""
        with self._lock:
            self._devices.pop(sender.device, None)
            if not sender.is_known and sender.name in self._names:
                self._names[sender.name].count -= 1

    def _prune(self, now: float) -> None:
        if now - self._pruned >= _PRUNE_SECONDS:
            self._pruned = now
            self._devices = _recent(self._devices, now)
            self._names = _recent(self._names, now)


class Unnoted:
    """Failed sign-ins that are not in the record of acts yet: it gets at most one line a minute, however many come."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count, self._noted = 0, float("-inf")

    def add(self, now: float) -> int:
        """Counts one more; how many to note now, 0 while it is too early."""
        with self._lock:
            self._count += 1
            if now - self._noted < UNNOTED_SECONDS:
                return 0
            self._noted = now
            return self._taken()

    def rest(self) -> int:
        """How many are left to note, because somebody signs in and should find them."""
        with self._lock:
            return self._taken()

    def _taken(self) -> int:
        count, self._count = self._count, 0
        return count


def _recent(all_failures: dict[str, _Failures], now: float) -> dict[str, _Failures]:
    return {name: one for name, one in all_failures.items() if now - one.seen < FORGET_SECONDS}


def _pause(beyond: int) -> float:
    """Seconds to wait after so many failures beyond the free ones: twice as long each time, and never for long."""
    return 0.0 if beyond < 0 else min(2.0 ** min(beyond, 8), LONGEST_SECONDS)


def _next_turn(name: _Failures, failed: int) -> float:
    """When a device that failed so often may try at the name: at once, or after others that failed as often."""
    pause = _pause(name.count - FREE_OF_A_NAME)
    before = name.turns.get(min(failed, FREE), float("-inf"))
    return before + (min(pause, TURN_SECONDS) if failed < FREE else pause)
