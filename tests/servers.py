"""A PostgreSQL server that some tests use: a newcomer's machine skips those tests, the project's own checks may not."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ADMINISTRATOR = os.environ.get("MINXIN_TEST_POSTGRES") or "postgresql://postgres@127.0.0.1:5432/postgres"
DOCUMENT = Path(__file__).resolve().parents[1] / "docs/postgres.md"


@dataclass(frozen=True)
class BoxServer:
    """A scratch database with the roles of `docs/postgres.md`, under names of its own."""

    name: str

    @property
    def owner(self) -> str:
        """The address for the process at the desk."""
        return self._address(self.name)

    @property
    def web(self) -> str:
        """The address for processes that only take ballots."""
        return self._address(f"{self.name}_web")

    @property
    def administrator(self) -> str:
        """How the superuser connects to the same database."""
        return make_conninfo(ADMINISTRATOR, dbname=self.name)

    def _address(self, role: str) -> str:
        known = conninfo_to_dict(ADMINISTRATOR)
        return f"postgresql://{role}:choose-one@{known.get('host')}:{known.get('port', 5432)}/{self.name}"


@contextmanager
def scratch_server() -> Iterator[BoxServer]:
    """A database on the test server, dropped with its roles when the block ends. Skips where there is no server."""
    made = BoxServer(f"minxin_{secrets.token_hex(4)}")
    try:
        administrator = psycopg.connect(ADMINISTRATOR, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        unavailable(
            "no PostgreSQL at 127.0.0.1:5432 or where MINXIN_TEST_POSTGRES says; on Debian: apt-get install postgresql"
        )
    with administrator as db:
        try:
            for statement in documented_statements(made.name):
                db.execute(statement)
            yield made
        finally:
            db.execute(f"DROP DATABASE IF EXISTS {made.name} WITH (FORCE)".encode())
            for role in (f"{made.name}_web", f"{made.name}_caster", made.name):
                db.execute(f"DROP ROLE IF EXISTS {role}".encode())


def documented_statements(name: str) -> list[bytes]:
    """The statements of `docs/postgres.md`, in which everything called minxin is called `name`."""
    block = re.search(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    return [line.encode() for line in re.sub(r"\bminxin", name, block[1]).splitlines()]


def server_files(administrator: psycopg.Connection) -> Iterator[bytes]:
    """The contents of the files of this database, of its log of changes, and of whatever else may hold a row."""
    folder, database = _asked(administrator, "SELECT current_setting('data_directory'), oid FROM pg_database" + THIS)
    root = Path(folder)
    if not os.access(root, os.R_OK | os.X_OK):
        unavailable(f"the data directory of the PostgreSQL server is not readable here: {root}")
    for part in (f"base/{database}", "pg_wal", "base/pgsql_tmp", "pg_stat", "pg_stat_tmp", "pg_replslot"):
        for path in (root / part).rglob("*"):
            with suppress(FileNotFoundError):  # the server removes files as it likes
                if path.is_file():
                    yield path.read_bytes()


@contextmanager
def server_log(administrator: psycopg.Connection) -> Iterator[Callable[[], bytes]]:
    """Gives, when called, what the server has written to its log since the block began."""
    (folder,) = _asked(administrator, "SELECT current_setting('data_directory')")
    try:
        process = (Path(folder) / "postmaster.pid").read_text().split()[0]
        path = Path(f"/proc/{process}/fd/2").readlink()
        before = path.stat().st_size
    except OSError:
        unavailable("the log of the PostgreSQL server is not readable here")
    yield lambda: path.read_bytes()[before:]


THIS = " WHERE datname = current_database()"


def _asked(administrator: psycopg.Connection, question: str) -> tuple[str, ...]:
    row = administrator.execute(question.encode()).fetchone()
    assert row
    return row


def unavailable(what: str) -> NoReturn:
    """Skips the test with `what` is missing, and fails it when CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
