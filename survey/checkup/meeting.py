"""What is missing for one meeting, or would go wrong with it tonight."""

from collections.abc import Iterator
from datetime import date

from ballots.keys import HOLDERS
from ballots.meetings import Meeting, State
from survey import printing
from survey.checkup.finding import Finding, Standing
from survey.checkup.finding import marked as _
from survey.quorum import Quorum


def prepared(found: Meeting, tested: frozenset[int] | None) -> Iterator[Finding]:
    """What must be ready before a draft opens: names, slips, keys. Without slips and tested keys no box opens."""
    yield _names(found)
    yield _slips(found)
    yield _keys(found, tested)


def rehearsal(found: Meeting, *, is_planned: bool) -> Iterator[Finding]:
    """What a rehearsal that was not wiped asks for before the real meeting opens."""
    if is_planned:
        says = _(
            "A rehearsal of this meeting is not wiped yet. Wipe it on its page: what is left of it then is a zero "
            "report to be signed."
        )
        yield Finding("rehearsal", Standing.CARE, says, {}, found.community)


def tonight(found: Meeting, asked: Quorum, *, phones: int | None, address: str, today: date) -> Iterator[Finding]:
    """What belongs to the evening itself. `phones` have come to `address`; None where nobody counts them."""
    if found.state is State.DRAFT:
        yield _printing(found)
        yield _attendance(found, asked)
    yield _phones(phones, address)
    if found.held_on is not None:
        yield _day(found.held_on, today)


def _names(found: Meeting) -> Finding:
    names = found.community + found.sub_district + "".join(subject.name for subject in found.subjects)
    if missing := printing.undrawable(names):
        says = _("The printing font has no drawing for: %(characters)s. Change the name, or print these by hand.")
        return Finding("names", Standing.CARE, says, {"characters": " ".join(missing)}, found.community)
    return Finding("names", Standing.GOOD, _("Every name can be printed."), {}, found.community)


def _slips(found: Meeting) -> Finding:
    values: dict[str, object] = {"good": found.good, "roll": found.roll}
    if not found.good:
        return Finding("slips", Standing.BAD, _("No slips are printed: nobody could vote."), values, found.community)
    if found.roll is None:
        return Finding("slips", Standing.GOOD, _("%(good)s slips are printed."), values, found.community)
    if found.good < max(found.roll, found.present or 0):
        says = _("%(good)s slips for %(roll)s people on the roll are too few. Print more.")
        return Finding("slips", Standing.CARE, says, values, found.community)
    return Finding(
        "slips", Standing.GOOD, _("%(good)s slips for %(roll)s people on the roll."), values, found.community
    )


def _keys(found: Meeting, tested: frozenset[int] | None) -> Finding:
    if tested is None:
        says = _("No keys are made: nobody could open the box after the close.")
        return Finding("keys", Standing.BAD, says, {}, found.community)
    if len(tested) < HOLDERS:
        says = _("%(tested)s of 3 keys are tested. Let each scrutineer scan their own key.")
        return Finding("keys", Standing.BAD, says, {"tested": len(tested)}, found.community)
    return Finding("keys", Standing.GOOD, _("All three keys are tested."), {}, found.community)


def _printing(found: Meeting) -> Finding:
    if found.print_tested:
        return Finding("printing", Standing.GOOD, _("A printed test page was scanned."), {}, found.community)
    says = _("Nobody has scanned a printed test page yet. Print it on tonight's printer, and scan it.")
    return Finding("printing", Standing.CARE, says, {}, found.community)


def _attendance(found: Meeting, asked: Quorum) -> Finding:
    values: dict[str, object] = {"present": found.present, "needed": asked.needed}
    if found.present is None:
        says = _("Attendance is not noted. %(needed)s must be present for the result to count for a grade.")
    elif not asked.is_met:
        says = _("%(present)s present, %(needed)s needed. The meeting can go on, but it does not count for a grade.")
    elif found.roll is None:
        says = _("How many are on the roll is not known, and the rules ask for a share of it. Note it.")
    else:
        says = _("%(present)s present, %(needed)s needed.")
        return Finding("attendance", Standing.GOOD, says, values, found.community)
    return Finding("attendance", Standing.CARE, says, values, found.community)


def _phones(phones: int | None, address: str) -> Finding:
    values: dict[str, object] = {"phones": phones, "address": address}
    if phones is None:
        says = _("Scan the code on the meeting's page of checks with a phone: it must reach %(address)s.")
        return Finding("phones", Standing.ASK, says, values)
    if not phones:
        says = _("No phone has come to %(address)s yet. Scan the code with a phone on the hall's network.")
        return Finding("phones", Standing.CARE, says, values)
    return Finding("phones", Standing.GOOD, _("Phones reach %(address)s: %(phones)s came."), values)


def _day(day: date, today: date) -> Finding:
    values: dict[str, object] = {"day": day.isoformat(), "today": today.isoformat()}
    if day != today:
        says = _("The meeting is planned for %(day)s, and this computer says that today is %(today)s.")
        return Finding("day", Standing.CARE, says, values)
    return Finding("day", Standing.GOOD, _("The meeting is planned for today."), values)
