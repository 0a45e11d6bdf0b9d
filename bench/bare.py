"""The known limit: a Flask view that keeps one row durably for each request, and nothing else.

The same web server with the same settings as the product. SQLAlchemy Core on SQLite as one uses it with care:
write-ahead log, synchronous=FULL, BEGIN IMMEDIATE, one writer at a time. `python -m bench.bare raw` leaves
SQLAlchemy out.
"""

import socket
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, redirect, request
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, event, insert
from werkzeug.wrappers import Response

from survey.config import Settings
from survey.web import connections

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")
Keep = Callable[[str, str], None]


def plain(path: Path) -> Keep:
    """Keeps a row by SQLAlchemy Core."""
    metadata, turn = MetaData(), threading.Lock()
    ballot = Table(
        "ballot", metadata, Column("id", Integer, primary_key=True), Column("code", Text), Column("marks", Text)
    )
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    metadata.create_all(engine)

    def keep(code: str, marks: str) -> None:
        with turn, engine.begin() as db:
            db.execute(insert(ballot).values(code=code, marks=marks))

    return keep


def raw(path: Path) -> Keep:
    """Keeps a row by the driver alone, over one connection."""
    turn = threading.Lock()
    db = sqlite3.connect(path, check_same_thread=False)
    _prepare(db, None)
    db.execute("CREATE TABLE ballot(id INTEGER PRIMARY KEY, code TEXT, marks TEXT)")

    def keep(code: str, marks: str) -> None:
        with turn:
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO ballot(code, marks) VALUES (?, ?)", (code, marks))
            db.execute("COMMIT")

    return keep


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def app_over(keep: Keep) -> Flask:
    """The app: reads the form, keeps a row, leads on."""
    app = Flask("bare")

    @app.post("/cast")
    def cast() -> Response:
        keep(request.form["code"], "".join(value[0] for value in request.form.values()))
        return redirect("/thanks", 303)

    return app


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        keep = (raw if "raw" in sys.argv else plain)(Path(folder) / "bare.db")
        listening = socket.create_server(("127.0.0.1", 0))
        server = connections.create(app_over(keep), listening, threads=Settings.threads, sockets={})
        threading.Thread(target=server.run, daemon=True).start()
        print(f'{{"port": {server.effective_port}}}', flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
