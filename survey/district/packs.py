"""The whole pack of a campaign: begun, watched without script, cancelled, taken; a broken download goes on."""

from flask import current_app, flash, make_response, redirect, render_template, send_file, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from ballots.meetings import State
from survey.accounts import Role
from survey.district.blueprint import bp
from survey.district.results import find
from survey.errors import NoSuchPage
from survey.packing import shelf
from survey.packing.shelf import Shelf
from survey.packing.workshop import Standing, Workshop
from survey.web import current
from survey.web.access import staff
from survey.web.forms import StaffForm
from survey.web.i18n import gettext

LOOK_AGAIN_SECONDS = 5


class PackForm(StaffForm):
    """A button: nothing to fill in."""


@bp.record_once
def _set_up_workshop(state: BlueprintSetupState) -> None:
    state.app.extensions["workshop"] = Workshop(state.app.extensions["evening"])


@bp.route("/campaigns/<campaign_id>/pack", methods=["GET", "POST"])
@staff(Role.OFFICIAL)
def pack(campaign_id: str) -> ResponseReturnValue:
    """How far the pack is, and the button that begins it. While it is made, the page comes again by itself."""
    campaign, held = find(campaign_id)
    if not any(one.state is State.PUBLISHED for one in held):
        return render_template("district/nothing_yet.html", campaign=campaign, meetings=held)
    form = PackForm()
    if form.carry_out(lambda: _begin(campaign_id)):
        return redirect(url_for(".pack", campaign_id=campaign_id))
    progress = _workshop().progress(campaign_id, current.language())
    size = _size(campaign_id) if progress.standing in (Standing.READY, Standing.OUTDATED) else 0
    shown = {"campaign": campaign, "form": form, "progress": progress, "megabytes": size, "days": shelf.KEEP_DAYS}
    answer = make_response(render_template("district/pack.html", **shown), form.status)
    if progress.standing is Standing.MAKING:
        answer.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return answer


@bp.post("/campaigns/<campaign_id>/pack/cancel")
@staff(Role.OFFICIAL)
def cancel_pack(campaign_id: str) -> ResponseReturnValue:
    """Ends the making, or removes the pack."""
    campaign, _ = find(campaign_id)
    _workshop().cancel(campaign.id, current.language())
    flash(gettext("The pack is removed."))
    return redirect(url_for(".pack", campaign_id=campaign_id))


@bp.get("/campaigns/<campaign_id>/pack.zip")
@staff(Role.OFFICIAL)
def pack_file(campaign_id: str) -> ResponseReturnValue:
    """The finished pack. Answers Range, so that a download that broke goes on. Raises NoSuchPage without one."""
    campaign, _ = find(campaign_id)
    place = _place(campaign_id)
    state = place.state
    if state is None or not place.is_ready:
        raise NoSuchPage
    name = f"{campaign.name}.zip"
    return send_file(place.pack, "application/zip", as_attachment=True, download_name=name, etag=state.sha256)


def _begin(campaign_id: str) -> bool:
    _workshop().begin(campaign_id, current.language())
    return True


def _workshop() -> Workshop:
    found: Workshop = current_app.extensions["workshop"]
    return found


def _place(campaign_id: str) -> Shelf:
    return Shelf(current.evening().folder, campaign_id, current.language())


def _size(campaign_id: str) -> float:
    """How large the pack is, in megabytes."""
    return _place(campaign_id).pack.stat().st_size / 1024 / 1024
