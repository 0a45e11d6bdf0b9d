"""Published meetings with counts worked by hand: on every item 40 best, 8 next, 2 last, 3 abstained of 53 valid."""

from collections.abc import Sequence
from pathlib import Path

from ballots import meetings
from ballots.form import Subject
from ballots.instrument import ABSTAINED, INVALID, Section
from ballots.meetings import Plan, Purpose, Votes
from survey.database import writing
from survey.evening import Evening
from survey.minutes.content import minutes
from survey.minutes.sheet import Count, Facts, Lines, Minutes, Rate, Score, Table, Text
from tests.factories import COMMUNITY, SUBJECTS, campaign_of, make_evening, shipped_form

EVIL = '=HYPERLINK("http://x")'
VALID = 53


def hold(
    evening: Evening,
    subjects: Sequence[Subject] = SUBJECTS,
    community: str = COMMUNITY,
    few: Sequence[str] = (),
    best: int = 40,
    campaign_id: str = "",
) -> str:
    """A published meeting of 80 on the roll and 62 present; items named in `few` were rated by seven. Its id.

    `best` of fifty ratings are at the best level of each item, the next level has 48 less those.
    """
    form, campaign_id = shipped_form(), campaign_id or campaign_of(evening)
    plan = Plan(community, subjects, sub_district="古南镇街道", roll=80, purpose=Purpose.PAPER)
    with writing(evening.engine) as db:
        made = meetings.create(db, campaign_id, plan)
        meetings.note_attendance(db, made.id, 80, 62)
        meetings.take_in_paper(db, made.id, VALID, {}, evening.clock())
        cells = [
            cell
            for position, one in enumerate(subjects, 1)
            for cell in _votes(position, form.section(one.kind), few, best)
        ]
        meetings.note_count(db, made.id, cells, evening.clock())
    evening.publish(made.id)
    return made.id


def _votes(position: int, section: Section, few: Sequence[str], best: int) -> list[Votes]:
    levels = [level.id for level in section.scale.levels]
    between = [0] * (len(levels) - 3)
    cells = []
    for item in section.items:
        counts = [4, 2, *between, 1, 46, 0] if item.id in few else [best, 48 - best, *between, 2, 3, 0]
        cells += [
            Votes(position, item.id, level, votes)
            for level, votes in zip([*levels, ABSTAINED, INVALID], counts, strict=True)
        ]
    return cells


def held(folder: Path, language: str = "zh-CN", **plan: object) -> Minutes:
    """The minutes of one meeting in a data folder of its own."""
    evening = make_evening(folder)
    made = minutes(evening, hold(evening, **plan), language)  # type: ignore[arg-type]  # the arguments of `hold`
    evening.engine.dispose()
    return made


def texts(made: Minutes) -> list[str]:
    """Everything the minutes say, in their order: what every format has to show, too."""
    found = [*([made.district] if made.district else []), made.title, made.subtitle]
    for section in made.sections:
        found.append(section.title)
        for part in section.parts:
            match part:
                case Facts():
                    found += [text for fact in part.facts for text in (fact.name, fact.value)]
                case Table():
                    found += [part.caption] if part.has_heading else []
                    found += [*part.heads, *(line for row in part.rows for cell in row for line in cell.lines)]
                case Lines():
                    found += part.lines
    lines = made.signatures
    return [*found, lines.title, *lines.heads, *lines.roles]


def table(made: Minutes, caption: str) -> Table:
    """The one table under this caption."""
    (found,) = [
        part
        for section in made.sections
        for part in section.parts
        if isinstance(part, Table) and part.caption == caption
    ]
    return found


__all__ = ["EVIL", "Count", "Rate", "Score", "Text", "held", "hold", "table", "texts"]
