"""What commands that bring in a table share: the file read, and its faults told line by line."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ballots.errors import Refused
from survey.cli import speech
from survey.cli.speech import warn
from survey.sheets import table
from survey.sheets.columns import Column
from survey.sheets.table import Table

file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
look_option = click.option("--look", is_flag=True, help="Say what would be kept, and keep nothing.")


def read(file: Path, columns: Sequence[Column]) -> Table:
    """The table in the file. Raises what `sheets.table.read` raises."""
    return table.read(file.read_bytes(), columns, speech.language())


def require_sound(faults: Sequence[Refused]) -> None:
    """Returns when there is no fault; otherwise each is told, and the command ends refused."""
    for fault in faults:
        warn("%(says)s", says=speech.sentence(fault))
    if faults:
        sys.exit(1)
