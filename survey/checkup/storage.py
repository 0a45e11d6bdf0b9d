"""Where a folder really lies: on this computer's own disk, or somewhere that copies it."""

import re
from enum import StrEnum
from pathlib import Path, PurePath

_MOUNTS = Path("/proc/mounts")
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "davfs"}
_SYNCHRONISED = re.compile(
    "onedrive|dropbox|google ?drive|icloud|mobile documents|坚果云|nutstore|百度网盘|baidunetdisk|wps ?云|微云",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """Where a folder lies."""

    OWN = "own"
    NETWORK = "network"
    SYNCHRONISED = "synchronised"


def kind_of(folder: Path, mounts: Path = _MOUNTS) -> Kind:
    """Where `folder` lies, as far as its path and the table of mounted drives tell."""
    whole = folder.resolve()
    if str(whole).startswith("\\\\") or _file_system(whole, mounts) in _NETWORK:
        return Kind.NETWORK
    return Kind.SYNCHRONISED if any(map(_SYNCHRONISED.search, whole.parts)) else Kind.OWN


def _file_system(whole: PurePath, mounts: Path) -> str:
    """The kind of file system that the folder is on; empty where the system does not say."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    above = [(len(place), kind) for _device, place, kind, *_ in lines if whole.is_relative_to(place)]
    return max(above)[1] if above else ""
