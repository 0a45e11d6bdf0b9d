"""A backup of the data folder in one file, and a folder made from it: results, setup and signed minutes, no ballots.

No box is ever in it: two copies of a box from around one ballot tell whose envelope it was, and one that outlives its
box could still be opened with two keys. So nothing is backed up while a meeting is under way. Comments, which residents
were told are deleted, sessions and secrets stay behind as well. docs/secrecy.md says against whom.
"""

import hashlib
import json
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete

from ballots import meetings
from ballots.meetings import State
from ballots.tables import class_count, ledger, paper_entry, paper_ruling, paper_settlement
from survey import acts
from survey.acts import Act
from survey.database import reading, writing
from survey.errors import BackupNotUsable, FileThere, FolderNotEmpty, MeetingsUnderWay
from survey.evening import Evening
from survey.folder import DataFolder
from survey.tables import comment, session

EDITION = 1
DATABASE, MANIFEST = "minxin.db", "manifest.json"
NAMES = re.compile(r"minxin\.db|signed/[0-9a-z]{1,8}/[0-9a-f]{64}\.(pdf|jpg|png)")
"""What may be in a backup beside its manifest."""
LEFT_BEHIND = (session, comment, paper_entry, paper_settlement, paper_ruling)
"""Tables whose rows are in no backup."""
CLOSED_REVIEWS = "UPDATE review SET standing = 'deleted' WHERE standing IN ('waiting', 'begun', 'listed')"


def make(evening: Evening, out: Path) -> int:
    """Writes the backup to `out`, for its owner only, and returns how many files are in it.

    Raises MeetingsUnderWay while a box is open or closed and not published, FileThere.
    """
    _require_rest(evening)
    with writing(evening.engine) as db:
        acts.note(db, Act.BACKED_UP)
    with tempfile.TemporaryDirectory(dir=evening.folder.root) as room:
        files = {DATABASE: _copied(evening.folder.database, Path(room) / DATABASE)}
        for path in sorted(evening.folder.signed.rglob("*.*")):
            files[path.relative_to(evening.folder.root).as_posix()] = path
        _write(out, files, evening.clock())
    return len(files)


def restore(file: Path, folder: DataFolder, begin: Callable[[DataFolder], Evening]) -> Evening:
    """Makes the empty `folder` from the backup and begins there. Everything is checked before anything is written.

    Meetings that are still planned need new slips and keys: those that were printed lead to a box that is not here.
    Raises FolderNotEmpty, BackupNotUsable.
    """
    if folder.root.exists() and any(folder.root.iterdir()):
        raise FolderNotEmpty(folder=folder.root)
    try:
        with zipfile.ZipFile(file) as packed:
            _require_whole(packed)
            folder.create()
            for name in _listed(packed):
                _unpack(packed, name, folder.root / name)
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError):
        raise BackupNotUsable from None
    evening = begin(folder)
    with writing(evening.engine) as db:
        for found in meetings.in_state(db, State.DRAFT):
            _without_slips(db, found.id)
        acts.note(db, Act.RESTORED)
    return evening


def _require_rest(evening: Evening) -> None:
    with reading(evening.engine) as db:
        found = meetings.in_state(db, State.OPEN, State.CLOSED)
    if found:
        raise MeetingsUnderWay(communities=", ".join(sorted(one.community for one in found)))


def _copied(database: Path, to: Path) -> Path:
    """One consistent state of the database, without what stays behind and without a trace of it."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA secure_delete=ON")
        under_way = copy.execute("SELECT community FROM meeting WHERE state IN ('open', 'closed')").fetchall()
        if under_way:
            raise MeetingsUnderWay(communities=", ".join(name for (name,) in under_way))
        for table in LEFT_BEHIND:
            copy.execute(str(delete(table)))
        copy.execute(CLOSED_REVIEWS)
        copy.commit()
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("VACUUM")
    return to


def _write(out: Path, files: dict[str, Path], now: datetime) -> None:
    listed = {
        name: {"sha256": _sha256(path.read_bytes()), "bytes": path.stat().st_size} for name, path in files.items()
    }
    manifest = {"backup": EDITION, "made_at": now.isoformat(timespec="seconds"), "files": listed}
    try:
        descriptor = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise FileThere(file=out) from None
    try:
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2))
            for name, path in files.items():
                packed.write(path, name)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        out.unlink()
        raise


def _listed(packed: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    """The manifest's files. Raises KeyError, ValueError, TypeError for what is no manifest of ours."""
    manifest = json.loads(packed.read(MANIFEST))
    if manifest["backup"] != EDITION or DATABASE not in manifest["files"]:
        raise ValueError
    return dict(manifest["files"])


def _require_whole(packed: zipfile.ZipFile) -> None:
    """Returns when every file is the one that was backed up, and there is no other. Raises as `_listed` does."""
    listed = _listed(packed)
    if sorted(packed.namelist()) != sorted([MANIFEST, *listed]) or not all(map(NAMES.fullmatch, listed)):
        raise ValueError
    for name, said in listed.items():
        if packed.getinfo(name).file_size != said["bytes"] or _sha256(packed.read(name)) != said["sha256"]:
            raise ValueError


def _unpack(packed: zipfile.ZipFile, name: str, to: Path) -> None:
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(packed.read(name))


def _without_slips(db: Connection, meeting_id: str) -> None:
    """A planned meeting as before its first slip was printed."""
    meetings.note_slips(db, meeting_id, 0, 0)
    for table in (ledger, class_count):
        db.execute(delete(table).where(table.c.meeting_id == meeting_id))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
