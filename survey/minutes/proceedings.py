"""What was held: the meeting, who came, what became of the ballots."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from analysis.rounding import UNDEFINED
from analysis.rules import Rules
from ballots.campaigns import Campaign
from ballots.corrections import Correction, Declared, declared
from ballots.meetings import Meeting, Purpose
from survey.minutes.sheet import Cell, Count, Fact, Facts, Lines, Rate, Section, Table, Text
from survey.quorum import quorum
from survey.reasons import in_words

Say = Callable[[str], str]
"""A sentence of the catalogue in the reader's language."""


def meeting(found: Meeting, campaign: Campaign, language: str, _: Say) -> Section:
    """What was held, where and when."""
    facts = [
        Fact(_("Campaign"), campaign.name, is_wide=True),
        Fact(_("Form"), f"{campaign.instrument.title[language]} {campaign.instrument.edition}", is_wide=True),
        *([Fact(_("Sub-district"), found.sub_district)] if found.sub_district else []),
        Fact(_("Community"), found.community),
        *(Fact(name, value) for name, value in _told(found, _) if value),
        *(Fact(name, moment(at)) for name, at in _moments(found, _) if at is not None),
    ]
    return Section(_("The meeting"), (Facts(tuple(facts)),))


def attendance(found: Meeting, rules: Rules, _: Say) -> Section:
    """应到, 实到, and whether they are enough, in the words of the rules."""
    heads = (_("On the roll"), _("Present"), _("Attendance"))
    row = (_count(found.roll), _count(found.present), _rate(found.present, found.roll))
    table = Table(_("Attendance"), heads, (row,), words=0)
    corrected = [_before(one, _) for one in found.corrections if one.fact in (Declared.ROLL, Declared.PRESENT)]
    return Section(_("Attendance and quorum"), (table, Lines((*_quorum(found, rules, _), *corrected))))


def ballots(found: Meeting, reasons: Mapping[str, int] | None, _: Say) -> Section:
    """发出, 收回, 有效, 无效 and their rates, and what became of slips and paper.

    `reasons`: how many paper ballots were spoiled, by reason; None where that would say something of a few.
    """
    counts = {
        _("Issued"): _count(found.issued),
        _("Returned"): _count(found.returned),
        _("Valid"): _count(found.valid),
        _("Spoiled"): _count(found.spoiled),
        _("Return rate"): _rate(found.returned, found.issued),
        _("Turnout"): _rate(found.returned, found.roll),
        _("Validity"): _rate(found.valid, found.returned),
    }
    table = Table(_("Ballots"), tuple(counts), (tuple(counts.values()),), words=0)
    slips = _("%(printed)s slips printed, %(voided)s of them void") % vars(found)
    lines = [*([] if found.purpose is Purpose.PAPER else [slips]), *_on_paper(found, reasons, _), *_assisted(found, _)]
    return Section(_("Ballots issued and returned"), (table, Lines((*lines, _rates(_)))))


def _on_paper(found: Meeting, reasons: Mapping[str, int] | None, _: Say) -> Iterator[str]:
    """How many of the ballots were paper, and why some of it was spoiled."""
    if not found.has_paper:
        return
    counts = {"box": found.boxed, "issued": found.paper_issued, "returned": found.paper_returned}
    if found.purpose is not Purpose.PAPER:
        yield _("By phone: %(box)s ballots.") % counts
    yield _("On paper: %(issued)s handed out, %(returned)s returned.") % counts
    if reasons:
        words = in_words(_)
        listed = [f"{words[reason]} {number}" for reason, number in reasons.items()]
        yield _("Spoiled, as decided by two scrutineers: %(listed)s") % {"listed": _("; ").join(listed)}


def _assisted(found: Meeting, _: Say) -> Iterator[str]:
    if found.assisted:
        said = _("%(assisted)s people were helped to vote, at their own request and with a second person present.")
        yield said % {"assisted": found.assisted}


def _rates(_: Say) -> str:
    return _("Return rate = returned ÷ issued; turnout = returned ÷ on the roll; validity = valid ÷ returned.")


def corrections(found: Meeting, _: Say) -> Section:
    """What was corrected since the publishing, both values beside each other."""
    heads = (_("What"), _("Published"), _("Corrected"), _("Reason"), _("When"), _("Who"))
    rows = tuple(
        tuple(map(Text, (_(one.fact), one.old or UNDEFINED, one.new, one.reason, moment(one.at), one.by)))
        for one in found.corrections
    )
    table = Table(_("Corrections"), heads, rows, words=len(heads), shares=(0.16, 0.16, 0.16, 0.25, 0.15, 0.12))
    kept = _("The published record and its fingerprint are unchanged; these minutes use the corrected values.")
    return Section(_("Corrections"), (table, Lines((kept,))))


def moment(at: datetime) -> str:
    """The moment as clocks in the hall showed it."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def results(overview: Table, tables: list[Table], _: Say) -> Section:
    """The count of every subject, and what stands below its numbers."""
    below = _(
        "Below each level: its share of the base of the rates. Below the abstentions: their share of the valid ballots."
    )
    return Section(_("Result of the count"), (overview, *tables, Lines((below,))))


def _told(found: Meeting, _: Say) -> list[tuple[str, str]]:
    """Day, hour, place and host, where they are known."""
    names = {
        Declared.HELD_ON: _("Day"),
        Declared.BEGINS: _("Hour"),
        Declared.PLACE: _("Place"),
        Declared.HOST: _("Host"),
    }
    return [(name, declared(found, fact)) for fact, name in names.items()]


def _before(one: Correction, _: Say) -> str:
    return _("Corrected: %(fact)s, published %(old)s, now %(new)s. The quorum is that of the corrected number.") % {
        "fact": _(one.fact),
        "old": one.old or UNDEFINED,
        "new": one.new,
    }


def _moments(found: Meeting, _: Say) -> list[tuple[str, datetime | None]]:
    return [
        (_("Opened"), found.opened_at),
        (_("Closed"), found.closed_at),
        (_("Counted"), found.counted_at),
        (_("Published"), found.published_at),
    ]


def _quorum(found: Meeting, rules: Rules, _: Say) -> tuple[str, ...]:
    """The rule, what it comes to for this roll, and whether it was met."""
    asked = quorum(found, rules)
    share = rules.min_fraction_of_roll
    values = {
        "least": asked.least,
        "share": f"{share.numerator}/{share.denominator}",
        "needed": asked.needed,
        "present": found.present,
    }
    return (_rule(share > 0, _) % values, _met(asked.is_met, found, _) % values)


def _rule(has_share: bool, _: Say) -> str:
    if has_share:
        return _("The rules ask for at least %(least)s present, and at least %(share)s of the roll.")
    return _("The rules ask for at least %(least)s present.")


def _met(is_met: bool, found: Meeting, _: Say) -> str:
    if found.present is None:
        return _("Attendance was not noted, so the quorum cannot be confirmed.")
    if is_met:
        return _("%(needed)s were needed, %(present)s were present: the quorum was met.")
    return _("%(needed)s were needed, %(present)s were present: the quorum was not met.")


def _count(number: int | None) -> Cell:
    return Text(UNDEFINED) if number is None else Count(number)


def _rate(votes: int | None, base: int | None) -> Cell:
    return Text(UNDEFINED) if votes is None or not base else Rate(votes, base)
