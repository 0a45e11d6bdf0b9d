"""Voter classes on the command line: `CLASS=NUMBER`, as often as there are classes."""

from collections.abc import Sequence

import click

from ballots.meetings import Meeting
from survey import voter_classes
from survey.cli.speech import gettext as _
from survey.cli.speech import language
from survey.database import reading
from survey.evening import Evening


def by_number(number: int | None, by_class: Sequence[str]) -> dict[str, int]:
    """How many slips for each class; under "" where one number is for all. Exactly one of the two must be given."""
    if (number is None) is not bool(by_class):
        raise click.UsageError(_("Say either --number or --class, once for each class."))
    return {"": number} if number is not None else parsed(by_class)


def parsed(by_class: Sequence[str]) -> dict[str, int]:
    """The numbers by class, as written."""
    found: dict[str, int] = {}
    for one in by_class:
        name, _sign, number = one.rpartition("=")
        if not name or not number.isdecimal() or name in found:
            raise click.UsageError(_("Write each class once, as CLASS=NUMBER."))
        found[name] = int(number)
    return found


def places(evening: Evening, found: Meeting, by_class: Sequence[str]) -> dict[int, int]:
    """The numbers by the class's place in the rules; empty when none was given. Raises NoSuchClass."""
    if not by_class:
        return {}
    with reading(evening.engine) as db:
        return voter_classes.places(db, found, parsed(by_class))


def warnings(evening: Evening, found: Meeting) -> list[str]:
    """What an organizer must hear about classes that are too small."""
    with reading(evening.engine) as db:
        return voter_classes.warnings(
            voter_classes.standings(db, found), voter_classes.rules_of(db, found), language(), _
        )
