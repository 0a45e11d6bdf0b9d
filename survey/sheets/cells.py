"""What one cell says: a number, a day, an hour, several names. Written as people write, in full or half width."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time
from typing import TypeVar

from ballots.errors import NameNotUsable, Refused
from ballots.names import LONGEST, usable_name
from survey.sheets.errors import CellEmpty, CellNotDay, CellNotHour, CellNotName, CellNotNumber
from survey.sheets.table import Row

Read = TypeVar("Read")

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]+.*)?")
_HOUR = re.compile(r"(?:.*[ T])?(\d{1,2})\s*[:点时]\s*(\d{1,2})?(?::\d{1,2})?\s*分?")
_NAMES = re.compile(r"[、;；\r\n]+")


class Reader:
    """Reads the cells of one row. What cannot be read is noted, and the other cells are read all the same."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.faults: list[Refused] = []

    def read(self, field: str, meaning: Callable[[str], Read], otherwise: Read) -> Read:
        """What the cell means; `otherwise` when it is empty or, with a fault noted, means nothing."""
        text = self.row.text(field)
        if not text:
            return otherwise
        try:
            return meaning(text)
        except Refused as refusal:
            self.note(field, refusal)
            return otherwise

    def need(self, field: str, meaning: Callable[[str], Read], otherwise: Read) -> Read:
        """The same, for a cell that every line needs: an empty one is a fault."""
        if not self.row.text(field):
            self.note(field, CellEmpty())
        return self.read(field, meaning, otherwise)

    def note(self, field: str, cause: Refused) -> None:
        """Notes that `cause` is wrong with the cell."""
        self.faults.append(self.row.fault(field, cause))


def name(text: str) -> str:
    """A name as kept. Raises CellNotName."""
    try:
        return usable_name(text, "Name")
    except NameNotUsable:
        raise CellNotName(most=LONGEST) from None


def number(text: str) -> int:
    """A whole number, also as 1,200 or 52人. Raises CellNotNumber."""
    found = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d{1,9})\s*人?", _narrow(text))
    if not found:
        raise CellNotNumber
    return int(found[1].replace(",", ""))


def day(text: str) -> date:
    """A day, as 2026-11-23, 2026/11/23 or 2026年11月23日; an hour behind it is passed over. Raises CellNotDay."""
    found = _DAY.fullmatch(_narrow(text))
    if not found:
        raise CellNotDay
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise CellNotDay from None


def hour(text: str) -> time:
    """A time of day, as 19:30 or 19点30分; a day before it is passed over. Raises CellNotHour."""
    found = _HOUR.fullmatch(_narrow(text))
    if not found:
        raise CellNotHour
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise CellNotHour from None


def names(text: str) -> list[str]:
    """Several names parted by 、 or ; or line breaks. Raises CellNotName."""
    return [name(part) for part in parted(text)]


def parted(text: str) -> list[str]:
    """The same, as they were written."""
    return [part.strip() for part in _NAMES.split(text) if part.strip()]


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
