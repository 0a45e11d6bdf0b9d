"""The box on disk: one SQLite file per meeting, which keeps nothing that orders or times a ballot.

Slips and envelopes are rows of fixed length, made in sorted order before the first vote and changed in
place afterwards, so neither ids nor the layout of pages tells who came when. The journal is kept, reused
and blanked after each commit, so it holds no older page either. This is the second layer: the first is
that every body is sealed. The file is held exclusively while it is open. (`docs/secrecy.md`)
"""

import os
import secrets
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from ballots import sqlite_file
from ballots.codes import Tag
from ballots.envelope import Envelope
from ballots.errors import BoxClosed, BoxMissing, BoxNotWritable, SlipTaken
from ballots.store import Drop, Phase, Slip

ENVELOPE, COMMENT = "envelope", "comment"
"""The tables whose rows are made before the first vote and filled at random."""

SLIPS = """
CREATE TABLE slip(
    tag   BLOB PRIMARY KEY CHECK(length(tag) = 16),
    spent INT  NOT NULL DEFAULT 0 CHECK(spent IN (0, 1)),
    void  INT  NOT NULL DEFAULT 0 CHECK(void IN (0, 1) AND spent + void < 2),
    retry BLOB NOT NULL DEFAULT (zeroblob(16)) CHECK(length(retry) = 16),
    voter_class INT NOT NULL DEFAULT 0 CHECK(voter_class BETWEEN 0 AND 255)
) STRICT, WITHOUT ROWID
"""
ENVELOPES = """
CREATE TABLE envelope(
    slot    BLOB PRIMARY KEY CHECK(length(slot) = 16),
    filled  INT  NOT NULL DEFAULT 0 CHECK(filled IN (0, 1)),
    receipt BLOB NOT NULL DEFAULT (zeroblob(16)) CHECK(length(receipt) = 16),
    body    BLOB NOT NULL CHECK(length(body) = {body_length})
) STRICT, WITHOUT ROWID
"""
COMMENTS = """
CREATE TABLE comment(
    slot    BLOB PRIMARY KEY CHECK(length(slot) = 16),
    filled  INT  NOT NULL DEFAULT 0 CHECK(filled IN (0, 1)),
    body    BLOB NOT NULL CHECK(length(body) = {body_length})
) STRICT, WITHOUT ROWID
"""
FACTS = "CREATE TABLE fact(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID"


class SqliteStore:
    """One box file, held exclusively. Not safe for two threads at once: `Box` takes turns."""

    is_shared: ClassVar[bool] = False

    def __init__(self, path: Path) -> None:
        """Opens an existing box. Raises BoxMissing, BoxHeld, or BoxUnsafe when a setting does not hold."""
        if not path.exists():
            raise BoxMissing
        self.path = path
        self._free: dict[str, list[bytes]] = {ENVELOPE: [], COMMENT: []}
        self._db = sqlite_file.hold(path)
        try:
            if not self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                raise BoxMissing  # its making was cut short
            sqlite_file.blank_journal(path)  # what a crash left in it
        except BaseException:
            self._db.close()
            raise

    @classmethod
    def create(cls, path: Path, facts: Mapping[str, bytes]) -> "SqliteStore":
        """A new box at `path` that keeps `facts`; readable by its owner only."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        db = sqlite_file.hold(path)
        try:
            with sqlite_file.durably(db, path):
                db.execute(SLIPS)
                db.execute(FACTS)
                _keep_facts(db, facts)
        finally:
            db.close()
        return cls(path)

    # Before the opening

    def add_slips(self, tags: Iterable[Tag], voter_class: int = 0) -> None:
        """Keeps new slips of one voter class, in sorted order."""
        rows = [(tag, voter_class) for tag in sorted(tags)]
        with sqlite_file.durably(self._db, self.path) as db:
            db.executemany("INSERT INTO slip(tag, voter_class) VALUES (?, ?)", rows)

    def discard_slips(self) -> None:
        """Forgets every slip: all that was printed so far is worthless."""
        with sqlite_file.durably(self._db, self.path) as db:
            db.execute("DELETE FROM slip")

    def make_room(self, body_length: int, comment_length: int = 0) -> None:
        """Makes one empty envelope for each slip, for bodies of `body_length` bytes, under random slots.

        And one empty comment for each, under slots of its own, when comments have a length. Room made before, for
        other slips or another form, goes. Not to be called once ballots are cast.
        """
        slips = len(self.slips())
        with sqlite_file.durably(self._db, self.path) as db:
            _make_rows(db, ENVELOPE, ENVELOPES, slips, body_length)
            _make_rows(db, COMMENT, COMMENTS, slips if comment_length else 0, comment_length)

    def set_facts(self, facts: Mapping[str, bytes]) -> None:
        """Keeps facts about the box itself, its public key, its phase: all of them or none."""
        with sqlite_file.durably(self._db, self.path) as db:
            _keep_facts(db, facts)

    def fact(self, name: str) -> bytes | None:
        """The fact called `name`; None when it was never kept."""
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    # While open

    def slips(self) -> dict[Tag, Slip]:
        """Every slip of the box, by tag."""
        rows = self._db.execute("SELECT tag, spent, void, retry, voter_class FROM slip")
        return {Tag(tag): Slip(bool(spent), bool(void), *rest) for tag, spent, void, *rest in rows}

    def void(self, tag: Tag) -> bool:
        """Whether the slip could be voided: it is known and unspent. Raises BoxClosed unless the phase is open."""
        with sqlite_file.durably(self._db, self.path) as db:
            _require_open(db)
            return db.execute("UPDATE slip SET void = 1 WHERE tag = ? AND spent = 0", (tag,)).rowcount == 1

    def keep(self, drops: Sequence[Drop]) -> None:
        """Spends the slips and keeps envelopes and comments, all or none, durable on return.

        Raises SlipTaken when a slip is spent or void already, BoxClosed unless the phase is open, BoxNotWritable.
        Each kind is written in a random order of its own, into free slots of its own chosen at random.
        """
        if not drops:
            return
        comments = [drop.comment for drop in drops if drop.comment is not None]
        slots, comment_slots = self._take_slots(ENVELOPE, len(drops)), self._take_slots(COMMENT, len(comments))
        chance = secrets.SystemRandom()
        with sqlite_file.durably(self._db, self.path) as db:
            _require_open(db)
            for drop in chance.sample(drops, len(drops)):
                _spend(db, drop)
            for slot, drop in zip(slots, chance.sample(drops, len(drops)), strict=True):
                sealed = drop.envelope
                _change_one(
                    db,
                    "UPDATE envelope SET filled = 1, receipt = ?, body = ? WHERE slot = ? AND filled = 0",
                    sealed.receipt,
                    sealed.body,
                    slot,
                )
            fill_comment = "UPDATE comment SET filled = 1, body = ? WHERE slot = ? AND filled = 0"
            for slot, body in zip(comment_slots, chance.sample(comments, len(comments)), strict=True):
                _change_one(db, fill_comment, body, slot)

    def _take_slots(self, table: str, count: int) -> list[bytes]:
        """`count` free slots, each chosen at random. Shuffling the whole list at each commit would cost far more."""
        free = self._free[table]
        if len(free) < count:
            unfilled = f"SELECT slot FROM {table} WHERE filled = 0"  # noqa: S608  one of our two tables
            free[:] = [slot for (slot,) in self._db.execute(unfilled)]
        if len(free) < count:
            raise BoxNotWritable
        taken = []
        for _ in range(count):
            at = secrets.randbelow(len(free))
            free[at], free[-1] = free[-1], free[at]
            taken.append(free.pop())
        return taken

    # After the close

    def envelopes(self) -> list[Envelope]:
        """Every ballot in the box, in the order of their receipts, which is no order of casting."""
        rows = self._db.execute("SELECT receipt, body FROM envelope WHERE filled = 1 ORDER BY receipt, body")
        return [Envelope(receipt, body) for receipt, body in rows]

    def comments(self) -> list[bytes]:
        """Every sealed comment, in the order of its bytes, which are random; none in a box that takes none."""
        return [body for (body,) in self._db.execute("SELECT body FROM comment WHERE filled = 1 ORDER BY body")]

    def release(self) -> None:
        """Lets the file go, so that another process may hold it."""
        self._db.close()


class SqliteShelf:
    """A folder of box files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """Where the box lies."""
        return self._folder / f"{name}.box"

    def create(self, name: str, facts: Mapping[str, bytes]) -> SqliteStore:
        """A new box that keeps `facts`, held alone. Never made over another: raises BoxNotWritable."""
        return SqliteStore.create(self.path(name), facts)

    def has(self, name: str) -> bool:
        """Whether there is a file for the box."""
        return self.path(name).exists()

    def open(self, name: str) -> SqliteStore:
        """The box, held alone. Raises BoxMissing, BoxHeld, BoxUnsafe."""
        return SqliteStore(self.path(name))

    def join(self, name: str) -> SqliteStore:
        """The same: a file is never shared."""
        return self.open(name)

    def destroy(self, name: str) -> None:
        """Overwrites and removes the box and its journal, whatever is still there of them. Raises BoxNotWritable."""
        path = self.path(name)
        try:
            for each in (sqlite_file.journal(path), path):
                if each.exists():
                    sqlite_file.overwrite(each)
                    each.unlink()
        except OSError as error:
            raise BoxNotWritable from error


def _make_rows(db: sqlite3.Connection, table: str, schema: str, rows: int, body_length: int) -> None:
    """Makes `table` anew, with empty rows under random slots in sorted order."""
    slots = sorted(secrets.token_bytes(16) for _ in range(rows))
    db.execute(f"DROP TABLE IF EXISTS {table}")
    db.execute(schema.format(body_length=int(body_length)))
    empty = f"INSERT INTO {table}(slot, body) VALUES (?, zeroblob(?))"  # noqa: S608  one of our two tables
    db.executemany(empty, [(slot, body_length) for slot in slots])


def _keep_facts(db: sqlite3.Connection, facts: Mapping[str, bytes]) -> None:
    db.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", list(facts.items()))


def _require_open(db: sqlite3.Connection) -> None:
    if db.execute("SELECT value FROM fact WHERE name = 'phase'").fetchone() != (Phase.OPEN.encode(),):
        raise BoxClosed


def _spend(db: sqlite3.Connection, drop: Drop) -> None:
    spend = "UPDATE slip SET spent = 1, retry = ? WHERE tag = ? AND spent = 0 AND void = 0"
    if db.execute(spend, (drop.retry, drop.tag)).rowcount != 1:
        raise SlipTaken


def _change_one(db: sqlite3.Connection, statement: str, *values: bytes) -> None:
    if db.execute(statement, values).rowcount != 1:
        raise sqlite3.IntegrityError("a row was not as the writer left it")
