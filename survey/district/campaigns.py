"""Campaigns, and what is published of each."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ballots import campaigns as kept
from ballots import meetings
from survey.accounts import Role
from survey.database import reading
from survey.district.blueprint import bp
from survey.published.results import counting
from survey.web import current
from survey.web.access import staff


@bp.get("/")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def campaigns() -> ResponseReturnValue:
    """Every campaign, and how far it is."""
    with reading(current.evening().engine) as db:
        listed = [(one, counting(meetings.of_campaign(db, one.id))) for one in kept.every(db)]
    return render_template("district/campaigns.html", listed=listed)
