"""Boxes for tests: made, opened and cast into by the same acts as in the hall, without a database."""

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from ballots import draft, instrument
from ballots.box import Box
from ballots.codes import Code
from ballots.form import Form, Subject, lay_out
from ballots.keys import Key
from ballots.postgres_store import PostgresShelf, PostgresStore
from ballots.sqlite_store import SqliteShelf
from ballots.store import Shelf, Store

MEETING = "toy"
FORM = lay_out(
    instrument.load(instrument.shipped()["community-2026"]),
    [Subject("committee", "长岗路社区居委会"), Subject("secretary", "王秀兰"), Subject("graduate", "李明")],
)


@dataclass
class Opened:
    """An open box with what the people in the hall hold."""

    shelf: Shelf
    name: str
    store: Store
    codes: list[Code]
    keys: tuple[Key, ...]
    phones: dict[Code, bytes] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The file of a box that is one."""
        assert isinstance(self.shelf, SqliteShelf)
        return self.shelf.path(self.name)

    def take_up(self) -> None:
        """Lets the box go and holds it again, as after a restart."""
        self.store.release()
        self.store = self.shelf.open(self.name)

    def cast(self, box: Box, code: Code, marks: bytes | None = None, text: str = "") -> bytes:
        """Casts `code` from a phone of its own and returns the receipt's number."""
        phone = self.phones.setdefault(code, secrets.token_bytes(16))
        return box.cast(code, phone, any_marks() if marks is None else marks, text).number

    def cast_all(self, codes: Sequence[Code]) -> None:
        """Casts `codes` one after the other, then ends the box."""
        box = Box(self.store)
        for code in codes:
            self.cast(box, code)
        box.end()


def tamper(opened: Opened, statement: str, *values: object) -> None:
    """Changes the box behind its back: `statement` in the words of SQLite that PostgreSQL shares."""
    opened.store.release()
    if isinstance(opened.shelf, PostgresShelf):
        with psycopg.connect(opened.shelf._server, autocommit=True) as server:
            server.execute(f"SET search_path = box_{opened.name}".encode())
            server.execute(statement.replace("?", "%s").encode(), values)
    else:
        db = sqlite3.connect(opened.path, isolation_level=None)
        db.execute(statement, values)
        db.close()
    opened.take_up()


@contextmanager
def taking_no_writes(store: Store) -> Iterator[None]:
    """The disk or the server refuses to write while the block runs."""
    if isinstance(store, PostgresStore):
        refuse, allow = "SET default_transaction_read_only = on", "SET default_transaction_read_only = off"
    else:
        refuse, allow = "PRAGMA query_only = ON", "PRAGMA query_only = OFF"
    db = store._db  # type: ignore[attr-defined]  # both engines call it so
    db.execute(refuse)
    yield
    db.execute(allow)


def open_a_box(
    path: Path, slips: int = 20, form: Form = FORM, *, takes_comments: bool = False, reserve: int = 0
) -> Opened:
    """A box in the file at `path`, for `form`, with `slips` slips, room for `reserve` more, and three tested keys."""
    return open_on(SqliteShelf(path.parent), path.stem, slips, form, takes_comments=takes_comments, reserve=reserve)


def open_on(
    shelf: Shelf,
    name: str = "toy",
    slips: int = 20,
    form: Form = FORM,
    classes: Sequence[int] = (),
    *,
    takes_comments: bool = False,
    reserve: int = 0,
) -> Opened:
    """A box on `shelf` for `form` with `slips` slips, room for `reserve` more, and three tested keys.

    With `classes` it has that many slips of each class instead, in the order of the classes.
    """
    store = draft.create(shelf, name)
    numbers = dict(enumerate(classes, 1)) if classes else {0: slips}
    codes = [code for which, number in numbers.items() for code in draft.new_slips(store, number, which)]
    keys = draft.make_keys(store, MEETING)
    draft.test_keys(store, keys)
    draft.open_box(store, form, takes_comments=takes_comments, reserve=reserve)
    return Opened(shelf, name, store, codes, keys)


def any_marks() -> bytes:
    """Seventeen marks that every scale has, at random."""
    return bytes(secrets.randbelow(3) for _ in FORM.questions)
