"""What was held: the meeting, who came, who confirmed the count, what was corrected since."""

from collections.abc import Sequence
from datetime import datetime

from analysis.rounding import UNDEFINED
from analysis.rules import Rules
from ballots.campaigns import Campaign
from ballots.comment import LONGEST
from ballots.corrections import Declared, declared
from ballots.meetings import Meeting
from survey.comments import Remarks, Standing
from survey.hall.confirmation import Confirmation
from survey.minutes.account import count, rate
from survey.minutes.sheet import Fact, Facts, Lines, Say, Section, Table, Text
from survey.quorum import quorum


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
    row = (count(found.roll), count(found.present), rate(found.present, found.roll))
    table = Table(_("Attendance"), heads, (row,), words=0)
    corrected = _corrected(found, _)
    return Section(_("Attendance and quorum"), (table, Lines((*_quorum(found, rules, _), *corrected))))


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


def results(overview: Table, tables: Sequence[Table], confirmed: Sequence[Confirmation], _: Say) -> Section:
    """The count of every subject, what stands below its numbers, and the scrutineers who confirmed it."""
    below = _(
        "Below each level: its share of the base of the rates. Below the abstentions: their share of the valid ballots."
    )
    return Section(_("Result of the count"), (overview, *tables, Lines((below, *_confirmed(confirmed, _)))))


def _confirmed(confirmed: Sequence[Confirmation], _: Say) -> list[str]:
    """Who of the scrutineers has confirmed the count, and when."""
    if not confirmed:
        return []
    names = [f"{one.name} ({moment(one.confirmed_at)})" if one.confirmed_at else one.name for one in confirmed]
    return [_("Scrutineers who confirmed the count: %(names)s.") % {"names": _("; ").join(names)}]


def remarks(said: Remarks | None, _: Say) -> list[Section]:
    """That residents were asked for comments, and what others may know of them; nothing where they were not."""
    if said is None:
        return []
    lines = [_("Residents could write a comment of up to %(most)s characters beside the ballot.") % {"most": LONGEST}]
    return [Section(_("Comments"), (Lines((*lines, _became(said, _))),))]


def _became(said: Remarks, _: Say) -> str:
    """How many were released; how many were withheld is told to nobody but the reviewer."""
    match said.standing:
        case Standing.TOO_FEW:
            return _("Too few people voted. Their comments were not opened and never will be.")
        case Standing.DELETED:
            return _("The comments are deleted, as residents were told.")
        case Standing.SUMMARISED:
            return _("A summary by the reviewer stands for the comments.")
        case Standing.LISTED if said.texts:
            return _("Comments released by the reviewer: %(number)s.") % {"number": len(said.texts)}
        case Standing.NONE | Standing.LISTED:
            return _("No comment was released.")
    return _("The comments are being reviewed.")


def _told(found: Meeting, _: Say) -> list[tuple[str, str]]:
    """Day, hour, place and host, where they are known."""
    names = {
        Declared.HELD_ON: _("Day"),
        Declared.BEGINS: _("Hour"),
        Declared.PLACE: _("Place"),
        Declared.HOST: _("Host"),
    }
    return [(name, declared(found, fact)) for fact, name in names.items()]


def _corrected(found: Meeting, _: Say) -> list[str]:
    """What was published of the attendance and what holds now, however often it was corrected between."""
    said = _("Corrected: %(fact)s, published %(old)s, now %(new)s. The quorum is that of the corrected number.")
    lines = []
    for fact in (Declared.ROLL, Declared.PRESENT):
        made = [one for one in found.corrections if one.fact is fact]
        if made:
            lines.append(said % {"fact": _(fact), "old": made[0].old or UNDEFINED, "new": made[-1].new})
    return lines


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
