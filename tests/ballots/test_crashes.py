"""No crash at any moment loses an acknowledged ballot, doubles one, or leaves half of one.

A process that is stopped between two instructions has left on disk exactly what it would have left had it been
killed there. So a casting process is stopped again and again, and each time its files are copied: every copy is
one crash. `test_power_cuts.py` does the same for what a cable pulled out of the wall leaves.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ballots.codes import Code
from tests.ballots.boxes import open_a_box
from tests.ballots.caster import ACKNOWLEDGED
from tests.ballots.whole import require_whole, slip_key

ROOT = Path(__file__).resolve().parents[2]
CRASHES = 1000
LONGEST_RUN_SECONDS = 0.003


def test_a_thousand_crashes_lose_no_acknowledged_ballot_and_double_none(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    crashes, in_a_step, moments = 0, 0, set()
    while crashes < CRASHES:
        hall = open_a_box(tmp_path / f"{crashes}.box", slips=800, takes_comments=True)
        hall.store.release()
        key, acknowledged = slip_key(hall.path), list[Code]()
        with _casting(hall.path, hall.codes) as process:
            while crashes < CRASHES and _stop(process):
                acknowledged += _heard(process)
                image = _copy(hall.path, tmp_path / "image.box")
                in_a_step += any(Path(f"{image}-journal").read_bytes())
                moments.add(require_whole(image, key, hall.codes, acknowledged))
                crashes += 1
                os.kill(process.pid, signal.SIGCONT)
                time.sleep(random.uniform(0, LONGEST_RUN_SECONDS))
    record_property("crash points", crashes)
    record_property("crash points inside a durable step", in_a_step)
    assert crashes >= CRASHES, f"{crashes} crash points"
    assert in_a_step >= CRASHES // 10, f"only {in_a_step} of {crashes} crashes hit the middle of a durable step"
    assert len(moments) >= 30, f"the crashes saw only {len(moments)} different numbers of ballots"


def test_a_process_killed_while_casting_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    hall = open_a_box(tmp_path / "toy.box", slips=1000, takes_comments=True)
    hall.store.release()
    key, acknowledged = slip_key(hall.path), list[Code]()
    for _ in range(3):
        with _casting(hall.path, _left(hall.codes, acknowledged)) as process:
            acknowledged += _heard(process, at_least=100)
            process.kill()
            process.wait()
            acknowledged += _heard(process)
        require_whole(hall.path, key, hall.codes, acknowledged)
    with _casting(hall.path, _left(hall.codes, acknowledged)) as process:
        assert process.wait() == 0
    assert require_whole(hall.path, key, hall.codes, hall.codes) == 1000


@contextmanager
def _casting(path: Path, waiting: Sequence[Code]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that casts `waiting` into the box at `path`; killed when the block ends."""
    command = [sys.executable, "-m", "tests.ballots.caster", str(path)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    with process.stdin as stdin:
        stdin.write("\n".join(waiting).encode())
    os.set_blocking(process.stdout.fileno(), False)
    try:
        while not _may_begin(process):
            time.sleep(0.001)
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _may_begin(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process holds its box, which it says in one byte."""
    assert process.stdout
    return process.stdout.read(1) is not None


def _stop(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process could be stopped; false once it has ended."""
    os.kill(process.pid, signal.SIGSTOP)
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    return os.WIFSTOPPED(status)


def _heard(process: subprocess.Popen[bytes], at_least: int = 0) -> list[Code]:
    """The codes acknowledged since the last time."""
    assert process.stdout
    said = b""
    while True:
        said += process.stdout.read() or b""
        if len(said) >= at_least * ACKNOWLEDGED or process.poll() is not None:
            return [Code(line) for line in said.decode().splitlines()]


def _left(every: Sequence[Code], acknowledged: Sequence[Code]) -> list[Code]:
    done = set(acknowledged)
    return [code for code in every if code not in done]


def _copy(path: Path, to: Path) -> Path:
    for suffix in ("", "-journal"):
        shutil.copyfile(f"{path}{suffix}", f"{to}{suffix}")
    return to
