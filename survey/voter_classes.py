"""The voter classes of a meeting: what the rules declare, how many slips each has, what the count keeps of them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from analysis import rules
from analysis.rules import Rules
from analysis.voter_classes import VoterClass
from ballots import campaigns, classes
from ballots.classes import ClassSlips
from ballots.envelope import Ballot
from ballots.errors import ClassNeeded, NoSuchClass
from ballots.form import Form
from ballots.meetings import Meeting, Votes
from survey import counting


@dataclass(frozen=True)
class Standing:
    """One class of a meeting, and its slips."""

    declared: VoterClass
    slips: ClassSlips

    @property
    def id(self) -> str:
        """The class as the rules call it."""
        return self.declared.id


def rules_of(db: Connection, meeting: Meeting) -> Rules:
    """The rules of the meeting's campaign."""
    campaign = campaigns.find(db, meeting.campaign_id)
    return rules.parse(campaign.rules.source, campaign.name)


def standings(db: Connection, meeting: Meeting) -> list[Standing]:
    """The classes that the meeting's rules declare, with their slips; none by default."""
    kept = {row.voter_class: row for row in classes.of_meetings(db, [meeting.id]).get(meeting.id, [])}
    declared = enumerate(rules_of(db, meeting).classes, 1)
    return [Standing(one, kept.get(place, ClassSlips(place, 0, 0))) for place, one in declared]


def places(db: Connection, meeting: Meeting, numbers: Mapping[str, int]) -> dict[int, int]:
    """`numbers` of slips by the class's place in the rules instead of its id or its words.

    Without classes the key "" becomes 0. Raises ClassNeeded, NoSuchClass.
    """
    declared = rules_of(db, meeting).classes
    if not declared and set(numbers) == {""}:
        return {0: numbers[""]}
    if "" in numbers:
        raise ClassNeeded
    return {place_of(declared, name): number for name, number in numbers.items()}


def names(declared: Sequence[VoterClass]) -> dict[str, int]:
    """The place from 1 of each class by its id and its words."""
    return {name: place for place, one in enumerate(declared, 1) for name in (one.id, *one.words.values())}


def place_of(declared: Sequence[VoterClass], name: str) -> int:
    """The place from 1 of the class called `name`, by its id in small or capital letters or its words. NoSuchClass."""
    known = names(declared)
    place = known.get(name.strip()) or known.get(name.strip().lower())
    if place is not None:
        return place
    raise NoSuchClass(classes=", ".join(one.id for one in declared) or "—")


def count(
    db: Connection, found: Meeting, ballots: Sequence[Ballot], form: Form
) -> tuple[list[Votes], list[ClassSlips]]:
    """The votes, by class where that may be told, and the slips of the classes with how many came back, likewise."""
    slips = classes.of_meetings(db, [found.id]).get(found.id, [])
    return counted(rules_of(db, found), slips, ballots, form)


def counted(
    chosen: Rules, slips: Sequence[ClassSlips], ballots: Sequence[Ballot], form: Form
) -> tuple[list[Votes], list[ClassSlips]]:
    """The votes and the slips of the classes, as `count` gives them, of a meeting whose classes got these slips."""
    issued = {row.voter_class: row.issued for row in slips}
    cells = counting.tally_by_class(ballots, form, chosen, issued)
    cast = Counter(ballot.voter_class for ballot in ballots)
    if not chosen.classes or counting.has_small_class(issued, chosen):
        return cells, list(slips)
    came = [replace(row, returned=cast[row.voter_class], valid=cast[row.voter_class]) for row in slips]
    return cells, came


def warnings(classes: Sequence[Standing], chosen: Rules, language: str, gettext: Callable[[str], str]) -> list[str]:
    """What an organizer must hear about classes that are too small, the gravest first."""
    alone = [one.declared.words[language] for one in classes if one.slips.printed == 1]
    small = [one.declared.words[language] for one in classes if 1 < one.slips.printed < chosen.k_min]
    said = []
    if alone:
        text = gettext(
            "One single slip for: %(classes)s. Whoever holds it is a class alone, and such a ballot is never published "
            "as a class. Give this person a slip of another class, or let more people of this class vote."
        )
        said.append(text % {"classes": "; ".join(alone)})
    if small:
        text = gettext("Fewer than %(people)s slips for: %(classes)s.")
        said.append(text % {"people": chosen.k_min, "classes": "; ".join(small)})
    if said:
        said.append(gettext("In this meeting no result is told apart by class, only what all said together."))
    if said and chosen.weighs_classes:
        said.append(
            gettext("The rules weigh the classes: there will be no weighted result and no proposed grade either.")
        )
    return said
