"""`python -m tests.attacks`: every attack on an evening of 200, with each defence and without it, as one table."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.attacks import careless
from tests.attacks.careless import CAREFUL, Care
from tests.attacks.disk import Disk, FileSystem, mounted
from tests.attacks.hall import Moment, spend_an_evening

EVENINGS: list[tuple[str, Care, FileSystem]] = [
    *((f"Minxin's box on {kind.value}", CAREFUL, kind) for kind in FileSystem),
    ("without sealing", careless.NOT_SEALED, FileSystem.EXT4),
    ("journal deleted, not blanked", careless.JOURNAL_DELETED, FileSystem.EXT4),
    ("write-ahead log", careless.WRITE_AHEAD, FileSystem.EXT4),
    ("journal kept, not blanked", careless.JOURNAL_NOT_BLANKED, FileSystem.EXT4),
    ("slots filled in order", careless.SLOTS_IN_ORDER, FileSystem.EXT4),
    ("rows added as people come", careless.ROWS_AS_THEY_COME, FileSystem.EXT4),
    ("links deleted without secure_delete", careless.DELETED_AS_USUAL, FileSystem.EXT4),
    ("links deleted with secure_delete", careless.DELETED_SECURELY, FileSystem.EXT4),
]


def main() -> None:
    """Prints the table, a line an evening."""
    _say(f"{'':38}{'marks read':>22}{'slip joined to envelope':>30}   by")
    _say(f"{'':38}{'half closed gone':>22}{'half   closed     gone':>30}")
    for name, care, kind in EVENINGS:
        with _disk(kind) as disk:
            evening = spend_an_evening(disk, care)
        loot = [evening.loot(moment) for moment in Moment]
        marks = " ".join(f"{one.marks:5}" for one in loot)
        linked = " ".join(f"{one.linked:4}/{one.cast}" for one in loot)
        _say(f"{name:38}{marks:>22}{linked:>30}   {max(loot, key=lambda one: one.share).attack}")


@contextmanager
def _disk(kind: FileSystem) -> Iterator[Disk]:
    with tempfile.TemporaryDirectory() as scratch, mounted(kind, Path(scratch)) as disk:
        yield disk


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
