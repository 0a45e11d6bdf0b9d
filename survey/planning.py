"""Before an evening: campaigns begun, meetings planned, changed and taken out. Pages and commands call these."""

from collections.abc import Sequence
from dataclasses import replace

from analysis import rules
from analysis.rules import Rules
from ballots import campaigns, meetings, schedule
from ballots.campaigns import Campaign, Ruleset
from ballots.errors import UnknownKind
from ballots.form import lay_out
from ballots.instrument import Instrument
from ballots.meetings import Meeting, Plan, Purpose, State
from ballots.names import likeness
from survey import acts, scope
from survey.acts import Act
from survey.database import writing
from survey.errors import FormLacksSection, RulesClassesDiffer, SpokenForTwice
from survey.evening import Evening


def begin_campaign(evening: Evening, name: str, form: Instrument, rules: Ruleset) -> Campaign:
    """A new campaign. Raises NameNotUsable, CampaignExists."""
    with writing(evening.engine) as db:
        made = campaigns.create(db, name, form, rules, evening.clock())
        acts.note(db, Act.CAMPAIGN_MADE, about=made.id, name=made.name, form=form.id)
    return made


def exchange_form(evening: Evening, campaign_id: str, form: Instrument) -> None:
    """Gives the campaign another form, as long as none of its meetings has opened.

    Raises NoSuchCampaign, CampaignFrozen, FormLacksSection when a planned meeting rates a kind it does not have, and
    NotYourCommunity for an organizer who works for some of its communities only.
    """
    with writing(evening.engine) as db:
        found = campaigns.find(db, campaign_id)
        for one in meetings.of_campaign(db, campaign_id):
            scope.require_own(one)
            if one.state is not State.VOID:
                _require_sections(form, found.instrument, one)
        campaigns.change(db, campaign_id, form, found.rules)
        acts.note(db, Act.FORM_EXCHANGED, about=campaign_id, form=form.id, before=found.instrument.id)


def exchange_rules(evening: Evening, campaign_id: str, chosen: Rules) -> None:
    """Lets the campaign count by other rules, as long as none of its meetings has opened.

    Raises NoSuchCampaign, CampaignFrozen, RulesClassesDiffer because slips may be printed for the classes there are,
    and NotYourCommunity for an organizer who works for some of its communities only.
    """
    with writing(evening.engine) as db:
        found = campaigns.find(db, campaign_id)
        for one in meetings.of_campaign(db, campaign_id):
            scope.require_own(one)
        before = rules.parse(found.rules.source, found.name)
        if [one.id for one in before.classes] != [one.id for one in chosen.classes]:
            raise RulesClassesDiffer
        campaigns.change(db, campaign_id, found.instrument, Ruleset(chosen.source, chosen.fingerprint))
        acts.note(
            db,
            Act.RULES_EXCHANGED,
            about=campaign_id,
            rules=f"{chosen.name} {chosen.version}",
            before=f"{before.name} {before.version}",
        )


def ask_for_comments(evening: Evening, campaign_id: str, *, wanted: bool) -> None:
    """Whether residents may write a comment beside their marks. Raises NoSuchCampaign, CampaignFrozen."""
    with writing(evening.engine) as db:
        campaigns.ask_for_comments(db, campaign_id, wanted=wanted)
        acts.note(db, Act.COMMENTS_ON if wanted else Act.COMMENTS_OFF, about=campaign_id)


def plan_meeting(evening: Evening, campaign_id: str, plan: Plan) -> Meeting:
    """A new draft meeting. Raises what `meetings.create` raises."""
    (meeting_id,) = plan_meetings(evening, campaign_id, [plan])
    return evening.find(meeting_id)


def plan_meetings(evening: Evening, campaign_id: str, plans: Sequence[Plan]) -> list[str]:
    """The ids of new draft meetings: all of `plans`, or none.

    Raises NotYourCommunity, SpokenForTwice, and what `meetings.create` raises.
    """
    for plan in plans:
        scope.require_own(plan)
    with writing(evening.engine) as db:
        _require_one_voice(campaigns.find(db, campaign_id), plans)
        made = schedule.create(db, campaign_id, plans)
        for meeting_id, plan in zip(made, plans, strict=True):
            acts.note(db, Act.MEETING_PLANNED, about=meeting_id, community=plan.community, purpose=plan.purpose)
    return made


def change_meeting(evening: Evening, meeting_id: str, plan: Plan) -> Meeting:
    """The draft meeting as it is planned now. Raises WrongState, and what `plan_meetings` raises."""
    scope.require_own(plan)
    with writing(evening.engine) as db:
        _require_one_voice(campaigns.find(db, meetings.find(db, meeting_id).campaign_id), [plan])
        schedule.change(db, meeting_id, plan)
        acts.note(db, Act.MEETING_CHANGED, about=meeting_id, community=plan.community, roll=plan.roll)
    return evening.find(meeting_id)


def remove_meeting(evening: Evening, meeting_id: str) -> Meeting:
    """The draft meeting that is planned no more; keys made for it become worthless. Raises WrongState, SlipsMade."""
    gone = evening.find(meeting_id)
    with writing(evening.engine) as db:
        schedule.remove(db, meeting_id)
        acts.note(db, Act.MEETING_REMOVED, about=meeting_id, community=gone.community)
        evening.boxes.destroy(meeting_id)
        evening.folder.keys_of(meeting_id).unlink(missing_ok=True)
    return gone


def note_print_test(evening: Evening, meeting_id: str) -> None:
    """Keeps that somebody printed the test page and scanned it. Raises NoSuchMeeting, WrongState."""
    with writing(evening.engine) as db:
        meetings.note_print_test(db, meeting_id)
        acts.note(db, Act.PRINTING_TESTED, about=meeting_id)


def brought_over(held: Sequence[Meeting], taken: set[str], form: Instrument) -> list[Plan]:
    """Plans for the communities of an earlier campaign's meetings, without those in `taken` and without their days.

    Only real meetings come over, and of whom they rated only those for whom `form` has a section.
    """
    kinds = {section.kind for section in form.sections}
    found = []
    for one in held:
        subjects = [subject for subject in one.subjects if subject.kind in kinds]
        is_real = one.purpose in (Purpose.REAL, Purpose.PAPER) and one.state is not State.VOID
        if is_real and subjects and likeness(one.sub_district, one.community) not in taken:
            found.append(Plan(one.community, subjects, one.sub_district, one.roll, place=one.place))
    return found


def repeat(evening: Evening, meeting_id: str, reason: str) -> Meeting:
    """The repeat of a round, planned at once: the same community, subjects and roll. The round is void from now on.

    Doing it again after a crash plans what was not planned. Raises WrongState for a published round, MeetingExists
    when it is repeated already, NameNotUsable.
    """
    found = evening.find(meeting_id)
    with writing(evening.engine) as db:
        if found.state is not State.VOID:
            meetings.make_void(db, meeting_id, reason)
            acts.note(db, Act.MADE_VOID, about=meeting_id, reason=reason)
        made = meetings.create(db, found.campaign_id, replace(_same(found), repeats=meeting_id))
        acts.note(db, Act.MEETING_PLANNED, about=made.id, community=made.community, repeats=meeting_id)
    evening.sweep()
    return made


def rehearse(evening: Evening, meeting_id: str) -> Meeting:
    """The rehearsal of a draft meeting, planned now or before: the same people, slips of its own that never count.

    Raises WrongState once the meeting has opened.
    """
    found = meetings.require(evening.find(meeting_id), State.DRAFT)
    with writing(evening.engine) as db:
        planned = meetings.rehearsal_of(db, meeting_id)
        if planned is None:
            twin = replace(_same(found), purpose=Purpose.REHEARSAL, rehearses=meeting_id)
            planned = meetings.create(db, found.campaign_id, twin)
            acts.note(db, Act.MEETING_PLANNED, about=planned.id, community=planned.community, rehearses=meeting_id)
    return planned


def _same(found: Meeting) -> Plan:
    return Plan(found.community, found.subjects, found.sub_district, found.roll, found.purpose, place=found.place)


def note_attendance(evening: Evening, meeting_id: str, roll: int | None, present: int | None) -> None:
    """Keeps 应到 and 实到. Raises WrongState once published, NumberNotUsable."""
    with writing(evening.engine) as db:
        meetings.note_attendance(db, meeting_id, roll, present)
        acts.note(db, Act.ATTENDANCE_NOTED, about=meeting_id, roll=roll, present=present)


def _require_one_voice(found: Campaign, plans: Sequence[Plan]) -> None:
    """Each community's grade rests on one subject of one kind: two in a meeting would be noticed after the count."""
    speaks = rules.parse(found.rules.source, found.name).headline_kind
    for plan in plans:
        if sum(one.kind == speaks for one in plan.subjects) > 1:
            raise SpokenForTwice(community=plan.community)


def _require_sections(form: Instrument, old: Instrument, found: Meeting) -> None:
    try:
        lay_out(form, found.subjects)
    except UnknownKind as refusal:
        title = old.section(str(refusal.values["kind"])).title
        raise FormLacksSection(kind=" / ".join(title.values()), community=found.community) from None
