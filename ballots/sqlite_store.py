"""The box on disk: one SQLite file per meeting, which keeps nothing that orders or times a ballot.

Slips and envelopes are rows of fixed length under random slots, made in sorted order before the first vote and
changed in place afterwards, so neither ids nor the layout of pages tells who came when. Slips printed later take
rows that were made with all others. Older pages are nowhere either (`sqlite_file`). This is the second layer: the
first is that every body is sealed. (`docs/secrecy.md`)
"""

import os
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from ballots import sqlite_file, sqlite_tables
from ballots.codes import Tag
from ballots.envelope import Envelope
from ballots.errors import BoxClosed, BoxMissing, BoxNotWritable, ReserveUsedUp, SlipTaken
from ballots.sqlite_tables import COMMENT, ENVELOPE
from ballots.store import SHEET_VOID, USED_BEFORE, Drop, NewSlips, Phase, Slip

SPEND = "UPDATE slip SET spent = 1, retry = ?2 WHERE slot = ?1 AND spent = 0 AND void = 0"
FILL_ENVELOPE = "UPDATE envelope SET filled = 1, receipt = ?2, body = ?3 WHERE slot = ?1 AND filled = 0"
FILL_COMMENT = "UPDATE comment SET filled = 1, body = ?2 WHERE slot = ?1 AND filled = 0"
TAKE = "UPDATE slip SET tag = ?2, voter_class = ?3 WHERE slot = ?1 AND tag = zeroblob(16)"
"""Each changes the one row at the slot that comes first among the values, when it is as the writer left it."""


class SqliteStore:
    """One box file, held exclusively. Not safe for two threads at once: `Box` takes turns."""

    is_shared: ClassVar[bool] = False

    def __init__(self, path: Path) -> None:
        """Opens an existing box. Raises BoxMissing, BoxHeld, or BoxUnsafe when a setting does not hold."""
        if not path.exists():
            raise BoxMissing
        self.path = path
        self._free: dict[str, list[bytes]] = {ENVELOPE: [], COMMENT: []}
        self._slots: dict[Tag, bytes] | None = None
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
                sqlite_tables.create(db)
                sqlite_tables.keep_facts(db, facts)
        finally:
            db.close()
        return cls(path)

    # Before the opening

    def add_slips(self, slips: NewSlips) -> None:
        """Keeps new slips and what comes with them, all or none."""
        with sqlite_file.durably(self._db, self.path) as db:
            sqlite_tables.add_slips(db, [(tag, 0, bytes([slips.voter_class])) for tag in slips.tags])
            sqlite_tables.keep_facts(db, slips.facts)
        self._slots = None

    def discard_slips(self) -> None:
        """Voids every slip there is."""
        with sqlite_file.durably(self._db, self.path) as db:
            db.execute("UPDATE slip SET void = 1 WHERE spent = 0")

    def make_room(self, body_length: int, comment_length: int = 0, reserve: int = 0) -> None:
        """Makes one empty envelope, for a body of `body_length` bytes, for each good slip and `reserve` spare ones.

        And one empty comment for each, under slots of its own, when comments have a length. The slips are laid out
        anew among the spare ones, so that nothing tells later which were printed when. Room made before, for other
        slips or another form, goes. Not to be called once ballots are cast.
        """
        with sqlite_file.durably(self._db, self.path) as db:
            sqlite_tables.lay_out(db, body_length, comment_length, reserve)
        self._slots, self._free = None, {ENVELOPE: [], COMMENT: []}

    def set_facts(self, facts: Mapping[str, bytes]) -> None:
        """Keeps facts about the box itself, its public key, its phase: all of them or none."""
        with sqlite_file.durably(self._db, self.path) as db:
            sqlite_tables.keep_facts(db, facts)

    def fact(self, name: str) -> bytes | None:
        """The fact called `name`; None when it was never kept."""
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    # While open

    def slips(self) -> dict[Tag, Slip]:
        """Every slip of the box, by tag."""
        rows = self._db.execute("SELECT tag, spent, void, retry, voter_class FROM slip WHERE tag <> zeroblob(16)")
        return {
            Tag(tag): Slip(bool(spent), bool(void), retry, voter_class[0])
            for tag, spent, void, retry, voter_class in rows
        }

    def spare(self) -> int:
        """How many slips may still be added while the box is open."""
        return int(self._db.execute("SELECT count(*) FROM slip WHERE tag = zeroblob(16)").fetchone()[0])

    def take_reserve(self, slips: NewSlips) -> None:
        """Gives spare rows, chosen at random, to new slips, and keeps what comes with them: all or none.

        Raises ReserveUsedUp, BoxClosed unless the phase is open.
        """
        with sqlite_file.durably(self._db, self.path) as db:
            _require(db, Phase.OPEN)
            free = [slot for (slot,) in db.execute("SELECT slot FROM slip WHERE tag = zeroblob(16)")]
            if len(free) < len(slips.tags):
                raise ReserveUsedUp(left=len(free))
            voter_class = bytes([slips.voter_class])
            slots = secrets.SystemRandom().sample(free, len(slips.tags))
            _change_each(db, TAKE, [(slot, tag, voter_class) for slot, tag in zip(slots, slips.tags, strict=True)])
            sqlite_tables.keep_facts(db, slips.facts)
        self._slots = None

    def void(self, tag: Tag) -> bool:
        """Whether the slip could be voided: it is known and unspent. Raises BoxClosed once the box is closed."""
        with sqlite_file.durably(self._db, self.path) as db:
            _require(db, Phase.DRAFT, Phase.OPEN)
            return self._void(db, tag) == 1

    def void_sheet(self, name: str, tags: Sequence[Tag]) -> None:
        """Voids those of `tags` that are unspent: all or none. Raises BoxClosed once the box is closed.

        The fact `name` then holds SHEET_VOID, and the fact USED_BEFORE as many more as were spent.
        """
        with sqlite_file.durably(self._db, self.path) as db:
            _require(db, Phase.DRAFT, Phase.OPEN)
            used = int(self.fact(USED_BEFORE) or b"0") + len(tags) - sum(self._void(db, tag) for tag in tags)
            sqlite_tables.keep_facts(db, {name: SHEET_VOID, USED_BEFORE: str(used).encode()})

    def _void(self, db: sqlite3.Connection, tag: Tag) -> int:
        return db.execute("UPDATE slip SET void = 1 WHERE slot = ? AND spent = 0", (self._slot(tag),)).rowcount

    def _slot(self, tag: Tag) -> bytes:
        """Where the slip lies; where nothing does for one that is unknown. Nobody else moves a row of a held file."""
        if self._slots is None:
            rows = self._db.execute("SELECT tag, slot FROM slip WHERE tag <> zeroblob(16)")
            self._slots = {Tag(known): slot for known, slot in rows}
        return self._slots.get(tag, b"")

    def keep(self, drops: Sequence[Drop]) -> None:
        """Spends the slips and keeps envelopes and comments, all or none, durable on return.

        Raises SlipTaken when a slip is spent or void already, BoxClosed unless the phase is open, BoxNotWritable.
        Each kind is written in the order of its slots: those of slips and the free ones taken here are random.
        """
        if not drops:
            return
        comments = [drop.comment for drop in drops if drop.comment is not None]
        slots, comment_slots = self._take_slots(ENVELOPE, len(drops)), self._take_slots(COMMENT, len(comments))
        spent = sorted((self._slot(drop.tag), drop.retry) for drop in drops)
        envelopes = [drop.envelope for drop in drops]
        sealed = [(slot, each.receipt, each.body) for slot, each in zip(slots, envelopes, strict=True)]
        with sqlite_file.durably(self._db, self.path) as db:
            _require(db, Phase.OPEN)
            if db.executemany(SPEND, spent).rowcount != len(drops):
                raise SlipTaken
            _change_each(db, FILL_ENVELOPE, sorted(sealed))
            _change_each(db, FILL_COMMENT, sorted(zip(comment_slots, comments, strict=True)))

    def _take_slots(self, table: str, count: int) -> list[bytes]:
        """`count` free slots, drawn at random: all free ones are shuffled once, when the box is taken up."""
        free = self._free[table]
        if len(free) < count:
            unfilled = f"SELECT slot FROM {table} WHERE filled = 0"  # noqa: S608  one of our two tables
            free[:] = [slot for (slot,) in self._db.execute(unfilled)]
            secrets.SystemRandom().shuffle(free)
        if len(free) < count:
            raise BoxNotWritable
        return [free.pop() for _ in range(count)]

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


def _require(db: sqlite3.Connection, *phases: Phase) -> None:
    found = db.execute("SELECT value FROM fact WHERE name = 'phase'").fetchone()
    if found not in [(phase.encode(),) for phase in phases]:
        raise BoxClosed


def _change_each(db: sqlite3.Connection, statement: str, rows: Sequence[Sequence[bytes]]) -> None:
    if rows and db.executemany(statement, rows).rowcount != len(rows):
        raise sqlite3.IntegrityError("a row was not as the writer left it")
