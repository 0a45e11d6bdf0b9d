"""The remote: the organizer drives the hall's screen from a phone or a laptop, one press for each scene."""

from collections.abc import Callable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, NumberRange

from analysis import rules
from ballots import campaigns
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.forms import ButtonForm
from survey.hall import runbook, screen
from survey.hall.runbook import LONGEST_MINUTES
from survey.hall.scenes import Phase, Place
from survey.hall.script import Script, later
from survey.published.announcement import Announcement
from survey.quorum import quorum
from survey.web import address, current
from survey.web.access import staff
from survey.web.forms import CountField, StaffForm
from survey.web.qr import qr_code

COUNTDOWNS = (5, 3, 1)
"""Minutes offered to begin with."""


class PlaceForm(StaffForm):
    """Which slide the wall shows."""

    place = StringField(validators=[InputRequired()])


class CountdownForm(StaffForm):
    """How many minutes until the close, or how many more."""

    minutes = CountField(validators=[InputRequired(), NumberRange(1, LONGEST_MINUTES)])


class OrderForm(StaffForm):
    """Where the reveal shows all at a glance."""

    overview = StringField(validators=[AnyOf(["first", "last"])])


@bp.get("/meetings/<meeting_id>/remote")
@staff(Role.ORGANIZER)
def remote(meeting_id: str) -> ResponseReturnValue:
    """What is on the wall, what to say, what comes next."""
    return _draw(meeting_id, ButtonForm())


@bp.route("/meetings/<meeting_id>/remote/show", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def show_scene(meeting_id: str) -> ResponseReturnValue:
    """Puts one slide on the wall."""
    form = PlaceForm()
    return _press(meeting_id, form, lambda: runbook.show(current.evening(), meeting_id, Place.read(form.place.data)))


@bp.route("/meetings/<meeting_id>/remote/follow", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def let_follow(meeting_id: str) -> ResponseReturnValue:
    """Lets the wall follow the evening by itself."""
    return _press(meeting_id, ButtonForm(), lambda: runbook.follow(current.evening(), meeting_id))


@bp.route("/meetings/<meeting_id>/remote/countdown", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def count_down(meeting_id: str) -> ResponseReturnValue:
    """Begins a countdown, or makes the running one longer."""
    form = CountdownForm()
    return _press(meeting_id, form, lambda: runbook.count_down(current.evening(), meeting_id, form.minutes.data))


@bp.route("/meetings/<meeting_id>/remote/countdown/stop", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def stop_countdown(meeting_id: str) -> ResponseReturnValue:
    """Takes the countdown back."""
    return _press(meeting_id, ButtonForm(), lambda: runbook.stop_countdown(current.evening(), meeting_id))


@bp.route("/meetings/<meeting_id>/remote/order", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def put_overview(meeting_id: str) -> ResponseReturnValue:
    """Says where the reveal shows all at a glance."""
    form = OrderForm()
    is_first = form.overview.data == "first"
    return _press(meeting_id, form, lambda: runbook.put_overview(current.evening(), meeting_id, first=is_first))


def _press(meeting_id: str, form: StaffForm, act: Callable[[], object]) -> ResponseReturnValue:
    """The remote again, after the act or with what was refused."""

    def done() -> bool:
        act()
        return True

    if form.carry_out(done) is None:
        return _draw(meeting_id, form)
    return redirect(url_for(".remote", meeting_id=meeting_id))


def _draw(meeting_id: str, form: StaffForm) -> ResponseReturnValue:
    evening = current.evening()
    wall = runbook.look(evening, meeting_id)
    is_published = wall.standing.phase is Phase.PUBLISHED
    with reading(evening.engine) as db:
        campaign = campaigns.find(db, wall.meeting.campaign_id)
        told = evening.announcements.find(db, wall.meeting) if is_published else Announcement((), "")
    script = Script(wall, quorum(wall.meeting, rules.parse(campaign.rules.source, campaign.name)), told)
    on_phone = address.for_phones(current.settings()) + url_for(".remote", meeting_id=meeting_id)
    page = render_template(
        "desk/remote.html",
        meeting=wall.meeting,
        wall=wall,
        script=script,
        told=told,
        form=form,
        later=later(wall.places),
        countdowns=COUNTDOWNS,
        on_phone=on_phone,
        on_phone_qr=qr_code(on_phone),
        **screen.standing(wall),
    )
    return page, form.status
