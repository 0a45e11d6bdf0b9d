"""What the steps of the evening are called, and how far they are, in the reader's language."""

from ballots.ledger import Fate, Reason
from ballots.meetings import Meeting
from survey.desk.steps import Stage, Step
from survey.evening import KeyProgress
from survey.reasons import of_void
from survey.web.i18n import gettext


def title(step: Step) -> str:
    """The step's name, as a thing to do."""
    titles = {
        Step.BALLOTS: gettext("Print the paper ballots and hand them out"),
        Step.SLIPS: gettext("Print the slips"),
        Step.KEYS: gettext("Hand out three keys and test them"),
        Step.ATTENDANCE: gettext("Announce who is present"),
        Step.OPENING: gettext("Open the box"),
        Step.CLOSING: gettext("Let everybody vote, then close the box"),
        Step.PAPER_CLOSING: gettext("Let everybody vote, then end the vote"),
        Step.ENTRY: gettext("Enter the paper ballots, each by two people"),
        Step.COUNT: gettext("Count with two keys"),
        Step.PAPER_COUNT: gettext("Count"),
        Step.MINUTES: gettext("Read the result aloud and sign the minutes"),
    }
    return titles[step]


def reason_words(reason: Reason) -> str:
    """Why slips were voided."""
    return of_void(gettext)[reason]


def fate_words(fate: Fate) -> str:
    """Where void slips had been."""
    match fate:
        case Fate.AT_DESK:
            return gettext("It was still at the desk")
        case Fate.REPLACED:
            return gettext("It was handed out; its holder gets a new one")
        case Fate.WITHDRAWN:
            return gettext("It was handed out; its holder gets none")


def note(stage: Stage, found: Meeting, tested: frozenset[int] | None) -> str:
    """How far the step is, in a few words; empty while there is nothing to say."""
    counts = {"printed": found.good, "slips_issued": found.slips_issued, "boxed": found.boxed}
    values = {**vars(found), **counts, "tested": len(tested or ())}
    return _notes(stage.step, found, tested) % values


def heard(progress: KeyProgress) -> str:
    """What a scrutineer hears whose key was taken."""
    if progress.is_counted:
        return gettext("Key %(number)s fits. The box is open and counted.") % vars(progress)
    if progress.number in progress.tested:
        return gettext("Key %(number)s is tested and works.") % vars(progress)
    return gettext("Key %(number)s is recognised. It waits for a second key.") % vars(progress)


def _notes(step: Step, found: Meeting, tested: frozenset[int] | None) -> str:
    match step:
        case Step.SLIPS if found.good:
            return gettext("%(printed)s slips printed")
        case Step.KEYS if tested is not None:
            return gettext("%(tested)s of 3 keys tested")
        case Step.ATTENDANCE if found.present is not None and found.roll is not None:
            return gettext("%(present)s present of %(roll)s on the roll")
        case Step.ATTENDANCE if found.present is not None:
            return gettext("%(present)s present")
        case Step.BALLOTS if found.paper_issued:
            return gettext("%(paper_issued)s paper ballots handed out")
        case Step.CLOSING if found.returned is not None:
            return gettext("%(slips_issued)s slips issued, %(boxed)s ballots in the box")
        case Step.ENTRY if found.paper_returned is not None:
            return gettext("%(paper_returned)s of %(paper_issued)s paper ballots came back")
    return ""
