"""The wall: one page for every scene, following the evening by itself. Everybody may look; nothing on it is secret."""

import time
from collections.abc import Callable, Mapping

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from analysis import rules
from ballots import campaigns
from ballots.keys import HOLDERS, NEEDED
from survey.database import reading
from survey.hall import confirmation, runbook, wifi
from survey.hall.runbook import Wall
from survey.hall.scenes import Phase, Scene
from survey.phone import secrecy
from survey.quorum import quorum
from survey.web import address, current
from survey.web.access import anybody
from survey.web.qr import qr_code

bp = Blueprint("hall", __name__, url_prefix="/hall")

REVEAL = (Scene.RESULT, Scene.OVERVIEW, Scene.SUBJECT, Scene.PROOF)
"""Scenes of the published result. They are one page, so that a key on the wall itself turns it too."""


@bp.get("/<meeting_id>")
@anybody
def screen(meeting_id: str) -> ResponseReturnValue:
    """The wall as it stands now. With script it follows the evening by itself, without it is drawn again and again."""
    wall = runbook.look(current.evening(), meeting_id)
    scene = wall.place.scene
    page = "reveal" if scene in REVEAL else scene.value
    shown = standing(wall) | _DETAILS.get(scene, _nothing)(wall)
    return render_template(f"hall/{page}.html", wall=wall, meeting=wall.meeting, scene=scene, **shown)


@bp.get("/<meeting_id>/state.json")
@anybody
def state(meeting_id: str) -> ResponseReturnValue:
    """What may change on the wall: the slide, and the numbers that may stand on it."""
    wall = runbook.look(current.evening(), meeting_id)
    is_driven = wall.book.choice is not None
    slide = {"place": str(wall.place), "version": wall.version, "is_driven": is_driven}
    return {"phase": wall.standing.phase, **slide, **standing(wall)}


def standing(wall: Wall) -> dict[str, object]:
    """The numbers the wall may show now: nothing but coarse turnout while people vote."""
    now, phase, meeting_id = time.monotonic(), wall.standing.phase, wall.meeting.id
    live = current.evening().boxes.live(meeting_id)
    return {
        "turnout": live.turnout.shown(live.box.returned, now) if live and phase is Phase.OPEN else 0,
        "keys": len(current.evening().key_desk.numbers(meeting_id, now)) if phase is Phase.CLOSED else 0,
        "seconds_left": wall.seconds_left,
    }


def _welcome(wall: Wall) -> dict[str, object]:
    with reading(current.evening().engine) as db:
        campaign = campaigns.find(db, wall.meeting.campaign_id)
        network = wifi.find(db, wall.meeting.id)
    chosen = rules.parse(campaign.rules.source, campaign.name)
    told = {"wifi": network, "wifi_qr": qr_code(network.code)} if network else {"wifi": None}
    return {"campaign": campaign, "quorum": quorum(wall.meeting, chosen), **told}


def _how(wall: Wall) -> dict[str, object]:
    known = secrecy.facts(current.evening(), wall.meeting, current.settings())
    return {"promise": secrecy.in_the_hall(known), **_join(wall)}


def _join(wall: Wall) -> dict[str, object]:
    url = address.voting_page(current.settings(), wall.meeting.id)
    return {"url": url, "qr": qr_code(url)}


def _keys(_: Wall) -> dict[str, object]:
    return {"needed": NEEDED, "holders": HOLDERS}


def _confirmed(wall: Wall) -> dict[str, object]:
    with reading(current.evening().engine) as db:
        return {"confirmed": confirmation.names(db, wall.meeting.id), "holders": HOLDERS}


def _reveal(wall: Wall) -> dict[str, object]:
    with reading(current.evening().engine) as db:
        told = current.evening().announcements.find(db, wall.meeting)
    check = f"{address.voting_page(current.settings(), wall.meeting.id)}/receipts"
    return {"reveal": REVEAL, "told": told, "check": check, "check_qr": qr_code(check)}


def _nothing(_: Wall) -> dict[str, object]:
    return {}


_DETAILS: Mapping[Scene, Callable[[Wall], dict[str, object]]] = {
    Scene.WELCOME: _welcome,
    Scene.HOW: _how,
    Scene.TURNOUT: _join,
    Scene.COUNTDOWN: _join,
    Scene.SEAL: _keys,
    Scene.KEYS: _keys,
    Scene.CONFIRMED: _confirmed,
    **dict.fromkeys(REVEAL, _reveal),
}
"""What each scene needs beyond the numbers; it is fetched for that scene alone."""
