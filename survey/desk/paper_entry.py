"""Paper ballots typed in at the desk: one by one, differences settled, doubtful ones decided."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ballots import keying, pile
from ballots.meetings import Meeting
from ballots.pile import Entry, Ruling, Standing
from ballots.spoiling import Flaw
from survey import paperwork
from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.desk.forms import ButtonForm
from survey.desk.paper_forms import EntryForm, RulingForm
from survey.reasons import of_spoiling
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext

_VALID = "valid"


@bp.route("/meetings/<meeting_id>/paper/enter", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def enter_paper(meeting_id: str) -> ResponseReturnValue:
    """Takes one paper ballot as one person reads it, then offers the next."""
    form = EntryForm()
    if not form.is_submitted():
        form.number.data = request.args.get("number", type=int) or _next_number(meeting_id)
    if form.carry_out(lambda: _enter(meeting_id, form)) is not None:
        flash(gettext("Ballot %(number)s is saved.") % {"number": form.number.data})
        return redirect(url_for(".enter_paper", meeting_id=meeting_id))
    if form.number.data is None and not form.is_submitted():
        return redirect(url_for(".paper", meeting_id=meeting_id))
    return _show_entry(meeting_id, form)


@bp.route("/meetings/<meeting_id>/paper/<int:number>/settle", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def settle_paper(meeting_id: str, number: int) -> ResponseReturnValue:
    """Shows how two people read one ballot, and takes what the paper says."""
    form = ButtonForm()
    if form.carry_out(lambda: _settle(meeting_id, number)) is None:
        return _show_difference(meeting_id, number, form)
    flash(gettext("Ballot %(number)s is settled.") % {"number": number})
    return redirect(url_for(".paper", meeting_id=meeting_id))


@bp.route("/meetings/<meeting_id>/paper/<int:number>/decide", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def rule_paper(meeting_id: str, number: int) -> ResponseReturnValue:
    """Takes what two scrutineers decided about a doubtful ballot."""
    form = RulingForm()
    form.decision.choices = [*of_spoiling(gettext).items(), (_VALID, gettext("Valid: count it as it was entered"))]
    if form.carry_out(lambda: _rule(meeting_id, number, form)) is None:
        return _show_doubt(meeting_id, number, form)
    flash(gettext("The decision about ballot %(number)s is kept.") % {"number": number})
    return redirect(url_for(".paper", meeting_id=meeting_id))


# What is done


def _enter(meeting_id: str, form: EntryForm) -> Meeting:
    evening = current.evening()
    marks = keying.marks(evening.form(evening.find(meeting_id)), form.line.data or "", request.form)
    doubt = Flaw(form.doubt.data) if form.doubt.data else None
    return paperwork.enter(evening, meeting_id, {form.number.data: Entry(_me(), marks, doubt)})


def _settle(meeting_id: str, number: int) -> Meeting:
    evening = current.evening()
    on_form, ballot = evening.form(evening.find(meeting_id)), paperwork.ballot(evening, meeting_id, number)
    marks = keying.settled(on_form, [entry.marks for entry in ballot.entries], request.form)
    return paperwork.settle(evening, meeting_id, number, marks, _me())


def _rule(meeting_id: str, number: int, form: RulingForm) -> Meeting:
    reason = None if form.decision.data == _VALID else Flaw(form.decision.data)
    return paperwork.rule(current.evening(), meeting_id, number, Ruling(reason, form.first.data, form.second.data))


# What is shown


def _show_entry(meeting_id: str, form: EntryForm) -> ResponseReturnValue:
    evening = current.evening()
    found = evening.find(meeting_id)
    ballots = {one.number: one for one in paperwork.ballots(evening, found)}
    others = ballots[form.number.data].entries if form.number.data in ballots else ()
    form.doubt.choices = [("", gettext("No doubt")), *of_spoiling(gettext).items()]
    page = render_template(
        "desk/paper_entry.html",
        meeting=found,
        form=form,
        on_form=evening.form(found),
        signs=keying.signs,
        sent=request.form,
        is_first=not others,
        is_again=_me() in {entry.by for entry in others},
    )
    return page, form.status


def _show_difference(meeting_id: str, number: int, form: ButtonForm) -> ResponseReturnValue:
    evening = current.evening()
    found, ballot = evening.find(meeting_id), paperwork.ballot(evening, meeting_id, number)
    if ballot.standing is not Standing.DIFFERS:
        return redirect(url_for(".paper", meeting_id=meeting_id))
    on_form = evening.form(found)
    readings = [(entry.by, keying.level_ids(on_form, entry.marks)) for entry in ballot.entries]
    questions = keying.differing(on_form, *(entry.marks for entry in ballot.entries))
    page = render_template(
        "desk/paper_difference.html",
        meeting=found,
        form=form,
        number=number,
        on_form=on_form,
        questions=questions,
        readings=readings,
        signs=keying.signs,
        sent=request.form,
    )
    return page, form.status


def _show_doubt(meeting_id: str, number: int, form: RulingForm) -> ResponseReturnValue:
    evening = current.evening()
    found, ballot = evening.find(meeting_id), paperwork.ballot(evening, meeting_id, number)
    if not ballot.entries:
        return redirect(url_for(".paper", meeting_id=meeting_id))
    seen = [of_spoiling(gettext)[one] for one in ballot.doubts]
    return render_template("desk/paper_doubt.html", meeting=found, form=form, number=number, seen=seen), form.status


def _next_number(meeting_id: str) -> int | None:
    evening = current.evening()
    return pile.next_for(paperwork.ballots(evening, evening.find(meeting_id)), _me())


def _me() -> str:
    account = current.account()
    return account.name if account else ""
