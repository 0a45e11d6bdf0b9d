"""The record of acts: newest first, filtered by meeting or account, with the state of its chain in words."""

from io import BytesIO

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from ballots.errors import Refused
from survey import chain, history
from survey.accounts import Role
from survey.chain import Chain, Head
from survey.database import reading
from survey.history import A_PAGE, Wanted
from survey.office.blueprint import bp
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext
from survey.web.refusals import said

FILES = {"csv": "text/csv", "json": "application/json"}


@bp.get("/acts")
@staff(Role.OFFICIAL)
def acts() -> ResponseReturnValue:
    """The record, a page of it, and whether it is whole; an official reads, and nobody can write."""
    printed, says = _printed()
    with reading(current.evening().engine) as db:
        state = chain.check(db, printed)
        found = history.lines(db, _wanted(), A_PAGE + 1)
        meetings, accounts = history.things_noted(db), history.accounts_noted(db)
    return render_template(
        "office/acts.html",
        lines=found[:A_PAGE],
        has_older=len(found) > A_PAGE,
        chain=state,
        faults=_in_words(state),
        is_compared=printed is not None,
        says=says,
        meetings=meetings,
        accounts=accounts,
        chosen=_chosen(),
        detail=lambda line: history.detail(line, gettext),
    ), 422 if says else 200


@bp.get("/acts.<ending>")
@staff(Role.OFFICIAL)
def acts_file(ending: str) -> ResponseReturnValue:
    """The record as a file: CSV to read, JSON to compute the chain again."""
    if ending not in FILES:
        abort(404)
    with reading(current.evening().engine) as db:
        if ending == "csv":
            content = history.to_csv(history.lines(db, _wanted()), gettext)
        else:
            content = history.to_json(db, _wanted())
    return send_file(BytesIO(content), FILES[ending], as_attachment=True, download_name=f"acts.{ending}")


def _wanted() -> Wanted:
    before = request.args.get("before", "")
    is_number = before.isdecimal() and len(before) < 10
    return Wanted(request.args.get("meeting", ""), request.args.get("account", ""), int(before) if is_number else None)


def _chosen() -> dict[str, str]:
    """What the address asks for, so that links to other pages and files ask for the same."""
    return {name: request.args[name] for name in ("meeting", "account") if request.args.get(name)}


def _printed() -> tuple[Head | None, str]:
    """The head that was typed from paper, and what is wrong with it."""
    typed = request.args.get("head", "")
    if not typed.strip():
        return None, ""
    try:
        return chain.read_head(typed), ""
    except Refused as refusal:
        return None, said(refusal)


def _in_words(state: Chain) -> list[str]:
    return [gettext(fault.breach) % vars(fault) for fault in state.faults]
