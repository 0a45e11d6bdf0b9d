"""Evenings whose rules tell voters apart by class, for whatever looks at them afterwards."""

from collections.abc import Mapping

from analysis import rules
from ballots import campaigns, meetings
from ballots.campaigns import Ruleset
from ballots.codes import Code
from ballots.meetings import Closing, Plan
from survey.database import writing
from survey.evening import Evening
from tests.factories import SUBJECTS, Prepared, shipped_form

WEIGHTS = {"居民代表）": "60", "党员代表）": "30", "驻区单位）": "10"}


def class_rules(*, weighs: bool = False) -> Ruleset:
    """The shipped rules with classes a, b and c."""
    source = rules.shipped()["voter-classes-2026"].read_text(encoding="utf-8")
    for words, weight in WEIGHTS.items() if weighs else ():
        source = source.replace(f'{words}"\n', f'{words}"\nweight = "{weight}"\n')
    return Ruleset(source, rules.parse(source, "rules").fingerprint)


def planned(
    evening: Evening, numbers: Mapping[int, int], *, weighs: bool = False
) -> tuple[Prepared, dict[int, list[Code]]]:
    """A draft meeting with so many slips of each class, and the codes by class."""
    with writing(evening.engine) as db:
        mine = campaigns.create(db, f"分票类 {weighs}", shipped_form(), class_rules(weighs=weighs), evening.clock()).id
        made = meetings.create(db, mine, Plan("河滨社区", SUBJECTS, roll=60))
    stacks = {place: evening.make_slips(made.id, number, place) for place, number in numbers.items()}
    return Prepared(evening, made.id, [], evening.make_keys(made.id)), stacks


def held(evening: Evening, votes: Mapping[int, list[str]], *, weighs: bool = False, unused: int = 0) -> Prepared:
    """A published meeting: what each of a class marks on every question."""
    numbers = {place: len(marks) + unused for place, marks in votes.items() if marks}
    prepared, stacks = planned(evening, numbers, weighs=weighs)
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    live = evening.open(prepared.id)
    for place, marks in votes.items():
        for level in marks:
            code = stacks[place].pop()
            rungs = {"satisfied": 0, "basically_satisfied": 1, "dissatisfied": 2}
            answers = {
                question.field: question.section.scale.levels[rungs[level]].id for question in live.form.questions
            }
            live.box.cast(code, code.encode(), live.form.marks(answers))
    left = dict.fromkeys(numbers, unused)
    evening.close(prepared.id, Closing(sum(left.values()), unused_by_class=left))
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    return prepared


HALL = {1: ["satisfied"] * 25 + ["dissatisfied"] * 5, 2: ["satisfied"] * 6 + ["basically_satisfied"] * 6}
SMALL = {1: ["satisfied"] * 30, 2: ["dissatisfied"]}
