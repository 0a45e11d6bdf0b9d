"""Pages for the hall: the wall before, during and after the vote. Everybody may look; nothing on it is secret."""

import time

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ballots import campaigns, meetings
from ballots.keys import NEEDED
from ballots.meetings import Meeting, State
from survey.database import reading
from survey.published import announcement
from survey.web import address, current
from survey.web.access import anybody
from survey.web.qr import qr_code

bp = Blueprint("hall", __name__, url_prefix="/hall")

COUNTED = "counted"


@bp.get("/<meeting_id>")
@anybody
def screen(meeting_id: str) -> ResponseReturnValue:
    """The wall as it stands now. With script it follows the evening by itself, without it is drawn again and again."""
    meeting = current.evening().find(meeting_id)
    phase = _phase(meeting)
    if phase == State.PUBLISHED:
        return _result(meeting)
    url = address.voting_page(current.settings(), meeting_id)
    shown = {"url": url, "qr": qr_code(url), "needed": NEEDED, "phase": phase, **_standing(meeting_id, phase)}
    return render_template(f"hall/{phase}.html", meeting=meeting, **shown)


@bp.get("/<meeting_id>/state.json")
@anybody
def state(meeting_id: str) -> ResponseReturnValue:
    """What may change on the wall: the phase, the turnout in coarse steps, how many keys are in."""
    is_live = current.evening().boxes.live(meeting_id) is not None
    phase = State.OPEN.value if is_live else _phase(current.evening().find(meeting_id))
    return {"phase": phase, **_standing(meeting_id, phase)}


def _phase(meeting: Meeting) -> str:
    """The meeting's state; "counted" between the count and an announcement that the organizer holds back."""
    return COUNTED if meeting.state is State.CLOSED and meeting.counted_at else meeting.state.value


def _standing(meeting_id: str, phase: str) -> dict[str, int]:
    """The numbers the wall may show in `phase`: nothing but coarse turnout while people vote."""
    now = time.monotonic()
    live = current.evening().boxes.live(meeting_id)
    return {
        "turnout": live.turnout.shown(live.box.returned, now) if live and phase == State.OPEN else 0,
        "keys": len(current.evening().key_desk.numbers(meeting_id, now)) if phase == State.CLOSED else 0,
    }


def _result(meeting: Meeting) -> str:
    with reading(current.evening().engine) as db:
        document, sha256 = meetings.published_record(db, meeting.id)
        campaign = campaigns.find(db, meeting.campaign_id)
    slides = announcement.slides(document, campaign.instrument)
    return render_template(
        "hall/published.html",
        meeting=meeting,
        campaign=campaign,
        slides=slides,
        overview=announcement.overview(slides),
        sha256=sha256,
    )
