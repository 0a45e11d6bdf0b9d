"""By which rules it was counted, and what proves that nothing was changed since."""

from dataclasses import dataclass
from datetime import datetime

from analysis.rules import Rules
from analysis.wording import Wording
from ballots.campaigns import Campaign
from ballots.meetings import Meeting
from survey.chain import Head
from survey.minutes.proceedings import moment
from survey.minutes.sheet import Fact, Facts, Lines, Say, Section


def rules(found: Meeting, used: Rules, wording: Wording, _: Say) -> Section:
    """The formulas, the choices of the rules that these figures rest on, how figures are rounded."""
    kinds = dict.fromkeys(one.kind for one in found.subjects)
    formulas = dict.fromkeys(line for kind in kinds for line in wording.formulas(kind))
    title = f"{used.title[wording.language]} ({used.name}, {used.version})"
    facts = (
        Fact(_("Rules"), title, is_wide=True),
        Fact(_("Fingerprint (SHA-256)"), used.fingerprint, is_wide=True, is_code=True),
    )
    rounded = _("Percentages are rounded half-up to two decimals; because of rounding they may not add up to 100 %.")
    lines = (wording.semicolon(formulas), wording.sentences(_choices(used, wording, _)), rounded)
    return Section(_("Formulas and rules"), (Facts(facts), Lines(lines)))


def _choices(used: Rules, wording: Wording, _: Say) -> list[str]:
    """Each choice behind a figure of the minutes with its source; a 本地默认 says so."""
    names = {
        "denominator": _("Base of the rates"),
        "count_basic": _("What the rate counts"),
        "person_overall": _("What speaks for a subject"),
        "k_min": _("Smallest group published"),
        "min_present": _("Least present"),
        "min_fraction_of_roll": _("Least share of the roll"),
    }
    local = {name: _("(local default)") for name in names if used.is_local_default(name)}
    return [
        wording.say("is", name=words, value=f"{used.sources[name][wording.language]} {local.get(name, '')}".rstrip())
        for name, words in names.items()
    ]


@dataclass(frozen=True)
class Proof:
    """What was found beside the meeting: the record's SHA-256, the last act noted about it, what became of its box."""

    sha256: str
    acts: Head | None
    box: str


def proof(found: Meeting, campaign: Campaign, shown: Proof, _: Say) -> Section:
    """The fingerprints of the box, the record, the form and the record of acts, and what became of the box."""
    facts = [
        *([Fact(_("Seal of the box"), _grouped(found.seal), is_wide=True, is_code=True)] if found.seal else []),
        Fact(_("Record (SHA-256)"), shown.sha256, is_wide=True, is_code=True),
        Fact(_("Form (SHA-256)"), campaign.instrument.fingerprint, is_wide=True, is_code=True),
        *([Fact(_("Record of acts"), shown.acts.shown, is_wide=True, is_code=True)] if shown.acts else []),
        *([Fact(_("Box"), shown.box, is_wide=True)] if shown.box else []),
    ]
    return Section(_("Seal and record"), (Facts(tuple(facts)),))


def box(found: Meeting, kept_until: datetime | None, now: datetime, _: Say) -> str:
    """What became of the box; empty where there was none."""
    if found.box_destroyed_at is not None:
        return _("Box destroyed") + " " + moment(found.box_destroyed_at)
    if kept_until is None:
        return ""
    if kept_until > now:
        return _("The box is kept until %(date)s and then destroyed.") % {"date": moment(kept_until)}
    return _("The box is not destroyed yet; this is tried again every hour.")


def _grouped(seal: str) -> str:
    """The seal as the wall showed it, its first twenty signs in fours, then the rest."""
    return f"{' '.join(seal[at : at + 4] for at in range(0, 20, 4))} {seal[20:]}"
