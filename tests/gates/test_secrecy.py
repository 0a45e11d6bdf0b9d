"""The promise of secrecy as laws over the whole data folder and over the code of the voting path.

`docs/secrecy.md` says which test holds which line of the promise.
"""

import ast
import json
import re
import secrets
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from ballots import codes, envelope, keys, meetings
from ballots.meetings import Closing, Purpose
from survey.evening import Evening
from survey.folder import DataFolder
from survey.tables import metadata
from tests import factories
from tests.factories import Prepared

ROOT = Path(__file__).resolve().parents[2]
STORES = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "ballots").glob("*store.py"))]
VOTING_PATH = [
    *STORES,
    "ballots/sqlite_file.py",
    "ballots/sqlite_tables.py",
    "ballots/comment.py",
    "ballots/sheets.py",
    "ballots/box.py",
    "ballots/envelope.py",
    "ballots/codes.py",
    "ballots/form.py",
]
PAGES = "survey/phone/residents.py"
SENT = "survey/phone/sent.py"
CLOCKS_DICE_AND_DIARIES = {"random", "uuid", "time", "datetime", "logging", "warnings", "traceback"}
OF_THE_STAFF = {"session", "confirmation", "veto", "confirmed_grade", "access_token", "rule_version"}
"""Tables whose moments are those of people with an account, or of scrutineers by name; never of a voter."""
NOW = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)

Marks = Sequence[bytes]


@pytest.mark.parametrize("path", VOTING_PATH)
def test_the_voting_path_knows_no_clock_no_dice_and_no_diary(path: str) -> None:
    assert imported(path) & CLOCKS_DICE_AND_DIARIES == set()
    assert "print" not in called(path)


def test_the_pages_for_residents_ask_only_a_steady_clock_which_knows_no_hour() -> None:
    for path in (PAGES, SENT):
        assert imported(path) & CLOCKS_DICE_AND_DIARIES <= {"time"}
        assert {name for name in called(path) if name.startswith("time.")} <= {"time.monotonic"}
        assert not {"print", "log", "session"} & {name.split(".")[0] for name in called(path)}


def test_only_the_store_and_the_count_read_envelopes() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for package in ("ballots", "survey", "analysis")
        for path in (ROOT / package).rglob("*.py")
        if re.search(
            r"\.(envelopes|comments)\(|FROM (envelope|comment)\b|open_body\(|\.decrypt\(",
            path.read_text(encoding="utf-8"),
        )
    }
    of_sheets = {"ballots/sheets.py"}  # its locks hold lists of tags, and no box holds their keys
    of_opened = {"survey/backup.py", "survey/minutes/content.py"}  # comments that the keys opened, in no box
    known = {f"ballots/{name}.py" for name in ("comment", "count", "draft", "envelope")}
    assert readers - set(STORES) - of_sheets - of_opened == known
    assert readers & set(STORES) != set()


def test_the_ordinary_database_has_no_place_for_a_voters_trace() -> None:
    tables = [table for table in metadata.tables.values() if table.name != "class_slips"]  # whole numbers by class
    columns = {f"{table.name}.{column.name}" for table in tables for column in table.columns}
    assert [
        name for name in columns if re.search("code|slip|envelope|receipt|retry|tag|phone|ballot_|addr|ip$", name)
    ] == []
    timed = {column for column in columns if column.endswith("_at")}
    of_meetings = {"campaign", "meeting", "wall"}  # wall: when a countdown ends
    assert {column.split(".")[0] for column in timed} <= of_meetings | OF_THE_STAFF


def test_casting_writes_nothing_outside_the_box(tmp_path: Path) -> None:
    prepared = hall(tmp_path)
    before = outside_the_box(prepared)
    vote(prepared, different_marks(10))
    assert outside_the_box(prepared) == before


def test_no_file_holds_a_mark_a_code_a_key_or_a_phones_secret_half_way_or_after_the_close(tmp_path: Path) -> None:
    prepared, marks = hall(tmp_path), different_marks(10)
    phones = vote(prepared, marks)
    secret = keys.join(prepared.keys[:2])
    hidden = [*marks, *phones, secret, bytes(keys.private_key(secret)), *(key.share for key in prepared.keys)]
    hidden += [form.encode() for key in prepared.keys for form in (key.digits, key.grouped)]
    hidden += [form.encode() for code in prepared.codes for form in (code, codes.grouped(code))]
    hidden += [each.hex().encode() for each in (*phones, secret)]
    assert found_in(tmp_path, hidden) == []
    prepared.evening.close(prepared.id, Closing())
    assert found_in(tmp_path, hidden) == []
    for key in prepared.keys[:2]:
        prepared.evening.present_key(prepared.id, key.digits)
    assert found_in(tmp_path, hidden) == []
    assert found_in(tmp_path, ["长岗路社区".encode()]) != []  # the search does find what is there


def test_keys_kept_for_a_rehearsal_are_found_by_the_same_search(tmp_path: Path) -> None:
    prepared = hall(tmp_path, Purpose.REHEARSAL)
    assert found_in(tmp_path, [prepared.keys[0].grouped.encode()]) != []


def test_after_the_publication_nothing_of_the_box_is_left(tmp_path: Path) -> None:
    prepared = hall(tmp_path)
    phones = vote(prepared, different_marks(10))
    slip_key = prepared.evening.live(prepared.id).store.fact("slip_key") or b""
    trace = [slip_key, *(codes.tag(code, slip_key) for code in prepared.codes)]
    trace += [one for phone in phones for one in (envelope.retry_tag(phone), envelope.receipt(phone))]
    assert found_in(tmp_path, trace) != []
    finish(prepared)
    assert list(prepared.evening.folder.boxes.iterdir()) == []
    assert found_in(tmp_path, trace) == []


def test_the_names_and_lengths_of_files_do_not_depend_on_who_came(tmp_path: Path) -> None:
    seen = []
    for voters in (0, 1, 20):
        prepared = hall(tmp_path / str(voters))
        vote(prepared, different_marks(voters))
        prepared.evening.boxes.release_all()
        prepared.evening.engine.dispose()
        seen.append({name: length for name, length in sizes(prepared).items() if not name.endswith("-journal")})
    assert seen[0] == seen[1] == seen[2]


def test_before_the_close_everything_outside_the_envelopes_is_the_same_whatever_was_marked(tmp_path: Path) -> None:
    seen = []
    for name, mark in (("satisfied", 0), ("dissatisfied", 2)):
        prepared = hall(tmp_path / name)
        vote(prepared, [bytes([mark] * 17)] * 10)
        live = prepared.evening.live(prepared.id)
        said = (live.box.returned, live.box.voided, live.box.printed, live.turnout.shown(live.box.returned, 0.0))
        prepared.evening.boxes.release_all()
        seen.append((rows(prepared), said, sizes(prepared)))
    assert seen[0] == seen[1]


def test_before_the_close_everything_outside_the_envelopes_is_the_same_whatever_was_written(tmp_path: Path) -> None:
    seen = []
    for name, text in (("silent", ""), ("at length", "长" * 200)):
        prepared = hall(tmp_path / name, takes_comments=True)
        for _ in range(10):
            prepared.cast(text=text)
        live = prepared.evening.live(prepared.id)
        said = (live.box.returned, live.box.voided, live.box.printed, live.turnout.shown(live.box.returned, 0.0))
        prepared.evening.boxes.release_all()
        seen.append((rows(prepared), said, sizes(prepared)))
        assert found_in(tmp_path / name, ["长长长".encode()]) == []
    assert seen[0] == seen[1]


def test_the_result_is_the_same_whoever_cast_which_ballot_in_which_order(tmp_path: Path) -> None:
    marks, records = different_marks(12), []
    for name in ("one order", "another order"):
        prepared = hall(tmp_path / name)
        vote(prepared, secrets.SystemRandom().sample(marks, len(marks)))
        finish(prepared)
        with prepared.evening.engine.connect() as db:
            record = json.loads(meetings.published_record(db, prepared.id)[0])
        assert len(record.pop("receipts")) == 12
        record.pop("seal")
        records.append(json.dumps(record).replace(prepared.id, "the meeting"))
    assert records[0] == records[1]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot be asked")
def test_a_crash_of_the_server_writes_no_memory_to_the_disk() -> None:
    program = """
import ctypes, resource
from survey.hardening import forbid_memory_dumps
forbid_memory_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
    asked_back = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked_back.stdout == "(0, 0) 0\n"


def imported(path: str) -> set[str]:
    """The first names of the modules that the file imports."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add((node.module or "").split(".")[0])
    return modules


def called(path: str) -> set[str]:
    """What the file calls, as written."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def hall(folder: Path, purpose: Purpose = Purpose.REAL, *, takes_comments: bool = False) -> Prepared:
    """An open meeting of twenty slips in a data folder of its own, at a fixed moment."""
    evening = Evening(DataFolder(folder), clock=lambda: NOW)
    if takes_comments:
        factories.asking_for_comments(evening)
    return factories.opened(evening, purpose=purpose)


def different_marks(ballots: int) -> list[bytes]:
    """Ballots that a search can tell apart: seventeen marks, each of them one of three or left blank."""
    return [bytes(secrets.choice([0, 1, 2, 255]) for _ in range(17)) for _ in range(ballots)]


def vote(prepared: Prepared, marks: Marks) -> list[bytes]:
    """Casts `marks`, each from a slip and a phone of its own; the phones' secrets."""
    box, phones = prepared.evening.live(prepared.id).box, [secrets.token_bytes(16) for _ in marks]
    for code, phone, one in zip(prepared.codes, phones, marks, strict=False):
        box.cast(code, phone, one)
    return phones


def finish(prepared: Prepared) -> None:
    prepared.evening.close(prepared.id, Closing())
    for key in prepared.keys[:2]:
        prepared.evening.present_key(prepared.id, key.digits)


def files(prepared: Prepared) -> dict[str, Path]:
    """Every file of the data folder by its name, the meeting's id put aside."""
    root = prepared.evening.folder.root
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {name.replace(prepared.id, "meeting"): path for name, path in found.items()}


def sizes(prepared: Prepared) -> dict[str, int]:
    return {name: path.stat().st_size for name, path in files(prepared).items()}


def outside_the_box(prepared: Prepared) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files(prepared).items() if not name.startswith("boxes/")}


def rows(prepared: Prepared) -> str:
    """Everything in the ordinary database, with the random ids put aside, and the hashes that are made of them."""
    shown = [[column for column in table.columns if column.name != "hash"] for table in metadata.sorted_tables]
    with prepared.evening.engine.connect() as db:
        text = repr([db.execute(select(*columns)).all() for columns in shown])
    return text.replace(prepared.id, "meeting").replace(prepared.meeting.campaign_id, "campaign")


def found_in(folder: Path, hidden: Sequence[bytes]) -> list[str]:
    """The files below `folder` that hold one of `hidden`, byte for byte."""
    contents = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return [path.name for path, content in contents.items() if any(each in content for each in hidden)]
