"""A disk that is full, or may only be read, in the middle of an evening: nobody is thanked in vain, nothing is lost.

What was refused works when it is done again, by the same phone or the same person, once the disk is well.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from flask.testing import FlaskClient

from ballots import codes, meetings
from ballots.meetings import Closing, State
from survey.app import create_app
from survey.config import Settings
from survey.database import reading
from survey.errors import NotStored
from survey.evening import Evening
from survey.folder import DataFolder
from survey.serving import Server
from survey.simulation.handset import Handset, Heard
from tests.attacks.disk import FileSystem, full, in_memory, mounted
from tests.conftest import require_whole_page
from tests.factories import Prepared, best_answers, closed, opened
from tests.survey.visitors import follow, send, sign_in

PHONES = 16
HERE = Settings(host="127.0.0.1", port=0)
THANKED, ALREADY_IN, AGAIN = Heard(200, "thanks"), Heard(200, "in-the-box"), Heard(503, "")
NO_ROOM = "This could not be stored: the disk is full or cannot be written."


class Hall:
    """Sixteen phones before one box; half of them mark the best level, the others the second."""

    def __init__(self, prepared: Prepared, address: str) -> None:
        self.meeting, self._phones = prepared, [Handset(address) for _ in range(PHONES)]
        self._slips = [codes.grouped(prepared.codes.pop()) for _ in self._phones]
        form = prepared.evening.form(prepared.meeting)
        best = best_answers(prepared.evening, prepared.id)
        second = {question.field: question.section.scale.levels[1].id for question in form.questions}
        self._marks = [best, second] * (PHONES // 2)
        for phone in self._phones:
            assert phone.scan(prepared.id)

    def press(self) -> list[Heard]:
        """What each phone hears when all press the button at once; after it they lay the phone down."""
        with ThreadPoolExecutor(PHONES) as together:
            return list(together.map(self._press_one, range(PHONES)))

    def _press_one(self, number: int) -> Heard:
        heard = self._phones[number].cast(self.meeting.id, self._slips[number], self._marks[number])
        self._phones[number].hang_up()
        return heard

    def require_all_counted_once(self) -> None:
        """The evening ends: every ballot is in the result, each mark where it was put."""
        evening = self.meeting.evening
        assert evening.close(self.meeting.id, Closing()).returned == PHONES
        for key in self.meeting.keys[:2]:
            evening.present_key(self.meeting.id, key.digits)
        with reading(evening.engine) as db:
            cells = meetings.votes(db, self.meeting.id)
            document, _ = meetings.published_record(db, self.meeting.id)
        for question in evening.form(self.meeting.meeting).questions:
            here = (question.position, question.item.id)
            found = {cell.level: cell.votes for cell in cells if (cell.position, cell.item) == here}
            best, second = (level.id for level in question.section.scale.levels[:2])
            assert (found[best], found[second], sum(found.values())) == (PHONES // 2, PHONES // 2, PHONES)
        assert len(json.loads(document)["receipts"]) == PHONES


@contextmanager
def full_boxes(evening: Evening) -> Iterator[None]:
    """The boxes' disk is full, and no journal has room left over from before."""
    for journal in evening.folder.boxes.glob("*-journal"):
        os.truncate(journal, 0)
    with full(evening.folder.boxes):
        yield


def thanked(heard: Sequence[Heard]) -> int:
    """How many were told that their ballot is in the box; everybody else was told to press again."""
    assert set(heard) <= {THANKED, ALREADY_IN, AGAIN}
    return sum(one != AGAIN for one in heard)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Evening]:
    """An evening whose boxes lie on a disk of one mebibyte, and everything else on another of that size."""
    folder = DataFolder(tmp_path / "data")
    with in_memory(folder.root), in_memory(folder.boxes), let_go(Evening(folder)) as evening:
        yield evening


@contextmanager
def let_go(evening: Evening) -> Iterator[Evening]:
    try:
        yield evening
    finally:
        evening.boxes.release_all()
        evening.engine.dispose()


@pytest.fixture
def desk(small: Evening) -> FlaskClient:
    """The organizer, signed in, in English."""
    client = create_app(small, Settings(address="http://minxin.test")).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, small)


# While people vote


def test_on_a_full_disk_nobody_is_thanked_and_every_phones_next_press_is_in(small: Evening) -> None:
    meeting = opened(small, slips=PHONES)
    with Server(small, HERE).in_background() as server:
        hall = Hall(meeting, server.local_address)
        with full_boxes(small):
            assert hall.press() == [AGAIN] * PHONES
            assert small.live(meeting.id).box.returned == 0
        assert hall.press() == [THANKED] * PHONES
        hall.require_all_counted_once()


def test_a_disk_that_fills_and_empties_while_people_press_loses_no_thanked_ballot(small: Evening) -> None:
    meeting = opened(small, slips=PHONES)
    enough = Event()

    def fill_again_and_again() -> None:
        while not enough.is_set():
            with full(small.folder.boxes):
                enough.wait(0.002)

    with Server(small, HERE).in_background() as server:
        hall = Hall(meeting, server.local_address)
        trouble = Thread(target=fill_again_and_again)
        trouble.start()
        try:
            for _ in range(5):
                heard = hall.press()
                assert thanked(heard) <= small.live(meeting.id).box.returned
        finally:
            enough.set()
            trouble.join()
        assert thanked(hall.press()) == PHONES
        hall.require_all_counted_once()


def test_on_a_full_disk_a_phone_without_script_keeps_its_form_and_hears_to_press_again(small: Evening) -> None:
    meeting = opened(small, slips=PHONES)
    phone = create_app(small, HERE).test_client()
    sent = {**best_answers(small, meeting.id), "code": meeting.fresh_code(), "rid": "a1" * 16, "sure": "1"}
    with full_boxes(small):
        answer = phone.post(f"/v/{meeting.id}?lang=en", data=sent)
    assert answer.status_code == 503
    page = require_whole_page(answer.text)
    assert "Keep this page and press the button again." in page
    assert f'value="{sent["code"]}"' in page
    assert page.count(" checked") == len(small.form(meeting.meeting).questions)
    assert phone.post(f"/v/{meeting.id}?lang=en", data=sent).status_code == 303
    assert small.live(meeting.id).box.returned == 1


def test_a_disk_that_may_only_be_read_thanks_nobody_and_the_same_phones_are_in_once_it_is_well(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data").create()
    with mounted(FileSystem.EXT4, tmp_path) as disk:
        folder.boxes.rmdir()
        folder.boxes.symlink_to(disk.folder)
        with let_go(Evening(folder)) as evening:
            meeting = opened(evening, slips=PHONES)
            with Server(evening, HERE).in_background() as server:
                hall = Hall(meeting, server.local_address)
                disk.fail()
                assert hall.press() == [AGAIN] * PHONES
                with pytest.raises(NotStored):
                    evening.close(meeting.id, Closing())
                assert meeting.meeting.state is State.OPEN
            disk.repair()
            with Server(evening, replace(HERE, port=server.settings.port)).in_background():
                assert evening.live(meeting.id).box.returned == 0
                assert hall.press() == [THANKED] * PHONES
                hall.require_all_counted_once()


# The acts of the desk


@contextmanager
def full_database(evening: Evening) -> Iterator[None]:
    """The database's disk is full, and its log has no room left over from before; the boxes' disk is well."""
    with closing(sqlite3.connect(evening.folder.database)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with full(evening.folder.root):
        yield


def at(meeting: Prepared, act: str) -> str:
    return f"/desk/meetings/{meeting.id}/{act}"


def test_a_close_without_room_is_refused_in_a_sentence_and_completed_by_closing_again(
    small: Evening, desk: FlaskClient
) -> None:
    meeting = opened(small, slips=20)
    for _ in range(12):
        meeting.cast()
    with full_database(small):
        assert NO_ROOM in require_whole_page(send(desk, at(meeting, "close"), unused="8", announce="y").text)
        assert (meeting.meeting.state, meeting.meeting.seal) == (State.OPEN, None)
    assert "12 ballots in the box" in follow(desk, send(desk, at(meeting, "close"), unused="8", announce="y"))
    assert meeting.meeting.state is State.CLOSED


def test_a_count_without_room_is_refused_in_a_sentence_and_done_with_the_same_keys(
    small: Evening, desk: FlaskClient
) -> None:
    meeting = closed(small)
    follow(desk, send(desk, at(meeting, "keys/present"), digits=meeting.keys[0].digits))
    with full_database(small):
        refused = send(desk, at(meeting, "keys/present"), digits=meeting.keys[1].digits)
        assert NO_ROOM in require_whole_page(refused.text)
        assert meeting.meeting.counted_at is None
    assert "The box is open and counted." in follow(
        desk, send(desk, at(meeting, "keys/present"), digits=meeting.keys[1].digits)
    )
    assert meeting.meeting.state is State.PUBLISHED


def test_publishing_without_room_is_refused_in_a_sentence_and_the_box_stays_until_it_is_done(
    small: Evening, desk: FlaskClient
) -> None:
    meeting = closed(small, announce=False)
    for key in meeting.keys[:2]:
        small.present_key(meeting.id, key.digits)
    with full_database(small):
        assert NO_ROOM in require_whole_page(send(desk, at(meeting, "publish")).text)
        assert (meeting.meeting.state, small.boxes.has(meeting.id)) == (State.CLOSED, True)
    assert "The result is published, and the box is destroyed." in follow(desk, send(desk, at(meeting, "publish")))
    assert (meeting.meeting.state, small.boxes.has(meeting.id)) == (State.PUBLISHED, False)
