"""Rule sets by name and version: those that come with the product, and those the district keeps. None ever changes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from analysis import rules
from analysis.rules import Rules
from ballots import campaigns
from ballots.campaigns import Ruleset
from survey import acts
from survey.acts import Act
from survey.errors import NoSuchRules, RulesVersionTaken
from survey.tables import rule_version


@dataclass(frozen=True)
class Version:
    """One version of a rule set. `made_by` and `made_at` are empty for one that comes with the product.

    `used_by` are the campaigns that count by it.
    """

    rules: Rules
    made_by: str = ""
    made_at: datetime | None = None
    used_by: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What tells this version from every other."""
        return self.rules.fingerprint

    @property
    def ruleset(self) -> Ruleset:
        """As a campaign keeps it."""
        return Ruleset(self.rules.source, self.rules.fingerprint)


def every(db: Connection) -> list[Version]:
    """Every version: the product's first, then the district's, the newest first, then those only campaigns have."""
    users: dict[str, list[str]] = {}
    sources: dict[str, str] = {}
    for one in campaigns.every(db):
        users.setdefault(one.rules.fingerprint, []).append(one.name)
        sources[one.rules.fingerprint] = one.rules.source
    found = {one.fingerprint: Version(one) for one in map(rules.load, rules.shipped().values())}
    for row in db.execute(select(rule_version).order_by(rule_version.c.made_at.desc())):
        kept = Version(rules.parse(row.source, row.name), row.made_by, row.made_at)
        found.setdefault(row.fingerprint, kept)
    for fingerprint, source in sources.items():
        if fingerprint not in found:
            found[fingerprint] = Version(rules.parse(source, "rules"))
    return [Version(one.rules, one.made_by, one.made_at, tuple(users.get(name, ()))) for name, one in found.items()]


def find(db: Connection, fingerprint: str) -> Version:
    """The version with this fingerprint. Raises NoSuchRules."""
    for one in every(db):
        if one.fingerprint == fingerprint:
            return one
    raise NoSuchRules


def named(db: Connection, name: str, version: str = "") -> Version:
    """The version of this name, the newest one when none is said. Raises NoSuchRules."""
    alike = [one for one in every(db) if one.rules.name == name and version in ("", one.rules.version)]
    if not alike:
        raise NoSuchRules
    return max(alike, key=lambda one: (one.made_at is not None, one.made_at))


def keep(db: Connection, source: str, now: datetime, file: str = "rules") -> Version:
    """The version as kept. One that is there already is not kept twice.

    Raises RulesFault, and RulesVersionTaken when other rules have this name and version: none ever changes.
    """
    made = rules.parse(source, file)
    for one in every(db):
        if one.fingerprint == made.fingerprint:
            return one
        if (one.rules.name, one.rules.version) == (made.name, made.version):
            raise RulesVersionTaken(name=made.name, version=made.version)
    kept = {"fingerprint": made.fingerprint, "name": made.name, "version": made.version, "source": source}
    by = acts.actor().name
    db.execute(insert(rule_version).values(**kept, made_by=by, made_at=now))
    acts.note(db, Act.RULES_KEPT, name=made.name, version=made.version, fingerprint=made.fingerprint)
    return Version(made, by, now)
