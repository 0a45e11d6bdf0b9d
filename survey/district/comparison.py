"""Communities side by side: item by item, by sub-district, and what deserves a question."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ballots.campaigns import Campaign
from ballots.meetings import Meeting, State
from survey import scope
from survey.accounts import Role
from survey.database import reading
from survey.district.blueprint import bp
from survey.district.results import find, report_on
from survey.published import beside, charts, compared_charts
from survey.published.beside import Earlier
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext

if TYPE_CHECKING:
    from analysis.report import Report
    from analysis.wording import Wording
    from survey.published.comparing import Choice

ORDERS = ("rank", "low", "people", "sub_district", "community")
"""What the table can be ordered by: those of `survey.published.comparing`, which pages do not load before they must."""


@dataclass(frozen=True, eq=False)
class Compared:
    """A campaign with published results, and the item that the address asks for."""

    campaign: Campaign
    meetings: list[Meeting]
    report: "Report"
    wording: "Wording"
    choices: "list[Choice]"
    choice: "Choice"

    def shown(self) -> dict[str, object]:
        """What every page of the comparison is made of."""
        return {
            "campaign": self.campaign,
            "meetings": self.meetings,
            "own": {one.id for one in scope.own(self.meetings)},
            "choices": self.choices,
            "choice": self.choice,
            "has_earlier": bool(self.earlier()),
        }

    def earlier(self) -> list[Earlier]:
        """What the campaign can be read beside."""
        with reading(current.evening().engine) as db:
            return beside.every(db, self.campaign, gettext)


@bp.get("/campaigns/<campaign_id>/comparison")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def compare(campaign_id: str) -> ResponseReturnValue:
    """One item of every community, ranked with its interval; all of them or one sub-district's, in a chosen order."""
    found = compared(campaign_id)
    if found is None:
        return nothing_yet(campaign_id)
    from survey.published import comparing

    rows = comparing.rows_of(found.report, found.choice)
    names = sorted({one.sub_district for one in found.meetings if one.sub_district and one.state is State.PUBLISHED})
    asked = request.args.get("order", ""), request.args.get("sub_district", "")
    order, sub_district = asked[0] if asked[0] in ORDERS else ORDERS[0], asked[1] if asked[1] in names else ""
    item_table = comparing.item_table(rows, found.report, found.wording)
    own = rows[rows["sub_district"] == sub_district] if sub_district else rows
    return render_template(
        "district/comparison.html",
        **found.shown(),
        rows=comparing.ranked(comparing.ordered(own, order), found.report, found.wording),
        whole=comparing.groups(found.report, found.choice, found.wording, ())[0],
        order=order,
        orders=ORDERS,
        sub_district=sub_district,
        sub_districts=names,
        rate=found.wording.strict(found.choice.kind),
        charts=[charts.chart_of(one) for one in compared_charts.of_item(found.report, found.choice, found.wording)],
        tables=[comparing.level_table(rows, found.report, found.wording), item_table],
        paper={one.id: one for one in found.meetings if one.paper_returned},
    )


@bp.get("/campaigns/<campaign_id>/sub-districts")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def sub_districts(campaign_id: str) -> ResponseReturnValue:
    """One item by sub-district: all votes together, and the mean of the communities' rates."""
    found = compared(campaign_id)
    if found is None:
        return nothing_yet(campaign_id)
    from survey.published import comparing

    return render_template(
        "district/sub_districts.html",
        **found.shown(),
        rows=comparing.groups(found.report, found.choice, found.wording),
        whole=comparing.groups(found.report, found.choice, found.wording, ())[0],
        rate=found.wording.strict(found.choice.kind),
    )


@bp.get("/campaigns/<campaign_id>/importance")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def importance(campaign_id: str) -> ResponseReturnValue:
    """Which items go with the overall evaluation, over the whole campaign."""
    found = compared(campaign_id)
    if found is None:
        return nothing_yet(campaign_id)
    from survey.published import moving

    kinds = moving.kinds(found.report, found.wording)
    return render_template("district/importance.html", **found.shown(), kinds=kinds, least=found.report.rules.k_min)


@bp.get("/campaigns/<campaign_id>/questions")
@staff(Role.OFFICIAL)  # an organizer is asked by people, not by a list that others read
def questions(campaign_id: str) -> ResponseReturnValue:
    """What in the published numbers deserves a question before it is compared."""
    found = compared(campaign_id)
    if found is None:
        return nothing_yet(campaign_id)
    from analysis.questions import questions as ask

    report = found.report
    ids = report.meetings.set_index("community")["meeting"]
    rows = ask(report.tally, report.items, report.meetings)
    asked = rows.assign(meeting=rows["community"].map(ids)).to_dict("records")
    return render_template("district/questions.html", **found.shown(), asked=asked)


def compared(campaign_id: str) -> Compared | None:
    """The campaign and what the address asks for; None while nothing is published. Raises NoSuchCampaign."""
    campaign, held = find(campaign_id)
    if not any(one.state is State.PUBLISHED for one in held):
        return None
    from analysis.wording import Wording
    from survey.published import comparing

    report = report_on(campaign)
    wording = Wording(report.instrument, report.rules, current.language())
    choices = comparing.choices(report, wording)
    asked = request.args.get("kind", ""), request.args.get("item", "")
    return Compared(
        campaign, held, report, wording, choices, comparing.chosen(choices, *asked, report.rules.headline_kind)
    )


def nothing_yet(campaign_id: str) -> ResponseReturnValue:
    """The page of a campaign without published results."""
    campaign, held = find(campaign_id)
    return render_template("district/nothing_yet.html", campaign=campaign, meetings=held)
