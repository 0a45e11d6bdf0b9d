"""The signed minutes attached: shown to the staff, a newer copy beside the older ones."""

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from ballots import meetings
from ballots.meetings import State
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.forms import SignedForm
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext

LOCKED = "default-src 'none'; sandbox"
"""What a browser may do with a file that somebody sent: nothing."""


@bp.get("/meetings/<meeting_id>/signed")
@staff(Role.ORGANIZER, Role.OFFICIAL)
def signed(meeting_id: str) -> ResponseReturnValue:
    """Every copy of the signed minutes, newest first, and the form for one more."""
    return _page(meeting_id, SignedForm(formdata=None))


@bp.post("/meetings/<meeting_id>/signed")
@staff(Role.ORGANIZER)
def attach_signed(meeting_id: str) -> ResponseReturnValue:
    """Keeps one copy more."""
    from survey import signed as kept  # Pillow: loaded when it is first needed

    form = SignedForm()
    files = [one.read() for one in form.pages.data or () if one]
    if form.carry_out(lambda: kept.attach(current.evening(), meeting_id, files)) is None:
        return _page(meeting_id, form)
    flash(gettext("The signed minutes are kept."))
    return redirect(url_for(".signed", meeting_id=meeting_id))


@bp.get("/meetings/<meeting_id>/signed/<int:copy>/<int:page>")
@staff(Role.ORGANIZER, Role.OFFICIAL)
def signed_page(meeting_id: str, copy: int, page: int) -> ResponseReturnValue:
    """One page as a file: to be kept, never opened inside of ours."""
    from survey import scans
    from survey import signed as kept

    found, content = kept.content(current.evening(), meeting_id, copy, page)
    name = f"{meeting_id}-{copy}-{page}.{scans.ENDINGS[found.media_type]}"
    answer = send_file(BytesIO(content), found.media_type, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = LOCKED
    return answer


def _page(meeting_id: str, form: SignedForm) -> ResponseReturnValue:
    from survey import signed as kept

    found = meetings.require(current.evening().find(meeting_id), State.PUBLISHED)
    with reading(current.evening().engine) as db:
        copies = kept.copies(db, meeting_id)
    return render_template("desk/signed.html", meeting=found, copies=copies, form=form), form.status
