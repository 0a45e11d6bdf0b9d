"""Campaigns and their published results as JSON. Nothing unpublished is ever read here."""

from flask import Response
from flask.typing import ResponseReturnValue

from ballots import campaigns as kept
from ballots import meetings
from ballots.campaigns import Campaign
from ballots.errors import NoSuchCampaign
from ballots.meetings import State
from survey.api.blueprint import bp
from survey.api.description import description
from survey.database import reading
from survey.district.results import report_on
from survey.published.results import counting
from survey.web import current
from survey.web.access import anybody, with_token


@bp.get("/openapi.json")
@anybody
def openapi() -> ResponseReturnValue:
    """What there is, what each answer holds, and how a token is shown."""
    return description()


@bp.get("/campaigns")
@with_token
def campaigns() -> ResponseReturnValue:
    """Every campaign of which something is published."""
    with reading(current.evening().engine) as db:
        listed = [(one, counting(meetings.of_campaign(db, one.id))) for one in kept.every(db)]
    told = [_campaign(one, sum(held.state is State.PUBLISHED for held in of)) for one, of in listed]
    return {"campaigns": [one for one in told if one["published"]]}


@bp.get("/campaigns/<campaign_id>/results")
@with_token
def results(campaign_id: str) -> ResponseReturnValue:
    """Everything published about one campaign. Raises NoSuchCampaign, also when nothing of it is published."""
    with reading(current.evening().engine) as db:
        found = kept.find(db, campaign_id)
        if not any(one.state is State.PUBLISHED for one in counting(meetings.of_campaign(db, campaign_id))):
            raise NoSuchCampaign(name=campaign_id)
    return report_on(found).as_document()


@bp.get("/meetings/<meeting_id>/record")
@with_token
def record(meeting_id: str) -> ResponseReturnValue:
    """The published record of one meeting, byte for byte. Raises NoSuchMeeting, WrongState before it is published."""
    found = meetings.require(current.evening().find(meeting_id), State.PUBLISHED)
    with reading(current.evening().engine) as db:
        document, _sha256 = meetings.published_record(db, found.id)
    return Response(document.encode(), mimetype="application/json")


def _campaign(one: Campaign, published: int) -> dict[str, object]:
    form = {"id": one.instrument.id, "edition": one.instrument.edition, "fingerprint": one.instrument.fingerprint}
    return {"id": one.id, "name": one.name, "form": form, "rules": one.rules.fingerprint, "published": published}
