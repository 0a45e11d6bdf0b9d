"""Slips of the demo that a visitor may take, so that nobody has to print one to try it. No real meeting has any."""

import threading
from collections.abc import Sequence
from pathlib import Path

from survey.folder import DataFolder

_TURN = threading.Lock()


def keep(folder: DataFolder, meeting_id: str, codes: Sequence[str]) -> None:
    """Keeps the codes for visitors."""
    folder.kept_keys.mkdir(mode=0o700, exist_ok=True)
    _path(folder, meeting_id).write_text("\n".join(codes))


def take(folder: DataFolder, meeting_id: str) -> str:
    """A code nobody has taken yet; empty when there is none, as at every real meeting."""
    path = _path(folder, meeting_id)
    with _TURN:
        left = path.read_text().splitlines() if path.exists() else []
        if left:
            path.write_text("\n".join(left[:-1]))
    return left[-1] if left else ""


def _path(folder: DataFolder, meeting_id: str) -> Path:
    return folder.kept_keys / f"{meeting_id}.slips.txt"
