"""Counted meetings with any counts, any rules and any turnout, as records."""

import dataclasses
import json
import re
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from analysis import rules
from ballots import campaigns, meetings, paper_counts
from ballots.campaigns import Ruleset
from ballots.instrument import ABSTAINED, INVALID, Instrument
from ballots.meetings import Plan, Purpose, Votes
from survey.database import reading, writing
from survey.evening import Evening
from survey.published.record import record
from survey.published.verify import canonical, check, report
from tests.factories import COMMUNITY, SUBJECTS, campaign_of, shipped_form, shipped_rules

SEAL = "5e" * 32
OWN_POINTS = "\n[points.satisfaction]\nsatisfied = 100\nbasically_satisfied = 80\ndissatisfied = 30\n"

Counts = dict[tuple[int, str], list[int]]
"""By subject and item: the votes at each level, best first, then abstained and invalid."""


@dataclass(frozen=True)
class Turnout:
    """The numbers of an evening."""

    roll: int | None = 80
    present: int | None = 75
    printed: int = 90
    voided: int = 2
    issued: int = 70
    returned: int = 55
    spoiled: int = 2
    paper_issued: int = 15
    paper_returned: int = 12
    blank: int | None = 1

    @property
    def valid(self) -> int:
        return self.returned - self.spoiled

    @property
    def boxed(self) -> int:
        return self.returned - self.paper_returned


class District:
    """Makes records; one meeting, recounted again and again."""

    def __init__(self, evening: Evening) -> None:
        self.evening, self.form = evening, shipped_form()
        self.campaigns: dict[str, str] = {}
        plan = Plan(COMMUNITY, SUBJECTS, purpose=Purpose.PAPER)
        with writing(evening.engine) as db:
            found = meetings.create(db, self._campaign(db, shipped_rules().source), plan)
            meetings.take_in_paper(db, found.id, 1000, {}, evening.clock())
        self.id = found.id

    def record(self, turnout: Turnout, counts: Counts, source: str = "") -> bytes:
        """The record of a meeting held by phone and on paper that ended with these counts, by the rules in `source`."""
        with writing(self.evening.engine) as db:
            meetings.note_count(db, self.id, _votes(self.form, counts), self.evening.clock())
            channels = {"phone": turnout.boxed, "paper": turnout.paper_returned}
            reasons = {"torn": turnout.spoiled} if turnout.spoiled else {}
            paper_counts.note_origins(
                db, self.id, {name: number for name, number in channels.items() if number}, reasons
            )
            campaign_id = self._campaign(db, source or shipped_rules().source)
        with reading(self.evening.engine) as db:
            few = any(0 < sum(numbers[:-2]) < 10 for numbers in counts.values()) or 0 < turnout.valid < 10
            blank = None if few else min(turnout.blank or 0, *(numbers[-2] for numbers in counts.values()))
            facts = {"purpose": Purpose.REAL, "seal": SEAL, "campaign_id": campaign_id, **vars(turnout), "blank": blank}
            found = dataclasses.replace(meetings.find(db, self.id), **facts)  # type: ignore[arg-type]
            return record(db, found, [number.to_bytes(16) for number in _numbers(turnout.boxed)])[0].encode()

    def _campaign(self, db: Any, source: str) -> str:
        if source not in self.campaigns:
            kept = Ruleset(source, rules.parse(source, "rules").fingerprint)
            name = f"双评 {len(self.campaigns) + 1}"
            self.campaigns[source] = campaigns.create(db, name, self.form, kept, self.evening.clock()).id
        return self.campaigns[source]


def counted_on_paper(evening: Evening, ballots: int = 12) -> str:
    """A meeting of paper ballots, all best marks, counted and not yet published; its id."""
    campaign_id, form = campaign_of(evening), shipped_form()
    counts = {(position, item): [ballots, *[0] * (levels + 1)] for position, item, levels in questions(form)}
    with writing(evening.engine) as db:
        made = meetings.create(db, campaign_id, Plan(COMMUNITY, SUBJECTS, purpose=Purpose.PAPER))
        meetings.take_in_paper(db, made.id, ballots, {}, evening.clock())
        meetings.note_count(db, made.id, _votes(form, counts), evening.clock())
    return made.id


def _numbers(count: int) -> list[int]:
    """Different receipts, spread over the whole list."""
    return [((number * 2654435761 + 17) % 2**40) << 88 for number in range(count)]


def questions(form: Instrument) -> list[tuple[int, str, int]]:
    """Subject, item, and how many levels it has."""
    return [
        (position, item.id, len(form.section(subject.kind).scale.levels))
        for position, subject in enumerate(SUBJECTS, 1)
        for item in form.section(subject.kind).items
    ]


def _votes(form: Instrument, counts: Counts) -> list[Votes]:
    ladders = {
        position: [level.id for level in form.section(subject.kind).scale.levels]
        for position, subject in enumerate(SUBJECTS, 1)
    }
    return [
        Votes(position, item, level, number)
        for (position, item), numbers in counts.items()
        for level, number in zip([*ladders[position], ABSTAINED, INVALID], numbers, strict=True)
    ]


def rule_source(denominator: str = "effective", person_overall: str = "own_item", points: str = "") -> str:
    """The default rules with other choices."""
    source = shipped_rules().source + points
    source = re.sub(r'(?<=\[parameters.denominator\])([^\n]*\nvalue = )"\w+"', rf'\1"{denominator}"', source)
    return re.sub(r'(?<=\[parameters.person_overall\])([^\n]*\nvalue = )"\w+"', rf'\1"{person_overall}"', source)


@st.composite
def turnouts(draw: st.DrawFn) -> Turnout:
    """Numbers that an evening can end with; roll and presence may be unknown."""
    spoiled, boxed, on_paper, kept, lost, left, voided = (
        draw(st.integers(0, most)) for most in (5, 40, 30, 9, 3, 9, 4)
    )
    people = st.none() | st.integers(1, 200)
    papers, slips = spoiled + on_paper, boxed + kept
    returned, issued = papers + boxed, papers + lost + slips
    printed = slips + left + voided
    return Turnout(draw(people), draw(people), printed, voided, issued, returned, spoiled, papers + lost, papers)


@st.composite
def all_counts(draw: st.DrawFn, form: Instrument, valid: int) -> Counts:
    """Counts for every question that each add up to `valid`; often few people rated."""
    found: Counts = {}
    for position, item, levels in questions(form):
        cuts = sorted(draw(st.lists(st.integers(0, valid), min_size=levels + 1, max_size=levels + 1)))
        found[position, item] = [above - below for below, above in zip([0, *cuts], [*cuts, valid], strict=True)]
    return found


def even_counts(form: Instrument, valid: int = 53) -> Counts:
    """40 at the best level, 8 at the next, 2 at the last, 3 abstentions: the hand-worked example of docs/method.md."""
    return {
        (position, item): [40, 8, *[0] * (levels - 3), 2, valid - 50, 0] for position, item, levels in questions(form)
    }


def read(document: bytes) -> Any:
    """The record as JSON values, to be changed."""
    return json.loads(document)


def written(content: Any) -> bytes:
    """The record in canonical form again."""
    return canonical(content)


def agrees(document: bytes, sha256: str | None = None) -> bool:
    """Whether the verifier finds nothing to complain of."""
    return all(finding.agrees for finding in check(document, sha256))


def complaints(document: bytes) -> str:
    """What an observer reads, in English, about what is wrong."""
    lines, _ = report(document, None, "en")
    return "\n".join(line for line in lines if line.startswith("✗"))
