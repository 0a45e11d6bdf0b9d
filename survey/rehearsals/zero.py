"""The zero report, to be signed: what was deleted of a rehearsal, and that the real meeting's box was empty.

It is drawn from the line that the wiping left in the record of acts, so that it says the same each time.
"""

from collections.abc import Callable
from datetime import datetime

from ballots import campaigns
from ballots.meetings import Meeting
from survey import history
from survey.acts import Act
from survey.database import reading
from survey.errors import NothingWiped
from survey.evening import Evening
from survey.history import Line, Wanted
from survey.minutes.sheet import Fact, Facts, Lines, Minutes, Section, Signatures
from survey.web.i18n import catalogue

SCRUTINEERS = 3
Say = Callable[[str], str]


def wiped(evening: Evening, meeting_id: str) -> Line | None:
    """The last wiping of a rehearsal of this meeting; None when none was wiped."""
    with reading(evening.engine) as db:
        return _last(history.lines(db, Wanted(about=meeting_id)))


def report(evening: Evening, meeting_id: str, language: str) -> Minutes:
    """The report in `language`, in the shape of minutes. Raises NoSuchMeeting, NothingWiped."""
    found, line = evening.find(meeting_id), wiped(evening, meeting_id)
    if line is None:
        raise NothingWiped
    with reading(evening.engine) as db:
        campaign = campaigns.find(db, found.campaign_id)
    _ = catalogue(language).gettext
    return Minutes(
        language=language,
        title=_("Zero report: %(community)s") % {"community": found.community},
        subtitle=campaign.name,
        warning="",
        sections=(_of_the_rehearsal(line, _), _of_the_real_box(found, line, _), _of_the_act(line, _)),
        signatures=_signatures(_),
        page=_("Page %(page)s of %(pages)s"),
        dated=_moment(evening, line),
    )


def _last(found: list[Line]) -> Line | None:
    return next((line for line in found if line.act == Act.REHEARSAL_WIPED), None)


def _moment(evening: Evening, line: Line) -> datetime:
    return line.at or evening.clock()


def _of_the_rehearsal(line: Line, _: Say) -> Section:
    facts = {
        _("Rehearsal"): "rehearsal",
        _("Ballots in its box"): "deleted_ballots",
        _("Slips, worthless now"): "deleted_slips",
        _("Keys kept on this computer"): "deleted_keys",
        _("Cells of its count"): "deleted_cells",
        _("Published records"): "deleted_records",
    }
    says = _("Codes of slips were never kept. Nothing of the rehearsal can be counted, found or shown any more.")
    shown = tuple(Fact(name, str(line.details.get(detail, 0))) for name, detail in facts.items())
    return Section(_("Deleted"), (Facts(shown), Lines((says,))))


def _of_the_real_box(found: Meeting, line: Line, _: Say) -> Section:
    title = _("The real meeting")
    if "in_box" not in line.details:
        says = _("The real meeting was over when its rehearsal was wiped, so its box was not looked into.")
        return Section(title, (Facts((Fact(_("Meeting"), found.id),)), Lines((says,))))
    facts = (
        Fact(_("Meeting"), found.id),
        Fact(_("Ballots in the box"), str(line.details["in_box"])),
        Fact(_("Receipts"), str(line.details["listed"])),
        Fact(_("Slips printed"), str(line.details["printed"])),
        Fact(_("of them void"), str(line.details["void"])),
    )
    is_empty = line.details["in_box"] == line.details["listed"] == 0
    empty = _("The box of the real meeting is empty. It was looked into at the moment of wiping.")
    full = _("The box of the real meeting is NOT empty. Do not hold the meeting with it.")
    return Section(title, (Facts(facts), Lines((empty if is_empty else full,))))


def _of_the_act(line: Line, _: Say) -> Section:
    when = line.at.astimezone().strftime("%Y-%m-%d %H:%M") if line.at else "—"
    facts = (
        Fact(_("Wiped"), when),
        Fact(_("Wiped by"), line.account or _(line.via)),
        Fact(_("Line of the record of acts"), f"{line.number} · {line.hash[:16]}", is_wide=True, is_code=True),
    )
    return Section(_("Record of acts"), (Facts(facts),))


def _signatures(_: Say) -> Signatures:
    scrutineers = [_("Scrutineer %(number)s") % {"number": number} for number in range(1, SCRUTINEERS + 1)]
    return Signatures(
        title=_("Signatures"),
        heads=(_("Office"), _("Signature"), _("Name in print"), _("Date")),
        roles=(_("Organizer"), *scrutineers),
    )
