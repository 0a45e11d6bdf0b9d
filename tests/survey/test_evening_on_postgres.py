"""A whole evening whose box is on a database server, with two processes taking ballots for one meeting."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ballots import meetings
from ballots.errors import BoxClosed, SlipNotValid
from ballots.meetings import Closing, State
from survey import slips
from survey.config import read_settings
from survey.errors import SettingNotUsable
from survey.evening import Evening
from survey.folder import DataFolder
from tests import factories
from tests.servers import BoxServer, scratch_server

VOTERS = 40


@pytest.fixture(scope="module")
def server() -> Iterator[BoxServer]:
    """A scratch database for boxes."""
    with scratch_server() as made:
        yield made


@pytest.fixture
def processes(server: BoxServer, tmp_path: Path) -> Iterator[list[Evening]]:
    """The process at the desk and one that only takes ballots, over one data folder."""
    made = [Evening(DataFolder(tmp_path), server=address) for address in (server.owner, server.web)]
    yield made
    for evening in made:
        evening.boxes.release_all()
        evening.engine.dispose()


def test_forty_ballots_from_two_processes_are_one_result(processes: list[Evening]) -> None:
    desk, other = processes
    prepared = factories.opened(desk, slips=VOTERS + 2)
    form = desk.form(prepared.meeting)
    best = form.marks(factories.best_answers(desk, prepared.id))
    worst = bytes([2] * len(form.questions))
    unused, spoilt, *voters = prepared.codes
    slips.void(other, prepared.id, spoilt, factories.LOST)

    def cast(voter: int) -> bool:
        code, marks = voters[voter], worst if voter < 10 else best
        first, second = (desk, other) if voter % 2 else (other, desk)
        receipt = first.live(prepared.id).box.cast(code, code.encode(), marks)
        again = second.live(prepared.id).box.cast(
            code, code.encode(), best
        )  # the answer was lost; the phone comes back
        return again.repeated and not receipt.repeated and again.number == receipt.number

    with ThreadPoolExecutor(8) as hall:
        assert list(hall.map(cast, range(VOTERS))) == [True] * VOTERS
    assert [process.live(prepared.id).box.returned for process in processes] == [VOTERS, VOTERS]

    seal = desk.close(prepared.id, Closing())
    assert (seal.printed, seal.voided, seal.returned) == (VOTERS + 2, 1, VOTERS)
    with pytest.raises(BoxClosed):
        other.live(prepared.id).box.cast(unused, b"too late", best)
    for key in prepared.keys[:2]:
        desk.present_key(prepared.id, key.digits)

    assert prepared.meeting.state is State.PUBLISHED
    assert not desk.boxes.has(prepared.id)
    assert list(desk.folder.boxes.iterdir()) == []
    with desk.engine.connect() as db:
        record = json.loads(meetings.published_record(db, prepared.id)[0])
        items = record["subjects"][0]["items"]
    assert len(record["receipts"]) == VOTERS
    assert [item["counts"]["satisfied"] for item in items] == [30] * len(items)
    assert [item["counts"]["dissatisfied"] for item in items] == [10] * len(items)
    with pytest.raises((BoxClosed, SlipNotValid)):
        other.live(prepared.id).box.cast(unused, b"too late", best)


def test_a_stopped_process_takes_the_box_up_again_and_destroys_what_is_published(
    processes: list[Evening], server: BoxServer
) -> None:
    desk, _other = processes
    prepared = factories.opened(desk, slips=12)
    prepared.cast()
    desk.boxes.release_all()
    after = Evening(desk.folder, server=server.owner)
    after.resume()
    assert after.live(prepared.id).box.returned == 1
    after.make_void(prepared.id, "停电")
    assert not after.boxes.has(prepared.id)
    after.resume()
    after.engine.dispose()


def test_the_setting_chooses_the_server_and_nothing_else_is_taken_for_one() -> None:
    assert read_settings({}).boxes == ""
    assert read_settings({"MINXIN_BOXES": "postgresql://minxin@db/minxin"}).boxes == "postgresql://minxin@db/minxin"
    with pytest.raises(SettingNotUsable, match="MINXIN_BOXES"):
        read_settings({"MINXIN_BOXES": "mysql://db"})


def test_a_password_in_the_setting_is_not_shown_with_the_others() -> None:
    assert "secret" not in repr(read_settings({"MINXIN_BOXES": "postgresql://minxin:secret@db/minxin"}))
