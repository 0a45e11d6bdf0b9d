"""Boxes with one defence taken away, made from the real one: what the attacks must succeed against."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

from ballots import comment, envelope, sqlite_file
from ballots.envelope import Ballot
from ballots.sqlite_store import SqliteShelf, SqliteStore
from ballots.store import Drop

Settings = Mapping[str, tuple[str, object]]


class FirstFreeSlot(SqliteStore):
    """Fills the envelopes one after the other instead of choosing at random."""

    def _take_slots(self, table: str, count: int) -> list[bytes]:
        first = f"SELECT slot FROM {table} WHERE filled = 0 ORDER BY slot LIMIT ?"
        rows = self._db.execute(first, (count,))
        return [slot for (slot,) in rows]


class OneSlotForBoth(SqliteStore):
    """Puts a comment into the slot with the place of its ballot's: two tables, one shuffle."""

    def make_room(self, body_length: int, comment_length: int = 0, reserve: int = 0) -> None:
        super().make_room(body_length, comment_length, reserve)
        slots = self._db.execute("SELECT slot FROM envelope ORDER BY slot").fetchall()
        self._db.execute("DELETE FROM comment")
        rows = [(slot, comment_length) for (slot,) in slots]
        self._db.executemany("INSERT INTO comment(slot, body) VALUES (?, zeroblob(?))", rows)

    def _take_slots(self, table: str, count: int) -> list[bytes]:
        if table == "envelope":
            self._taken = super()._take_slots(table, count)
        return self._taken[:count]


class RowsAsTheyCome(SqliteStore):
    """Adds a row for each envelope when it is cast, to a table with row numbers."""

    def make_room(self, body_length: int, comment_length: int = 0, reserve: int = 0) -> None:
        super().make_room(body_length, comment_length, reserve)
        self._db.execute("DROP TABLE envelope")
        self._db.execute("CREATE TABLE envelope(slot BLOB, filled INT, receipt BLOB, body BLOB)")

    def keep(self, drops: Sequence[Drop]) -> None:
        for drop in drops:
            self._db.execute(
                "INSERT INTO envelope VALUES (randomblob(16), 0, zeroblob(16), zeroblob(?))", (len(drop.envelope.body),)
            )
        self._free["envelope"].clear()
        super().keep(drops)


class RemembersWhoseAndDeletes(SqliteStore):
    """Notes for each slip which envelope is its, so as to answer a phone that asks again; deletes that at the close."""

    def make_room(self, body_length: int, comment_length: int = 0, reserve: int = 0) -> None:
        super().make_room(body_length, comment_length, reserve)
        self._db.execute("CREATE TABLE answered(tag BLOB PRIMARY KEY, receipt BLOB) WITHOUT ROWID")

    def keep(self, drops: Sequence[Drop]) -> None:
        super().keep(drops)
        rows = [(drop.tag, drop.envelope.receipt) for drop in drops]
        with sqlite_file.durably(self._db, self.path) as db:
            db.executemany("INSERT INTO answered VALUES (?, ?)", rows)

    def release(self) -> None:
        with sqlite_file.durably(self._db, self.path) as db:
            db.execute("DELETE FROM answered")
        super().release()


@dataclass(frozen=True)
class Care:
    """How a box is kept. The one without arguments is the product's own way."""

    store: type[SqliteStore] = SqliteStore
    settings: Settings = field(default_factory=dict)
    blanks_journal: bool = True
    seals: bool = True

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Boxes made and opened in the block are kept this way."""
        with ExitStack() as changed:
            changed.enter_context(patch.dict(sqlite_file.PRAGMAS, self.settings))
            changed.enter_context(patch.object(SqliteShelf, "create", _creator(self.store)))
            if not self.blanks_journal:
                changed.enter_context(patch.object(sqlite_file, "blank_journal", lambda path: None))
            yield

    @contextmanager
    def in_the_hall(self) -> Iterator[None]:
        """Ballots and comments cast in the block are sealed, or not."""
        with ExitStack() as changed:
            if not self.seals:
                changed.enter_context(patch.object(envelope, "seal", _leave_open))
                changed.enter_context(patch.object(comment, "seal", _leave_comment_open))
            yield


def _creator(store: type[SqliteStore]) -> Callable[..., SqliteStore]:
    return lambda shelf, name, facts: store.create(shelf.path(name), facts)


def _leave_open(ballot: Ballot, public_key: bytes) -> bytes:
    return ballot.marks.ljust(envelope.body_length(len(ballot.marks)), b"\0")


def _leave_comment_open(text: str, public_key: bytes) -> bytes:
    return text.encode().ljust(comment.BODY_LENGTH, b"\0")


CAREFUL = Care()
NOT_SEALED = Care(seals=False)
JOURNAL_DELETED = Care(
    settings={"journal_mode": ("DELETE", "delete"), "locking_mode": ("NORMAL", "normal")}, blanks_journal=False
)
WRITE_AHEAD = Care(settings={"journal_mode": ("WAL", "wal")}, blanks_journal=False)
JOURNAL_NOT_BLANKED = Care(blanks_journal=False)
SLOTS_IN_ORDER = Care(store=FirstFreeSlot)
ONE_SLOT_FOR_BOTH = Care(store=OneSlotForBoth)
ROWS_AS_THEY_COME = Care(store=RowsAsTheyCome)
DELETED_SECURELY = Care(store=RemembersWhoseAndDeletes)
DELETED_AS_USUAL = Care(store=RemembersWhoseAndDeletes, settings={"secure_delete": ("OFF", 0)})
