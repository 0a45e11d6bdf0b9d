"""A process that casts ballots with sixteen threads until it is killed: `python -m tests.ballots.caster BOX`.

Codes come in on standard input, one a line. Each code whose ballot is acknowledged goes out on standard output,
in one write and at once, as the thank-you page would. Before the first, one byte says that the box is held.
"""

import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from ballots import codes
from ballots.box import Box
from ballots.codes import Code
from ballots.sqlite_store import SqliteStore

PHONES = 16
ACKNOWLEDGED = 17
"""Bytes of one acknowledgement: the code and a line's end."""


def main() -> None:
    box = Box(SqliteStore(Path(sys.argv[1])))
    os.write(1, b"!")  # the box is held: from here on a crash counts
    waiting = [codes.read(line) for line in sys.stdin]
    phones = [threading.Thread(target=_vote, args=(box, waiting[phone::PHONES])) for phone in range(PHONES)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    box.end()


def _vote(box: Box, mine: Sequence[Code]) -> None:
    for code in mine:
        box.cast(code, code.encode(), bytes(17), "意见")
        os.write(1, f"{code}\n".encode())


if __name__ == "__main__":
    main()
