"""What leaves the box by other ways than the box: logs, temporary files, memory, answers to a curious reader."""

import logging
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from ballots import codes, envelope
from ballots.box import receipt_shown
from ballots.codes import Code
from survey.accounts import Role
from survey.app import LARGEST_REQUEST
from survey.config import Settings
from survey.evening import Evening
from survey.serving import Server
from survey.tables import metadata
from tests import factories
from tests.factories import Prepared, best_answers
from tests.gates.every_page import VALUES
from tests.survey.visitors import sign_in

ROOT = Path(__file__).resolve().parents[2]
PHONES_ADDRESS = "127.0.0.77"
UNCHANGED: Mapping[str, str] = MappingProxyType({})
CANARY = "canary-in-an-answer"
STEPS = [
    "survey.phone.residents.phone_secret",
    "ballots.form.Form.marks",
    "ballots.codes.tag",
    "ballots.envelope.receipt",
    "ballots.envelope.seal",
    "ballots.box.Box._hand_over",
    "ballots.sqlite_store.SqliteStore.keep",
    "survey.phone.residents._end",
]
"""Each step of casting, in its order."""


@dataclass
class Hall:
    """A meeting on a real server, and everything that a voter sent to it."""

    meeting: Prepared
    address: str
    sent: list[tuple[Code, bytes]] = field(default_factory=list)

    def cast(self, code: Code, phone: bytes = b"", changed: Mapping[str, str] = UNCHANGED) -> int:
        """Sends a whole ballot from the phones' address and returns the status of the answer."""
        phone = phone or secrets.token_bytes(16)
        self.sent.append((code, phone))
        best = best_answers(self.meeting.evening, self.meeting.id)
        form = {**best, "code": codes.grouped(code), "rid": phone.hex(), **changed}
        connection = HTTPConnection(urlsplit(self.address).netloc, source_address=(PHONES_ADDRESS, 0))
        connection.request(
            "POST",
            f"/v/{self.meeting.id}",
            urlencode(form),
            {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": CANARY},
        )
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def hidden(self) -> list[bytes]:
        """Whatever of a voter must stand nowhere, as bytes and as text."""
        found = [CANARY.encode(), PHONES_ADDRESS.encode()]
        slip_key = self.meeting.evening.live(self.meeting.id).store.fact("slip_key") or b""
        for code, phone in self.sent:
            receipt, tag = envelope.receipt(phone), bytes(codes.tag(code, slip_key))
            found += [code.encode(), codes.grouped(code).encode(), receipt_shown(receipt).encode()]
            found += [form for one in (phone, receipt, tag) for form in (one, one.hex().encode(), repr(one).encode())]
        return found


@pytest.fixture
def hall(evening: Evening) -> Iterator[Hall]:
    """A meeting that takes ballots."""
    meeting = factories.opened(evening)
    with Server(evening, Settings(host="127.0.0.1", port=0)).in_background() as server:
        yield Hall(meeting, server.local_address)


def written_outside_the_box(
    hall: Hall, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> list[bytes]:
    """Secrets of voters that stand in a log, on the terminal or in a file other than the box."""
    root = hall.meeting.evening.folder.root
    files = [path for path in root.rglob("*") if path.is_file() and path.parent != root / "boxes"]
    said = "".join(capfd.readouterr()) + caplog.text + repr([vars(record) for record in caplog.records])
    everything = said.encode() + b"".join(path.read_bytes() for path in files)
    return [one for one in hall.hidden() if one in everything]


def test_no_log_and_no_file_names_a_voter_whatever_happens_to_the_ballot(
    hall: Hall,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("ballots.throttle.A_SECOND", 1e-9)  # however slow this computer is, wrong codes come too fast
    caplog.set_level(logging.DEBUG)
    code, phone = hall.meeting.codes.pop(), secrets.token_bytes(16)
    heard = [hall.cast(code, phone), hall.cast(code, phone), hall.cast(code), hall.cast(codes.new_code())]
    heard += [hall.cast(Code("0" * 15 + "1")), hall.cast(hall.meeting.codes.pop(), changed={"1-services": CANARY})]
    heard += [hall.cast(codes.new_code()) for _ in range(90)]
    assert heard[:6] == [303, 303, 303, 303, 422, 422]
    assert 429 in heard
    assert written_outside_the_box(hall, caplog, capfd) == []


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_in_any_step_of_casting_is_logged_without_the_voter(
    hall: Hall,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    step: str,
) -> None:
    caplog.set_level(logging.DEBUG)

    def fail(*arguments: object, **named: object) -> None:
        raise RuntimeError(CANARY, arguments, named, hall.sent)

    with monkeypatch.context() as broken:
        broken.setattr(step, fail)
        assert hall.cast(hall.meeting.codes.pop()) == 500
    assert re.search(r"incident [0-9a-f]{8}: RuntimeError at test_channels\.py", caplog.text)
    assert written_outside_the_box(hall, caplog, capfd) == []


@pytest.fixture
def spooled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of temporary files that anybody in this process makes, unnamed ones included."""
    made: list[str] = []
    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp", "_mkstemp_inner"):
        real = getattr(tempfile, name)

        def make(*arguments: object, name: str = name, real: Callable[..., object] = real, **named: object) -> object:
            made.append(name)
            return real(*arguments, **named)

        monkeypatch.setattr(tempfile, name, make)
    return made


def test_a_ballot_of_the_greatest_length_passes_through_no_temporary_file(hall: Hall, spooled: list[str]) -> None:
    assert hall.cast(hall.meeting.codes.pop(), changed={"padding": "长" * 20_000}) == 303
    assert spooled == []


def test_an_upload_to_the_ballot_is_refused_before_any_of_it_is_kept(
    app: Flask, evening: Evening, spooled: list[str]
) -> None:
    meeting = factories.opened(evening)
    part = b'--x\r\nContent-Disposition: form-data; name="code"; filename="a"\r\n\r\n'
    body = part + b"k" * LARGEST_REQUEST + b"\r\n--x--\r\n"
    for path in (f"/v/{meeting.id}", f"/v/{meeting.id}/check"):
        answer = app.test_client().post(path, data=body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 413
    assert spooled == []


SERVED = """
import ctypes, resource, runpy, sys
from survey.cli import server
def look(*_, **__):
    print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
server.run_until_stopped = look
sys.argv[1:] = ["serve", "--data", sys.argv[1], "--host", "127.0.0.1", "--port", "0"]
runpy.run_module("survey", run_name="__main__")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the question is put to Linux")
def test_the_process_that_serves_may_not_be_dumped(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVED, str(tmp_path / "data")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "(0, 0) 0" in done.stdout, done.stderr


def test_looking_at_every_address_twice_by_every_reading_method_changes_nothing(app: Flask, evening: Evening) -> None:
    now = evening.clock()
    evening.clock = lambda: now  # once a minute the session of the reader is noted as alive
    states: tuple[Callable[..., Prepared], ...] = (
        factories.draft,
        factories.opened,
        factories.closed,
        factories.published,
        factories.called_off,
    )
    held = [make(evening, community=f"{number}号社区") for number, make in enumerate(states)]
    held[1].cast()
    reader = sign_in(app.test_client(), evening, Role.ADMINISTRATOR)
    paths = addresses(app, [one.id for one in held], held[0].meeting.campaign_id)
    assert len(paths) > 60
    before = contents(evening, held[1])
    for path in paths * 2:
        for method in ("GET", "HEAD", "OPTIONS"):
            with reader.open(path, method=method) as answer:
                assert answer.status_code < 500, path
    assert contents(evening, held[1]) == before


def addresses(app: Flask, meeting_ids: list[str], campaign_id: str) -> list[str]:
    """Every address that can be read, for each meeting."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    built = {
        rule.build({**VALUES, "campaign_id": campaign_id, "meeting_id": one}) for rule in rules for one in meeting_ids
    }
    return sorted(path for found in built if found is not None for path in [found[1]])


def contents(evening: Evening, open_meeting: Prepared) -> object:
    """All that the folder says: every row of the database, the open box, the names of files other than drawn charts."""
    with evening.engine.connect() as db:
        rows = [db.execute(select(table)).all() for table in metadata.sorted_tables]
    store = evening.live(open_meeting.id).store
    box = (sorted((tag, vars(slip).items()) for tag, slip in store.slips().items()), store.envelopes())
    names = {path.relative_to(evening.folder.root).as_posix() for path in evening.folder.root.rglob("*")}
    return repr((rows, box)), {name for name in names if not name.startswith(("charts", "matplotlib"))}
