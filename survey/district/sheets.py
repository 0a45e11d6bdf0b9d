"""One community's sheet: on a page laid out for paper, and as a file."""

from io import BytesIO

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from ballots.meetings import Meeting
from survey.accounts import Role
from survey.district.blueprint import bp
from survey.district.results import find, published, report_about
from survey.minutes.sheet import Minutes
from survey.web import current
from survey.web.access import staff

ENDINGS = ("pdf", "xlsx", "docx")


@bp.get("/meetings/<meeting_id>/sheet")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def sheet(meeting_id: str) -> ResponseReturnValue:
    """The community's figures, its grade and why, last year beside it; to be printed."""
    found = published(meeting_id)
    return render_template("district/sheet.html", meeting=found, sheet=_sheet(found), endings=ENDINGS)


@bp.get("/meetings/<meeting_id>/sheet.<ending>")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def sheet_file(meeting_id: str, ending: str) -> ResponseReturnValue:
    """The same sheet as a file."""
    from survey.minutes import files

    found = published(meeting_id)
    if ending not in ENDINGS:
        abort(404)
    made, shape = _sheet(found), files.FileFormat(ending)
    content = BytesIO(files.written(made, shape))
    return send_file(content, files.MEDIA_TYPES[shape], as_attachment=True, download_name=f"{made.title}.{ending}")


def _sheet(found: Meeting) -> Minutes:
    from survey.minutes import community  # the report side: loaded when it is first needed

    campaign, _ = find(found.campaign_id)
    return community.sheet_of(current.evening(), report_about(campaign, found), found, current.language())
