"""An open box, or an ordinary database, for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Connection, create_engine

from ballots.box import Box
from ballots.postgres_store import PostgresShelf
from ballots.sqlite_store import SqliteShelf
from ballots.store import Shelf
from ballots.tables import metadata
from tests.ballots.boxes import Opened, open_on
from tests.servers import BoxServer, scratch_server


@pytest.fixture(scope="session")
def server() -> Iterator[BoxServer]:
    """A scratch database for boxes."""
    with scratch_server() as made:
        yield made


@pytest.fixture(params=["sqlite", "postgres"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    """Where the test's boxes stand, empty: each test runs once on either engine."""
    if request.param == "sqlite":
        yield SqliteShelf(tmp_path / "boxes")
    else:
        yield from empty_shelf(request.getfixturevalue("server"))


def empty_shelf(server: BoxServer) -> Iterator[PostgresShelf]:
    """A shelf without boxes on `server`, and without boxes again afterwards."""
    yield PostgresShelf(server.owner)
    with psycopg.connect(server.administrator, autocommit=True) as db:
        schemas = db.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'box_')").fetchall()
        for (schema,) in schemas:
            db.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))


@pytest.fixture
def opened(shelf: Shelf) -> Iterator[Opened]:
    """A box of twenty slips that takes ballots on the founding form; nobody holds a writer over it yet."""
    made = open_on(shelf)
    yield made
    made.store.release()


@pytest.fixture
def box(opened: Opened) -> Iterator[Box]:
    """The writer over `opened`."""
    made = Box(opened.store)
    yield made
    made.end()


@pytest.fixture
def db() -> Iterator[Connection]:
    """A transaction on an empty ordinary database, in memory."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()
