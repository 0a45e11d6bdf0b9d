"""The district's blueprint. The modules beside it hang their pages on it."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from survey.published.latest import LatestReports

bp = Blueprint("district", __name__, url_prefix="/district")


@bp.record_once
def _set_up_latest_reports(state: BlueprintSetupState) -> None:
    state.app.extensions["latest_reports"] = LatestReports()
