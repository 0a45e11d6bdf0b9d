"""An open box, or an ordinary database, for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from ballots.box import Box
from ballots.sqlite_store import SqliteShelf
from ballots.store import Shelf
from ballots.tables import metadata
from tests.ballots.boxes import Opened, open_on


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Where the test's boxes stand."""
    return SqliteShelf(tmp_path / "boxes")


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
