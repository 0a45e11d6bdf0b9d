"""The data folder: one place for everything a Minxin keeps, readable by its owner only."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataFolder:
    """Where each thing lies below `root`."""

    root: Path

    @property
    def database(self) -> Path:
        """The ordinary database."""
        return self.root / "minxin.db"

    @property
    def boxes(self) -> Path:
        """One file for each box that is not destroyed yet."""
        return self.root / "boxes"

    @property
    def kept_keys(self) -> Path:
        """Keys of demo and rehearsal boxes only."""
        return self.root / "demo-keys"

    @property
    def signed(self) -> Path:
        """Scans of signed minutes, a folder for each meeting."""
        return self.root / "signed"

    def keys_of(self, meeting_id: str) -> Path:
        """The kept keys of one demo or rehearsal; they go with its box."""
        return self.kept_keys / f"{meeting_id}.txt"

    @property
    def server_address(self) -> Path:
        """The address of the server that runs on this folder; absent when none does."""
        return self.root / "server.address"

    def create(self) -> "DataFolder":
        """The folder itself, made 0700 where it was missing."""
        for folder in (self.root, self.boxes, self.root / "secrets", self.root / "matplotlib"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.root.chmod(0o700)
        return self

    def secret(self, name: str) -> bytes:
        """32 random bytes kept under `name`, made on first use, 0600."""
        path = self.root / "secrets" / name
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(descriptor, "wb") as file:
            file.write(made := secrets.token_bytes(32))
        return made
