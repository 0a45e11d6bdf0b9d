"""The desk's blueprint. The modules beside it hang their pages on it."""

from flask import Blueprint, current_app
from flask.blueprints import BlueprintSetupState

from survey.desk.ceremony import Ceremony

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.record_once
def _set_up_ceremony(state: BlueprintSetupState) -> None:
    state.app.extensions["ceremony"] = Ceremony()


def ceremony() -> Ceremony:
    """The keys of this app that wait to be shown."""
    found: Ceremony = current_app.extensions["ceremony"]
    return found
