"""The voter classes on the desk: how many slips each has, and what an organizer must hear about a small one."""

from collections.abc import Sequence

from analysis.rules import Rules
from ballots.meetings import Meeting
from survey import voter_classes
from survey.database import reading
from survey.voter_classes import Standing
from survey.web import current
from survey.web.i18n import gettext, words


def classes_of(meeting: Meeting) -> list[Standing]:
    """The meeting's classes; none by default."""
    with reading(current.evening().engine) as db:
        return voter_classes.standings(db, meeting)


def warnings(classes: Sequence[Standing], chosen: Rules) -> list[str]:
    """What an organizer must hear about classes that are too small."""
    return voter_classes.warnings(classes, chosen, current.language(), gettext)


def slips(classes: Sequence[Standing]) -> list[tuple[str, str]]:
    """Each class and how many slips it has; while people vote nothing more is known of a class."""
    return [(words(one.declared.words), _slips(one)) for one in classes]


def _slips(one: Standing) -> str:
    if one.slips.returned is None:
        return gettext("%(printed)s slips") % {"printed": one.slips.printed}
    return gettext("%(issued)s issued, %(returned)s returned") % vars(one.slips)
