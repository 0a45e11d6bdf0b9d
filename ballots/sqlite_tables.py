"""The tables of a box in a file: rows of fixed length under random slots, made in the order of the slots.

No row has a number, and none is made while people vote: slips printed then take spare rows. (`docs/secrecy.md`)
"""

import secrets
import sqlite3
from collections.abc import Mapping, Sequence

ENVELOPE, COMMENT = "envelope", "comment"
"""The tables whose rows are made before the first vote and filled at random."""

SLIPS = """
CREATE TABLE slip(
    slot  BLOB PRIMARY KEY CHECK(length(slot) = 16),
    tag   BLOB NOT NULL DEFAULT (zeroblob(16)) CHECK(length(tag) = 16),
    spent INT  NOT NULL DEFAULT 0 CHECK(spent IN (0, 1) AND (spent = 0 OR tag <> zeroblob(16))),
    void  INT  NOT NULL DEFAULT 0 CHECK(void IN (0, 1) AND spent + void < 2),
    retry BLOB NOT NULL DEFAULT (zeroblob(16)) CHECK(length(retry) = 16),
    voter_class BLOB NOT NULL DEFAULT (zeroblob(1)) CHECK(length(voter_class) = 1)
) STRICT, WITHOUT ROWID
"""
"""A row whose tag is zeros is spare: it waits for a slip that is printed while the box is open."""

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

SlipRow = tuple[bytes, int, bytes]
"""A slip's tag, whether it is void, its voter class."""


def create(db: sqlite3.Connection) -> None:
    """Makes the tables of a box before its opening."""
    db.execute(SLIPS)
    db.execute(FACTS)


def keep_facts(db: sqlite3.Connection, facts: Mapping[str, bytes]) -> None:
    """Keeps facts about the box."""
    db.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", list(facts.items()))


def add_slips(db: sqlite3.Connection, slips: Sequence[SlipRow]) -> None:
    """Puts each slip under a random slot, in the order of the slots."""
    shuffled = secrets.SystemRandom().sample(slips, len(slips))
    rows = [(slot, *slip) for slot, slip in zip(_slots(len(slips)), shuffled, strict=True)]
    db.executemany("INSERT INTO slip(slot, tag, void, voter_class) VALUES (?, ?, ?, ?)", rows)


def lay_out(db: sqlite3.Connection, body_length: int, comment_length: int, reserve: int) -> None:
    """Lays the slips out anew among `reserve` spare ones, with an empty envelope for each that is good.

    And an empty comment for each, when comments have a length.
    """
    slips = db.execute("SELECT tag, void, voter_class FROM slip WHERE tag <> zeroblob(16)").fetchall()
    spare: SlipRow = (bytes(16), 0, bytes(1))
    db.execute("DROP TABLE slip")
    db.execute(SLIPS)
    add_slips(db, [*slips, *[spare] * reserve])
    good = sum(not void for _, void, _ in slips) + reserve
    _make_rows(db, ENVELOPE, ENVELOPES, good, body_length)
    _make_rows(db, COMMENT, COMMENTS, good if comment_length else 0, comment_length)


def _make_rows(db: sqlite3.Connection, table: str, schema: str, rows: int, body_length: int) -> None:
    """Makes `table` anew, with empty rows under random slots in sorted order."""
    db.execute(f"DROP TABLE IF EXISTS {table}")
    db.execute(schema.format(body_length=int(body_length)))
    empty = f"INSERT INTO {table}(slot, body) VALUES (?, zeroblob(?))"  # noqa: S608  one of our two tables
    db.executemany(empty, [(slot, body_length) for slot in _slots(rows)])


def _slots(count: int) -> list[bytes]:
    return sorted(secrets.token_bytes(16) for _ in range(count))
