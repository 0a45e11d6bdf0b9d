"""One box on PostgreSQL, taken by several processes at once: each slip once, each phone answered by the truth."""

import secrets
import threading
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest

from ballots import codes, count, draft, envelope
from ballots.box import Box, Standing
from ballots.codes import Code
from ballots.errors import BoxClosed, BoxHeld, BoxNotWritable, Refused, SlipNotValid, SlipVoided
from ballots.postgres_session import SETTINGS
from ballots.postgres_store import PostgresShelf
from tests.ballots.boxes import Opened, any_marks, open_on
from tests.ballots.conftest import empty_shelf
from tests.servers import BoxServer

HERE, ELSEWHERE = b"this phone......", b"another phone..."
PROCESSES = 2


@pytest.fixture
def shelf(server: BoxServer) -> Iterator[PostgresShelf]:
    """The database server only: files are never shared."""
    yield from empty_shelf(server)


@pytest.fixture
def boxes(opened: Opened) -> Iterator[list[Box]]:
    """Two processes that take ballots for the same box."""
    opened.store.release()
    stores = [opened.shelf.join(opened.name) for _ in range(PROCESSES)]
    made = [Box(store) for store in stores]
    yield made
    for box, store in zip(made, stores, strict=True):
        box.end()
        store.release()


def test_a_ballot_cast_at_one_process_is_known_at_the_other(opened: Opened, boxes: list[Box]) -> None:
    one, other = boxes
    receipt = one.cast(opened.codes[0], HERE, any_marks())
    assert (other.returned, other.printed) == (1, 20)
    assert other.check(opened.codes[0], HERE) is Standing.IN_THE_BOX
    again = other.cast(opened.codes[0], HERE, any_marks())
    assert (again.number, again.repeated) == (receipt.number, True)


def test_a_slip_printed_at_one_process_is_good_at_the_other_until_its_sheet_is_voided(shelf: PostgresShelf) -> None:
    opened = open_on(shelf, reserve=5)
    opened.store.release()
    here, there = (shelf.join(opened.name) for _ in range(PROCESSES))
    desk, web = Box(here), Box(there)
    (sheet,) = desk.print_more(2)
    assert not web.cast(sheet.slips[0], ELSEWHERE, any_marks()).repeated
    desk.void_sheet(sheet.code)
    with pytest.raises(SlipVoided):
        web.check(sheet.slips[1], HERE)
    assert (web.voided, desk.voided) == (2, 2)
    for box, store in ((desk, here), (web, there)):
        box.end()
        store.release()


def test_a_process_that_knew_nothing_of_it_answers_each_phone_by_the_truth(opened: Opened, boxes: list[Box]) -> None:
    one, other = boxes
    receipt = one.cast(opened.codes[0], HERE, any_marks())
    one.cast(opened.codes[1], HERE, any_marks())
    one.void(opened.codes[2])
    again = other.cast(opened.codes[0], HERE, any_marks())  # it has not looked since its start
    assert (again.number, again.repeated) == (receipt.number, True)
    with pytest.raises(SlipNotValid):
        other.cast(opened.codes[1], ELSEWHERE, any_marks())
    with pytest.raises(SlipVoided):
        other.cast(opened.codes[2], ELSEWHERE, any_marks())
    assert not other.cast(opened.codes[3], ELSEWHERE, any_marks()).repeated
    assert (one.returned, one.voided) == (other.returned, other.voided) == (3, 1)


def test_each_slip_counts_once_however_many_phones_and_processes_race_for_it(opened: Opened, boxes: list[Box]) -> None:
    heard: list[tuple[Code, str]] = []
    started = threading.Barrier(80)

    def cast(box: Box, code: Code) -> None:
        started.wait()
        try:
            box.cast(code, secrets.token_bytes(16), any_marks())
            heard.append((code, "in the box"))
        except SlipNotValid:
            heard.append((code, "not valid"))

    at_once([(cast, box, code) for code in opened.codes for box in boxes for _ in range(2)])
    assert Counter(heard) == Counter(
        {(code, answer): times for code in opened.codes for answer, times in (("in the box", 1), ("not valid", 3))}
    )
    opened.take_up()
    assert len(opened.store.envelopes()) == boxes[0].returned == 20


def test_a_close_at_one_process_counts_every_acknowledged_ballot_of_the_other(opened: Opened, boxes: list[Box]) -> None:
    one, other = boxes
    heard: list[str] = []
    started = threading.Barrier(21)

    def cast(code: Code) -> None:
        started.wait()
        try:
            other.cast(code, secrets.token_bytes(16), any_marks())
            heard.append("in the box")
        except BoxClosed:
            heard.append("closed")

    def close() -> None:
        started.wait()
        one.end()
        seals.append(count.close(one._store))

    seals: list[count.Seal] = []
    at_once([(close,), *((cast, code) for code in opened.codes)])
    assert len(heard) == 20
    assert seals[0].returned == heard.count("in the box")
    with pytest.raises((BoxClosed, SlipNotValid)):
        other.cast(opened.codes[0], ELSEWHERE, any_marks())
    with pytest.raises((BoxClosed, SlipNotValid)):
        other.void(opened.codes[0])
    opened.take_up()
    assert count.close(opened.store) == seals[0]


def test_a_close_waits_for_a_ballot_that_is_already_on_its_way(server: BoxServer, opened: Opened) -> None:
    tag, seals = min(opened.store.slips()), list[count.Seal]()
    with psycopg.connect(server.owner) as on_its_way:
        on_its_way.execute("UPDATE box_toy.slip SET spent = true WHERE tag = %s", (tag,))
        on_its_way.execute("INSERT INTO box_toy.envelope VALUES (%s, %s)", (b"r" * 16, b"b" * 112))
        closing = threading.Thread(target=lambda: seals.append(count.close(opened.store)))
        closing.start()
        waits = "SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE NOT granted AND datname = %s"
        with psycopg.connect(server.administrator, autocommit=True) as administrator:
            while closing.is_alive() and administrator.execute(waits, (server.name,)).fetchone() is None:
                pass
        on_its_way.commit()
        closing.join()
    assert [seal.returned for seal in seals] == [1]


def test_a_box_destroyed_by_one_process_is_closed_for_the_other(opened: Opened, boxes: list[Box]) -> None:
    opened.shelf.destroy(opened.name)
    with pytest.raises(BoxClosed):
        boxes[1].cast(opened.codes[0], HERE, any_marks())


def test_connections_cut_in_the_middle_lose_no_acknowledged_ballot_and_double_none(
    server: BoxServer, shelf: PostgresShelf
) -> None:
    opened = open_on(shelf, slips=100)
    opened.store.release()
    store = shelf.join(opened.name)
    box, heard, pressed_again = Box(store), list[Code](), list[Code]()
    phones = [
        threading.Thread(target=press_until_heard, args=(box, opened.codes[phone::8], heard, pressed_again))
        for phone in range(8)
    ]
    for phone in phones:
        phone.start()
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND state <> 'idle'"
    with psycopg.connect(server.administrator, autocommit=True) as administrator:
        for cuts in range(1, 9):
            while len(heard) < cuts * 10 or not administrator.execute(cut, (server.name,)).fetchall():
                assert any(phone.is_alive() for phone in phones)
    for phone in phones:
        phone.join()
    box.end()
    store.release()
    opened.take_up()
    assert pressed_again != []
    assert sorted(heard) == sorted(opened.codes)
    expected = sorted(envelope.receipt(code.encode()) for code in opened.codes)
    assert [sealed.receipt for sealed in opened.store.envelopes()] == expected
    assert count.close(opened.store).returned == 100
    opened.store.release()


def press_until_heard(box: Box, mine: list[Code], heard: list[Code], pressed_again: list[Code]) -> None:
    """Casts `mine` from phones whose secrets are their codes; a phone that is not answered presses again."""
    for code in mine:
        while code not in heard:
            try:
                box.cast(code, code.encode(), any_marks())
                heard.append(code)
            except BoxNotWritable:
                pressed_again.append(code)
                assert len(pressed_again) < 100_000, "the box does not come back"


def test_before_the_opening_a_box_has_one_holder(
    shelf: PostgresShelf, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "lock_timeout", "50")
    with pytest.raises(BoxHeld):
        shelf.open(opened.name)
    opened.store.release()
    shelf.open(opened.name).release()


def test_a_hold_that_was_lost_is_not_taken_for_one(server: BoxServer, shelf: PostgresShelf) -> None:
    store = draft.create(shelf, "toy")
    with psycopg.connect(server.administrator, autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (server.name,)
        )
    for _ in range(2):
        with pytest.raises(BoxNotWritable):
            draft.new_slips(store, 1)
    store.release()


def test_a_row_held_by_somebody_else_makes_a_phone_wait_its_time_and_no_longer(
    server: BoxServer, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "lock_timeout", "50")
    opened.take_up()
    box = Box(opened.store)
    with psycopg.connect(server.administrator) as other:
        other.execute(f"SELECT FROM box_{opened.name}.slip FOR UPDATE".encode())
        with pytest.raises(BoxNotWritable):
            box.cast(opened.codes[0], HERE, any_marks())
    assert not box.cast(opened.codes[0], HERE, any_marks()).repeated
    box.end()


def test_an_unknown_code_is_as_unknown_at_every_process(boxes: list[Box]) -> None:
    for box in boxes:
        with pytest.raises(Refused) as refused:
            box.check(codes.new_code(), HERE)
        assert type(refused.value) is SlipNotValid


def at_once(calls: list[tuple[object, ...]]) -> None:
    threads = [threading.Thread(target=call, args=arguments) for call, *arguments in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
