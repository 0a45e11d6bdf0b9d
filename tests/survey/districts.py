"""Whole districts of published results made to order, without boxes: votes by item, as a count would keep them."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from analysis import rules
from ballots import campaigns, meetings
from ballots.campaigns import Ruleset
from ballots.form import Subject
from ballots.instrument import ABSTAINED, INVALID, Instrument
from ballots.meetings import Plan, Purpose, Votes
from survey.database import writing
from survey.evening import Evening
from tests.factories import shipped_form, shipped_rules

Hall = tuple[str, str, Sequence[Sequence[int]]]
"""Sub-district, community, and the votes on each of the committee's items: levels, then abstained, invalid."""
_A_YEAR = timedelta(days=364)


def hold(
    evening: Evening, name: str, *halls: Hall, form: Instrument | None = None, years_ago: int = 0, roll: int = 80
) -> str:
    """A campaign in which each hall rated its committee and published; its id. `roll` people on each roll."""
    form, now = form or shipped_form(), evening.clock
    evening.clock = partial(_before, now, years_ago)
    with writing(evening.engine) as db:
        campaign_id = campaigns.create(db, name, form, _no_quorum(), evening.clock()).id
    for sub_district, community, columns in halls:
        _hold(evening, campaign_id, form, Plan(community, _SUBJECTS, sub_district, roll, Purpose.PAPER), columns)
    evening.clock = now
    return campaign_id


def rated(votes: Sequence[int], times: int = 6) -> list[Sequence[int]]:
    """The same votes on every item of the committee."""
    return [votes] * times


_SUBJECTS = (Subject("committee", "社区班子"),)


def _hold(evening: Evening, campaign_id: str, form: Instrument, plan: Plan, columns: Sequence[Sequence[int]]) -> None:
    section, ballots = form.section("committee"), sum(columns[0])
    levels = [*(level.id for level in section.scale.levels), ABSTAINED, INVALID]
    cells = [
        Votes(1, item.id, level, number)
        for item, votes in zip(section.items, columns, strict=True)
        for level, number in zip(levels, votes, strict=True)
    ]
    with writing(evening.engine) as db:
        made = meetings.create(db, campaign_id, plan)
        meetings.note_attendance(db, made.id, plan.roll, ballots)
        meetings.take_in_paper(db, made.id, ballots, {}, evening.clock())
        meetings.note_count(db, made.id, cells, evening.clock())
    evening.publish(made.id)


def _before(now: "partial[object]", years: int) -> object:
    return now() - years * _A_YEAR  # type: ignore[operator]  # clocks give moments


def _no_quorum() -> Ruleset:
    """The default rules, by which a small hall counts too."""
    source = re.sub(r"(?<=\[parameters.min_present\])([^\n]*\nvalue = )\d+", r"\g<1>1", shipped_rules().source)
    return Ruleset(source, rules.parse(source, "rules").fingerprint)
