"""Which communities an organizer works for. `scope.py` asks which meetings that makes."""

from dataclasses import dataclass
from typing import Protocol

from ballots.names import likeness, usable_name
from survey.errors import NoDuties

_SLASHES = str.maketrans("／|｜、", "////")


class Place(Protocol):
    """What lies in a sub-district and a community: a meeting, a plan."""

    @property
    def sub_district(self) -> str:
        """The 街道; empty when there is none above the community."""

    @property
    def community(self) -> str:
        """The 社区."""


@dataclass(frozen=True)
class Duty:
    """One community, or all of a sub-district when `community` is empty.

    For a community with no sub-district above it, its name stands in the place of the sub-district's.
    """

    sub_district: str
    community: str = ""

    @property
    def written(self) -> str:
        """The duty as it is typed."""
        return " / ".join(filter(None, (self.sub_district, self.community)))

    def covers(self, place: Place) -> bool:
        """Whether the place is in this duty; names compare in any case and width."""
        above = likeness(place.sub_district) or likeness(place.community)
        return likeness(self.sub_district) == above and likeness(self.community) in ("", likeness(place.community))


@dataclass(frozen=True)
class Duties:
    """Everything an organizer works for."""

    is_for_all: bool = False
    listed: tuple[Duty, ...] = ()

    def cover(self, place: Place) -> bool:
        """Whether the place is in one of the duties."""
        return self.is_for_all or any(one.covers(place) for one in self.listed)

    @property
    def written(self) -> str:
        """The duties as they are typed, without line breaks; empty for everything."""
        return "; ".join(one.written for one in self.listed)


EVERYTHING = Duties(is_for_all=True)


def read(typed: str) -> Duties:
    """The duties typed one on a line, as "sub-district / community" or "sub-district" for all of it.

    Raises NoDuties when nothing is typed, NameNotUsable.
    """
    lines = [line for line in typed.translate(_SLASHES).splitlines() if line.strip(" /")]
    if not lines:
        raise NoDuties
    return Duties(listed=tuple(dict.fromkeys(map(_duty, lines))))


def _duty(line: str) -> Duty:
    above, _slash, community = line.partition("/")
    if not above.strip():
        above, community = community, ""
    return Duty(usable_name(above, "Sub-district"), usable_name(community, "Community") if community.strip() else "")
