"""The district's own name, as it stands in the frame of staff pages and on printed papers."""

from sqlalchemy import Connection, delete, insert, select

from ballots.names import usable_name
from survey import acts
from survey.acts import Act
from survey.tables import district

_THE_ONE = 1


def district_name(db: Connection) -> str:
    """The name; empty while the district has none."""
    return db.scalar(select(district.c.name)) or ""


def name_district(db: Connection, typed: str) -> str:
    """Gives the district its name, and returns it as kept. Raises NameNotUsable."""
    name, earlier = usable_name(typed, "District"), district_name(db)
    if name != earlier:
        db.execute(delete(district))
        db.execute(insert(district).values(id=_THE_ONE, name=name))
        acts.note(db, Act.DISTRICT_NAMED, name=name)
    return name
