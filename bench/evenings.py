"""Meetings to measure: made by the same acts as in the hall, in a folder of their own."""

from pathlib import Path

from analysis import rules
from ballots import campaigns, instrument, meetings
from ballots.campaigns import Ruleset
from ballots.codes import Code
from ballots.form import Form
from ballots.keys import Key
from ballots.meetings import Plan
from bench.subjects import SUBJECTS
from survey.database import writing
from survey.evening import Evening
from survey.folder import DataFolder

AT_ONCE = 2_000


def opened(folder: Path, slips: int) -> tuple[Evening, str, list[Code], tuple[Key, ...]]:
    """An evening with one open meeting: its id, the codes of its slips, its keys."""
    evening = Evening(DataFolder(folder))
    held = campaign(evening, "2026")
    with writing(evening.engine) as db:
        meeting = meetings.create(db, held, Plan("长岗路社区", SUBJECTS))
    codes: list[Code] = []
    while len(codes) < slips:
        codes += evening.make_slips(meeting.id, min(AT_ONCE, slips - len(codes)))
    keys = evening.make_keys(meeting.id)
    for key in keys:
        evening.present_key(meeting.id, key.digits)
    evening.open(meeting.id)
    return evening, meeting.id, codes, keys


def campaign(evening: Evening, name: str) -> str:
    """The id of a new campaign with the founding form and the default rules."""
    form = instrument.load(instrument.shipped()["community-2026"])
    path = rules.shipped()["default-2026"]
    ruleset = Ruleset(path.read_text(encoding="utf-8"), rules.load(path).fingerprint)
    with writing(evening.engine) as db:
        return campaigns.create(db, name, form, ruleset, evening.clock()).id


def answers(form: Form, at: int) -> dict[str, str]:
    """A full form, different from one ballot to the next."""
    chosen = {}
    for number, question in enumerate(form.questions):
        levels = question.section.scale.levels
        chosen[question.field] = levels[(at * 7 + number * 3) % len(levels)].id
    return chosen
