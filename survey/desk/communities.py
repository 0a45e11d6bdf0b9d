"""The register of communities at the desk: listed and searched, typed, corrected, struck out."""

from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ballots.names import likeness
from survey import communities as kept
from survey import register, scope
from survey.accounts import Role
from survey.database import reading
from survey.desk.blueprint import bp
from survey.desk.forms import ButtonForm
from survey.desk.plan_forms import CommunityForm
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext

MOST_SHOWN = 200
"""Communities on one page; a search finds the others."""


@bp.get("/communities")
@staff(Role.ORGANIZER)
def communities() -> ResponseReturnValue:
    """The register, or what is searched for in it."""
    words, sub_district = request.args.get("q", "")[:200].strip(), request.args.get("sub_district", "")
    with reading(current.evening().engine) as db:
        known = scope.own(kept.every(db))
    found = [
        one
        for one in known
        if likeness(words) in likeness(one.sub_district, one.name) and sub_district in ("", one.sub_district)
    ]
    return render_template(
        "desk/communities.html",
        total=len(known),
        found=len(found),
        districts=[(name, list(held)) for name, held in groupby(found[:MOST_SHOWN], key=lambda one: one.sub_district)],
        more=max(len(found) - MOST_SHOWN, 0),
        sub_districts=sorted({one.sub_district for one in known if one.sub_district}),
        words=words,
        sub_district=sub_district,
    )


@bp.route("/communities/new", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def new_community() -> ResponseReturnValue:
    """Takes one community into the register; the page stays, for the next one."""
    form = CommunityForm(data={"sub_district": request.args.get("sub_district", "")})
    if form.carry_out(lambda: register.register(current.evening(), form.entry)) is None:
        return render_template("desk/community.html", community=None, form=form), form.status
    flash(gettext("%(community)s is in the register.") % {"community": form.name.data})
    return redirect(url_for(".new_community", sub_district=form.sub_district.data or None))


@bp.route("/communities/<community_id>", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def community(community_id: str) -> ResponseReturnValue:
    """Corrects one community."""
    with reading(current.evening().engine) as db:
        found = kept.find(db, community_id)
    form = CommunityForm(data=vars(found))
    if form.carry_out(lambda: register.correct(current.evening(), community_id, form.entry)) is None:
        return render_template("desk/community.html", community=found, form=form), form.status
    flash(gettext("The register is corrected."))
    return redirect(url_for(".communities"))


@bp.route("/communities/<community_id>/strike-out", methods=["GET", "POST"])
@staff(Role.ORGANIZER)
def strike_out(community_id: str) -> ResponseReturnValue:
    """Asks once more, then takes a community out of the register."""
    with reading(current.evening().engine) as db:
        found = kept.find(db, community_id)
    form = ButtonForm()
    if form.carry_out(lambda: register.strike_out(current.evening(), community_id)) is None:
        return render_template("desk/strike_out.html", community=found, form=form), form.status
    flash(gettext("%(community)s is no longer in the register.") % {"community": found.name})
    return redirect(url_for(".communities"))
