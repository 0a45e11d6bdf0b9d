"""What the bytes of a box tell the one who takes the disk: neither marks, nor keys, nor codes, nor who came when."""

import hashlib
import secrets
import sqlite3
from pathlib import Path

import pytest

from ballots import codes, envelope, keys
from ballots.box import Box
from ballots.codes import Tag
from ballots.sqlite_store import SqliteShelf
from ballots.store import NewSlips
from tests.ballots.boxes import Opened, open_a_box
from tests.ballots.pages import PAGE, linked, order_leak, places

VOTERS = 200


@pytest.fixture
def shelf(tmp_path: Path) -> SqliteShelf:
    """Files only: this is about them."""
    return SqliteShelf(tmp_path / "boxes")


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_half_way_no_file_holds_a_mark_a_key_a_code_or_a_phones_secret(opened: Opened) -> None:
    box, canaries = Box(opened.store), []
    for code in opened.codes[:10]:
        canary = secrets.token_bytes(17)
        canaries.append(canary)
        opened.cast(box, code, canary)
    box.end()
    secret = keys.join(opened.keys[:2])
    hidden = [*canaries, *opened.phones.values(), secret, bytes(keys.private_key(secret))]
    hidden += [key.share for key in opened.keys] + [key.digits.encode() for key in opened.keys]
    hidden += [code.encode() for code in opened.codes] + [codes.grouped(code).encode() for code in opened.codes]
    raw = bytes_of(opened.path.parent)
    assert [found for found in hidden if found in raw] == []
    assert [found for found in hidden if found.hex().encode() in raw] == []
    assert all(envelope.receipt(phone) in raw for phone in opened.phones.values())  # the search does find what is there


def test_rows_never_move_from_where_they_lay_before_the_first_vote(opened: Opened) -> None:
    opened.store.release()
    before = {name: places(opened.path.read_bytes(), {name: 0})[0] for name in _tags(opened)}
    opened.take_up()
    opened.cast_all(opened.codes)
    after = {name: places(opened.path.read_bytes(), {name: 0})[0] for name in _tags(opened)}
    assert before == after


def test_the_pages_say_nothing_about_who_came_when(tmp_path: Path) -> None:
    slips, envelopes = _hall(tmp_path / "toy.box")
    assert abs(order_leak(slips) - 0.5) < 0.12
    assert abs(order_leak(envelopes) - 0.5) < 0.12
    assert linked(slips, envelopes) <= 8  # one of 200 is chance; more than eight happens once in a million halls


def test_printing_more_while_the_box_is_open_moves_no_row_and_adds_none(tmp_path: Path) -> None:
    opened = open_a_box(tmp_path / "toy.box", reserve=60)
    before = _places_of_slots(opened)
    box = Box(opened.store)
    for code in [*opened.codes[:5], *(code for sheet in box.print_more(60) for code in sheet.slips)]:
        opened.cast(box, code)
    box.end()
    assert len(before) == 2 * 80
    assert _places_of_slots(opened) == before


def test_the_same_search_finds_what_was_printed_late_where_rows_are_added_for_it(tmp_path: Path) -> None:
    opened = open_a_box(tmp_path / "toy.box")
    before = _places_of_slots(opened)
    opened.store.add_slips(NewSlips([Tag(secrets.token_bytes(16)) for _ in range(60)]))
    after = _places_of_slots(opened)
    assert len(after.keys() - before.keys()) == 60
    assert any(after[slot] != place for slot, place in before.items())


def test_the_same_search_finds_the_order_where_rows_are_inserted_as_people_come(tmp_path: Path) -> None:
    slips, envelopes = _careless_hall(tmp_path / "toy.db")
    assert order_leak(slips) > 0.7
    assert order_leak(envelopes) > 0.7
    assert linked(slips, envelopes) == VOTERS


def test_the_file_has_the_same_length_whether_nobody_came_or_everybody(tmp_path: Path) -> None:
    lengths = set()
    for name, voters in (("empty", 0), ("full", 20)):
        opened = open_a_box(tmp_path / f"{name}.box")
        opened.cast_all(opened.codes[:voters])
        opened.store.release()
        lengths.add(opened.path.stat().st_size)
    assert len(lengths) == 1


def _tags(opened: Opened) -> list[bytes]:
    opened.store.release()
    db = sqlite3.connect(opened.path)
    tags = [tag for (tag,) in db.execute("SELECT tag FROM slip")]
    db.close()
    return tags


def _places_of_slots(opened: Opened) -> dict[bytes, tuple[int, int]]:
    """Where every row of slips and envelopes lies, whether it is in use or spare."""
    opened.store.release()
    db = sqlite3.connect(opened.path)
    slots = [slot for (slot,) in db.execute("SELECT slot FROM slip UNION ALL SELECT slot FROM envelope")]
    db.close()
    raw = opened.path.read_bytes()
    opened.take_up()
    return {slot: places(raw, {slot: 0})[0] for slot in slots}


Places = dict[int, tuple[int, int]]


def _hall(path: Path) -> tuple[Places, Places]:
    """Where the slips and the envelopes of 200 voters lie, by time of casting."""
    opened = open_a_box(path, slips=VOTERS)
    key = opened.store.fact("slip_key") or b""
    comers = secrets.SystemRandom().sample(opened.codes, VOTERS)
    opened.cast_all(comers)
    opened.store.release()
    raw = path.read_bytes()
    tags = {bytes(codes.tag(code, key)): when for when, code in enumerate(comers)}
    receipts = {envelope.receipt(opened.phones[code]): when for when, code in enumerate(comers)}
    return places(raw, tags), places(raw, receipts)


def _careless_hall(path: Path) -> tuple[Places, Places]:
    """The same for tables without row numbers into which rows are put as people come."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute(f"PRAGMA page_size = {PAGE}")
    db.execute("PRAGMA synchronous = OFF")
    names = [hashlib.sha256(bytes([when])).digest() for when in range(VOTERS)]
    for table, reverse in (("slip", False), ("envelope", True)):
        db.execute(f"CREATE TABLE {table}(came INT PRIMARY KEY, name BLOB) WITHOUT ROWID")
        for when, name in enumerate(names):
            db.execute(f"INSERT INTO {table} VALUES (?, ?)", (when, name[::-1] if reverse else name))
    db.close()
    raw = path.read_bytes()
    tags = {name: when for when, name in enumerate(names)}
    receipts = {name[::-1]: when for when, name in enumerate(names)}
    return places(raw, tags), places(raw, receipts)
