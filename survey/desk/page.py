"""The meeting's page put together: what is known, the step to take now, and the forms it offers."""

import time
from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from analysis import rules
from analysis.voter_classes import VoterClass
from ballots import campaigns, meetings
from ballots.count import Seal
from ballots.errors import BoxClosed
from ballots.meetings import Meeting, State
from survey import paperwork, printing
from survey.database import reading
from survey.desk.blueprint import ceremony
from survey.desk.classes import classes_of, slips, warnings
from survey.desk.forms import AttendanceForm, ButtonForm, KeyForm, OpeningForm, SlipsForm
from survey.desk.paper_forms import PaperCountForm
from survey.desk.steps import Standing, Step, stages
from survey.desk.wording import note, title
from survey.history import was_wiped
from survey.quorum import of_meeting, quorum
from survey.web import address, current
from survey.web.forms import StaffForm
from survey.web.qr import qr_code

_BUTTONS = ("discard", "make_keys", "opening", "publish", "count_paper", "take_back")


def show(meeting_id: str, **sent: StaffForm) -> ResponseReturnValue:
    """The page. `sent` is the form somebody just sent, by its name in `_blank`; it keeps what was typed."""
    evening = current.evening()
    found = evening.find(meeting_id)
    with reading(evening.engine) as db:
        campaign = campaigns.find(db, found.campaign_id)
        rehearsal, is_wiped = meetings.rehearsal_of(db, meeting_id), was_wiped(db, meeting_id)
    tested = evening.tested_keys(found) if found.state is State.DRAFT else None
    order = stages(found, tested, is_paper_finished=paperwork.is_finished(evening, found))
    classes = classes_of(found)
    chosen = rules.parse(campaign.rules.source, campaign.name)
    now = time.monotonic()
    page = render_template(
        "desk/meeting.html",
        meeting=found,
        campaign=campaign,
        quorum=quorum(found, chosen),
        steps=[{"title": title(one.step), "state": one.state, "note": note(one, found, tested)} for one in order],
        step=next((one.step for one in order if one.state is Standing.NOW), None),
        tested=tested,
        presented=evening.key_desk.numbers(meeting_id, now),
        unseen=ceremony().waiting(meeting_id, now),
        kept_keys=evening.kept_keys(found),
        undrawable=printing.undrawable(found.community),
        turnout=turnout(found),
        seal=seal(found),
        rehearsal=rehearsal,
        is_wiped=is_wiped,
        phones=address.voting_page(current.settings(), meeting_id),
        phones_qr=qr_code(address.voting_page(current.settings(), meeting_id)),
        class_slips=slips(classes),
        class_warnings=warnings(classes, chosen),
        forms={**_blank(found, [one.declared for one in classes]), **sent},
        sent=next(iter(sent.values()), None),
    )
    return page, max((form.status for form in sent.values()), default=200)


def turnout(found: Meeting) -> int | None:
    """How many ballots lie in the open box, as coarsely as the hall may know; None when it takes no more."""
    if found.state is not State.OPEN:
        return None
    try:
        live = current.evening().live(found.id)
    except BoxClosed:  # a close was refused or cut short: closing again completes it
        return None
    return live.turnout.shown(live.box.returned, time.monotonic())


def seal(found: Meeting) -> Seal | None:
    """The seal of a meeting whose box was closed."""
    if found.seal is None:
        return None
    return Seal(found.seal, found.printed, found.voided, found.boxed or 0)


def opening_form(found: Meeting) -> OpeningForm:
    """The form that opens the box: it asks for a word when the quorum is missing, or a rehearsal is not wiped."""
    evening, form = current.evening(), OpeningForm()
    with reading(evening.engine) as db:
        form.is_rehearsed = meetings.rehearsal_of(db, found.id) is not None
    if found.state is State.DRAFT and (form.is_rehearsed or not of_meeting(evening, found).is_met):
        order = stages(found, evening.tested_keys(found))
        now = next(one.step for one in order if one.state is Standing.NOW)
        form.must_say = now in (Step.ATTENDANCE, Step.OPENING)
    return form


def _blank(found: Meeting, declared: Sequence[VoterClass]) -> dict[str, StaffForm]:
    """Every form of the page, before anything is typed."""
    return {
        "slips": SlipsForm.for_classes(declared, formdata=None, number=printing.suggested_number(found.roll)),
        "attendance": AttendanceForm(formdata=None, roll=found.roll, present=found.present),
        "key": KeyForm(formdata=None),
        "opening": OpeningForm(formdata=None),
        "paper_issued": PaperCountForm(formdata=None, number=found.paper_issued or None),
        **{name: ButtonForm(formdata=None) for name in ("make_keys", "publish", "count_paper", "take_back")},
    }
