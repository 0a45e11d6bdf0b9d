"""The box in a file: its schema, its settings, who may read it, who may hold it, and how it goes."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ballots import draft, sqlite_store
from ballots.box import Box
from ballots.envelope import Envelope
from ballots.errors import BoxHeld, BoxMissing, BoxUnsafe
from ballots.sqlite_file import PRAGMAS
from ballots.sqlite_store import SqliteShelf, SqliteStore
from ballots.store import Drop
from tests.ballots.boxes import Opened, open_a_box


@pytest.fixture
def shelf(tmp_path: Path) -> SqliteShelf:
    """Files only: this is about them."""
    return SqliteShelf(tmp_path / "boxes")


def test_every_setting_is_asked_for_and_read_back() -> None:
    assert {name: asked for name, (asked, _) in PRAGMAS.items()} == {
        "secure_delete": "ON",
        "journal_mode": "PERSIST",
        "synchronous": "EXTRA",
        "locking_mode": "EXCLUSIVE",
        "temp_store": "MEMORY",
    }


@pytest.mark.parametrize("setting", PRAGMAS)
def test_a_box_whose_setting_does_not_hold_takes_no_ballots(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    opened.store.release()
    monkeypatch.setitem(PRAGMAS, setting, (PRAGMAS[setting][0], "something else"))
    with pytest.raises(BoxUnsafe, match=setting):
        SqliteStore(opened.path)


def test_a_file_that_is_no_box_takes_no_ballots(tmp_path: Path) -> None:
    path = tmp_path / "toy.box"
    path.write_bytes(b"\0" * 8192)
    with pytest.raises(BoxUnsafe, match="file is not as required"):
        SqliteStore(path)


def test_only_the_owner_may_read_a_box(opened: Opened) -> None:
    assert opened.path.stat().st_mode & 0o777 == 0o600
    assert opened.path.with_name("toy.box-journal").stat().st_mode & 0o777 == 0o600
    assert opened.path.parent.stat().st_mode & 0o777 == 0o700


def test_the_box_has_no_column_that_orders_or_times_a_ballot(opened: Opened) -> None:
    opened.store.release()
    db = sqlite3.connect(opened.path)
    made = [statement for (statement,) in db.execute("SELECT sql FROM sqlite_schema")]
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema")}
    columns = {f"{table}.{row[1]}" for table in tables for row in db.execute(f"PRAGMA table_info({table})")}
    db.close()
    assert all(statement.rstrip().endswith("STRICT, WITHOUT ROWID") for statement in made)
    assert not re.search(
        r"autoincrement|integer primary key|serial|time|date|random|default \(?current", str(made), re.I
    )
    assert columns == {
        *("slip.slot", "slip.tag", "slip.spent", "slip.void", "slip.retry", "slip.voter_class"),
        *("envelope.slot", "envelope.filled", "envelope.receipt", "envelope.body"),
        *("comment.slot", "comment.filled", "comment.body"),
        *("fact.name", "fact.value"),
    }


def test_a_box_whose_making_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "toy.box"
    path.touch()
    with pytest.raises(BoxMissing):
        SqliteStore(path)
    draft.create(SqliteShelf(tmp_path), "toy").release()
    assert path.stat().st_size > 0


def test_a_second_process_hears_that_the_box_is_held(opened: Opened) -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import pathlib\nfrom ballots.sqlite_store import SqliteStore as Store\n"
            f"Store(pathlib.Path({str(opened.path)!r}))",
        ],
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    assert said.splitlines()[-1].startswith("ballots.errors.BoxHeld: A running server holds this box.")


def test_the_same_process_cannot_hold_a_box_twice(opened: Opened) -> None:
    with pytest.raises(BoxHeld):
        SqliteStore(opened.path)


def test_room_is_one_empty_envelope_for_each_slip_however_often_it_is_made(opened: Opened) -> None:
    opened.store.make_room(112, 0)
    opened.store.make_room(112, 0)
    assert _rows(opened, "SELECT count(*), sum(filled) FROM envelope") == [(20, 0)]
    opened.take_up()
    opened.cast_all(opened.codes)
    assert len(opened.store.envelopes()) == 20


def test_room_follows_the_length_of_the_form(opened: Opened) -> None:
    opened.store.make_room(176, 0)
    assert _rows(opened, "SELECT DISTINCT length(body) FROM envelope") == [(176,)]


def test_the_journal_is_blank_after_each_acknowledged_ballot(opened: Opened) -> None:
    box = Box(opened.store)
    for code in opened.codes:
        opened.cast(box, code)
        journal = opened.path.with_name("toy.box-journal").read_bytes()
        assert len(journal) > 4096
        assert not any(journal)
    box.end()


def test_what_a_crash_left_in_the_journal_goes_when_the_box_is_taken_up(opened: Opened) -> None:
    opened.store.release()
    journal = opened.path.with_name("toy.box-journal")
    length = journal.stat().st_size
    journal.write_bytes(b"\0" * 512 + b"an older page" * 50)
    SqliteStore(opened.path).release()
    assert journal.stat().st_size <= length
    assert not any(journal.read_bytes())


def test_an_unforeseen_failure_inside_a_step_undoes_the_step(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = list(opened.store.slips())
    good = Drop(tags[0], bytes(16), Envelope(b"r" * 16, b"b" * 112))

    def fail_at_the_envelope(*_arguments: object) -> None:
        raise ValueError("unforeseen")

    monkeypatch.setattr(sqlite_store, "_change_each", fail_at_the_envelope)
    with pytest.raises(ValueError, match="unforeseen"):
        opened.store.keep([good])
    assert not any(slip.spent for slip in opened.store.slips().values())


def test_destroying_leaves_nothing_and_can_be_done_again(opened: Opened) -> None:
    opened.store.release()
    opened.shelf.destroy(opened.name)
    opened.shelf.destroy(opened.name)
    assert list(opened.path.parent.iterdir()) == []


def test_a_box_is_overwritten_before_it_is_removed(opened: Opened) -> None:
    opened.store.release()
    link = opened.path.with_name("another name of the same bytes")
    link.hardlink_to(opened.path)
    length = link.stat().st_size
    opened.shelf.destroy(opened.name)
    assert link.read_bytes() == bytes(length)


def test_what_a_cut_short_destruction_left_goes_too(tmp_path: Path) -> None:
    made = open_a_box(tmp_path / "toy.box")
    made.store.release()
    made.path.unlink()
    made.shelf.destroy(made.name)
    assert list(tmp_path.iterdir()) == []


def _rows(opened: Opened, query: str) -> list[tuple[object, ...]]:
    opened.store.release()
    db = sqlite3.connect(opened.path)
    rows = db.execute(query).fetchall()
    db.close()
    return rows
