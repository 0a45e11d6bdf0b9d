"""`minxin backup`, `minxin restore`: the data folder in one file, without any ballot, and a folder made from it."""

from pathlib import Path

import click

from survey import backup as backups
from survey.cli.frame import data_option, evening_of, settings, with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.evening import Evening
from survey.folder import DataFolder


@click.command("backup")
@with_evening()
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write; it must be new."
)
def backup(evening: Evening, out: Path) -> None:
    """Write a backup: campaigns, meetings, results, records, acts, accounts, and the scans of signed minutes.

    Boxes, comments, sessions and secrets are never in it, so it is refused while a meeting is open, or closed and not
    published. A server may run meanwhile. Keep the file as you keep the data folder: it holds the accounts.

    \b
    minxin backup --out minxin-2026-11-26.backup
    """
    number = backups.make(evening, out)
    say(_("The backup is in %(file)s: %(number)s files."), file=out, number=number)


@click.command("restore")
@data_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Make an empty data folder from a backup; every file in it is checked by its SHA-256 first.

    Meetings that were still planned need new slips and new keys: those printed before are worthless. Everybody signs in
    again, with the passwords of then.

    \b
    minxin restore minxin-2026-11-26.backup --data new-folder
    """
    given = settings()
    restored = backups.restore(file, DataFolder(given.data), lambda folder: evening_of(folder, given))
    restored.engine.dispose()
    say(_("The data folder is in %(folder)s."), folder=given.data)
