"""How a command names a form, a rule set, a campaign or a meeting."""

from pathlib import Path

from analysis import rules
from ballots import campaigns, instrument, meetings
from ballots.campaigns import Campaign, Ruleset
from ballots.errors import NoSuchMeeting
from ballots.instrument import Instrument
from ballots.meetings import Meeting, State
from survey import rulebook
from survey.database import reading
from survey.errors import MeetingUnclear
from survey.evening import Evening

DEFAULT_INSTRUMENT = "community-2026"
DEFAULT_RULES = "default-2026"


def form(name: str) -> Instrument:
    """The form that comes with the product under the id `name`, or in the file `name`. Raises InstrumentFault."""
    return instrument.load(instrument.shipped().get(name, Path(name)))


def ruleset(name: str) -> Ruleset:
    """The rule set that comes with the product under `name`, or in the file `name`. Raises RulesFault."""
    found = rules.load(rules.shipped().get(name, Path(name)))
    return Ruleset(found.source, found.fingerprint)


def ruleset_of(evening: Evening, name: str) -> Ruleset:
    """The same, or the newest version that the district keeps under `name`. Raises RulesFault, NoSuchRules."""
    if name in rules.shipped() or name.endswith(".toml") or Path(name).exists():
        return ruleset(name)
    with reading(evening.engine) as db:
        return rulebook.named(db, *name.split("@", 1)).ruleset


def campaign_named(evening: Evening, name: str) -> Campaign:
    """The campaign. Raises NoSuchCampaign."""
    with reading(evening.engine) as db:
        return campaigns.named(db, name)


def meeting_called(evening: Evening, name: str) -> Meeting:
    """The meeting with this id, or the only one of a community of this name. Raises NoSuchMeeting, MeetingUnclear."""
    with reading(evening.engine) as db:
        try:
            return meetings.find(db, name)
        except NoSuchMeeting:
            alive = meetings.in_state(db, *(state for state in State if state is not State.VOID))
    found = [meeting for meeting in alive if meeting.community == " ".join(name.split()) and meeting.rehearses is None]
    if not found:
        raise NoSuchMeeting
    if len(found) > 1:
        raise MeetingUnclear(count=len(found), name=name)
    return found[0]
