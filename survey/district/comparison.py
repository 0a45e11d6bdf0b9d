"""Communities side by side: item by item, by sub-district, from year to year, and what deserves a question."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ballots import campaigns as kept
from ballots import meetings
from ballots.campaigns import Campaign
from ballots.meetings import Meeting, State
from survey.accounts import Role
from survey.database import reading
from survey.district.blueprint import bp
from survey.district.results import find, report_on
from survey.past import kept as past
from survey.published.results import counting
from survey.web import current
from survey.web.access import staff
from survey.web.i18n import gettext

if TYPE_CHECKING:
    import pandas as pd

    from analysis.report import Report
    from analysis.wording import Wording
    from survey.published.comparing import Choice

ORDERS = ("rank", "low", "people", "sub_district", "community")
"""What the table can be ordered by: those of `survey.published.comparing`, which pages do not load before they must."""


@dataclass(frozen=True)
class ImportedYear:
    """A year whose results were brought in, beside which a campaign can be read."""

    year: int

    @property
    def id(self) -> str:
        """What an address calls it; no campaign's id is a number of four digits."""
        return str(self.year)

    @property
    def name(self) -> str:
        """What it is called on pages."""
        return gettext("%(year)s, as published then") % {"year": self.year}


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
            "choices": self.choices,
            "choice": self.choice,
            "has_earlier": bool(earlier_campaigns(self.campaign) or imported_years()),
        }


@bp.get("/campaigns/<campaign_id>/comparison")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def compare(campaign_id: str) -> ResponseReturnValue:
    """One item of every community, ranked with its interval; all of them or one sub-district's, in a chosen order."""
    found = _compared(campaign_id)
    if found is None:
        return _nothing_yet(campaign_id)
    from survey.published import comparing

    rows = comparing.rows_of(found.report, found.choice)
    names = sorted({one.sub_district for one in found.meetings if one.sub_district and one.state is State.PUBLISHED})
    asked = request.args.get("order", ""), request.args.get("sub_district", "")
    order, sub_district = asked[0] if asked[0] in ORDERS else ORDERS[0], asked[1] if asked[1] in names else ""
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
        paper={one.id: one for one in found.meetings if one.paper_returned},
    )


@bp.get("/campaigns/<campaign_id>/sub-districts")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def sub_districts(campaign_id: str) -> ResponseReturnValue:
    """One item by sub-district: all votes together, and the mean of the communities' rates."""
    found = _compared(campaign_id)
    if found is None:
        return _nothing_yet(campaign_id)
    from survey.published import comparing

    return render_template(
        "district/sub_districts.html",
        **found.shown(),
        rows=comparing.groups(found.report, found.choice, found.wording),
        whole=comparing.groups(found.report, found.choice, found.wording, ())[0],
        rate=found.wording.strict(found.choice.kind),
    )


@bp.get("/campaigns/<campaign_id>/questions")
@staff(Role.OFFICIAL)  # an organizer is asked by people, not by a list that others read
def questions(campaign_id: str) -> ResponseReturnValue:
    """What in the published numbers deserves a question before it is compared."""
    found = _compared(campaign_id)
    if found is None:
        return _nothing_yet(campaign_id)
    from analysis.questions import questions as ask

    report = found.report
    ids = report.meetings.set_index("community")["meeting"]
    rows = ask(report.tally, report.items, report.meetings)
    asked = rows.assign(meeting=rows["community"].map(ids)).to_dict("records")
    return render_template("district/questions.html", **found.shown(), asked=asked)


@bp.get("/campaigns/<campaign_id>/years")
@staff(Role.OFFICIAL, Role.ORGANIZER)
def years(campaign_id: str) -> ResponseReturnValue:
    """One item of every community beside that of an earlier campaign."""
    found = _compared(campaign_id)
    if found is None:
        return _nothing_yet(campaign_id)
    earlier: list[Campaign | ImportedYear] = [*earlier_campaigns(found.campaign), *imported_years()]
    if not earlier:
        return render_template("district/no_earlier_year.html", **found.shown())
    from survey.published import comparing
    from survey.published import years as side_by_side

    then = next((one for one in earlier if one.id == request.args.get("with")), earlier[0])
    moved = _moved(found, then)
    can, cannot = side_by_side.comparable(moved, found.choices)
    asked, first = found.choice, found.report.rules.headline_kind
    choice = comparing.chosen(can, asked.kind, asked.item, first) if can else None
    rows = side_by_side.told(side_by_side.moved_rows(moved, choice), found.wording) if choice else []
    shown = found.shown() | {"choices": can, "choice": choice}
    return render_template("district/years.html", **shown, rows=rows, cannot=cannot, then=then, earlier=earlier)


def _moved(found: Compared, then: Campaign | ImportedYear) -> "pd.DataFrame":
    from survey.published import years as side_by_side

    if isinstance(then, Campaign):
        return side_by_side.moves(found.report, report_on(then), found.meetings, find(then.id)[1])
    with reading(current.evening().engine) as db:
        return side_by_side.moves_since(found.report, found.meetings, past.frame(db, then.year))


def imported_years() -> list[ImportedYear]:
    """The years whose results were brought in, the latest first."""
    with reading(current.evening().engine) as db:
        return [ImportedYear(year) for year in past.years(db)]


def earlier_campaigns(campaign: Campaign) -> list[Campaign]:
    """The campaigns begun before this one that have published results, the latest first."""
    with reading(current.evening().engine) as db:
        before = [one for one in kept.every(db) if one.created_at < campaign.created_at]
        shown = [
            one
            for one in before
            if any(held.state is State.PUBLISHED for held in counting(meetings.of_campaign(db, one.id)))
        ]
    return sorted(shown, key=lambda one: one.created_at, reverse=True)


def _compared(campaign_id: str) -> Compared | None:
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


def _nothing_yet(campaign_id: str) -> ResponseReturnValue:
    campaign, held = find(campaign_id)
    return render_template("district/nothing_yet.html", campaign=campaign, meetings=held)
