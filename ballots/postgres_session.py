"""A connection to the database server, refused unless the server keeps what the box promises.

A ballot must be on disk before it is acknowledged, and nothing the server writes beside its tables may hold a tag, a
receipt or a statement with its values. (`docs/postgres.md` says why each setting is asked for.)
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg.errors import CantChangeRuntimeParam, InsufficientPrivilege, UndefinedObject

from ballots.errors import BoxServerSilent, BoxUnsafe

SETTINGS = {
    # durable before it is acknowledged
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    # each statement sees what others have committed; nobody waits for ever
    "default_transaction_isolation": "read committed",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "10000",
    # no clock beside the rows
    "track_commit_timestamp": "off",
    # no statement, no value and no row in the server's log
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_lock_waits": "off",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "debug_print_plan": "off",
    # nothing that watches statements, such as pg_stat_statements, pgaudit, auto_explain
    "shared_preload_libraries": "",
    "session_preload_libraries": "",
    "local_preload_libraries": "",
}
"""Each setting, and what the server must answer when asked for it, in its own units."""

PATIENCE_SECONDS = 5


def connect(server: str) -> psycopg.Connection:
    """A session on the server at the address `server`, with every setting read back. Each statement commits itself.

    Raises BoxServerSilent when nobody answers there, BoxUnsafe naming the first setting that does not hold.
    """
    try:
        db = psycopg.connect(server, autocommit=True, connect_timeout=PATIENCE_SECONDS)
    except psycopg.Error:
        raise BoxServerSilent from None
    with closed_unless_ready(db):
        _require_settings(db)
    return db


@contextmanager
def closed_unless_ready(db: psycopg.Connection) -> Iterator[None]:
    """Closes the session when the block fails. Raises BoxServerSilent for whatever the server reports."""
    try:
        yield
    except BaseException as error:
        db.close()
        if isinstance(error, psycopg.Error):
            raise BoxServerSilent from None
        raise


def _require_settings(db: psycopg.Connection) -> None:
    """Sets what a session may set, and believes only what the server then says. What it will not say does not hold."""
    for name in _wrong(db):
        with suppress(InsufficientPrivilege, CantChangeRuntimeParam, UndefinedObject):
            db.execute("SELECT set_config(%s, %s, false)", (name, SETTINGS[name]))
    for name in _wrong(db):
        raise BoxUnsafe(setting=name)


def _wrong(db: psycopg.Connection) -> list[str]:
    answered: dict[str, str] = dict(
        db.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", (list(SETTINGS),))
    )
    return [name for name, required in SETTINGS.items() if answered.get(name) != required]
