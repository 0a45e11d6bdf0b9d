"""`minxin pack`: minutes, charts and tables of a whole campaign in one ZIP."""

import shutil
from pathlib import Path

import click

from survey.cli.choices import campaign_named
from survey.cli.frame import with_evening
from survey.cli.results import campaign_option
from survey.cli.speech import gettext as _
from survey.cli.speech import language, progress, say
from survey.evening import Evening


@click.command("pack")
@with_evening()
@campaign_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The ZIP to write.")
def pack(evening: Evening, name: str, out: Path) -> None:
    """Write minutes, sheets, charts and tables of everything published in a campaign as one ZIP.

    Cut short, it goes on from the files that are made when it is run again.

    \b
    minxin pack --campaign "双评 2026" --out 双评2026.zip
    """
    from survey.packing import workshop

    found = campaign_named(evening, name)
    with workshop.bench(evening):
        work = workshop.begun(evening, found.id, language())
        with progress(len(work.files), _("Making the pack")) as bar:
            for _number in work.steps():
                bar.update(1)
        shutil.copyfile(work.place.pack, out)
    say(_("%(files)s files are in %(file)s."), files=len(work.files), file=out)
