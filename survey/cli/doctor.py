"""`minxin doctor`: what would go wrong tonight."""

import sys

import click

from survey.checkup import Standing, examine
from survey.cli import listing
from survey.cli.frame import data_option, settings
from survey.cli.speech import gettext as _
from survey.folder import DataFolder


@click.command("doctor")
@data_option
@listing.format_option
def doctor(shape: str) -> None:
    """Say what would go wrong tonight on this computer: disk, network, names, boxes.

    Exit status 1 when something is bad.
    """
    wanted = settings()
    found = list(examine(DataFolder(wanted.data), wanted))
    rows = [{"check": one.check, "standing": one.standing.value, "says": _(one.says) % one.values} for one in found]
    listing.write(rows, shape)
    if any(one.standing is Standing.BAD for one in found):
        sys.exit(1)
