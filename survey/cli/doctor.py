"""`minxin doctor`: what would go wrong tonight."""

import click

from survey.checkup.lists import examine
from survey.cli import findings, listing
from survey.cli.frame import data_option, settings
from survey.folder import DataFolder


@click.command("doctor")
@data_option
@listing.format_option
def doctor(shape: str) -> None:
    """Say what would go wrong tonight on this computer: disk, network, names, boxes.

    Exit status 1 when something is bad.
    """
    wanted = settings()
    findings.write(list(examine(DataFolder(wanted.data), wanted)), shape)
