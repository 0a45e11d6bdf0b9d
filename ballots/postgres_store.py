"""The box on a database server: one schema per meeting in PostgreSQL, for several processes at once.

A server's log of changes keeps for ever which slip was spent together with which envelope. Here the sealed body is
therefore the only layer: the link leads to an envelope that nobody can open. No database of the ordinary kind lies
beside it, and the schema goes once the result is published. (`docs/postgres.md`)
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ClassVar

import psycopg
from psycopg import Connection, sql
from psycopg.errors import LockNotAvailable, UndefinedTable

from ballots.codes import Tag
from ballots.envelope import Envelope
from ballots.errors import BoxClosed, BoxHeld, BoxMissing, BoxNotWritable, BoxServerSilent, ReserveUsedUp, SlipTaken
from ballots.postgres_session import closed_unless_ready, connect
from ballots.postgres_tables import COMMENTS, ENVELOPES, GRANT_ENVELOPES, GRANTS, SLIPS_AND_FACTS
from ballots.store import SHEET_VOID, USED_BEFORE, Drop, NewSlips, Phase, Slip

_SPARE = "spare"
VOID = "UPDATE slip SET void = true WHERE tag = %s AND NOT spent"
SPEND = "UPDATE slip SET spent = true, retry = %s WHERE tag = %s AND NOT spent AND NOT void"


class PostgresStore:
    """One box on the server. Alone it keeps other holders away; otherwise it takes ballots beside them."""

    is_shared: ClassVar[bool] = True

    def __init__(self, server: str, schema: str, *, is_alone: bool) -> None:
        """Opens an existing box. Raises BoxMissing, BoxHeld, BoxUnsafe, BoxServerSilent."""
        self._server, self._schema, self._is_alone = server, schema, is_alone
        self._may_reconnect = not is_alone  # a lost connection is a lost hold
        self._db = self._connect()

    # Before the opening

    def add_slips(self, slips: NewSlips) -> None:
        """Keeps new slips, in sorted order, and what comes with them: all or none."""
        with self._transaction() as db:
            _add_slips(db, slips)
            _keep_facts(db, slips.facts)

    def discard_slips(self) -> None:
        """Voids every slip there is."""
        with self._transaction() as db:
            db.execute("UPDATE slip SET void = true WHERE NOT spent")

    def make_room(self, body_length: int, comment_length: int = 0, reserve: int = 0) -> None:
        """Makes the tables of envelopes and of comments, for bodies of so many bytes.

        Tables of a server grow as they must; how far they may grow by slips printed later is kept as a number.
        Not to be called once ballots are cast.
        """
        with self._transaction() as db:
            db.execute(sql.SQL(ENVELOPES).format(body_length=sql.Literal(int(body_length))))
            db.execute(sql.SQL(COMMENTS).format(body_length=sql.Literal(int(comment_length))))
            _grant(db, GRANT_ENVELOPES, self._schema)
            _keep_facts(db, {_SPARE: str(reserve).encode()})

    def set_facts(self, facts: Mapping[str, bytes]) -> None:
        """Keeps facts about the box itself: all of them or none. Ballots on their way go in before, or not at all."""
        with self._transaction() as db:
            db.execute("LOCK TABLE slip IN SHARE ROW EXCLUSIVE MODE")
            _keep_facts(db, facts)

    def fact(self, name: str) -> bytes | None:
        """The fact called `name`; None when it was never kept."""
        with self._transaction() as db:
            row = db.execute("SELECT value FROM fact WHERE name = %s", (name,)).fetchone()
        return bytes(row[0]) if row else None

    # While open

    def slips(self) -> dict[Tag, Slip]:
        """Every slip of the box, by tag."""
        with self._transaction() as db:
            rows = db.execute("SELECT tag, spent, void, retry, voter_class FROM slip").fetchall()
        return {Tag(tag): Slip(*rest) for tag, *rest in rows}

    def spare(self) -> int:
        """How many slips may still be added while the box is open."""
        return int(self.fact(_SPARE) or b"0")

    def take_reserve(self, slips: NewSlips) -> None:
        """Adds slips, in sorted order, and keeps what comes with them: all or none.

        Raises ReserveUsedUp, BoxClosed unless the phase is open.
        """
        with self._transaction() as db:
            db.execute("LOCK TABLE slip IN SHARE ROW EXCLUSIVE MODE")
            _require(db, Phase.OPEN)
            if (left := _number(db, _SPARE)) < len(slips.tags):
                raise ReserveUsedUp(left=left)
            _add_slips(db, slips)
            _keep_facts(db, {**slips.facts, _SPARE: str(left - len(slips.tags)).encode()})

    def void(self, tag: Tag) -> bool:
        """Whether the slip could be voided: it is known and unspent. Raises BoxClosed once the box is closed."""
        with self._transaction() as db:
            voided = db.execute(VOID, (tag,)).rowcount == 1
            _require(db, Phase.DRAFT, Phase.OPEN)
        return voided

    def void_sheet(self, name: str, tags: Sequence[Tag]) -> None:
        """Voids those of `tags` that are unspent: all or none. Raises BoxClosed once the box is closed.

        The fact `name` then holds SHEET_VOID, and the fact USED_BEFORE as many more as were spent.
        """
        with self._transaction() as db, db.cursor() as cursor:
            db.execute("LOCK TABLE slip IN SHARE ROW EXCLUSIVE MODE")
            _require(db, Phase.DRAFT, Phase.OPEN)
            cursor.executemany(VOID, [(tag,) for tag in tags])
            used = _number(db, USED_BEFORE) + len(tags) - cursor.rowcount
            _keep_facts(db, {name: SHEET_VOID, USED_BEFORE: str(used).encode()})

    def keep(self, drops: Sequence[Drop]) -> None:
        """Spends the slips and keeps envelopes and comments, all or none, durable on return.

        Raises SlipTaken when a slip is spent or void already, BoxClosed unless the phase is open, BoxNotWritable.
        Slips are spent in the order of their tags, so that two processes never wait for each other.
        """
        if not drops:
            return
        with self._transaction() as db, db.cursor() as cursor:
            cursor.executemany(SPEND, [(drop.retry, drop.tag) for drop in sorted(drops, key=lambda drop: drop.tag)])
            if cursor.rowcount != len(drops):
                raise SlipTaken
            envelopes = sorted((drop.envelope.receipt, drop.envelope.body) for drop in drops)
            cursor.executemany("INSERT INTO envelope(receipt, body) VALUES (%s, %s)", envelopes)
            comments = [drop.comment for drop in drops if drop.comment is not None]
            rows = sorted((secrets.token_bytes(16), body) for body in comments)
            cursor.executemany("INSERT INTO comment(slot, body) VALUES (%s, %s)", rows)
            _require(db, Phase.OPEN)

    # After the close

    def envelopes(self) -> list[Envelope]:
        """Every ballot in the box, in the order of their receipts, which is no order of casting."""
        with self._transaction() as db:
            rows = db.execute("SELECT receipt, body FROM envelope ORDER BY receipt, body").fetchall()
        return [Envelope(receipt, body) for receipt, body in rows]

    def comments(self) -> list[bytes]:
        """Every sealed comment, in the order of its bytes, which are random; none in a box that takes none."""
        with self._transaction() as db:
            return [bytes(body) for (body,) in db.execute("SELECT body FROM comment ORDER BY body")]

    def release(self) -> None:
        """Lets the box go, so that another process may hold it."""
        self._may_reconnect = False
        self._db.close()

    def _connect(self) -> Connection:
        db = connect(self._server)
        with closed_unless_ready(db):
            if not _has_schema(db, self._schema):
                raise BoxMissing
            db.execute("SELECT set_config('search_path', %s, false)", (self._schema,))
            if self._is_alone:
                _hold(db, self._schema)
        return db

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """One transaction, durable when the block ends, undone whole when it fails.

        What the server says of a failure may hold a receipt, and is dropped here.
        """
        try:
            if self._db.closed and self._may_reconnect:
                self._db = self._connect()
            with self._db.transaction():
                yield self._db
        except UndefinedTable:
            raise BoxClosed from None  # destroyed by another process after the count
        except (psycopg.Error, BoxServerSilent):
            if self._may_reconnect:
                self._db.close()  # cut in the middle of a batch it can be of no more use, and not know it
            raise BoxNotWritable from None


class PostgresShelf:
    """The boxes on one database server, each in the schema `box_<name>`."""

    def __init__(self, server: str) -> None:
        self._server = server

    def create(self, name: str, facts: Mapping[str, bytes]) -> PostgresStore:
        """A new box that keeps `facts`, held alone. Never made over another: raises BoxNotWritable."""
        schema = _schema(name)
        try:
            with connect(self._server) as db, db.transaction():
                db.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
                db.execute("SELECT set_config('search_path', %s, true)", (schema,))
                db.execute(SLIPS_AND_FACTS)
                _keep_facts(db, facts)
                _grant(db, GRANTS, schema)
        except psycopg.Error:
            raise BoxNotWritable from None
        return self.open(name)

    def has(self, name: str) -> bool:
        """Whether there is a schema for the box. Raises BoxServerSilent, BoxUnsafe."""
        with connect(self._server) as db:
            return _has_schema(db, _schema(name))

    def open(self, name: str) -> PostgresStore:
        """The box, held alone. Raises BoxMissing, BoxHeld, BoxUnsafe, BoxServerSilent."""
        return PostgresStore(self._server, _schema(name), is_alone=True)

    def join(self, name: str) -> PostgresStore:
        """The box for taking ballots, beside other processes. Raises BoxMissing, BoxUnsafe, BoxServerSilent."""
        return PostgresStore(self._server, _schema(name), is_alone=False)

    def destroy(self, name: str) -> None:
        """Drops the box with everything in it. Raises BoxNotWritable, BoxServerSilent."""
        drop = sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(_schema(name)))
        try:
            with connect(self._server) as db:
                db.execute(drop)
        except psycopg.Error:
            raise BoxNotWritable from None


def _schema(name: str) -> str:
    return f"box_{name}"


def _has_schema(db: Connection, schema: str) -> bool:
    return db.execute("SELECT FROM pg_namespace WHERE nspname = %s", (schema,)).fetchone() is not None


def _hold(db: Connection, schema: str) -> None:
    """Waits for whoever holds the box alone; the hold ends with the session. Raises BoxHeld."""
    try:
        db.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", (schema,))
    except LockNotAvailable:
        raise BoxHeld(page="/") from None


def _keep_facts(db: Connection, facts: Mapping[str, bytes]) -> None:
    keep = "INSERT INTO fact VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    with db.cursor() as cursor:
        cursor.executemany(keep, list(facts.items()))


def _add_slips(db: Connection, slips: NewSlips) -> None:
    with db.cursor() as cursor:
        rows = [(tag, slips.voter_class) for tag in sorted(slips.tags)]
        cursor.executemany("INSERT INTO slip(tag, voter_class) VALUES (%s, %s)", rows)


def _number(db: Connection, name: str) -> int:
    """The number that the fact `name` holds; 0 when it was never kept."""
    row = db.execute("SELECT value FROM fact WHERE name = %s", (name,)).fetchone()
    return int(row[0]) if row else 0


def _require(db: Connection, *phases: Phase) -> None:
    """Asked after the slips are locked: a close that came first is seen here, one that comes later waits."""
    found = db.execute("SELECT value FROM fact WHERE name = 'phase'").fetchone()
    if found not in [(phase.encode(),) for phase in phases]:
        raise BoxClosed


def _grant(db: Connection, grants: str, schema: str) -> None:
    """Lets the owner's caster, if there is such a role, spend slips and drop envelopes, and nothing else."""
    caster = f"{db.info.user}_caster"
    if db.execute("SELECT FROM pg_roles WHERE rolname = %s", (caster,)).fetchone() is not None:
        db.execute(sql.SQL(grants).format(schema=sql.Identifier(schema), caster=sql.Identifier(caster)))
