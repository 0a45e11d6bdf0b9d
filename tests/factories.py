"""Meetings in each state, made by the same acts as in the hall."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis import rules
from ballots import campaigns, codes, instrument, meetings
from ballots.campaigns import Ruleset
from ballots.channels import Origin
from ballots.codes import Code
from ballots.form import Subject
from ballots.instrument import Instrument
from ballots.keys import Key
from ballots.ledger import Reason, Why
from ballots.meetings import Closing, Meeting, Plan, Purpose
from ballots.pile import Entry
from ballots.spoiling import Flaw
from ballots.sqlite_store import SqliteShelf
from survey import paperwork, planning
from survey.database import reading, writing
from survey.evening import Evening
from survey.folder import DataFolder

SUBJECTS = (
    Subject("committee", "长岗路社区居委会"),
    Subject("secretary", "王秀兰"),
    Subject("graduate", "李明"),
)
COMMUNITY = "长岗路社区"
LOST = Why(Reason.LOST)
"""Why slips are voided in tests that need no other reason."""


@dataclass
class Prepared:
    """A meeting with what the people in the hall hold: unused codes and the three keys."""

    evening: Evening
    id: str
    codes: list[Code]
    keys: tuple[Key, ...] = field(repr=False)

    @property
    def meeting(self) -> Meeting:
        """The meeting as it stands now."""
        return self.evening.find(self.id)

    def fresh_code(self) -> str:
        """A code nobody has used yet, as printed."""
        return codes.grouped(self.codes.pop())

    def cast(
        self, answers: dict[str, str] | None = None, phone: bytes = b"", text: str = "", origin: Origin = Origin.PHONE
    ) -> None:
        """Puts one ballot into the box; without `answers` everything is left blank. `text` is its comment."""
        live, code = self.evening.live(self.id), self.codes.pop()
        live.box.cast(code, phone or code.encode(), live.form.marks(answers or {}), text, origin)


def make_evening(folder: Path) -> Evening:
    """An evening over a new data folder."""
    return Evening(DataFolder(folder))


def box_file(folder: DataFolder, meeting_id: str) -> Path:
    """Where the meeting's box lies."""
    return SqliteShelf(folder.boxes).path(meeting_id)


def shipped_form() -> Instrument:
    """The founding form."""
    return instrument.load(instrument.shipped()["community-2026"])


def shipped_rules() -> Ruleset:
    """The default rules as a campaign keeps them."""
    path = rules.shipped()["default-2026"]
    return Ruleset(path.read_text(encoding="utf-8"), rules.load(path).fingerprint)


def campaign(evening: Evening, name: str = "2026 年度社区民主测评") -> str:
    """A campaign with the founding form and the default rules; its id."""
    with writing(evening.engine) as db:
        return campaigns.create(db, name, shipped_form(), shipped_rules(), evening.clock()).id


def asking_for_comments(evening: Evening) -> Evening:
    """The same evening, whose one campaign asks residents for comments."""
    campaign_id = campaign_of(evening)
    with reading(evening.engine) as db:
        is_asked = campaigns.find(db, campaign_id).takes_comments
    if not is_asked:
        planning.ask_for_comments(evening, campaign_id, wanted=True)
    return evening


def commented(evening: Evening, texts: Sequence[str], **plan: object) -> Prepared:
    """A published meeting with a ballot for each of `texts`, in a campaign that asks for comments."""
    prepared = opened(asking_for_comments(evening), **plan)
    for text in texts:
        prepared.cast(best_answers(evening, prepared.id), text=text)
    evening.close(prepared.id, Closing())
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    return prepared


def draft(
    evening: Evening,
    campaign_id: str | None = None,
    community: str = COMMUNITY,
    purpose: Purpose = Purpose.REAL,
    slips: int = 20,
    subjects: tuple[Subject, ...] = SUBJECTS,
) -> Prepared:
    """A meeting before its opening, with slips and untested keys."""
    made = planned(evening, campaign_id, community, purpose, slips, subjects)
    return Prepared(evening, made.id, evening.make_slips(made.id, slips), evening.make_keys(made.id))


def planned(
    evening: Evening,
    campaign_id: str | None = None,
    community: str = COMMUNITY,
    purpose: Purpose = Purpose.REAL,
    roll: int = 20,
    subjects: tuple[Subject, ...] = SUBJECTS,
) -> Meeting:
    """A meeting for which nothing is printed yet."""
    plan = Plan(community, subjects, roll=roll, purpose=purpose)
    campaign_id = campaign_id or campaign_of(evening)
    with writing(evening.engine) as db:
        return meetings.create(db, campaign_id, plan)


def campaign_of(evening: Evening) -> str:
    """The one campaign of tests that need no second one."""
    with reading(evening.engine) as db:
        known = campaigns.every(db)
    return known[0].id if known else campaign(evening)


def opened(evening: Evening, **plan: object) -> Prepared:
    """A meeting whose box is open and takes ballots."""
    prepared = draft(evening, **plan)  # type: ignore[arg-type]  # the arguments of `draft`, passed on
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    return prepared


def closed(evening: Evening, ballots: int = 12, *, announce: bool = True, **plan: object) -> Prepared:
    """A meeting whose box is closed over `ballots` ballots, all best marks."""
    prepared = opened(evening, **plan)
    for _ in range(ballots):
        prepared.cast(best_answers(evening, prepared.id))
    evening.close(prepared.id, Closing(announce=announce))
    return prepared


def published(evening: Evening, ballots: int = 12, **plan: object) -> Prepared:
    """A meeting whose result everybody may read."""
    prepared = closed(evening, ballots, **plan)
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    return prepared


def held_on_paper(evening: Evening, papers: int = 12, *, announce: bool = True, **plan: object) -> Prepared:
    """A meeting without phones whose vote has ended, with `papers` ballots back; nothing of them is typed yet."""
    campaign_id = campaign_of(evening)
    community = str(plan.get("community", COMMUNITY))
    with writing(evening.engine) as db:
        made = meetings.create(db, campaign_id, Plan(community, SUBJECTS, roll=20, purpose=Purpose.PAPER))
    paperwork.close(evening, made.id, papers + 3, announce=announce)
    paperwork.note_returned(evening, made.id, papers)
    return Prepared(evening, made.id, [], ())


def with_paper(
    evening: Evening, ballots: int = 12, papers: int = 3, *, announce: bool = True, **plan: object
) -> Prepared:
    """A meeting whose box is closed over `ballots` ballots, with `papers` on paper beside it, not typed yet."""
    prepared = opened(evening, **plan)
    paperwork.note_issued(evening, prepared.id, papers + 2)
    for _ in range(ballots):
        prepared.cast(best_answers(evening, prepared.id))
    evening.close(prepared.id, Closing(announce=announce))
    paperwork.note_returned(evening, prepared.id, papers)
    return prepared


def typed(prepared: Prepared, number: int, marks: bytes = b"", by: str = "李静", doubt: Flaw | None = None) -> None:
    """One person types one paper ballot; all best marks when nothing else is said."""
    evening = prepared.evening
    best = bytes(len(evening.form(prepared.meeting).questions))
    paperwork.enter(evening, prepared.id, {number: Entry(by, marks or best, doubt)})


def typed_twice(prepared: Prepared, but: tuple[int, ...] = ()) -> None:
    """Two people type every paper ballot, all best marks, `but` not these."""
    for number in {*range(1, (prepared.meeting.paper_returned or 0) + 1)} - set(but):
        typed(prepared, number, by="李静")
        typed(prepared, number, by="王强")


def called_off(evening: Evening, **plan: object) -> Prepared:
    """A meeting that was made void while it was open."""
    prepared = opened(evening, **plan)
    evening.make_void(prepared.id, "停电")
    return prepared


def best_answers(evening: Evening, meeting_id: str) -> dict[str, str]:
    """The best level on every question, by field."""
    form = evening.form(evening.find(meeting_id))
    return {question.field: question.section.scale.levels[0].id for question in form.questions}
