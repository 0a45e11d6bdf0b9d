"""The register of communities: sub-district → community, and how many are on its roll if that is known.

Meetings keep their own names: correcting the register changes no meeting, and removing a community removes none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from ballots.names import likeness, unused_id, usable_name, usable_number
from survey.errors import CommunityExists, NoSuchCommunity
from survey.tables import community


@dataclass(frozen=True)
class Entry:
    """A community as somebody writes it down; `roll` is None while nobody knows it."""

    sub_district: str
    name: str
    roll: int | None = None

    @property
    def community(self) -> str:
        """The name, as that of a place."""
        return self.name

    @property
    def likeness(self) -> str:
        """The same for two ways of writing the same community."""
        return likeness(self.sub_district, self.name)


@dataclass(frozen=True)
class Community(Entry):
    """A community as the register keeps it."""

    id: str = ""


def usable(entry: Entry) -> Entry:
    """The entry as kept. Raises NameNotUsable, NumberNotUsable."""
    return Entry(
        sub_district=usable_name(entry.sub_district, "Sub-district") if entry.sub_district.strip() else "",
        name=usable_name(entry.name, "Community"),
        roll=usable_number(entry.roll, "On the roll", least=1),
    )


def every(db: Connection) -> list[Community]:
    """The whole register, by sub-district and name."""
    return [_read(row) for row in db.execute(select(community).order_by(community.c.sub_district, community.c.name))]


def find(db: Connection, community_id: str) -> Community:
    """The community. Raises NoSuchCommunity."""
    row = db.execute(select(community).where(community.c.id == community_id)).first()
    if row is None:
        raise NoSuchCommunity
    return _read(row)


def add(db: Connection, entries: list[Entry]) -> None:
    """Takes new communities into the register. Raises NameNotUsable, NumberNotUsable, CommunityExists."""
    registered = every(db)
    known, ids = {one.likeness for one in registered}, {one.id for one in registered}
    rows = []
    for entry in map(usable, entries):
        if entry.likeness in known:
            raise CommunityExists(community=entry.name)
        known.add(entry.likeness)
        rows.append({"id": unused_id(ids), **_columns(entry)})
    if rows:
        db.execute(insert(community), rows)


def change(db: Connection, community_id: str, entry: Entry) -> None:
    """Corrects a community. Raises NoSuchCommunity, NameNotUsable, NumberNotUsable, CommunityExists."""
    find(db, community_id)
    entry = usable(entry)
    same = (community.c.likeness == entry.likeness) & (community.c.id != community_id)
    if db.scalar(select(community.c.id).where(same)):
        raise CommunityExists(community=entry.name)
    db.execute(update(community).where(community.c.id == community_id).values(**_columns(entry)))


def set_rolls(db: Connection, rolls: Mapping[str, int | None]) -> None:
    """Writes how many are on each roll, by community."""
    if rolls:
        statement = update(community).where(community.c.id == bindparam("community_id")).values(roll=bindparam("roll"))
        db.execute(statement, [{"community_id": one, "roll": roll} for one, roll in rolls.items()])


def remove(db: Connection, community_id: str) -> None:
    """Takes a community out of the register. Raises NoSuchCommunity."""
    find(db, community_id)
    db.execute(delete(community).where(community.c.id == community_id))


def _columns(entry: Entry) -> dict[str, object]:
    return {
        "sub_district": entry.sub_district,
        "name": entry.name,
        "roll": entry.roll,
        "likeness": entry.likeness,
    }


def _read(row: Row[tuple[object, ...]]) -> Community:
    return Community(row.sub_district, row.name, row.roll, row.id)
