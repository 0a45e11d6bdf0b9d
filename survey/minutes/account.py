"""What became of the ballots: issued and returned, slip by slip as an account, and those on paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.rounding import UNDEFINED
from ballots.channels import PAPER
from ballots.ledger import Account
from ballots.meetings import Meeting, Purpose
from survey import reasons
from survey.minutes.sheet import Cell, Count, Lines, Rate, Say, Section, Table, Text


@dataclass(frozen=True)
class Told:
    """What is told of the ballots beside the meeting itself.

    `channels`: how many came by which way, None where one of them brought few; `spoiled`: why paper was spoiled, None
    where few voted on paper. `deciders`: the scrutineers who decided about doubtful ballots.
    """

    slips: Account
    channels: Mapping[str, int] | None
    spoiled: Mapping[str, int] | None
    deciders: tuple[str, ...] = ()


def sections(found: Meeting, told: Told, _: Say) -> Iterator[Section]:
    """The ballots together, then slips and paper, each where there were any."""
    yield _ballots(found, told.channels, _)
    if found.purpose is not Purpose.PAPER:
        yield _slips(told.slips, _)
    if found.has_paper:
        yield _paper(found, told, _)


def _ballots(found: Meeting, channels: Mapping[str, int] | None, _: Say) -> Section:
    """发出, 收回, 有效, 无效, 弃权 and their rates."""
    counts = {
        _("Issued"): count(found.issued),
        _("Returned"): count(found.returned),
        _("Valid"): count(found.valid),
        _("Spoiled"): count(found.spoiled),
        _("Wholly blank"): Text(UNDEFINED) if found.blank is None else Count(found.blank, found.valid),
        _("Return rate"): rate(found.returned, found.issued),
        _("Turnout"): rate(found.returned, found.roll),
        _("Validity"): rate(found.valid, found.returned),
    }
    table = Table(_("Ballots"), tuple(counts), (tuple(counts.values()),), words=0)
    lines = (*_ways(channels, _), *_assisted(found, _), _rates(_))
    return Section(_("Ballots issued and returned"), (table, Lines(lines)))


def _ways(channels: Mapping[str, int] | None, _: Say) -> Iterator[str]:
    """How the ballots came; nothing where only one way was open, or one may not be told."""
    names = {"phone": _("by phone"), "kiosk": _("at the shared tablet"), PAPER: _("on paper")}
    if channels and len(channels) > 1:
        listed = [f"{names.get(name, name)} {number}" for name, number in channels.items()]
        yield _("Ballots by the way they came: %(listed)s.") % {"listed": _("; ").join(listed)}


def _assisted(found: Meeting, _: Say) -> Iterator[str]:
    if found.assisted:
        said = _("%(assisted)s people were helped to vote, at their own request and with a second person present.")
        yield said % {"assisted": found.assisted}


def _rates(_: Say) -> str:
    return _(
        "Return rate = returned ÷ issued; turnout = returned ÷ on the roll; validity = valid ÷ returned. Wholly blank "
        "ballots are valid ones on which nothing is marked; their share is that of the valid ones."
    )


def _slips(account: Account, _: Say) -> Section:
    """The account of the slips: printed = void + left over + issued, and what the desk noted of it."""
    counts = {
        _("Printed"): count(account.printed),
        _("Void"): count(account.void),
        _("Left over"): count(account.unused),
        _("Issued"): count(account.issued),
        _("In the box"): count(account.returned),
        _("Return rate"): rate(account.returned, account.issued),
    }
    table = Table(_("The account of the slips"), tuple(counts), (tuple(counts.values()),), words=0)
    return Section(_("The account of the slips"), (table, Lines((*_voided(account, _), *_balance(account, _)))))


def _voided(account: Account, _: Say) -> Iterator[str]:
    if account.reasons:
        words = reasons.of_void(_)
        listed = [f"{words[reason]} {number}" for reason, number in account.reasons.items()]
        yield _("Voided: %(listed)s.") % {"listed": _("; ").join(listed)}
    if account.extra or account.replaced:
        said = _("%(extra)s printed while the box was open; %(replaced)s given in place of void ones.")
        yield said % {"extra": account.extra, "replaced": account.replaced}
    if account.used_before:
        said = _("%(number)s slips of voided sheets had been used before their sheet was voided. They are in the box.")
        yield said % {"number": account.used_before}


def _balance(account: Account, _: Say) -> Iterator[str]:
    """Whether what was printed is accounted for, and what was said where it was not."""
    if account.handed_out is None:
        yield _("Nobody noted handing out, so what is neither void nor left over counts as issued.")
    elif account.balances:
        counts = {"printed": account.printed, "void": account.void}
        counts |= {"unused": account.unused or 0, "handed": account.handed_out}
        said = _(
            "The account balances: %(printed)s printed = %(void)s void + %(unused)s left over + %(handed)s handed out."
        )
        yield said % counts
    else:
        more = account.missing < 0
        said = (
            _("Slips noted as handed out beyond what can be: %(number)s.")
            if more
            else _("Slips unaccounted for (neither void, nor left over, nor noted as handed out): %(number)s.")
        )
        yield said % {"number": abs(account.missing)}
        yield f"{_('Explanation:')} {account.explained}"


def _paper(found: Meeting, told: Told, _: Say) -> Section:
    """Handed out, came back, spoiled; why, and who decided it."""
    counts = {
        _("Handed out"): count(found.paper_issued),
        _("Came back"): count(found.paper_returned),
        _("Spoiled"): count(found.spoiled),
        _("Valid"): count((found.paper_returned or 0) - found.spoiled),
        _("Return rate"): rate(found.paper_returned, found.paper_issued),
    }
    table = Table(_("Paper ballots"), tuple(counts), (tuple(counts.values()),), words=0)
    return Section(_("Paper ballots"), (table, Lines(tuple(_decided(told, _)))))


def _decided(told: Told, _: Say) -> Iterator[str]:
    if told.spoiled:
        words = reasons.of_spoiling(_)
        listed = [f"{words[reason]} {number}" for reason, number in told.spoiled.items()]
        yield _("Spoiled, as decided by two scrutineers: %(listed)s") % {"listed": _("; ").join(listed)}
    if told.deciders:
        yield _("Doubtful ballots were decided, always by two, by: %(names)s") % {"names": _("; ").join(told.deciders)}


def count(number: int | None) -> Cell:
    """The number as a cell; a dash where it is not known."""
    return Text(UNDEFINED) if number is None else Count(number)


def rate(votes: int | None, base: int | None) -> Cell:
    """The rate as a cell; a dash where there is nothing to divide, or by."""
    return Text(UNDEFINED) if votes is None or not base else Rate(votes, base)
