"""What would go wrong tonight on this computer: each check is one function, and says what to do."""

import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ballots import meetings
from ballots.draft import create
from ballots.errors import Refused
from ballots.meetings import Meeting, State
from ballots.names import new_id
from survey import printing
from survey.boxes import choose_shelf
from survey.config import Settings
from survey.database import reading
from survey.errors import PortTaken
from survey.evening import Evening
from survey.folder import DataFolder
from survey.serving import listen
from survey.web import address

LEAST_DISK = 200 * 1024 * 1024
LEAST_SQLITE = (3, 37, 0)
"""The first SQLite with strict tables. Source: sqlite.org/stricttables.html."""


class Standing(StrEnum):
    """How a check ended."""

    GOOD = "good"
    CARE = "care"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One check's end: `says` is an English sentence, the key of the catalogues; `values` fill it."""

    check: str
    standing: Standing
    says: str
    values: dict[str, object] = field(default_factory=dict)


def _(message: str) -> str:
    """Marks a sentence for the catalogues; whoever shows it translates it."""
    return message


def examine(folder: DataFolder, settings: Settings) -> Iterator[Finding]:
    """Every finding about this computer and the data folder, which is not made when it is missing."""
    yield _programs()
    yield _disk(folder)
    yield _box(folder, settings)
    yield _address(settings)
    yield _port(folder, settings)
    if folder.database.exists():
        yield _privacy(folder)
        yield from _meetings(folder, settings)


def _programs() -> Finding:
    values: dict[str, object] = {"python": sys.version.split()[0], "sqlite": sqlite3.sqlite_version}
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        return Finding(
            "programs", Standing.BAD, _("SQLite %(sqlite)s is too old; a Python with 3.37 or newer is needed."), values
        )
    return Finding("programs", Standing.GOOD, _("Python %(python)s, SQLite %(sqlite)s."), values)


def _disk(folder: DataFolder) -> Finding:
    free = shutil.disk_usage(_existing(folder.root)).free
    values: dict[str, object] = {"free": free // 1024 // 1024}
    if free < LEAST_DISK:
        return Finding("disk", Standing.BAD, _("Only %(free)s MB are free. Make room before tonight."), values)
    return Finding("disk", Standing.GOOD, _("%(free)s MB are free."), values)


def _box(folder: DataFolder, settings: Settings) -> Finding:
    """Makes a box beside the real ones, with every promise a box must keep there, and destroys it."""
    try:
        with tempfile.TemporaryDirectory(prefix="minxin-doctor-", dir=_existing(folder.root)) as scratch:
            shelf, name = choose_shelf(DataFolder(Path(scratch)), settings.boxes), new_id()
            create(shelf, name).release()
            shelf.destroy(name)
    except (OSError, Refused) as error:
        if settings.boxes and isinstance(error, Refused):
            return Finding("box", Standing.BAD, error.sentence, error.values)
        return Finding(
            "box",
            Standing.BAD,
            _("No box can be kept in %(folder)s. Choose a folder on this computer's own disk."),
            {"folder": folder.root},
        )
    if settings.boxes:
        return Finding("box", Standing.GOOD, _("A box can be kept on the database server: its settings hold."))
    return Finding("box", Standing.GOOD, _("A box can be kept here: every step is durable and wiped."))


def _address(settings: Settings) -> Finding:
    here: dict[str, object] = {"address": address.for_phones(settings)}
    if "127.0.0.1" in str(here["address"]):
        return Finding(
            "address",
            Standing.BAD,
            _("This computer is on no network. Join the hall's Wi-Fi, or set MINXIN_ADDRESS."),
            here,
        )
    return Finding("address", Standing.GOOD, _("Phones will use %(address)s; slips are printed with it."), here)


def _port(folder: DataFolder, settings: Settings) -> Finding:
    if folder.server_address.exists():
        values: dict[str, object] = {"address": folder.server_address.read_text()}
        return Finding("port", Standing.GOOD, _("A server runs at %(address)s."), values)
    try:
        listen(settings).close()
    except PortTaken as refusal:
        return Finding("port", Standing.BAD, refusal.sentence, refusal.values)
    return Finding("port", Standing.GOOD, _("Port %(port)s is free."), {"port": settings.port})


def _privacy(folder: DataFolder) -> Finding:
    values: dict[str, object] = {"folder": folder.root}
    if os.name != "nt" and stat.S_IMODE(folder.root.stat().st_mode) & 0o077:
        return Finding(
            "folder", Standing.BAD, _("Others can read %(folder)s. Start the server once: it closes it."), values
        )
    return Finding("folder", Standing.GOOD, _("%(folder)s is readable by you only."), values)


def _meetings(folder: DataFolder, settings: Settings) -> Iterator[Finding]:
    evening = Evening(folder, server=settings.boxes)
    with reading(evening.engine) as db:
        ahead = meetings.in_state(db, State.DRAFT, State.OPEN)
    for found in ahead:
        yield _meeting(evening, found)
    evening.engine.dispose()


def _meeting(evening: Evening, found: Meeting) -> Finding:
    values: dict[str, object] = {"community": found.community, "meeting": found.id}
    names = found.community + "".join(subject.name for subject in found.subjects)
    if missing := printing.undrawable(names):
        values["characters"] = " ".join(missing)
        return Finding(
            "meeting", Standing.CARE, _("%(community)s: no drawing for %(characters)s when printing."), values
        )
    if found.state is State.OPEN:
        is_there = evening.boxes.has(found.id)
        says = _("%(community)s is open.") if is_there else _("%(community)s is open but its box is not here.")
        return Finding("meeting", Standing.GOOD if is_there else Standing.BAD, says, values)
    if not found.good:
        return Finding(
            "meeting", Standing.CARE, _("%(community)s has no slips yet: minxin slips print %(meeting)s"), values
        )
    return Finding("meeting", Standing.GOOD, _("%(community)s is being prepared."), values)


def _existing(path: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    path = path.absolute()
    return path if path.exists() else _existing(path.parent)
