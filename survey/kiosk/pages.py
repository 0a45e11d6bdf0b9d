"""The shared tablet's pages. The ballot goes into the same box by the same act; nothing of it stays on the tablet.

With script there is one address from the start to the thanks, so that no button of the browser leads back into
somebody's ballot; without it the pages follow each other, and a code that was used leads nowhere.
"""

import secrets
import time
from collections.abc import Mapping

from flask import Blueprint, current_app, make_response, redirect, render_template, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from ballots import codes, comment
from ballots.box import Receipt
from ballots.channels import Origin
from ballots.codes import Code, Kind
from ballots.errors import (
    AnswerNotOnForm,
    BoxClosed,
    BoxNotWritable,
    CodeMistyped,
    CommentTooLong,
    Refused,
    SlipNotValid,
    SlipVoided,
    TooManyWrongCodes,
    WrongState,
)
from ballots.form import Question
from ballots.meetings import Meeting, State
from survey import sessions, tablets
from survey.database import writing
from survey.phone import secrecy
from survey.phone.sent import counting_wrong_codes, is_rid, phone_secret
from survey.tablets import Links
from survey.web import current, tablet
from survey.web.access import bearer, device
from survey.web.refusals import said

bp = Blueprint("kiosk", __name__, url_prefix="/kiosk")

_STATUS: dict[type[Exception], int] = {TooManyWrongCodes: 429, BoxNotWritable: 503}


@bp.record_once
def _set_up(state: BlueprintSetupState) -> None:
    state.app.extensions["tablet_links"] = Links()


def links() -> Links:
    """The links of this app that were given out."""
    found: Links = current_app.extensions["tablet_links"]
    return found


@bp.route("/<meeting_id>/let-in/<token>", methods=["GET", "POST"])
@bearer
def let_in(meeting_id: str, token: str) -> ResponseReturnValue:
    """Asks once, then makes this device a tablet of the meeting and signs it out of everything else."""
    if tablet.serves() == meeting_id:  # somebody pressed "back" on it
        return redirect(url_for(".start", meeting_id=meeting_id))
    links().look(meeting_id, token, time.monotonic())
    meeting = current.evening().find(meeting_id)
    if request.method == "GET":
        return render_template("kiosk/let_in.html", meeting=meeting)
    links().use(meeting_id, token, time.monotonic())
    made = tablets.let_in(current.evening(), meeting_id)
    with writing(current.evening().engine) as db:
        sessions.drop(db, session.get("token", ""))
    session.clear()
    answer = make_response(redirect(url_for(".start", meeting_id=meeting_id), 303))
    tablet.remember(answer, made)
    return answer


@bp.get("/<meeting_id>")
@device
def start(meeting_id: str) -> ResponseReturnValue:
    """Where everybody begins, and where the tablet comes back to."""
    return _start(meeting_id)


@bp.get("/<meeting_id>/secrecy")
@device
def promise(meeting_id: str) -> ResponseReturnValue:
    """What is secret and what is not, as this meeting runs."""
    return render_template("kiosk/promise.html", **_known(meeting_id), parts=secrecy.statement(_facts(meeting_id)))


@bp.post("/<meeting_id>/ballot")
@device
def ballot(meeting_id: str) -> ResponseReturnValue:
    """The form, for a slip that is good; spends nothing."""
    live = current.evening().live(meeting_id)
    code = _code()
    counting_wrong_codes(lambda: live.box.check(code, secrets.token_bytes(16)))
    return _ballot(meeting_id, {}, code)


@bp.post("/<meeting_id>/cast")
@device
def cast(meeting_id: str) -> ResponseReturnValue:
    """Puts the ballot into the box, once whatever is left blank has been seen."""
    live = current.evening().live(meeting_id)
    code, secret, marks = _code(), phone_secret(), live.form.marks(request.form)
    text = comment.read(request.form.get("comment", "")) if live.box.takes_comments else ""
    blanks = live.form.blanks(request.form)
    if blanks and "sure" not in request.form:
        return _ballot(meeting_id, request.form, code, blanks=blanks)
    receipt = counting_wrong_codes(lambda: live.box.cast(code, secret, marks, text, Origin.KIOSK))
    return _thanks(meeting_id, receipt)


@bp.get("/<meeting_id>/thanks")
@device
def thanks(meeting_id: str) -> ResponseReturnValue:
    """That the ballot is in the box; this address knows no receipt."""
    return render_template("kiosk/thanks.html", **_known(meeting_id))


# What a refusal leads to


@bp.errorhandler(SlipNotValid)
@bp.errorhandler(SlipVoided)
@bp.errorhandler(CodeMistyped)
@bp.errorhandler(TooManyWrongCodes)
def _say_at_the_start(refusal: Refused) -> ResponseReturnValue:
    """The start again without the code: whoever comes next must not see it."""
    return _start(_meeting_id(), refusal), _STATUS.get(type(refusal), 422)


@bp.errorhandler(AnswerNotOnForm)
@bp.errorhandler(CommentTooLong)
@bp.errorhandler(BoxNotWritable)
def _say_on_the_ballot(refusal: Refused) -> ResponseReturnValue:
    return _ballot(_meeting_id(), request.form, _code(), refusal=refusal), _STATUS.get(type(refusal), 422)


@bp.errorhandler(WrongState)
@bp.errorhandler(BoxClosed)
def _no_ballots(_: Refused) -> ResponseReturnValue:
    if request.endpoint == "kiosk.let_in":
        return render_template("kiosk/over.html", meeting=current.evening().find(_meeting_id())), 409
    return _start(_meeting_id()), 409


def _thanks(meeting_id: str, receipt: Receipt) -> ResponseReturnValue:
    """For a script the thanks with the receipt, which no address holds; else the page that knows none."""
    if "X-Kiosk" not in request.headers:
        return redirect(url_for(".thanks", meeting_id=meeting_id, lang=request.args.get("lang")), 303)
    return render_template("kiosk/thanks.html", **_known(meeting_id), receipt=receipt.shown)


# What is drawn


def _start(meeting_id: str, refusal: Refused | None = None) -> str:
    meeting = current.evening().find(meeting_id)
    page = "start" if _takes_ballots(meeting) else "waits" if meeting.state is State.DRAFT else "closed"
    shown: dict[str, object] = {"has_errors": refusal is not None, "says": said(refusal) if refusal else ""}
    if isinstance(refusal, SlipNotValid):
        shown["wrong_kind"] = _wrong_kind(meeting)
    return render_template(f"kiosk/{page}.html", **_known(meeting_id), **shown)


def _takes_ballots(meeting: Meeting) -> bool:
    if meeting.state is not State.OPEN:
        return False
    try:
        current.evening().live(meeting.id)
    except BoxClosed:  # a close was cut short: closing again completes it
        return False
    return True


def _wrong_kind(meeting: Meeting) -> Kind | None:
    """The kind of the slip when it is of a rehearsal at a real meeting, or the other way round."""
    kind = codes.kind_of(_code())
    return kind if {kind, meeting.slip_kind} == {Kind.SLIP, Kind.REHEARSAL} else None


def _ballot(
    meeting_id: str,
    answers: Mapping[str, str],
    code: Code,
    blanks: list[Question] | None = None,
    refusal: Refused | None = None,
) -> str:
    live, rid = current.evening().live(meeting_id), answers.get("rid", "")
    return render_template(
        "kiosk/ballot.html",
        **_known(meeting_id),
        form=live.form,
        code=code,
        rid=rid if is_rid(rid) else secrets.token_hex(16),
        answers=answers,
        blanks=blanks,
        warning=secrecy.warning(_facts(meeting_id)),
        longest=comment.LONGEST if live.box.takes_comments else 0,
        says=said(refusal) if refusal else "",
        has_errors=refusal is not None,
        wrong_comment=isinstance(refusal, CommentTooLong),
    )


def _known(meeting_id: str) -> dict[str, object]:
    back = url_for(".start", meeting_id=meeting_id, lang=request.args.get("lang"))
    return {"meeting": current.evening().find(meeting_id), "back": back}


def _facts(meeting_id: str) -> secrecy.Facts:
    return secrecy.facts(current.evening(), current.evening().find(meeting_id), current.settings())


# What was sent


def _code() -> Code:
    """The code as typed, or behind the # of the address that a scanner types."""
    return codes.read(request.form.get("code", "").rpartition("#")[2])


def _meeting_id() -> str:
    return str((request.view_args or {})["meeting_id"])
