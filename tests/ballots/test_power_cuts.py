"""A cable pulled out of the wall loses no acknowledged ballot either.

A casting process runs under strace, which writes down each write and each sync in order. Then the evening is cut
at random points: of what was written but not synced yet, a random choice of 512-byte sectors reached the disk.
The next server must find a whole box with every ballot that had been acknowledged by then.
"""

import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ballots.codes import Code
from tests.ballots.boxes import open_a_box
from tests.ballots.caster import ACKNOWLEDGED
from tests.ballots.whole import require_whole, slip_key
from tests.programs import require

ROOT = Path(__file__).resolve().parents[2]
CUTS = 1500
SECTOR = 512
CALL = re.compile(r'^\d+ +(pwrite64|write|fsync|fdatasync)\((\d+)<([^>]*)>(?:, "([^"]*)", \d+(?:, (\d+))?)?')


@dataclass
class Disk:
    """One file: what is safe on the disk, and what only waits in the computer's memory, sector by sector."""

    safe: bytearray
    waiting: list[tuple[int, bytes]] = field(default_factory=list)

    def write(self, at: int, data: bytes) -> None:
        while data:
            room = SECTOR - at % SECTOR
            self.waiting.append((at, data[:room]))
            at, data = at + room, data[room:]

    def sync(self) -> None:
        self.safe = self.after_a_cut(lambda: True)
        self.waiting.clear()

    def after_a_cut(self, arrived: Callable[[], bool]) -> bytearray:
        """The file's bytes when of the waiting sectors only those have `arrived` that luck chose."""
        found = bytearray(self.safe)
        for at, data in self.waiting:
            if arrived():
                found.extend(bytes(max(0, at + len(data) - len(found))))
                found[at : at + len(data)] = data
        return found


def test_power_cuts_lose_no_acknowledged_ballot(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    hall = open_a_box(tmp_path / "toy.box", slips=300, takes_comments=True)
    hall.store.release()
    key = slip_key(hall.path)
    before = {name: Path(name).read_bytes() for name in (str(hall.path), f"{hall.path}-journal")}
    calls = list(_calls(_traced(hall.path, hall.codes)))
    cuts = sorted(random.choices(range(len(calls)), k=CUTS))
    disks = {name: Disk(bytearray(content)) for name, content in before.items()}
    acknowledged, done, moments = list[Code](), 0, set()
    for cut in cuts:
        for call, name, data, at in calls[done:cut]:
            if name in disks and call == "pwrite64":
                disks[name].write(at, data)
            elif name in disks:
                disks[name].sync()
            elif call == "write" and len(data) == ACKNOWLEDGED:
                acknowledged.append(Code(data.decode().strip()))
        done = cut
        moments.add(require_whole(_image(disks, tmp_path / "image.box"), key, hall.codes, acknowledged))
    record_property("power cuts", len(cuts))
    assert len(moments) >= 10, f"{len(cuts)} power cuts saw only {len(moments)} different numbers of ballots"


def _image(disks: dict[str, Disk], path: Path) -> Path:
    """The box as the next server finds it."""
    share = random.choice([0.0, 0.5, 0.9, 1.0])
    for disk, suffix in zip(disks.values(), ("", "-journal"), strict=True):
        Path(f"{path}{suffix}").write_bytes(disk.after_a_cut(lambda: random.random() < share))
    return path


def _traced(path: Path, waiting: list[Code]) -> Path:
    """The list of calls of a process that cast all of `waiting`."""
    trace = path.with_name("trace")
    strace = [require("strace", "strace"), "-f", "-qq", "-y", "-xx", "-s", "1000000", "-o", str(trace)]
    traced = [*strace, "-e", "trace=pwrite64,write,fsync,fdatasync", sys.executable, "-m", "tests.ballots.caster"]
    subprocess.run([*traced, str(path)], cwd=ROOT, input="\n".join(waiting).encode(), capture_output=True, check=True)
    return trace


def _calls(trace: Path) -> Iterator[tuple[str, str, bytes, int]]:
    """(call, file, bytes written, place) in order. A sync that another thread interrupts counts when it is resumed."""
    begun: dict[str, str] = {}
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            thread = line.split(" ", 1)[0]
            if "sync(" in line and "<unfinished" in line:
                begun[thread] = line
            elif found := CALL.match(begun.pop(thread) if "sync resumed>" in line else line):
                call, _, name, data, at = found.groups()
                yield call, _plain(name).decode(), _plain(data or ""), int(at or 0)


def _plain(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal.replace("\\x", ""))
