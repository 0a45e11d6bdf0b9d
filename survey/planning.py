"""Before an evening: a campaign is begun, a meeting planned, attendance noted. Pages and commands call these."""

from ballots import campaigns, meetings
from ballots.campaigns import Campaign, Ruleset
from ballots.instrument import Instrument
from ballots.meetings import Meeting, Plan
from survey import acts
from survey.acts import Act
from survey.database import writing
from survey.evening import Evening


def begin_campaign(evening: Evening, name: str, form: Instrument, rules: Ruleset) -> Campaign:
    """A new campaign. Raises NameNotUsable, CampaignExists."""
    with writing(evening.engine) as db:
        made = campaigns.create(db, name, form, rules, evening.clock())
        acts.note(db, Act.CAMPAIGN_MADE, about=made.id, name=made.name, form=form.id)
    return made


def plan_meeting(evening: Evening, campaign_id: str, plan: Plan) -> Meeting:
    """A new draft meeting. Raises what `meetings.create` raises."""
    with writing(evening.engine) as db:
        made = meetings.create(db, campaign_id, plan)
        acts.note(db, Act.MEETING_PLANNED, about=made.id, community=made.community, purpose=made.purpose)
    return made


def note_attendance(evening: Evening, meeting_id: str, roll: int | None, present: int | None) -> None:
    """Keeps 应到 and 实到. Raises WrongState once published, NumberNotUsable."""
    with writing(evening.engine) as db:
        meetings.note_attendance(db, meeting_id, roll, present)
        acts.note(db, Act.ATTENDANCE_NOTED, about=meeting_id, roll=roll, present=present)
