"""A list of communities brought into the register: first compared with what is there, then kept whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from ballots.errors import Refused
from ballots.names import likeness, usable_number
from ballots.plan import Plan
from survey import acts, communities, scope
from survey.acts import Act
from survey.communities import Community, Entry
from survey.database import writing
from survey.errors import AgainOnLine, TableHasFaults
from survey.evening import Evening
from survey.sheets import cells
from survey.sheets.columns import Column
from survey.sheets.table import Row, Table

SUB_DISTRICT = Column(
    "sub_district", {"zh-CN": "街道", "en": "Sub-district"}, ("所属街道", "街道名称", "镇街", "街道（镇）", "乡镇")
)
COMMUNITY = Column(
    "community", {"zh-CN": "社区", "en": "Community"}, ("社区名称", "村社区", "村（社区）"), is_needed=True
)
ROLL = Column("roll", {"zh-CN": "应到人数", "en": "On the roll"}, ("应到", "人数", "roll"))
COLUMNS = (SUB_DISTRICT, COMMUNITY, ROLL)
EXAMPLES = {
    "zh-CN": ("古南镇街道", "长岗路社区", 52),
    "en": ("Gunan sub-district", "Changgang Road", 52),
}


class Register:
    """The register as a plan asks it: whose name is this, and how many are on that roll?"""

    def __init__(self, known: Sequence[Community]) -> None:
        self._rolls = {one.likeness: one.roll for one in known}
        self._named: dict[str, list[Community]] = {}
        for one in known:
            self._named.setdefault(likeness(one.name), []).append(one)

    def has(self, plan: Plan) -> bool:
        """Whether the community is registered; true for every one while the register is empty."""
        return not self._rolls or likeness(plan.sub_district, plan.community) in self._rolls

    def completed(self, plan: Plan) -> Plan:
        """The plan with what it leaves out: the sub-district of the only community of its name, and its roll."""
        found = self._named.get(likeness(plan.community), [])
        sub_district = plan.sub_district or (found[0].sub_district if len(found) == 1 else "")
        roll = plan.roll or self._rolls.get(likeness(sub_district, plan.community))
        return replace(plan, sub_district=sub_district, roll=roll)


@dataclass(frozen=True)
class Comparison:
    """A list beside the register. `changed` pairs what is kept now with what the list says."""

    new: tuple[Entry, ...]
    changed: tuple[tuple[Community, Entry], ...]
    unchanged: int
    faults: tuple[Refused, ...]


def compare(db: Connection, table: Table) -> Comparison:
    """What the list would change, and every fault of it by its line. An empty roll leaves the one that is known."""
    known = {one.likeness: one for one in communities.every(db)}
    faults, lines = list(table.faults), dict[str, int]()
    new: list[Entry] = []
    changed: list[tuple[Community, Entry]] = []
    unchanged = 0
    for row in table.rows:
        entry, wrong = _entry(row)
        faults += wrong
        first = lines.setdefault(entry.likeness, row.line)
        if first != row.line and entry.name:
            faults.append(row.fault(COMMUNITY.field, AgainOnLine(first=first)))
        before = known.get(entry.likeness)
        if before is None:
            new.append(entry)
        elif entry.roll not in (None, before.roll):
            changed.append((before, Entry(before.sub_district, before.name, entry.roll)))
        else:
            unchanged += 1
    return Comparison(tuple(new), tuple(changed), unchanged, tuple(faults))


def bring_in(evening: Evening, table: Table) -> Comparison:
    """Keeps the whole list, compared once more. Raises TableHasFaults when there is one, NotYourCommunity."""
    with writing(evening.engine) as db:
        found = compare(db, table)
        if found.faults:
            raise TableHasFaults(count=len(found.faults))
        for one in (*found.new, *(after for _before, after in found.changed)):
            scope.require_own(one)
        communities.add(db, list(found.new))
        communities.set_rolls(db, {before.id: after.roll for before, after in found.changed})
        acts.note(db, Act.COMMUNITIES_IMPORTED, added=len(found.new), changed=len(found.changed))
    return found


def register(evening: Evening, entry: Entry) -> Entry:
    """The community that was taken in. Raises NameNotUsable, NumberNotUsable, CommunityExists, NotYourCommunity."""
    entry = communities.usable(entry)
    scope.require_own(entry)
    with writing(evening.engine) as db:
        communities.add(db, [entry])
        acts.note(db, Act.COMMUNITY_ADDED, community=entry.name, sub_district=entry.sub_district, roll=entry.roll)
    return entry


def correct(evening: Evening, community_id: str, entry: Entry) -> Entry:
    """The community as it is kept now. Raises NotYourCommunity, and what `communities.change` raises."""
    entry = communities.usable(entry)
    with writing(evening.engine) as db:
        before = communities.find(db, community_id)
        for one in (before, entry):
            scope.require_own(one)
        communities.change(db, community_id, entry)
        acts.note(db, Act.COMMUNITY_CORRECTED, before=before.name, community=entry.name, roll=entry.roll)
    return entry


def strike_out(evening: Evening, community_id: str) -> Community:
    """The community that is in the register no more. Raises NoSuchCommunity, NotYourCommunity."""
    with writing(evening.engine) as db:
        gone = communities.find(db, community_id)
        scope.require_own(gone)
        communities.remove(db, community_id)
        acts.note(db, Act.COMMUNITY_REMOVED, community=gone.name, sub_district=gone.sub_district)
    return gone


def _entry(row: Row) -> tuple[Entry, list[Refused]]:
    reader = cells.Reader(row)
    entry = Entry(
        sub_district=reader.read(SUB_DISTRICT.field, cells.name, ""),
        name=reader.need(COMMUNITY.field, cells.name, ""),
        roll=reader.read(ROLL.field, people, None),
    )
    return entry, reader.faults


def people(text: str) -> int | None:
    """How many people a cell says are on the roll. Raises CellNotNumber, NumberNotUsable."""
    return usable_number(cells.number(text), "On the roll", least=1)
