"""A whole disk that is one file: what lies in it can be read byte by byte, deleted files and free blocks included."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

import pytest

BLOCK = 4096


class FileSystem(StrEnum):
    """What the disk is formatted with."""

    EXT4 = "ext4"
    EXT4_DATA_JOURNAL = "ext4, data=journal"
    XFS = "xfs"
    BTRFS = "btrfs"


_MAKERS = {
    FileSystem.EXT4: (["mkfs.ext4", "-q", "-F", "-b", str(BLOCK)], "e2fsprogs", 64, "loop"),
    FileSystem.EXT4_DATA_JOURNAL: (["mkfs.ext4", "-q", "-F", "-b", str(BLOCK)], "e2fsprogs", 64, "loop,data=journal"),
    FileSystem.XFS: (["mkfs.xfs", "-q", "-f"], "xfsprogs", 320, "loop"),
    FileSystem.BTRFS: (["mkfs.btrfs", "-q", "-f"], "btrfs-progs", 128, "loop"),
}
"""How each is made, the Debian package that can, its size in MiB (the smallest it agrees to), how it is mounted."""


@dataclass(frozen=True)
class Disk:
    """A mounted disk. `folder` is where files are kept on it, `image` the file that is the disk."""

    image: Path
    folder: Path

    def fail(self) -> None:
        """From now on the disk may only be read, as Linux decides for ext4 when the disk reports an error."""
        subprocess.run(["mount", "-o", "remount,abort", str(self.folder)], check=True)

    def repair(self) -> None:
        """The same disk again, ready to be written. Nobody may use it meanwhile."""
        subprocess.run(["umount", str(self.folder)], check=True)
        subprocess.run(["fsck.ext4", "-p", str(self.image)], check=False, capture_output=True)
        subprocess.run(["mount", "-o", "loop", str(self.image), str(self.folder)], check=True)

    def settle(self) -> None:
        """Writes out whatever waits, as an idle computer does within seconds."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(descriptor):
                raise OSError(ctypes.get_errno(), "syncfs")
        finally:
            os.close(descriptor)

    def read(self) -> bytes:
        """All that the disk holds at this moment, as if its cable were pulled out now."""
        return _without_emptiness(self.image)


@dataclass(frozen=True)
class Folder:
    """Files only, on whatever disk this is: for attacks that need no free blocks, and so no rights of root."""

    folder: Path

    def settle(self) -> None:
        """Nothing waits: files are read through the system that has them."""

    def read(self) -> bytes:
        """The bytes of every file, one after the other."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file())


@contextmanager
def mounted(kind: FileSystem, scratch: Path) -> Iterator[Disk]:
    """A new disk below `scratch`, mounted while the block runs. Where it cannot be made the test is skipped.

    With CI=true it fails instead: there the attacks must run.
    """
    make, package, mebibytes, options = _MAKERS[kind]
    _require_root()
    if shutil.which(make[0]) is None:
        _do_without(f"{make[0]} is not installed; on Debian: apt-get install {package}")
    image, folder = scratch / "disk", scratch / "mounted"
    with image.open("wb") as file:
        file.truncate(mebibytes << 20)
    folder.mkdir()
    subprocess.run([*make, str(image)], check=True, capture_output=True)
    mount = ["mount", "-o", options, str(image), str(folder)]
    if (said := subprocess.run(mount, capture_output=True, text=True, check=False)).returncode:
        _do_without(f"a disk of its own needs loop devices and {kind}: {said.stderr.strip()}")
    try:
        yield Disk(image, folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def on_one_processor() -> Iterator[None]:
    """Keeps this thread, and those it starts, on one processor while the block runs.

    ext4 takes free blocks for each processor from a place of its own; a writer that moves about uses them again early.
    """
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def in_memory(folder: Path) -> Iterator[Path]:
    """`folder` as a disk of one mebibyte of its own while the block runs. Skipped or failed as `mounted` is."""
    _require_root()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=1M,mode=700", "tmpfs", str(folder)]
    if (said := subprocess.run(mount, capture_output=True, text=True, check=False)).returncode:
        _do_without(f"a small disk of its own needs tmpfs: {said.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """The disk of `folder` without one free byte while the block runs."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(BLOCK))
    try:
        yield
    finally:
        filler.unlink()


def _require_root() -> None:
    if os.geteuid() != 0:
        _do_without("a disk of its own needs root; run as root: pytest tests/attacks")


def _do_without(missing: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


def _without_emptiness(image: Path) -> bytes:
    """The bytes of `image`, each run of empty blocks shortened to one: they tell nothing, and there are many."""
    kept, was_empty, empty = [], False, bytes(BLOCK)
    with image.open("rb") as file:
        end, at = image.stat().st_size, 0
        while at < end:
            try:
                begin = os.lseek(file.fileno(), at, os.SEEK_DATA) // BLOCK * BLOCK
            except OSError:  # nothing but a hole up to the end
                break
            at = os.lseek(file.fileno(), begin, os.SEEK_HOLE)
            file.seek(begin)
            while file.tell() < at:
                block = file.read(BLOCK)
                if block != empty:
                    kept.append(block)
                elif not was_empty:
                    kept.append(empty)
                was_empty = block == empty
    return b"".join(kept)
