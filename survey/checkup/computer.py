"""What would go wrong tonight on this computer: each check is one function, and says what to do."""

import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from ballots.draft import create
from ballots.errors import Refused
from ballots.names import new_id
from ballots.tables import campaign, meeting
from survey.boxes import choose_shelf
from survey.checkup import power, storage
from survey.checkup.finding import Finding, Standing
from survey.checkup.finding import marked as _
from survey.config import Settings
from survey.database import reading
from survey.errors import PortTaken
from survey.evening import Evening
from survey.folder import DataFolder
from survey.ports import listen
from survey.web import address

LEAST_DISK = 200 * 1024 * 1024
LEAST_SQLITE = (3, 37, 0)
"""The first SQLite with strict tables. Source: sqlite.org/stricttables.html."""
FIRST_YEAR = 2026
"""No evening was held with this program before."""


def computer(folder: DataFolder, settings: Settings) -> Iterator[Finding]:
    """Every finding about this computer and the data folder, which is not made when it is missing."""
    yield _programs()
    yield _disk(folder)
    yield _storage(folder)
    yield _box(folder, settings)
    yield _address(settings)
    yield _port(folder, settings)
    yield _power()
    if folder.database.exists():
        yield _privacy(folder)


def clock(evening: Evening) -> Finding:
    """Whether this computer's clock can be right: it is not behind what was kept by it."""
    now = evening.clock()
    with reading(evening.engine) as db:
        kept = [db.scalar(select(func.max(moment))) for moment in (campaign.c.created_at, meeting.c.closed_at)]
    values: dict[str, object] = {"now": now.astimezone().strftime("%Y-%m-%d %H:%M")}
    if now.year < FIRST_YEAR or any(moment > now for moment in kept if isinstance(moment, datetime)):
        return Finding(
            "clock", Standing.BAD, _("This computer says it is %(now)s, which is too early. Set it."), values
        )
    return Finding("clock", Standing.ASK, _("This computer says it is %(now)s. Compare it with a phone."), values)


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


def _storage(folder: DataFolder) -> Finding:
    """A box on a network drive or in a synchronised folder is copied to where nobody can destroy it."""
    kind = storage.kind_of(_existing(folder.root))
    if kind is not storage.Kind.OWN:
        return Finding(
            "storage",
            Standing.BAD,
            _("%(folder)s lies on a network drive or is synchronised. Choose a folder on this computer's own disk."),
            {"folder": folder.root},
        )
    return Finding("storage", Standing.GOOD, _("The data lies on this computer's own disk."))


def _power() -> Finding:
    if power.is_on_battery():
        return Finding("power", Standing.CARE, _("This computer runs on its battery. Plug it in, and turn off sleep."))
    return Finding("power", Standing.ASK, _("Plug in the power supply, and turn off sleep and automatic updates."))


def _existing(path: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    path = path.absolute()
    return path if path.exists() else _existing(path.parent)
