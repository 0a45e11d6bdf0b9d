"""Pages for residents: the form, a slip checked, the ballot cast, and the ends of the path."""

import secrets
from enum import StrEnum

from flask import Blueprint, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from ballots import codes, comment, envelope
from ballots.box import Standing, receipt_shown
from ballots.codes import Kind
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
from ballots.throttle import Throttle
from survey.phone import phones, secrecy
from survey.phone.retries import late_receipt
from survey.phone.sent import counting_wrong_codes, is_rid, phone_secret
from survey.web import current, kept
from survey.web.access import bearer
from survey.web.kept import KeptPage
from survey.web.refusals import said

bp = Blueprint("residents", __name__, url_prefix="/v")
phones.install(bp)


class End(StrEnum):
    """Where a ballot's path ends. Each has a page of its own, the same for everybody who comes to it."""

    THANKS = "thanks"
    IN_THE_BOX = "in-the-box"
    NOT_VALID = "not-valid"
    VOIDED = "voided"
    REHEARSAL_SLIP = "rehearsal-slip"
    REAL_SLIP = "real-slip"


_FORM_AGAIN: dict[type[Exception], int] = {
    CodeMistyped: 422,
    AnswerNotOnForm: 422,
    CommentTooLong: 422,
    TooManyWrongCodes: 429,
    BoxNotWritable: 503,
}
"""Refusals after which the form is shown again with its answers, and the status they come with."""

_NO_BALLOTS: dict[State, tuple[str, int]] = {
    State.DRAFT: ("too-early", 409),
    State.OPEN: ("too-late", 410),  # the box is closed and the meeting about to follow
    State.CLOSED: ("too-late", 410),
    State.PUBLISHED: ("published", 410),
    State.VOID: ("called-off", 410),
}
"""The page of a meeting whose box takes no ballots."""


@bp.record_once
def _set_up(state: BlueprintSetupState) -> None:
    state.app.extensions.update(throttle=Throttle())


@bp.get("/<meeting_id>")
@bearer
def ballot(meeting_id: str) -> ResponseReturnValue:
    """The voting page, the same for all. It spends nothing and knows no code."""
    current.evening().live(meeting_id)
    page = kept.pages().find(meeting_id, current.language(), "ballot", draw=lambda: _draw_ballot(meeting_id))
    return page.answer()


@bp.post("/<meeting_id>/check")
@bearer
def check(meeting_id: str) -> ResponseReturnValue:
    """Whether the slip is good, so that nobody fills in a form in vain. Spends nothing."""
    live = current.evening().live(meeting_id)
    code, phone = codes.read(request.form.get("code", "")), phone_secret()
    if counting_wrong_codes(lambda: live.box.check(code, phone)) is Standing.IN_THE_BOX:
        return _end(meeting_id, End.IN_THE_BOX, receipt_shown(envelope.receipt(phone)))
    return {"ready": True}


@bp.post("/<meeting_id>")
@bearer
def cast(meeting_id: str) -> ResponseReturnValue:
    """Puts the ballot into the box, once whatever is left blank has been seen."""
    live = current.evening().live(meeting_id)
    code, phone, marks = codes.read(request.form.get("code", "")), phone_secret(), live.form.marks(request.form)
    text = comment.read(request.form.get("comment", "")) if live.box.takes_comments else ""
    blanks = live.form.blanks(request.form)
    if blanks and "sure" not in request.form:
        return _form_again(meeting_id, blanks=blanks)
    receipt = counting_wrong_codes(lambda: live.box.cast(code, phone, marks, text))
    return _end(meeting_id, End.IN_THE_BOX if receipt.repeated else End.THANKS, receipt.shown)


@bp.get("/<meeting_id>/<any(thanks,'in-the-box','not-valid',voided,'rehearsal-slip','real-slip'):end>")
@bearer
def ending(meeting_id: str, end: str) -> ResponseReturnValue:
    """One end of the path. The receipt, where there is one, stays in the address' fragment and is never sent."""
    page = kept.pages().find(meeting_id, current.language(), end, draw=lambda: _draw(meeting_id, end))
    answer = page.answer()
    if end == End.THANKS and current.settings().is_https:
        answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.get("/<meeting_id>/secrecy")
@bearer
def promise(meeting_id: str) -> ResponseReturnValue:
    """What is secret and what is not, as this meeting runs."""
    meeting = current.evening().find(meeting_id)
    return render_template("residents/secrecy.html", meeting=meeting, parts=secrecy.statement(_facts(meeting)))


# What a refusal leads to


@bp.errorhandler(SlipNotValid)
def _not_valid(_: SlipNotValid) -> ResponseReturnValue:
    return _end(_meeting_id(), _why_not_valid())


@bp.errorhandler(SlipVoided)
def _voided(_: SlipVoided) -> ResponseReturnValue:
    return _end(_meeting_id(), End.VOIDED)


@bp.errorhandler(WrongState)
@bp.errorhandler(BoxClosed)
def _no_ballots(_: Refused) -> ResponseReturnValue:
    meeting = current.evening().find(_meeting_id())
    receipt = _receipt_after_all(meeting)
    if receipt is not None:
        return _end(meeting.id, End.IN_THE_BOX, receipt)
    if _is_script():
        return {"go": url_for("residents.ballot", meeting_id=meeting.id, lang=request.args.get("lang"))}
    name, status = _NO_BALLOTS[meeting.state]
    return render_template(f"residents/{name}.html", meeting=meeting), status


@bp.errorhandler(CodeMistyped)
@bp.errorhandler(AnswerNotOnForm)
@bp.errorhandler(CommentTooLong)
@bp.errorhandler(TooManyWrongCodes)
@bp.errorhandler(BoxNotWritable)
def _say_above_form(refusal: Refused) -> ResponseReturnValue:
    status = _FORM_AGAIN[type(refusal)]
    if _is_script():
        return {"says": said(refusal), "about": "comment" if isinstance(refusal, CommentTooLong) else "code"}, status
    return _form_again(_meeting_id(), refusal), status


def _receipt_after_all(meeting: Meeting) -> str | None:
    """The receipt of a phone that only lost its answer; None for one that comes too late, or too early."""
    if request.method != "POST" or meeting.state not in (State.OPEN, State.CLOSED, State.PUBLISHED):
        return None
    try:
        code, phone = codes.read(request.form.get("code", "")), phone_secret()
    except (CodeMistyped, AnswerNotOnForm, RequestEntityTooLarge):
        return None
    return late_receipt(current.evening(), meeting, code, phone)


def _end(meeting_id: str, end: End, receipt: str | None = None) -> ResponseReturnValue:
    lang = request.args.get("lang")
    url = url_for("residents.ending", meeting_id=meeting_id, end=end, lang=lang, _anchor=receipt)
    return {"go": url} if _is_script() else redirect(url, 303)


def _why_not_valid() -> End:
    """A slip of a rehearsal at a real meeting, or the other way round, is told by its first four characters alone."""
    meeting = current.evening().find(_meeting_id())
    kind = codes.kind_of(codes.read(request.form.get("code", "")))
    match kind, meeting.slip_kind:
        case Kind.REHEARSAL, Kind.SLIP:
            return End.REHEARSAL_SLIP
        case Kind.SLIP, Kind.REHEARSAL:
            return End.REAL_SLIP
    return End.NOT_VALID


# What is drawn


def _draw_ballot(meeting_id: str) -> KeptPage:
    marker, boxes = secrets.token_hex(16), current.evening().boxes
    page = _form(meeting_id, rid=marker, code="", answers={})
    return KeptPage(page, marker, is_current=lambda: boxes.live(meeting_id) is not None)


def _draw(meeting_id: str, end: str) -> KeptPage:
    return KeptPage(render_template(f"residents/{end}.html", meeting=current.evening().find(meeting_id)))


def _form_again(meeting_id: str, refusal: Refused | None = None, blanks: list[Question] | None = None) -> str:
    """The form with everything as it was sent, for this phone alone."""
    sent = request.form
    return _form(
        meeting_id,
        rid=sent.get("rid", "") if is_rid(sent.get("rid", "")) else secrets.token_hex(16),
        code=sent.get("code", ""),
        answers=sent,
        blanks=blanks,
        says=said(refusal) if refusal else "",
        has_errors=refusal is not None,
        wrong_code=isinstance(refusal, CodeMistyped),
        wrong_comment=isinstance(refusal, CommentTooLong),
    )


def _form(meeting_id: str, **shown: object) -> str:
    meeting = current.evening().find(meeting_id)
    live = current.evening().live(meeting_id)
    shown |= {"warning": secrecy.warning(_facts(meeting)), "longest": comment.LONGEST if live.box.takes_comments else 0}
    return render_template("residents/ballot.html", meeting=meeting, form=live.form, **shown)


def _facts(meeting: Meeting) -> secrecy.Facts:
    return secrecy.facts(current.evening(), meeting, current.settings())


# What was sent


def _meeting_id() -> str:
    return str((request.view_args or {})["meeting_id"])


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"
