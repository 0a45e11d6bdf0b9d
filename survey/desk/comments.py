"""Residents' comments at the desk: whether a campaign asks for them, and their review by one person."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from ballots import campaigns
from ballots.meetings import Meeting
from survey import planning, reviewing
from survey.accounts import Account, Role
from survey.comments import Decision, Reason
from survey.database import reading, writing
from survey.desk.blueprint import bp
from survey.desk.forms import BeginReviewForm, CommentsForm, ReleaseForm, SummaryForm, WithholdForm
from survey.reviewing import Verdict
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext

Act = Callable[[Connection, Meeting, Account], None]


@bp.route("/campaigns/<campaign_id>/comments", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def ask_for_comments(campaign_id: str) -> ResponseReturnValue:
    """Whether residents may write a comment beside their marks."""
    with reading(current.evening().engine) as db:
        found = campaigns.find(db, campaign_id)
    form = CommentsForm(wanted=found.takes_comments)
    if form.carry_out(lambda: _ask(campaign_id, form)) is None:
        days = current.evening().keep_comments_days
        return render_template("desk/ask_for_comments.html", campaign=found, form=form, days=days), form.status
    flash(gettext("Kept. Residents read what becomes of comments before they vote."))
    return redirect(url_for(".campaign", campaign_id=campaign_id))


@bp.get("/meetings/<meeting_id>/comments")
@staff(Role.ORGANIZER)
def review(meeting_id: str) -> ResponseReturnValue:
    """The review of one meeting's comments: the next one to decide, or the one asked for by its number."""
    return _show(meeting_id, request.args.get("number", type=int))


@bp.route("/meetings/<meeting_id>/comments/begin", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def begin_review(meeting_id: str) -> ResponseReturnValue:
    """Makes whoever asks the one reviewer."""
    return _carry_out(meeting_id, BeginReviewForm(), reviewing.begin)


@bp.route("/meetings/<meeting_id>/comments/<int:number>/release", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def release_comment(meeting_id: str, number: int) -> ResponseReturnValue:
    """Releases one comment, with words struck out of it or whole."""
    form = ReleaseForm()

    def release(db: Connection, found: Meeting, reader: Account) -> None:
        reviewing.decide(db, found, number, reader, Verdict(Decision.RELEASED, struck=form.struck.data or ""))

    return _carry_out(meeting_id, form, release, number)


@bp.route("/meetings/<meeting_id>/comments/<int:number>/withhold", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def withhold_comment(meeting_id: str, number: int) -> ResponseReturnValue:
    """Withholds one comment, for a reason."""
    form = WithholdForm.in_words()

    def withhold(db: Connection, found: Meeting, reader: Account) -> None:
        verdict = Verdict(Decision.WITHHELD, reason=Reason(form.reason.data))
        reviewing.decide(db, found, number, reader, verdict)

    return _carry_out(meeting_id, form, withhold, number)


@bp.route("/meetings/<meeting_id>/comments/finish", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def finish_review(meeting_id: str) -> ResponseReturnValue:
    """Shows others what was released, or a summary instead."""
    form = SummaryForm()

    def finish(db: Connection, found: Meeting, reader: Account) -> None:
        reviewing.finish(db, found, reader, form.summary.data or "")

    return _carry_out(meeting_id, form, finish)


def _ask(campaign_id: str, form: CommentsForm) -> bool:
    planning.ask_for_comments(current.evening(), campaign_id, wanted=form.wanted.data)
    return True


def _carry_out(meeting_id: str, form: StaffForm, act: Act, number: int | None = None) -> ResponseReturnValue:
    evening, found = current.evening(), current.evening().find(meeting_id)

    def carry() -> bool:
        with writing(evening.engine) as db:
            act(db, found, _reader())
        return True

    if form.carry_out(carry) is None:
        return _show(meeting_id, number, form)
    return redirect(url_for(".review", meeting_id=meeting_id))


def _show(meeting_id: str, number: int | None = None, sent: StaffForm | None = None) -> ResponseReturnValue:
    evening, found = current.evening(), current.evening().find(meeting_id)
    with reading(evening.engine) as db:
        desk = reviewing.desk(db, found, _reader(), number)
    page = render_template(
        "desk/comments.html",
        meeting=found,
        campaign=evening.campaign(found),
        desk=desk,
        days=evening.keep_comments_days,
        sent=sent,
        forms={**_blank(desk), **({type(sent): sent} if sent else {})},
        Begin=BeginReviewForm,
        Release=ReleaseForm,
        Withhold=WithholdForm,
        Summary=SummaryForm,
        reasons=WithholdForm.reasons(),
    )
    return page, sent.status if sent else 200


def _blank(desk: reviewing.Desk) -> dict[type[StaffForm], StaffForm]:
    return {
        BeginReviewForm: BeginReviewForm(formdata=None),
        ReleaseForm: ReleaseForm(formdata=None),
        WithholdForm: WithholdForm.in_words(),
        SummaryForm: SummaryForm(formdata=None, summary=desk.review.summary if desk.review else ""),
    }


def _reader() -> Account:
    reader = current.account()
    if reader is None:
        raise RuntimeError("a page for staff was reached without an account")
    return reader
