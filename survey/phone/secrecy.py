"""What residents are told about secrecy, said from how this very meeting runs: nothing is promised that is not so.

Whoever audits reads docs/secrecy.md, which names the test of each promise.
"""

from dataclasses import dataclass

from ballots import campaigns
from ballots.keys import HOLDERS, NEEDED
from ballots.meetings import Meeting, Purpose
from survey import voter_classes
from survey.config import Settings
from survey.database import reading
from survey.evening import Evening
from survey.web.i18n import gettext, ngettext


@dataclass(frozen=True)
class Facts:
    """What the promise depends on. `k_min`: how many must have rated before a result is published.

    `people`: how many can vote at most. `kept_days`: for how many days the box outlives the result.
    `comments_days`: the same for comments; 0 where none are asked for.
    `classes`: for each voter class that votes, how many can; empty where ballots have no class.
    """

    purpose: Purpose
    is_https: bool
    k_min: int
    people: int
    kept_days: int = 0
    comments_days: int = 0
    classes: tuple[int, ...] = ()

    @property
    def are_keys_kept(self) -> bool:
        """Whether the computer keeps the keys, as in demo and rehearsal."""
        return self.purpose in (Purpose.DEMO, Purpose.REHEARSAL)

    @property
    def is_small(self) -> bool:
        """Whether so few can vote that some results are likely to stay unpublished."""
        return self.people < 2 * self.k_min

    @property
    def has_small_class(self) -> bool:
        """Whether so few of a class can vote that results are likely not to be told apart by class."""
        return any(people < 2 * self.k_min for people in self.classes)


@dataclass(frozen=True)
class Part:
    """Some sentences under one heading, in the reader's language."""

    title: str
    sentences: tuple[str, ...]


def facts(evening: Evening, meeting: Meeting, settings: Settings) -> Facts:
    """How `meeting` runs on a server with these settings."""
    with reading(evening.engine) as db:
        campaign = campaigns.find(db, meeting.campaign_id)
        chosen = voter_classes.rules_of(db, meeting)
        slips = [one.slips.printed for one in voter_classes.standings(db, meeting)]
    people = meeting.good if meeting.roll is None else min(meeting.good, meeting.roll)
    comments_days = evening.keep_comments_days if campaign.takes_comments else 0
    classes = tuple(number for number in slips if number)
    return Facts(meeting.purpose, settings.is_https, chosen.k_min, people, evening.keep_days, comments_days, classes)


def statement(known: Facts) -> tuple[Part, ...]:
    """Everything residents are told, most important first."""
    if known.purpose is Purpose.PAPER:
        return (
            Part(gettext("Your ballot"), (gettext("People vote on paper in this meeting; only counts are typed in."),)),
        )
    return (
        Part(gettext("Your ballot"), _ballot(known)),
        *((Part(gettext("Your comment"), _comment(known)),) if known.comments_days else ()),
        Part(gettext("The result"), _result(known)),
        Part(gettext("The way to the box"), (_network(known), *_phone())),
        Part(gettext("What nobody can promise"), _limits(known)),
        Part(gettext("How you can check"), (_check(),)),
    )


def in_the_hall(known: Facts) -> tuple[str, ...]:
    """What the wall says of secrecy while people wait for their slip: one sentence, and a second over plain HTTP."""
    if known.are_keys_kept:
        return (gettext("This is not a real meeting: the keys are kept. Do not mark what should stay secret."),)
    sealed = gettext("Every ballot lies sealed until %(needed)s of %(holders)s scrutineers open the box together.")
    told = sealed % {"holders": HOLDERS, "needed": NEEDED}
    if known.is_https:
        return (told,)
    return told, gettext("The way from your phone is not encrypted: if that worries you, tell the staff first.")


def warning(known: Facts) -> str:
    """What to hear before voting in a small meeting, or where a class is small; empty otherwise."""
    return " ".join(filter(None, (_small_meeting(known), _small_class(known))))


def _small_class(known: Facts) -> str:
    """Names no class: whoever votes sees only her own, on her slip."""
    if not known.has_small_class:
        return ""
    return gettext(
        "Few people of one class vote in this meeting. Where a class could be recognised by its result, no class's "
        "result is published, only what all said together."
    )


def _small_meeting(known: Facts) -> str:
    if not known.is_small:
        return ""
    said = gettext("Few people vote in this meeting. A result that fewer than %(people)s people gave is not published.")
    return said % {"people": known.k_min}


def _ballot(known: Facts) -> tuple[str, ...]:
    slip = gettext("Your slip carries no name. Its code lets you vote once, and is not kept with your marks.")
    if known.are_keys_kept:
        kept = gettext(
            "This is not a real meeting: the keys are kept on the computer that counts, and whoever uses it could open "
            "every envelope. Do not mark what should stay secret."
        )
        return slip, kept
    sealed = gettext(
        "Your marks are put into a sealed envelope before they are stored. Until the count nobody can read them: not "
        "the staff, not the administrator, not whoever takes the computer."
    )
    classes = gettext(
        "The class printed on your slip goes into the envelope with your marks. It is not written on the envelope."
    )
    keys = gettext(
        "%(holders)s scrutineers hold a key each. The box opens with %(needed)s of them, and no computer keeps a key."
    )
    return slip, sealed, *((classes,) if known.classes else ()), keys % {"holders": HOLDERS, "needed": NEEDED}


def _comment(known: Facts) -> tuple[str, ...]:
    apart = gettext(
        "You need not write one. What you write is sealed in an envelope of its own, apart from your marks, and every "
        "ballot brings such an envelope, an empty one too: nobody can tell who wrote."
    )
    opened = gettext(
        "After the close the comments are opened together with the ballots, and shuffled. If fewer than %(people)s "
        "people voted they are never opened."
    )
    reviewed = gettext(
        "A reviewer of the office, who is not among those rated, reads each comment before anybody else, and withholds "
        "it or strikes words out of it where somebody could be recognised, accused or insulted."
    )
    released = gettext(
        "What is released is read by the staff of the district, in shuffled order and never beside marks, or a summary "
        "instead. It does not stand in the published record."
    )
    deleted = ngettext(
        "All comments are deleted %(num)s day after the result is published.",
        "All comments are deleted %(num)s days after the result is published.",
        known.comments_days,
    )
    style = gettext("Your way of writing and what you tell can give you away. Only you can prevent that.")
    return apart, opened % {"people": known.k_min}, reviewed, released, deleted % {"num": known.comments_days}, style


def _result(known: Facts) -> tuple[str, ...]:
    small = gettext("A result that fewer than %(people)s people gave is not published.")
    return (
        gettext("While people vote, only the rough number of ballots in the box is shown."),
        gettext("All envelopes are opened together, in no order of time, and only counts are kept, never a ballot."),
        small % {"people": known.k_min},
        *_by_class(known),
        _destruction(known.kept_days),
    )


def _by_class(known: Facts) -> tuple[str, ...]:
    if not known.classes:
        return ()
    said = gettext(
        "Results are told apart by class only where at least %(people)s people of every class gave one; otherwise for "
        "no class at all. What is not published by class is not kept by class."
    )
    return (said % {"people": known.k_min},)


def _destruction(days: int) -> str:
    if not days:
        return gettext("When the result is published, the box is destroyed.")
    kept = ngettext(
        "The box is kept for %(num)s day after the result is published and is then destroyed. It is not opened again.",
        "The box is kept for %(num)s days after the result is published and is then destroyed. It is not opened again.",
        days,
    )
    return kept % {"num": days}


def _network(known: Facts) -> str:
    if known.is_https:
        return gettext("Between your phone and the server everything is encrypted.")
    return gettext(
        "Between your phone and this computer nothing is encrypted. Somebody with the skill who listens on the Wi-Fi "
        "while you vote could read along. If that worries you, tell the staff before you vote."
    )


def _phone() -> tuple[str, str]:
    return (
        gettext(
            "If you scan your slip, your phone's history keeps that this slip was opened, and never how you marked. "
            "If you type the code, it keeps only that the voting page was opened."
        ),
        gettext("Your phone keeps a random number for each slip, with which it finds its receipt again."),
    )


def _limits(known: Facts) -> tuple[str, ...]:
    together = gettext("Two scrutineers with a copy of the box could open the envelopes. There is no name on them.")
    if known.comments_days:
        together = gettext(
            "Two scrutineers with copies of the box from while people voted could open the envelopes, and could find "
            "out which comment came with which ballot. There is no name on either."
        )
    return (
        gettext("Somebody who changes the program while people vote could read marks before they are sealed."),
        gettext("No program sees cameras or neighbours. Hold your phone so that nobody else can read it."),
        *(() if known.are_keys_kept else (together,)),
    )


def _check() -> str:
    return gettext(
        "After the count you find your receipt on the published list: your ballot was in the box. The receipt says "
        "nothing about how you voted."
    )
