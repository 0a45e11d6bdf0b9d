"""Released comments as files of their own, apart from every table of counts."""

from io import BytesIO

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from ballots.meetings import Meeting, State
from survey import comments as kept
from survey.accounts import Role
from survey.database import reading
from survey.district.blueprint import bp
from survey.district.results import find, published
from survey.web import current
from survey.web.access import staff

MEDIA_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


@bp.get("/meetings/<meeting_id>/comments.<ending>")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def comments(meeting_id: str, ending: str) -> ResponseReturnValue:
    """What was released of one community."""
    found = published(meeting_id)
    return _file([found], ending, found.community)


@bp.get("/campaigns/<campaign_id>/comments.<ending>")
@staff(Role.OFFICIAL)  # an organizer reads those of their own communities, one by one
def all_comments(campaign_id: str, ending: str) -> ResponseReturnValue:
    """What was released of every community of a campaign."""
    campaign, held = find(campaign_id)
    return _file([one for one in held if one.state is State.PUBLISHED], ending, campaign.name)


def _file(held: list[Meeting], ending: str, name: str) -> ResponseReturnValue:
    if ending not in MEDIA_TYPES:
        abort(404)
    from analysis.exports import remarks

    with reading(current.evening().engine) as db:
        rows = kept.rows(db, held)
    write = remarks.to_xlsx if ending == "xlsx" else remarks.to_csv
    content = write(rows, current.language())
    title = f"{name} 意见.{ending}"
    return send_file(BytesIO(content), MEDIA_TYPES[ending], as_attachment=True, download_name=title)
