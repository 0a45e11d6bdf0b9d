"""The known limit: a Flask view that keeps one row durably for each request, and nothing else.

The same web server with the same settings as the product; SQLite as one would use it with care: write-ahead log,
synchronous=FULL, BEGIN IMMEDIATE, one writer at a time.
"""

import sqlite3
import sys
import tempfile
import threading
from pathlib import Path

from flask import Flask, redirect, request
from waitress import create_server
from werkzeug.wrappers import Response

from survey.config import Settings


def app_over(path: Path) -> Flask:
    """The app; its rows lie in the file at `path`."""
    app, turn = Flask("bare"), threading.Lock()
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("CREATE TABLE ballot(id INTEGER PRIMARY KEY, code TEXT NOT NULL, marks TEXT NOT NULL)")

    @app.post("/cast")
    def cast() -> Response:
        code, marks = request.form["code"], "".join(value[0] for value in request.form.values())
        with turn:
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO ballot(code, marks) VALUES (?, ?)", (code, marks))
            db.execute("COMMIT")
        return redirect("/thanks", 303)

    return app


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = create_server(
            app_over(Path(folder) / "bare.db"),
            host="127.0.0.1",
            port=0,
            threads=Settings.threads,
            connection_limit=1000,
            channel_timeout=30,
            asyncore_use_poll=True,
            ident=None,
        )
        threading.Thread(target=server.run, daemon=True).start()
        print(f'{{"port": {server.effective_port}}}', flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
