"""Which meetings an account has to do with.

Pages with a meeting in their address ask `may_touch`, once, in `web/access.py`; lists are cut down by `own`; planning
and the register ask `require_own` before they keep anything.
"""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import Connection, select

from ballots.tables import meeting
from survey import acts, scrutiny
from survey.accounts import Account, Role
from survey.duties import Duty, Place
from survey.errors import NotYourCommunity
from survey.tables import community

Placed = TypeVar("Placed", bound=Place)


def may_touch(db: Connection, account: Account, meeting_id: str) -> bool:
    """Whether the account has to do with the meeting; also true where there is none, which the page then says."""
    where = select(meeting.c.sub_district, meeting.c.community).where(meeting.c.id == meeting_id)
    place = db.execute(where).first()
    if place is None:
        return True
    if account.role is Role.SCRUTINEER:
        return scrutiny.is_named(db, meeting_id, account.id)
    return account.duties.cover(place)


def is_own(place: Place) -> bool:
    """Whether whoever acts now works for the place: for every one, but for an organizer of some communities."""
    return acts.actor().duties.cover(place)


def own(found: Iterable[Placed]) -> list[Placed]:
    """Those that whoever acts now works for."""
    return [one for one in found if is_own(one)]


def require_own(place: Place) -> None:
    """Returns when whoever acts now works for the place. Raises NotYourCommunity."""
    if not is_own(place):
        raise NotYourCommunity(community=place.community)


def places(db: Connection) -> list[str]:
    """Every community that is registered or has a meeting, as a duty is typed, in order."""
    listed = db.execute(select(community.c.sub_district, community.c.name)).all()
    held = db.execute(select(meeting.c.sub_district, meeting.c.community)).all()
    return [
        Duty(*(one if one[0] else (one[1], ""))).written for one in sorted({tuple(row) for row in (*listed, *held)})
    ]
