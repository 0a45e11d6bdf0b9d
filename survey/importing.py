"""Paper ballots already collected become closed, counted meetings: all of a file's communities, or none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from analysis import rules
from analysis.rules import Rules
from ballots import campaigns, classes, joint, meetings, paper
from ballots.campaigns import Campaign, Ruleset
from ballots.classes import ClassSlips
from ballots.errors import NoSuchCampaign
from ballots.form import Subject, lay_out
from ballots.instrument import Instrument
from ballots.joint import Joint
from ballots.meetings import Meeting, Plan, Purpose, Votes
from ballots.paper import Pile
from survey import acts, counting, voter_classes
from survey.acts import Act
from survey.database import reading, writing
from survey.errors import FormDiffers
from survey.evening import Evening


@dataclass(frozen=True)
class PaperFile:
    """A file of paper ballots, the form they were filled in on, and the campaign they belong to.

    `community` names the one community of a file without a column for it; the campaign's name when empty.
    `rules` are those of a new campaign; None takes those of the campaign that is there.
    """

    path: Path
    form: Instrument
    campaign: str
    rules: Ruleset | None = None
    community: str = ""


def import_paper(evening: Evening, file: PaperFile, otherwise: Ruleset) -> list[Meeting]:
    """One closed, counted meeting for each community of `file`, in one transaction; publish them when ready.

    Each section of the form rates one subject, named after the community. A campaign that is not there yet is made,
    with the file's rules or `otherwise`. Raises what `paper.read` raises, FormDiffers, MeetingExists.
    """
    _require_fitting(evening, file)
    chosen = _rules(evening, file, otherwise)
    form = lay_out(file.form, _subjects(file.form, "-"))
    piles = paper.read(file.path, form, voter_classes.names(chosen.classes))
    counts = [
        (*voter_classes.counted(chosen, _slips(pile), pile.ballots, form), counting.joint(pile.ballots, form, chosen))
        for pile in piles
    ]
    with writing(evening.engine) as db:
        campaign = _campaign(db, evening, file, otherwise)
        return [
            _take_in(db, evening, campaign, Pile(_community(file, pile), pile.ballots, pile.channels), counted)
            for pile, counted in zip(piles, counts, strict=True)
        ]


def _require_fitting(evening: Evening, file: PaperFile) -> None:
    """Refuses a form or rules other than those of the campaign, before a long file is read."""
    with reading(evening.engine) as db:
        try:
            found = campaigns.named(db, file.campaign)
        except NoSuchCampaign:
            return
    has_same_rules = file.rules is None or found.rules.fingerprint == file.rules.fingerprint
    if found.instrument.fingerprint != file.form.fingerprint or not has_same_rules:
        raise FormDiffers(name=found.name)


def _rules(evening: Evening, file: PaperFile, otherwise: Ruleset) -> Rules:
    """The rules of the campaign, or those it will be made with."""
    with reading(evening.engine) as db:
        try:
            used = campaigns.named(db, file.campaign).rules
        except NoSuchCampaign:
            used = file.rules or otherwise
    return rules.parse(used.source, file.campaign)


def _slips(pile: Pile) -> list[ClassSlips]:
    """How many ballots there are of each class; all of them came back."""
    numbers = Counter(ballot.voter_class for ballot in pile.ballots)
    return [ClassSlips(place, numbers[place], numbers[place]) for place in sorted(numbers) if place]


def _campaign(db: Connection, evening: Evening, file: PaperFile, otherwise: Ruleset) -> Campaign:
    try:
        return campaigns.named(db, file.campaign)
    except NoSuchCampaign:
        made = campaigns.create(db, file.campaign, file.form, file.rules or otherwise, evening.clock())
        acts.note(db, Act.CAMPAIGN_MADE, about=made.id, name=made.name, form=file.form.id)
        return made


def _take_in(
    db: Connection,
    evening: Evening,
    campaign: Campaign,
    pile: Pile,
    counted: tuple[Sequence[Votes], Sequence[ClassSlips], Sequence[Joint]],
) -> Meeting:
    cells, slips, together = counted
    subjects = _subjects(campaign.instrument, pile.community)
    made = meetings.create(db, campaign.id, Plan(pile.community, subjects, purpose=Purpose.PAPER))
    meetings.take_in_paper(db, made.id, len(pile.marks), pile.channels, evening.clock())
    meetings.note_count(db, made.id, cells, evening.clock())
    classes.keep(db, made.id, slips)
    joint.keep(db, made.id, together)
    acts.note(db, Act.PAPER_IMPORTED, about=made.id, community=made.community, ballots=len(pile.marks))
    return meetings.find(db, made.id)


def _subjects(form: Instrument, name: str) -> list[Subject]:
    return [Subject(section.kind, name) for section in form.sections]


def _community(file: PaperFile, pile: Pile) -> str:
    return pile.community or file.community or file.campaign
