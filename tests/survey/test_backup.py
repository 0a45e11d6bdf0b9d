"""A backup holds results and setup and no ballot; what it restores is a data folder that serves."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from ballots import meetings
from survey import acts, backup, signed, slips
from survey.accounts import Role
from survey.app import create_app
from survey.cli import main
from survey.config import Settings
from survey.database import reading
from survey.errors import BackupNotUsable, FileThere, FolderNotEmpty, MeetingsUnderWay
from survey.evening import Evening
from survey.folder import DataFolder
from survey.published.verify import check
from survey.tables import act, comment, review, session
from tests.factories import campaign_of, closed, commented, draft, held_on_paper, opened, published
from tests.survey.visitors import PASSWORD, hire, send, sign_in

PDF = b"%PDF-1.7\n%%EOF\n"


def restored(file: Path, folder: Path) -> Evening:
    return backup.restore(file, DataFolder(folder), Evening)


@pytest.fixture
def made(evening: Evening, tmp_path: Path) -> Path:
    """A backup of a folder with one published meeting, its scan, its comments, and one that is planned."""
    done = commented(evening, [f"路灯第{number}盏不亮" for number in range(12)])
    signed.attach(evening, done.id, [PDF])
    draft(evening, community="北门社区", slips=20)
    hire(evening, Role.OFFICIAL)
    sign_in(create_app(evening, Settings()).test_client(), evening, name="组织员")
    backup.make(evening, tmp_path / "made.backup")
    return tmp_path / "made.backup"


def test_a_restored_folder_serves_its_results_and_scans(evening: Evening, made: Path, tmp_path: Path) -> None:
    after = restored(made, tmp_path / "new")
    with reading(evening.engine) as old, reading(after.engine) as new:
        planned, done = sorted(meetings.of_campaign(new, campaign_of(after)), key=lambda one: one.state)
        assert meetings.published_record(new, done.id) == meetings.published_record(old, done.id)
        document, sha256 = meetings.published_record(new, done.id)
        assert [one.word for one in check(document.encode(), sha256) if not one.agrees] == []
        assert acts.head(new, about=done.id) == acts.head(old, about=done.id)
        assert new.scalar(select(func.count()).where(act.c.act == "restored from a backup")) == 1
    assert signed.content(after, done.id, 1, 1)[1] == PDF
    assert (planned.printed, slips.account(after, planned.id).printed) == (0, 0)
    client = create_app(after, Settings()).test_client()
    assert send(client, "/sign-in", name="周敏", password=PASSWORD).status_code == 302
    assert client.get(f"/district/meetings/{done.id}").status_code == 200
    assert len(after.make_slips(planned.id, 5)) == 5
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o77 for path in (tmp_path / "new").rglob("*") if path.is_file()} <= {0, 0o44}
    after.engine.dispose()


def test_no_box_comment_session_or_secret_is_in_it(made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made) as packed:
        names = packed.namelist()
        whole = b"".join(packed.read(name) for name in names)
        listed = json.loads(packed.read("manifest.json"))["files"]
    assert made.stat().st_mode & 0o777 == 0o600
    assert sorted(names) == sorted(["manifest.json", *listed])
    assert {name.split("/")[0] for name in listed} == {"minxin.db", "signed"}
    assert "路灯第".encode() not in whole
    after = restored(made, tmp_path / "new")
    with reading(after.engine) as db:
        for table in (comment, session):
            assert db.scalar(select(func.count()).select_from(table)) == 0
        assert db.scalar(select(review.c.standing)) == "deleted"
    after.engine.dispose()


@pytest.mark.parametrize("under_way", [opened, closed, held_on_paper])
def test_nothing_is_backed_up_while_there_are_unpublished_ballots(
    evening: Evening, tmp_path: Path, under_way: Callable[[Evening], object]
) -> None:
    under_way(evening)
    with pytest.raises(MeetingsUnderWay):
        backup.make(evening, tmp_path / "made.backup")
    assert not (tmp_path / "made.backup").exists()


def test_nothing_is_overwritten(evening: Evening, tmp_path: Path) -> None:
    published(evening)
    backup.make(evening, tmp_path / "made.backup")
    with pytest.raises(FileThere):
        backup.make(evening, tmp_path / "made.backup")
    with pytest.raises(FolderNotEmpty):
        restored(tmp_path / "made.backup", evening.folder.root)


def _changed(packed: dict[str, bytes]) -> None:
    packed["minxin.db"] = packed["minxin.db"][:-1] + b"x"


def _added(packed: dict[str, bytes]) -> None:
    packed["../evil"] = b"x"


def _listed(packed: dict[str, bytes]) -> None:
    manifest = json.loads(packed["manifest.json"])
    manifest["files"]["secrets/session"] = manifest["files"]["minxin.db"]
    packed["manifest.json"], packed["secrets/session"] = json.dumps(manifest).encode(), packed["minxin.db"]


@pytest.mark.parametrize(
    "touch", [_changed, _added, _listed, lambda packed: packed.pop("minxin.db"), lambda packed: packed.clear()]
)
def test_a_file_that_was_touched_restores_nothing(
    evening: Evening, tmp_path: Path, touch: Callable[[dict[str, bytes]], None]
) -> None:
    backup.make(evening, tmp_path / "made.backup")
    with zipfile.ZipFile(tmp_path / "made.backup") as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    touch(content)
    with zipfile.ZipFile(tmp_path / "touched.backup", "w") as packed:
        for name, read in content.items():
            packed.writestr(name, read)
    with pytest.raises(BackupNotUsable):
        restored(tmp_path / "touched.backup", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    (tmp_path / "none").write_bytes(b"not a backup")
    with pytest.raises(BackupNotUsable):
        restored(tmp_path / "none", tmp_path / "new")


def test_the_commands_say_where_it_is(evening: Evening, tmp_path: Path) -> None:
    published(evening)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, env={"MINXIN_LANGUAGE": "en"})

    out, new = str(tmp_path / "made.backup"), str(tmp_path / "new")
    data = str(evening.folder.root)
    assert run("backup", "--data", data, "--out", out).output == f"The backup is in {out}: 1 files.\n"
    assert run("restore", out, "--data", new).output == f"The data folder is in {new}.\n"
    assert "published" in run("meeting", "list", "--data", new).output
    again = run("restore", out, "--data", new)
    assert (again.exit_code, "is not empty" in again.output) == (1, True)
    with sqlite3.connect(f"{new}/minxin.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
