"""What is published is a function of the set of ballots: who cast which one, and when, leaves no byte different.

And the box opens whole or not at all: nothing counts a part of it.
"""

import inspect
import itertools
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballots import count, meetings
from ballots.box import Box
from ballots.envelope import Envelope
from ballots.errors import BoxChanged
from ballots.meetings import Closing, Meeting
from ballots.sqlite_store import SqliteShelf, SqliteStore
from survey import comments, reviewing
from survey.accounts import Account, Role
from survey.app import create_app
from survey.comments import Decision
from survey.config import Settings
from survey.database import writing
from survey.duties import EVERYTHING
from survey.evening import Evening
from survey.folder import DataFolder
from survey.reviewing import Verdict
from tests import factories
from tests.attacks.hall import FORM, QUESTIONS, prepare
from tests.survey.visitors import sign_in

VOTERS = 14
NOW = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
MASKED = ("receipts", "seal")
"""What is random by design."""


@pytest.fixture
def same_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Campaigns and meetings get the same ids in each evening, so that files may be compared byte by byte."""
    ids = itertools.cycle(["aaaaaa", "bbbbbb"])
    for module in ("campaigns", "schedule"):
        monkeypatch.setattr(f"ballots.{module}.new_id", lambda: next(ids))


@pytest.mark.usefixtures("same_names")
def test_every_published_file_is_the_same_whoever_cast_which_ballot_when(tmp_path: Path) -> None:
    ballots = [bytes(secrets.randbelow(2) for _ in range(QUESTIONS)) for _ in range(VOTERS)]
    one = published_files(tmp_path / "one", ballots)
    other = published_files(tmp_path / "other", secrets.SystemRandom().sample(ballots, VOTERS))
    assert {name for name in one if one[name] != other[name]} == set()
    with_a_mark_less = published_files(tmp_path / "less", [b"\x02" * QUESTIONS, *ballots[1:]])
    assert {name for name in one if one[name] != with_a_mark_less[name]} == set(one)


@pytest.mark.usefixtures("same_names")
def test_no_published_byte_tells_who_wrote_which_comment(tmp_path: Path) -> None:
    ballots = [bytes(secrets.randbelow(2) for _ in range(QUESTIONS)) for _ in range(VOTERS)]
    texts = [*(f"意见 {number}" for number in range(VOTERS - 4)), *[""] * 4]
    one = published_files(tmp_path / "one", ballots, texts)
    other = published_files(tmp_path / "other", ballots, secrets.SystemRandom().sample(texts, VOTERS))
    assert {name for name in one if one[name] != other[name]} == set()
    silent = published_files(tmp_path / "silent", ballots, [""] * VOTERS)
    with_words = {name for name in one if one[name] != silent[name]}
    assert {name.rpartition("/")[2] for name in with_words} == {"comments.csv", "comments.xlsx"}


def published_files(folder: Path, ballots: Sequence[bytes], texts: Sequence[str] = ()) -> dict[str, bytes]:
    """The record, tables and charts of a meeting into which `ballots` were cast in this order, by unshuffled slips.

    And the released comments, where the campaign asks for any: each ballot's is the one of `texts` at its place.
    """
    evening = Evening(DataFolder(folder), clock=lambda: NOW)
    meeting = factories.opened(factories.asking_for_comments(evening) if texts else evening)
    box = evening.live(meeting.id).box
    for code, marks, text in zip(meeting.codes, ballots, texts or [""] * VOTERS, strict=False):
        box.cast(code, secrets.token_bytes(16), marks, text)
    evening.close(meeting.id, Closing())
    for key in meeting.keys[:2]:
        evening.present_key(meeting.id, key.digits)
    with evening.engine.connect() as db:
        record = json.loads(meetings.published_record(db, meeting.id)[0])
    official = sign_in(create_app(evening, Settings()).test_client(), evening, Role.OFFICIAL)
    places = [f"/district/meetings/{meeting.id}/charts/overview.{ending}" for ending in ("svg", "png", "pdf")]
    tables = f"/district/campaigns/{meeting.meeting.campaign_id}/tables"
    places += [f"{tables}/results.{ending}" for ending in ("csv", "xlsx", "json")]
    if texts:
        _release(evening, meeting.meeting)
        places += [f"/district/meetings/{meeting.id}/comments.{ending}" for ending in ("csv", "xlsx")]
    files = {place: _fetched(official, place) for place in places}
    evening.engine.dispose()
    return {"record": json.dumps({**record, **dict.fromkeys(MASKED)}).encode(), **files}


def _release(evening: Evening, found: Meeting) -> None:
    """Everything that was written is released, where anything was."""
    reader = Account("审阅人", "审阅人", Role.ORGANIZER, EVERYTHING)
    with writing(evening.engine) as db:
        for one in comments.of_meeting(db, found.id):
            if one.position == 1:
                reviewing.begin(db, found, reader)
            reviewing.decide(db, found, one.position, reader, Verdict(Decision.RELEASED))
        if comments.of_meeting(db, found.id):
            reviewing.finish(db, found, reader)


def _fetched(official: FlaskClient, path: str) -> bytes:
    answer = official.get(path)
    assert answer.status_code == 200, path
    return bytes(answer.data)


class Part(SqliteStore):
    """A box of which only some envelopes are shown to the count."""

    shown: Sequence[int] = ()

    def envelopes(self) -> list[Envelope]:
        every = super().envelopes()
        return [every[at] for at in self.shown]


def test_a_part_of_the_box_is_never_opened_however_large(tmp_path: Path) -> None:
    shelf = SqliteShelf(tmp_path)
    store = shelf.create("toy", {"slip_key": secrets.token_bytes(32)})
    hall = prepare(store, 8)
    box = Box(store)
    for code in hall.codes:
        box.cast(code, secrets.token_bytes(16), bytes(len(FORM.questions)))
    box.end()
    seal = count.close(store).fingerprint
    store.release()
    part = Part(shelf.path("toy"))
    for size in range(8):
        for part.shown in itertools.combinations(range(8), size):
            with pytest.raises(BoxChanged):
                count.open_all(part, seal, hall.keys[:2], QUESTIONS)
    part.shown = range(8)
    assert len(count.open_all(part, seal, hall.keys[:2], QUESTIONS)) == 8
    part.release()


def test_nobody_can_ask_the_count_for_a_part() -> None:
    assert list(inspect.signature(count.open_all).parameters) == ["store", "seal", "two_keys", "questions"]
    assert list(inspect.signature(count.open_comments).parameters) == ["store", "seal", "two_keys"]
    functions = [one for one in vars(count).values() if inspect.isfunction(one) and one.__module__ == count.__name__]
    assert {one.__name__ for one in functions} == {
        *("close", "fingerprint", "receipts", "lying", "open_all", "open_comments", "_as_sealed", "_private_key")
    }
