"""Paper ballots at the desk: printed."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from ballots.ballotpaper import Size
from survey import printing
from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.web import current
from survey.web.access import staff


@bp.get("/meetings/<meeting_id>/paper")
@staff(Role.ORGANIZER)
def paper(meeting_id: str) -> ResponseReturnValue:
    """Everything about the meeting's paper ballots."""
    return render_template("desk/paper.html", meeting=current.evening().find(meeting_id))


@bp.get("/meetings/<meeting_id>/paper/<any(normal,large):size>.pdf")
@staff(Role.ORGANIZER)
def print_ballot(meeting_id: str, size: str) -> ResponseReturnValue:
    """The paper ballot as a PDF, to be copied; every copy is the same."""
    evening = current.evening()
    pdf = printing.print_ballot(evening, evening.find(meeting_id), Size(size), current.language())
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"ballot-{size}-{meeting_id}.pdf")
    return answer
