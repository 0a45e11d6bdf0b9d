"""Somebody takes the whole disk, free blocks included, and even knows in which order the slips were spent.

Marks and comments: nothing to read, on any file system, at any moment. Slip and envelope, slip and comment: no better
than guessing on ext4 and xfs.
Where the file system keeps old versions of blocks they can be joined, and only the sealing protects; that is measured
and reported here (`python -m tests.attacks` prints it), not hidden. `test_defences.py` shows that the same attacks
succeed against a box with one defence less.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attacks.disk import FileSystem, mounted
from tests.attacks.hall import LUCK, VOTERS, Evening, Moment, spend_an_evening

KEEPS_OLD_BLOCKS = {FileSystem.BTRFS, FileSystem.EXT4_DATA_JOURNAL}


@pytest.mark.parametrize("kind", FileSystem, ids=lambda kind: kind.name.lower())
def test_the_disk_of_an_evening_gives_nobody_away(
    tmp_path: Path, kind: FileSystem, record_property: Callable[[str, object], None]
) -> None:
    with mounted(kind, tmp_path) as disk:
        evening = spend_an_evening(disk)
    require_that_the_attacker_reads_the_box(evening)
    for moment in Moment:
        loot = evening.loot(moment)
        record_property(f"slips joined to their envelope, {moment}", f"{loot.linked} of {loot.cast}")
        record_property(f"slips joined to their comment, {moment}", f"{loot.authors} of {loot.cast}")
        assert loot.plain == 0, f"marks, comments, codes, phones' secrets or keys lie on the disk {moment}: {loot}"
        if kind not in KEEPS_OLD_BLOCKS:
            assert max(loot.linked, loot.authors) <= LUCK, f"{moment}: {loot}"
    if kind not in KEEPS_OLD_BLOCKS:
        assert traces(evening, Moment.DESTROYED) == 0


def require_that_the_attacker_reads_the_box(evening: Evening) -> None:
    """Otherwise finding nothing would mean nothing."""
    assert traces(evening, Moment.HALF_WAY) == 2 * VOTERS  # all slips, half of the receipts, half of the comments
    assert traces(evening, Moment.CLOSED) == 3 * VOTERS


def traces(evening: Evening, moment: Moment) -> int:
    """How many tags, receipts and sealed comments lie on the disk."""
    raw = evening.found[moment]
    known = [*evening.truth, *evening.truth.values(), *evening.wrote.values()]
    return sum(trace in raw for trace in known)
