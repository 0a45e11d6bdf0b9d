"""Where a pack lies while it is made and afterwards, how far it is, and when it goes.

A folder for each campaign and language below `packs`: `state.json` says what the pack is of, `files` holds those made
so far, `pack.zip` the finished pack. Every file appears whole or not at all.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from survey.folder import DataFolder

KEEP_DAYS = 7
"""How long a pack lies ready, and how long one that nobody finishes waits."""
PACKED = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a pack: the same results are the same bytes."""
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class State:
    """What a pack is of, how many files it will have, when it was begun, and, of a finished one, its SHA-256."""

    fingerprint: str
    total: int
    begun_at: datetime
    sha256: str = ""


class Shelf:
    """The place of one campaign's pack in one language."""

    def __init__(self, folder: DataFolder, campaign_id: str, language: str) -> None:
        self.root = folder.root / "packs" / f"{campaign_id}-{language}"
        self.pack = self.root / "pack.zip"
        self._files, self._state = self.root / "files", self.root / "state.json"

    @property
    def state(self) -> State | None:
        """What lies here; None when nothing does."""
        try:
            kept = json.loads(self._state.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return State(**kept | {"begun_at": datetime.fromisoformat(kept["begun_at"])})

    @property
    def is_ready(self) -> bool:
        """Whether the pack can be taken."""
        found = self.state
        return found is not None and bool(found.sha256) and self.pack.exists()

    @property
    def done(self) -> int:
        """How many files are made."""
        return sum(1 for _ in self._made())

    def lay_out(self, state: State) -> None:
        """Begins a pack, or goes on with one of the same results; what is of other results goes."""
        before = self.state
        if before is None or before.fingerprint != state.fingerprint:
            self.clear()
        self._files.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._keep(state)

    def has(self, path: str) -> bool:
        """Whether this file of the pack is made."""
        return (self._files / path).exists()

    def put(self, path: str, content: bytes) -> None:
        """Keeps one file of the pack, whole or not at all."""
        target = self._files / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.unfinished")
        unfinished.write_bytes(content)
        unfinished.replace(target)

    def finish(self) -> None:
        """Packs what is made, with the SHA-256 of each file beside it; then the single files go."""
        state = self.state
        if state is None:
            return
        unfinished = self.pack.with_suffix(".unfinished")
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as target:
            sums = [
                f"{_add(target, path, self._files)}  {path.relative_to(self._files).as_posix()}"
                for path in self._made()
            ]
            target.writestr(zipfile.ZipInfo("SHA256SUMS", PACKED), "\n".join(sums) + "\n")
        unfinished.replace(self.pack)
        self._keep(State(state.fingerprint, state.total, state.begun_at, _sha256(self.pack)))
        shutil.rmtree(self._files)

    def clear(self) -> None:
        """Removes everything that lies here."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _made(self) -> Iterator[Path]:
        found = sorted(self._files.rglob("*")) if self._files.exists() else []
        return (path for path in found if path.is_file() and path.suffix != ".unfinished")

    def _keep(self, state: State) -> None:
        unfinished = self._state.with_suffix(".unfinished")
        kept = vars(state) | {"begun_at": state.begun_at.isoformat()}
        unfinished.write_text(json.dumps(kept), encoding="utf-8")
        unfinished.replace(self._state)


def sweep(folder: DataFolder, now: datetime) -> None:
    """Removes every pack that was begun more than KEEP_DAYS ago."""
    for place in (folder.root / "packs").glob("*/state.json"):
        campaign_id, _, language = place.parent.name.partition("-")
        shelf = Shelf(folder, campaign_id, language)
        found = shelf.state
        if found is not None and now - found.begun_at > timedelta(days=KEEP_DAYS):
            shelf.clear()


def _add(target: zipfile.ZipFile, path: Path, root: Path) -> str:
    """Copies the file into the pack piece by piece; its SHA-256."""
    entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), PACKED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with path.open("rb") as source, target.open(entry, "w") as sink:
        shutil.copyfileobj(source, sink, _CHUNK)
    return _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
