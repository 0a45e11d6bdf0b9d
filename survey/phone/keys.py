"""Pages for the scrutineers: one key presented from its holder's own phone.

The key comes in the address' fragment or is typed; it is sent once, in a form, and no answer repeats it.
"""

import time
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ballots.errors import KeyMistyped, KeyOfAnotherMeeting, KeysDoNotFit, KeysMissing, Refused, WrongState
from ballots.keys import HOLDERS, NEEDED
from ballots.meetings import Meeting, State
from survey.phone import phones
from survey.web import current
from survey.web.access import bearer
from survey.web.refusals import said

bp = Blueprint("keys", __name__, url_prefix="/k")
phones.install(bp)


@bp.get("/<meeting_id>")
@bearer
def desk(meeting_id: str) -> ResponseReturnValue:
    """Where a scrutineer presents a key, and how far the keys of the meeting are."""
    return _show(meeting_id)


@bp.post("/<meeting_id>")
@bearer
def present(meeting_id: str) -> ResponseReturnValue:
    """Takes one key: a test before the opening, towards the count after the close."""
    progress = current.evening().present_key(meeting_id, request.form.get("key", ""))
    lang = request.args.get("lang")
    return redirect(url_for(".heard", meeting_id=meeting_id, number=str(progress.number), lang=lang), 303)


@bp.get("/<meeting_id>/<any('1','2','3'):number>")
@bearer
def heard(meeting_id: str, number: str) -> ResponseReturnValue:
    """What a scrutineer hears whose key was taken; safe to reload, for it holds no secret."""
    return _show(meeting_id, number=int(number))


@bp.errorhandler(KeyMistyped)
@bp.errorhandler(KeyOfAnotherMeeting)
@bp.errorhandler(KeysDoNotFit)
@bp.errorhandler(KeysMissing)
def _say_above_form(refusal: Refused) -> ResponseReturnValue:
    return _show(_meeting_id(), says=said(refusal), has_errors=True), 422


@bp.errorhandler(WrongState)
def _show_state(_: WrongState) -> ResponseReturnValue:
    """The meeting has moved on since the page was drawn: the fresh page says where it stands."""
    return redirect(url_for(".desk", meeting_id=_meeting_id(), lang=request.args.get("lang")), 303)


def _show(meeting_id: str, **shown: object) -> str:
    meeting = current.evening().find(meeting_id)
    return render_template("keys/key.html", meeting=meeting, needed=NEEDED, **_progress(meeting), **shown)


def _progress(meeting: Meeting) -> Mapping[str, object]:
    """Which keys are tested and which wait for a second one, as far as the meeting's state lets them matter."""
    evening = current.evening()
    tested = evening.tested_keys(meeting) if meeting.state is State.DRAFT else None
    waiting = evening.key_desk.numbers(meeting.id, time.monotonic())
    return {"tested": tested or frozenset(), "waiting": waiting, "holders": HOLDERS}


def _meeting_id() -> str:
    return str((request.view_args or {})["meeting_id"])
