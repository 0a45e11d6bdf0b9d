"""The ordinary database: one SQLite file, brought to the newest schema when it is opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from survey.errors import NotStored

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


def open_database(path: Path) -> Engine:
    """An engine over the database at `path`, which is created or migrated first."""
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    migrate(engine)
    return engine


def reading(engine: Engine) -> AbstractContextManager[Connection]:
    """A connection that sees one state of the database, and waits for nobody."""
    return engine.connect()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is the only writer, committed when the block ends and undone when it fails.

    Raises NotStored when the disk takes nothing more.
    """
    try:
        with engine.execution_options(writing=True).begin() as db:
            yield db
    except OperationalError as error:
        if _is_about_the_disk(error):
            raise NotStored from None
        raise


def migrate(engine: Engine) -> None:
    """Brings the schema to the newest revision, in one transaction."""
    with writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(files("survey") / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _is_about_the_disk(error: OperationalError) -> bool:
    disk = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
    return isinstance(error.orig, sqlite3.Error) and error.orig.sqlite_errorcode & 0xFF in disk


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy says when a transaction begins, not the driver
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
