"""Who wrote which comment: attacks on a box that takes them, each with one defence taken away.

`test_disk_images.py` makes the same attacks on the product's own box, on whole disks, where they find nothing.
"""

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.parse import quote_plus

import pytest

from ballots.sqlite_store import SqliteStore
from survey.config import Settings
from survey.evening import Evening as Acts
from survey.serving import Server
from survey.simulation.handset import Handset, Heard
from tests import factories
from tests.attacks import careless, links
from tests.attacks.careless import CAREFUL
from tests.attacks.disk import Folder
from tests.attacks.hall import LUCK, VOTERS, Evening, Moment, spend_an_evening

MOST = 0.9


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Files for an evening."""
    return Folder(tmp_path)


def test_comments_filled_in_the_order_of_casting_are_named_by_whoever_watched_the_hall(folder: Folder) -> None:
    evening = spend_an_evening(folder, careless.SLOTS_IN_ORDER)
    for moment in (Moment.HALF_WAY, Moment.CLOSED):
        loot = evening.loot(moment)
        assert loot.authors >= MOST * loot.cast, moment


def test_a_ballot_and_its_comment_are_named_where_they_share_a_shuffle_and_not_in_our_box(tmp_path: Path) -> None:
    shared = spend_an_evening(Folder(tmp_path / "shared"), careless.ONE_SLOT_FOR_BOTH)
    assert _rightly_beside(shared) >= MOST * VOTERS
    ours = spend_an_evening(Folder(tmp_path / "ours"), CAREFUL)
    assert _rightly_beside(ours) <= LUCK


def _rightly_beside(evening: Evening) -> int:
    """How many ballots are joined to their comment by the place of their slots."""
    truth = {evening.truth[tag]: evening.wrote[tag] for tag in evening.came}
    return links.right(links.beside(evening.found[Moment.CLOSED]), truth)


LONGEST = "密" * 199 + "语"


def test_a_comment_of_the_greatest_length_touches_no_file_while_a_slow_server_puts_it_in(
    evening: Acts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = factories.opened(factories.asking_for_comments(evening))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    arrived, go_on, keep = Event(), Event(), SqliteStore.keep

    def slowly(store: SqliteStore, drops: object) -> None:
        arrived.set()
        go_on.wait(30)
        keep(store, drops)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(SqliteStore, "keep", slowly)
    server = Server(evening, Settings(host="127.0.0.1", port=0))
    with server.in_background(), ThreadPoolExecutor(1) as hand:
        phone = Handset(server.local_address)
        assert phone.scan(meeting.id)
        best = factories.best_answers(evening, meeting.id)
        heard = hand.submit(phone.cast, meeting.id, meeting.fresh_code(), {**best, "comment": LONGEST})
        assert arrived.wait(30)
        os.sync()
        assert _files_with(LONGEST, tmp_path) == []
        go_on.set()
        assert heard.result() == Heard(200, "thanks")
        phone.hang_up()
        os.sync()
        assert _files_with(LONGEST, tmp_path) == []
        assert list(scratch.iterdir()) == []
    (tmp_path / "careless").write_text(quote_plus(LONGEST))
    assert _files_with(LONGEST, tmp_path) == ["careless"]  # the search does find what is there


def _files_with(text: str, folder: Path) -> list[str]:
    """The files below `folder` in which the text stands, as it is or as a form sends it; its first part will do."""
    forms = [form[: len(form) // 4].encode() for form in (text, quote_plus(text), ascii(text))]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]
