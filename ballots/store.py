"""The box on disk: one SQLite file per meeting, which keeps nothing that orders or times a ballot.

Slips and envelopes are rows of fixed length, made in sorted order before the first vote and changed in
place afterwards, so neither ids nor the layout of pages tells who came when. The journal is kept, reused
and blanked after each commit, so it holds no older page either. This is the second layer: the first is
that every body is sealed. The file is held exclusively while it is open. (`docs/secrecy.md`)
"""

import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ballots.codes import Tag
from ballots.envelope import Envelope
from ballots.errors import BoxHeld, BoxMissing, BoxNotWritable, BoxUnsafe

PRAGMAS = {
    "secure_delete": ("ON", 1),
    "journal_mode": ("PERSIST", "persist"),
    "synchronous": ("EXTRA", 3),
    "locking_mode": ("EXCLUSIVE", "exclusive"),
    "temp_store": ("MEMORY", 2),
}
"""Each setting: what is asked for, and what SQLite must answer when asked back."""

TABLES = """
CREATE TABLE slip(
    tag   BLOB PRIMARY KEY CHECK(length(tag) = 16),
    spent INT  NOT NULL DEFAULT 0 CHECK(spent IN (0, 1)),
    void  INT  NOT NULL DEFAULT 0 CHECK(void IN (0, 1) AND spent + void < 2),
    retry BLOB NOT NULL DEFAULT (zeroblob(16)) CHECK(length(retry) = 16)
) STRICT, WITHOUT ROWID;
CREATE TABLE envelope(
    slot    BLOB PRIMARY KEY CHECK(length(slot) = 16),
    filled  INT  NOT NULL DEFAULT 0 CHECK(filled IN (0, 1)),
    receipt BLOB NOT NULL DEFAULT (zeroblob(16)) CHECK(length(receipt) = 16),
    body    BLOB NOT NULL CHECK(length(body) = {body})
) STRICT, WITHOUT ROWID;
CREATE TABLE fact(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
"""


@dataclass
class Slip:
    """What the box knows of one slip; `retry` recognises the phone that spent it."""

    spent: bool
    void: bool
    retry: bytes


class Drop(NamedTuple):
    """One ballot on its way into the box."""

    tag: Tag
    retry: bytes
    envelope: Envelope


class SqliteStore:
    """One box file, held exclusively. Not safe for two threads at once: `Box` takes turns."""

    def __init__(self, path: Path) -> None:
        """Opens an existing box. Raises BoxMissing, BoxHeld, or BoxUnsafe when a setting does not hold."""
        if not path.exists():
            raise BoxMissing
        self.path = path
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=1.0)
        try:
            self._hold()
        except BaseException:
            self._db.close()
            raise
        self._free: list[bytes] = []

    def _hold(self) -> None:
        try:
            for name, (asked, required) in PRAGMAS.items():
                self._db.execute(f"PRAGMA {name} = {asked}")
                answer = self._db.execute(f"PRAGMA {name}").fetchone()[0]
                if answer != required:
                    raise BoxUnsafe(setting=name)
            self._db.execute("BEGIN EXCLUSIVE")
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise BoxHeld(page="/") from None
            raise BoxUnsafe(setting="file") from None

    @classmethod
    def create(cls, path: Path, body_length: int) -> "SqliteStore":
        """A new, empty box at `path`, for bodies of `body_length` bytes; readable by its owner only."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        store = cls(path)
        store._db.executescript(TABLES.format(body=int(body_length)))
        store.set_fact("body_length", str(body_length).encode())
        return store

    @contextmanager
    def _durably(self) -> Iterator[sqlite3.Connection]:
        """One transaction, durable and with its journal blanked when the block ends. Raises BoxNotWritable."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield self._db
            self._db.execute("COMMIT")
            self._blank_journal()
        except (sqlite3.Error, OSError) as error:
            self._free.clear()
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise BoxNotWritable from error

    def _blank_journal(self) -> None:
        with Path(f"{self.path}-journal").open("r+b") as journal:
            _overwrite(journal.fileno())

    # Before the opening

    def add_slips(self, tags: Iterable[Tag]) -> None:
        """Keeps new slips, in sorted order."""
        with self._durably() as db:
            db.executemany("INSERT INTO slip(tag) VALUES (?)", [(tag,) for tag in sorted(tags)])

    def discard_slips(self) -> None:
        """Forgets every slip: all that was printed so far is worthless."""
        with self._durably() as db:
            db.execute("DELETE FROM slip")

    def make_room(self) -> None:
        """Makes one empty envelope for each slip, under random slots. Doing it again changes nothing."""
        wanted, length = len(self.slips()), int(self.fact("body_length") or b"0")
        with self._durably() as db:
            there = db.execute("SELECT count(*) FROM envelope").fetchone()[0]
            slots = sorted(secrets.token_bytes(16) for _ in range(wanted - there))
            db.executemany(
                "INSERT INTO envelope(slot, body) VALUES (?, zeroblob(?))", [(slot, length) for slot in slots]
            )

    def set_fact(self, name: str, value: bytes) -> None:
        """Keeps one fact about the box itself: its public key, its state."""
        with self._durably() as db:
            db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def fact(self, name: str) -> bytes | None:
        """The fact called `name`; None when it was never kept."""
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    # While open

    def slips(self) -> dict[Tag, Slip]:
        """Every slip of the box, by tag."""
        rows = self._db.execute("SELECT tag, spent, void, retry FROM slip")
        return {Tag(tag): Slip(bool(spent), bool(void), retry) for tag, spent, void, retry in rows}

    def void(self, tag: Tag) -> bool:
        """Whether the slip could be voided: it is known and unspent."""
        with self._durably() as db:
            return db.execute("UPDATE slip SET void = 1 WHERE tag = ? AND spent = 0", (tag,)).rowcount == 1

    def keep(self, drops: Sequence[Drop]) -> None:
        """Spends the slips and keeps the envelopes, all or none, durable on return. Raises BoxNotWritable.

        Slips and envelopes are written in two independent random orders, into randomly chosen free slots.
        """
        if not drops:
            return
        slots = self._take_slots(len(drops))
        chance = secrets.SystemRandom()
        with self._durably() as db:
            for drop in chance.sample(drops, len(drops)):
                _change_one(
                    db,
                    "UPDATE slip SET spent = 1, retry = ? WHERE tag = ? AND spent = 0 AND void = 0",
                    drop.retry,
                    drop.tag,
                )
            for slot, drop in zip(slots, chance.sample(drops, len(drops)), strict=True):
                sealed = drop.envelope
                _change_one(
                    db,
                    "UPDATE envelope SET filled = 1, receipt = ?, body = ? WHERE slot = ? AND filled = 0",
                    sealed.receipt,
                    sealed.body,
                    slot,
                )

    def _take_slots(self, count: int) -> list[bytes]:
        """`count` free slots, each chosen at random. Shuffling the whole list at each commit would cost far more."""
        if not self._free:
            self._free = [slot for (slot,) in self._db.execute("SELECT slot FROM envelope WHERE filled = 0")]
        if len(self._free) < count:
            raise BoxNotWritable
        taken = []
        for _ in range(count):
            at = secrets.randbelow(len(self._free))
            self._free[at], self._free[-1] = self._free[-1], self._free[at]
            taken.append(self._free.pop())
        return taken

    # After the close

    def envelopes(self) -> list[Envelope]:
        """Every ballot in the box, in the order of their receipts, which is no order of casting."""
        rows = self._db.execute("SELECT receipt, body FROM envelope WHERE filled = 1 ORDER BY receipt, body")
        return [Envelope(receipt, body) for receipt, body in rows]

    def release(self) -> None:
        """Lets the file go, so that another process may hold it."""
        self._db.close()

    def destroy(self) -> None:
        """Overwrites and removes the box and its journal."""
        self._db.close()
        for path in (self.path, Path(f"{self.path}-journal")):
            if path.exists():
                with path.open("r+b") as file:
                    _overwrite(file.fileno())
                path.unlink()


def _change_one(db: sqlite3.Connection, statement: str, *values: bytes) -> None:
    if db.execute(statement, values).rowcount != 1:
        raise sqlite3.IntegrityError("a row was not as the writer left it")


def _overwrite(descriptor: int) -> None:
    length = os.fstat(descriptor).st_size
    os.pwrite(descriptor, bytes(length), 0)
    os.fsync(descriptor)
