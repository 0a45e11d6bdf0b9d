"""The file of a box: held by one connection, changed in durable steps, its journal blank after each of them.

SQLite cleans its own file and not what its journal leaves; so the journal is kept, reused and overwritten with zeros.
(`docs/secrecy.md`)
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ballots.errors import BoxHeld, BoxNotWritable, BoxUnsafe

PRAGMAS = {
    "secure_delete": ("ON", 1),
    "journal_mode": ("PERSIST", "persist"),
    "synchronous": ("EXTRA", 3),
    "locking_mode": ("EXCLUSIVE", "exclusive"),
    "temp_store": ("MEMORY", 2),
}
"""Each setting: what is asked for, and what SQLite must answer when asked back."""


def hold(path: Path) -> sqlite3.Connection:
    """A connection that alone holds the file at `path`, with every setting read back. Raises BoxHeld, BoxUnsafe."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=1.0)
    try:
        for name, (asked, required) in PRAGMAS.items():
            db.execute(f"PRAGMA {name} = {asked}")
            if db.execute(f"PRAGMA {name}").fetchone()[0] != required:
                raise BoxUnsafe(setting=name)
        db.execute("BEGIN EXCLUSIVE")
        db.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        db.close()
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise BoxHeld(page="/") from None
        raise BoxUnsafe(setting="file") from None
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def durably(db: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction, durable and with its journal blanked when the block ends; undone whole when it fails.

    Raises BoxNotWritable for whatever the disk or SQLite reports. Only then is it uncertain what the disk holds.
    """
    try:
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        blank_journal(path)
    except (sqlite3.Error, OSError) as error:
        raise BoxNotWritable from error


def journal(path: Path) -> Path:
    """Where the journal of the box at `path` lies."""
    return Path(f"{path}-journal")


def blank_journal(path: Path) -> None:
    """Overwrites the journal with zeros, durably; there may be none yet."""
    if journal(path).exists():
        overwrite(journal(path))


def overwrite(path: Path) -> None:
    """Makes every byte of the file zero, durably, where it lies."""
    with path.open("r+b") as file:
        os.pwrite(file.fileno(), bytes(os.fstat(file.fileno()).st_size), 0)
        os.fsync(file.fileno())
