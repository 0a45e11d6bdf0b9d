"""One community's sheet for the district: its grade and why, its rates beside last year's, every count, the rules.

It is put together from the parts of the minutes and drawn by the same formats; nobody signs it.
"""

from dataclasses import replace
from fractions import Fraction

from analysis.report import Report
from analysis.rounding import UNDEFINED, shown
from analysis.wording import Wording
from ballots import campaigns
from ballots.meetings import Meeting
from survey import naming
from survey.database import reading
from survey.evening import Evening
from survey.minutes import basis, subjects
from survey.minutes.sheet import Cell, Fact, Facts, Lines, Minutes, Rate, Say, Section, Signatures, Table, Text
from survey.minutes.warning import marked, warning
from survey.past.figures import Check
from survey.published import conditions, decided, figures
from survey.published.decided import Standing
from survey.published.earlier import Before, before
from survey.published.earlier import Rate as Known
from survey.web.i18n import catalogue

UNSIGNED = Signatures("", (), ())


def sheet_of(evening: Evening, report: Report, found: Meeting, language: str) -> Minutes:
    """The sheet of one published meeting, with what the data folder knows: the year before, the district's name."""
    with reading(evening.engine) as db:
        earlier, district = before(db, campaigns.find(db, found.campaign_id), found), naming.district_name(db)
    return replace(sheet(report, found, earlier, language), district=district)


def sheet(report: Report, found: Meeting, known: Before | None, language: str) -> Minutes:
    """The sheet of one published meeting in `language`; `known`: what is known from an earlier campaign."""
    wording, _ = Wording(report.instrument, report.rules, language), catalogue(language).gettext
    label = figures.label_of(report, found.id)
    sections = (
        _grade(report, found, wording, _),
        Section(_("Why this grade"), (_conditions(report, label, _), Lines((_combined(report, _),)))),
        Section(_("Beside last year"), _beside(report, label, known, wording, _)),
        Section(_("Every count"), tuple(subjects.tables(report, label, wording))),
        basis.rules(found, report.rules, wording, _),
    )
    return Minutes(
        language=language,
        title=marked(found, _("Result of %(community)s") % {"community": found.community}),
        subtitle=report.campaign,
        warning=warning(found, _),
        sections=sections,
        signatures=UNSIGNED,
        page=_("Page %(page)s of %(pages)s"),
        dated=found.published_at or found.counted_at,  # type: ignore[arg-type]  # a published meeting has both
    )


def _grade(report: Report, found: Meeting, wording: Wording, _: Say) -> Section:
    """The grade as confirmed or proposed, the points it rests on, how many came."""
    row = next(one for one in figures.communities(report, wording) if one.meeting == found.id)
    standing = decided.standing(report, found.id)
    facts = [
        *([Fact(_("Sub-district"), found.sub_district)] if found.sub_district else []),
        *_decided(standing, _),
        Fact(_("Combined points"), row.combined),
        Fact(_("Public score"), row.public),
        Fact(_("Superior's points"), row.superior),
        Fact(_("Broad rate"), row.broad),
        Fact(_("Present / on the roll"), row.present),
        Fact(_("Returned / issued"), row.returned),
    ]
    return Section(_("Grade"), (Facts(tuple(facts)),))


def _decided(standing: Standing, _: Say) -> list[Fact]:
    names = conditions.grades(_)
    facts = [Fact(_("Proposed grade"), names[standing.proposed])]
    if standing.confirmed:
        facts.append(Fact(_("Confirmed grade"), names[standing.confirmed]))
        facts.append(Fact(_("Decided by"), f"{standing.decider} {standing.confirmed_on}"))
    if standing.reason:
        facts.append(Fact(_("Reason"), standing.reason, is_wide=True))
    if standing.previous:
        facts.append(Fact(_("Last confirmed"), names[standing.previous]))
    return facts


def _conditions(report: Report, label: str, _: Say) -> Table:
    titles, relations = conditions.titles(_), {">=": "≥", "<=": "≤"}
    heads = (_("Condition"), _("Value"), _("Asked for"), _("Holds"))
    rows = [
        (
            Text(titles[one.id]),
            Text(one.value),
            Text(f"{relations.get(one.relation, one.relation)} {one.threshold}"),
            Text(_("yes") if one.met else _("no")),
        )
        for one in figures.reasons(report, label)
    ]
    return Table(_("Why this grade"), heads, tuple(rows), shares=(0.5, 0.24, 0.14, 0.12))


def _combined(report: Report, _: Say) -> str:
    rules = report.rules
    points = _("Combined points = %(public)s %% public score + %(superior)s %% superior's points.")
    shares = {"public": rules.weight_public, "superior": rules.weight_superior}
    return f"{points % shares} {_('Nothing is rounded before it is compared.')}"


def _beside(report: Report, label: str, before: Before | None, wording: Wording, _: Say) -> tuple[Table | Lines, ...]:
    """What speaks for each subject and every item of it, this year and before, with the difference."""
    rows = report.items[report.items["community"] == label].to_dict("records")
    if before is None:
        return (Lines((_("No earlier result of this community is known."),)),)
    heads = (_("Subject"), _("Item"), _("This year"), _("Before"), _("Difference in percentage points"))
    cells = [_compared(row, before, wording, _) for row in rows]
    other = [] if before.has_same_rules else [_("The rules were others then: read the difference with care.")]
    says = _("Before: %(campaign)s.") % {"campaign": before.campaign}
    return Table(_("Beside last year"), heads, tuple(cells), words=2), Lines((says, *other))


def _compared(row: dict[str, object], before: Before, wording: Wording, _: Say) -> tuple[Cell, ...]:
    kind, item = str(row["kind"]), str(row["item"])
    names = (Text(wording.say("titled", kind=wording.kind(kind), name=row["name"])), Text(wording.item(kind, item)))
    then = before.rates.get((kind, item))
    earlier: Cell = Text(UNDEFINED)
    if then is not None:
        earlier = Text(_as_published(then, _)) if then.base is None else Rate(then.votes or 0, then.base)
    if row["suppressed"]:
        return (*names, Text(wording.hidden()), earlier, Text(UNDEFINED))
    votes, base = int(str(row["rate_votes"])), int(str(row["denominator"]))
    return (*names, Rate(votes, base), earlier, Text(_difference(votes, base, then.value if then else None)))


def _as_published(then: Known, _: Say) -> str:
    """A percentage of which nobody knows the votes; where it does not compute, it says so."""
    odd = {
        Check.DOES_NOT_COMPUTE: _("as published, does not compute"),
        Check.CANNOT_BE_CHECKED: _("as published, cannot be checked"),
    }
    return " ".join([f"{shown(then.value)}%", *([f"({odd[then.check]})"] if then.check in odd else [])])


def _difference(votes: int, base: int, then: Fraction | None) -> str:
    """The difference of the exact fractions, rounded once, with its sign."""
    if not base or then is None:
        return UNDEFINED
    points = Fraction(votes, base) - then
    return ("−" if points < 0 else "+" if points > 0 else "±") + shown(abs(points))
