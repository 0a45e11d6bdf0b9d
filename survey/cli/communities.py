"""`minxin community`: the register of communities."""

from pathlib import Path

import click

from survey import communities, register
from survey.cli import listing, tables
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.database import reading
from survey.evening import Evening


@click.group("community")
def community() -> None:
    """The register of communities: sub-district, community, how many are on its roll."""


@community.command("list")
@with_evening()
@listing.format_option
def show_all(evening: Evening, shape: str) -> None:
    """List the register."""
    with reading(evening.engine) as db:
        known = communities.every(db)
    rows = [{"sub_district": one.sub_district, "community": one.name, "roll": one.roll} for one in known]
    listing.write(rows, shape, ("sub_district", "community", "roll"))


@community.command("import")
@with_evening(make=True)
@tables.file_argument
@tables.look_option
def import_(evening: Evening, file: Path, look: bool) -> None:
    """Bring a list from XLSX or CSV into the register: the whole list, or nothing of it.

    One line names the columns: 街道 or Sub-district, 社区 or Community (needed), 应到人数 or On the roll. A community
    that is there already is the same one however its name is spaced; its roll is brought up to date.

    \b
    minxin community import communities.xlsx --look
    """
    sheet = tables.read(file, register.COLUMNS)
    with reading(evening.engine) as db:
        would = register.compare(db, sheet)
    tables.require_sound(would.faults)
    if not look:
        register.bring_in(evening, sheet)
    says = _("New: %(new)s, changed: %(changed)s, unchanged: %(unchanged)s.")
    say(says, new=len(would.new), changed=len(would.changed), unchanged=would.unchanged)
