"""A rehearsal at the desk: its known-answer deck, the count held against it, the computer that fills it in."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ballots import meetings
from ballots.form import Form
from ballots.instrument import ABSTAINED, INVALID
from ballots.meetings import Meeting
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.forms import ButtonForm
from survey.printing import FONT
from survey.rehearsals import deck, deck_paper, filling
from survey.rehearsals.deck import Compared, Comparison
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext, ngettext, words


@bp.get("/meetings/<meeting_id>/deck")
@staff(Role.ORGANIZER)
def known_deck(meeting_id: str) -> ResponseReturnValue:
    """The deck, how it is used, and after the count every cell of it beside what was counted."""
    return _show(meeting_id, ButtonForm(formdata=None))


@bp.get("/meetings/<meeting_id>/deck.pdf")
@staff(Role.ORGANIZER)
def print_deck(meeting_id: str) -> ResponseReturnValue:
    """The deck as a PDF."""
    found = filling.require_rehearsal(current.evening().find(meeting_id))
    pdf = deck_paper.deck_paper(current.evening().form(found), found.community, current.language(), FONT)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"rehearsal-deck-{meeting_id}.pdf")
    return answer


@bp.route("/meetings/<meeting_id>/deck/fill-in", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def fill_in_deck(meeting_id: str) -> ResponseReturnValue:
    """Lets the computer cast the deck."""
    form = ButtonForm()
    cast = form.carry_out(lambda: filling.fill_in(current.evening(), meeting_id))
    if cast is None:
        return _show(meeting_id, form)
    said = ngettext(
        "The computer has put %(num)s ballot of the deck into the box. Close it and count.",
        "The computer has put %(num)s ballots of the deck into the box. Close it and count.",
        cast,
    )
    flash(said % {"num": cast})
    return redirect(url_for(".known_deck", meeting_id=meeting_id))


def _show(meeting_id: str, form: StaffForm) -> ResponseReturnValue:
    evening = current.evening()
    found = filling.require_rehearsal(evening.find(meeting_id))
    laid_out = evening.form(found)
    page = render_template(
        "desk/deck.html",
        meeting=found,
        laid_out=laid_out,
        cards=len(deck.cards(laid_out)),
        compared=_compared(found),
        level_name=_level_name,
        form=form,
    )
    return page, form.status


def _level_name(cell: Compared, laid_out: Form) -> str:
    """The level as the phone's button and the minutes call it."""
    if cell.level == ABSTAINED:
        return words(laid_out.instrument.abstain)
    if cell.level == INVALID:
        return gettext("Invalid")
    return words(cell.question.section.scale.level(cell.level).words)


def _compared(found: Meeting) -> Comparison | None:
    """The count beside the deck; None before the count."""
    if found.counted_at is None:
        return None
    with reading(current.evening().engine) as db:
        votes = meetings.votes(db, found.id)
    return deck.compare(current.evening().form(found), votes, found.returned or 0)
