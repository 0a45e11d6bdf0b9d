"""The ordinary database: one SQLite file, brought to the newest schema when it is opened."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from survey.errors import NotStored

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "secure_delete=ON")


def open_database(path: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Engine:
    """An engine over the database at `path`, which is created or migrated first; its transactions know the hour."""
    engine = create_engine(f"sqlite:///{path}", execution_options={"clock": clock})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    migrate(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database, and waits for nobody. Raises NotStored as `writing` does."""
    with _naming_the_disk(), engine.connect() as db:
        yield db


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is the only writer, committed when the block ends and undone when it fails.

    Raises NotStored when the disk is full, fails, or may only be read.
    """
    with _naming_the_disk(), engine.execution_options(writing=True).begin() as db:
        yield db


def forget_old_pages(engine: Engine) -> None:
    """Empties the log of changes, so that what was deleted stands in no file any more; a reader may delay that."""
    with _naming_the_disk(), engine.connect() as db:
        db.exec_driver_sql("ROLLBACK")  # a checkpoint takes no transaction
        db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def migrate(engine: Engine) -> None:
    """Brings the schema to the newest revision, in one transaction."""
    with writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(files("survey") / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _naming_the_disk() -> Iterator[None]:
    disk = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
    try:
        yield
    except OperationalError as error:
        if isinstance(error.orig, sqlite3.Error) and error.orig.sqlite_errorcode & 0xFF in disk:
            raise NotStored from None
        raise


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy says when a transaction begins, not the driver
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
