"""Voter classes against somebody who has the box, and against somebody who has everything that is published.

The class stands on the slip and in the box's table of slips. Beside an envelope it would name the class of the ballot
inside before the count, and of a class of one the voter: so it lies in the envelope, sealed.
"""

import itertools
import json
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from ballots import codes, count, envelope, meetings
from ballots.box import Box
from ballots.envelope import Ballot, Envelope
from ballots.store import Shelf
from survey.accounts import Role
from survey.app import create_app
from survey.cli import main
from survey.config import Settings
from survey.evening import Evening
from survey.folder import DataFolder
from tests.attacks.hall import LUCK
from tests.ballots.boxes import FORM, Opened, open_on
from tests.ballots.conftest import empty_shelf, server, shelf  # noqa: F401  fixtures of the boxes
from tests.survey.classes import held
from tests.survey.visitors import sign_in

CLASSES = [40, 12, 1]
NOW = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)


def cast_all(opened: Opened) -> dict[bytes, bytes]:
    """Everybody's ballot, one at a time in an order of chance: each slip's receipt by its tag."""
    key, box, truth = opened.store.fact("slip_key") or b"", Box(opened.store), {}
    for code in secrets.SystemRandom().sample(opened.codes, len(opened.codes)):
        truth[bytes(codes.tag(code, key))] = opened.cast(box, code, secrets.token_bytes(len(FORM.questions)))
    box.end()
    return truth


def classes_read(sealed: Sequence[Envelope]) -> dict[bytes, int]:
    """What somebody without keys takes for the class of each envelope: whatever byte of it is a class, if one is."""
    lengths = {len(one.body) for one in sealed}
    assert len(lengths) == 1
    tells = [
        at
        for at in range(lengths.pop())
        if sorted(one.body[at] for one in sealed)
        == sorted(itertools.chain(*([n] * size for n, size in enumerate(CLASSES, 1))))
    ]
    return {one.receipt: one.body[tells[0]] for one in sealed} if tells else {}


def test_no_envelope_tells_its_class_and_slips_of_a_class_are_no_better_joined_to_theirs(shelf: Shelf) -> None:  # noqa: F811
    opened = open_on(shelf, classes=CLASSES)
    truth = cast_all(opened)
    sealed = opened.store.envelopes()
    assert classes_read(sealed) == {}
    slips = opened.store.slips()
    of_class = {place: [tag for tag in slips if slips[tag].voter_class == place] for place in (1, 2, 3)}
    in_order = [one.receipt for one in sealed]
    begin, named = 0, 0
    for place in (1, 2, 3):  # the best that is left: envelopes in the order they lie in, slips of a class in theirs
        stretch = in_order[begin : begin + len(of_class[place])]
        named += sum(
            truth[bytes(tag)] == receipt for tag, receipt in zip(sorted(of_class[place]), stretch, strict=True)
        )
        begin += len(stretch)
    assert named <= LUCK
    assert count.close(opened.store).returned == sum(CLASSES)
    opened.store.release()


def test_a_class_written_on_the_envelope_would_name_the_ballot_of_a_class_of_one(shelf: Shelf) -> None:  # noqa: F811
    honest = envelope.seal

    def on_the_outside(ballot: Ballot, public_key: bytes) -> bytes:
        return honest(ballot, public_key)[:-1] + bytes([ballot.voter_class])

    opened = open_on(shelf, classes=CLASSES)
    with patch.object(envelope, "seal", on_the_outside):
        truth = cast_all(opened)
    read = classes_read(opened.store.envelopes())
    slips = opened.store.slips()
    assert {slips[codes.Tag(tag)].voter_class for tag in truth} == {1, 2, 3}
    assert all(read[receipt] == slips[codes.Tag(tag)].voter_class for tag, receipt in truth.items())
    (alone,) = [tag for tag, slip in slips.items() if slip.voter_class == 3]
    assert [receipt for receipt, place in read.items() if place == 3] == [truth[bytes(alone)]]
    opened.store.release()


@pytest.fixture
def same_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Campaigns and meetings get the same ids in each evening, so that files may be compared byte by byte."""
    ids = itertools.cycle(["aaaaaa", "bbbbbb"])
    for module in ("campaigns", "schedule"):
        monkeypatch.setattr(f"ballots.{module}.new_id", lambda: next(ids))


ONE_PARTY_MEMBER = {1: ["satisfied"] * 30, 2: ["dissatisfied"]}
ONE_RESIDENT = {1: ["satisfied"] * 29 + ["dissatisfied"], 2: ["satisfied"]}


@pytest.mark.usefixtures("same_names")
def test_all_that_is_given_out_is_the_same_whichever_class_said_it(tmp_path: Path) -> None:
    votes = {"one": ONE_PARTY_MEMBER, "other": ONE_RESIDENT}
    here, there = (given_out(tmp_path / name, marks, weighs=True) for name, marks in votes.items())
    assert {name for name in here if here[name] != there[name]} == set()
    assert len(here) > 12


@pytest.mark.usefixtures("same_names")
def test_the_same_comparison_finds_the_difference_where_classes_are_large_enough(tmp_path: Path) -> None:
    one = {1: ["satisfied"] * 20 + ["dissatisfied"] * 2, 2: ["satisfied"] * 12}
    other = {1: ["satisfied"] * 22, 2: ["satisfied"] * 10 + ["dissatisfied"] * 2}
    here, there = (given_out(tmp_path / name, votes, weighs=False) for name, votes in (("one", one), ("other", other)))
    differ = {name for name in here if here[name] != there[name]}
    assert {"record", "results csv", "results json"} <= differ
    assert any(name.endswith(".xlsx") for name in differ)
    assert any("/district/meetings/" in name for name in differ)


def given_out(folder: Path, votes: dict[int, list[str]], *, weighs: bool) -> dict[str, str | bytes]:
    """Pages, files, terminal output and database of a published meeting; what is random by design is masked."""
    evening = Evening(DataFolder(folder), clock=lambda: NOW)
    prepared = held(evening, votes, weighs=weighs)
    with evening.engine.connect() as db:
        record = json.loads(meetings.published_record(db, prepared.id)[0])
        tally = sorted(map(str, meetings.votes(db, prepared.id)))
    found: dict[str, str | bytes] = {
        "record": json.dumps({**record, "receipts": None, "seal": None}),
        "database": "\n".join(tally),
    }
    client = sign_in(create_app(evening, Settings()).test_client(), evening, Role.ADMINISTRATOR)
    campaign = f"/district/campaigns/{prepared.meeting.campaign_id}"
    places = [
        campaign,
        f"/district/meetings/{prepared.id}",
        f"/hall/{prepared.id}",
        f"/desk/meetings/{prepared.id}/minutes",
    ]
    places += [f"/desk/meetings/{prepared.id}", f"/v/{prepared.id}/secrecy"]
    places += [f"/district/meetings/{prepared.id}/charts/overview.svg"]
    places += [f"{campaign}/tables/results.{ending}" for ending in ("csv", "xlsx", "json")]
    found |= {place: _fetched(client, place) for place in places}
    evening.engine.dispose()
    for shape in ("json", "csv", "table"):
        run = CliRunner().invoke(
            main, ["results", "--campaign", f"分票类 {weighs}", "--format", shape], env={"MINXIN_DATA": str(folder)}
        )
        assert run.exit_code == 0, run.output
        found[f"results {shape}"] = run.output
    return found


def _fetched(client: FlaskClient, path: str) -> str | bytes:
    answer = client.get(path)
    assert answer.status_code == 200, path
    if not answer.mimetype.startswith("text/html"):
        return bytes(answer.data)
    masked = re.sub(r"\b[0-9a-f]{64}\b|\b(?:[0-9a-f]{4} )+[0-9a-f]{4,}\b|\b[0-9a-f]{12,16}\b", "#", answer.text)
    masked = re.sub(r'(csrf_token|nonce)" value="[^"]*"', "", masked)
    return re.sub(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", "#", masked)
