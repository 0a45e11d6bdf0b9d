"""The minutes of a published meeting: on a page laid out for paper and signatures, and as files."""

from io import BytesIO

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from survey.accounts import Role
from survey.desk.blueprint import bp
from survey.web import current
from survey.web.access import staff


@bp.get("/meetings/<meeting_id>/minutes")
@staff(Role.ORGANIZER, Role.OFFICIAL)
def minutes(meeting_id: str) -> ResponseReturnValue:
    """What was asked, counted and sealed, to be printed and signed. Only once it is published."""
    from survey.minutes import content  # the report side: loaded when it is first needed

    evening = current.evening()
    made = content.minutes(evening, meeting_id, current.language())
    return render_template("desk/minutes.html", meeting=evening.find(meeting_id), minutes=made)


@bp.get("/meetings/<meeting_id>/minutes.<ending>")
@staff(Role.ORGANIZER, Role.OFFICIAL)
def minutes_file(meeting_id: str, ending: str) -> ResponseReturnValue:
    """The same minutes as a file."""
    from survey.minutes import content, files

    made = content.minutes(current.evening(), meeting_id, current.language())
    if ending not in list(files.FileFormat):
        abort(404)
    shape = files.FileFormat(ending)
    name = f"{made.title}.{ending}"
    return send_file(
        BytesIO(files.written(made, shape)), files.MEDIA_TYPES[shape], as_attachment=True, download_name=name
    )
