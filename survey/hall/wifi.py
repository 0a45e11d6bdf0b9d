"""The hall's own Wi-Fi, as the wall tells everybody: name and password in large type, and a QR code that joins it.

Kept per meeting, because a district server knows many halls; a new meeting is offered what the last one of its campaign
had, because a laptop carries its access point from hall to hall.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from ballots import meetings
from ballots.tables import meeting
from survey import acts
from survey.acts import Act
from survey.database import writing
from survey.errors import WifiNameNotUsable, WifiPasswordNotUsable
from survey.evening import Evening
from survey.hall import runbook
from survey.tables import wifi

LONGEST_NAME_BYTES = 32
"""Source: IEEE 802.11, the length of an SSID."""
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 63
"""Characters of a WPA passphrase. Source: IEEE 802.11, annex J."""


class Security(StrEnum):
    """How the network is secured, as its QR code says it."""

    WPA = "WPA"
    WEP = "WEP"
    NONE = "nopass"


@dataclass(frozen=True)
class Wifi:
    """A network as told to everybody."""

    name: str
    password: str
    security: Security

    @property
    def code(self) -> str:
        """What the QR code says. Source: the WIFI: scheme of ZXing, which phones' cameras read."""
        secret = f"P:{_escaped(self.password)};" if self.security is not Security.NONE else ""
        return f"WIFI:T:{self.security};S:{_escaped(self.name)};{secret};"


def keep(evening: Evening, meeting_id: str, told: Wifi) -> None:
    """Keeps the meeting's Wi-Fi. Raises NoSuchMeeting, WifiNameNotUsable, WifiPasswordNotUsable."""
    _require_usable(told)
    password = told.password if told.security is not Security.NONE else ""
    with writing(evening.engine) as db:
        meetings.find(db, meeting_id)
        db.execute(delete(wifi).where(wifi.c.meeting_id == meeting_id))
        row = {"name": told.name, "password": password, "security": told.security}
        db.execute(insert(wifi).values(meeting_id=meeting_id, **row))
        runbook.touch(db, meeting_id)
        acts.note(db, Act.WIFI_NOTED, about=meeting_id, network=told.name)


def forget(evening: Evening, meeting_id: str) -> None:
    """Takes the Wi-Fi off the wall."""
    with writing(evening.engine) as db:
        if find(db, meeting_id):
            db.execute(delete(wifi).where(wifi.c.meeting_id == meeting_id))
            runbook.touch(db, meeting_id)
            acts.note(db, Act.WIFI_NOTED, about=meeting_id, network="")


def find(db: Connection, meeting_id: str) -> Wifi | None:
    """The meeting's Wi-Fi, or None."""
    row = db.execute(select(wifi).where(wifi.c.meeting_id == meeting_id)).first()
    return Wifi(row.name, row.password, Security(row.security)) if row else None


def last_told(db: Connection, campaign_id: str) -> Wifi | None:
    """What the campaign's meeting opened last had, or one still to open; None when none had any."""
    told = select(wifi.c.meeting_id).join_from(wifi, meeting).where(meeting.c.campaign_id == campaign_id)
    found = db.scalar(told.order_by(meeting.c.opened_at.desc().nulls_last()))
    return find(db, found) if found else None


def _require_usable(told: Wifi) -> None:
    if not 1 <= len(told.name.encode()) <= LONGEST_NAME_BYTES or not told.name.isprintable():
        raise WifiNameNotUsable(most=LONGEST_NAME_BYTES)
    if told.security is Security.NONE:
        return
    least = SHORTEST_PASSWORD if told.security is Security.WPA else 1
    if not least <= len(told.password) <= LONGEST_PASSWORD or not told.password.isprintable():
        raise WifiPasswordNotUsable(least=least, most=LONGEST_PASSWORD)


def _escaped(text: str) -> str:
    return re.sub(r'([\\;,:"])', r"\\\1", text)
