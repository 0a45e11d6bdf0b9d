"""`minxin acts`: the record of acts, read, taken along, checked."""

from pathlib import Path

import click

from survey import chain, history
from survey.cli import listing
from survey.cli.choices import meeting_called
from survey.cli.frame import Stopped, with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say, warn
from survey.database import reading
from survey.evening import Evening
from survey.history import Line, Wanted

_COLUMNS = ("number", "time", "who", "via", "act", "about", "details")


@click.group("acts")
def acts() -> None:
    """The record of acts: who of the staff did what, and when. It only grows, and no voter is in it."""


@acts.command("list")
@with_evening()
@click.option("--meeting", "name", help="Only acts about this meeting.")
@click.option("--account", default="", help="Only acts of this account, or about it.")
@click.option("--limit", type=click.IntRange(1), default=history.A_PAGE, show_default=True, help="How many lines.")
@listing.format_option
def show_all(evening: Evening, name: str | None, account: str, limit: int, shape: str) -> None:
    """List what was done, the newest first."""
    about = meeting_called(evening, name).id if name else ""
    with reading(evening.engine) as db:
        found = history.lines(db, Wanted(about, account), limit)
    listing.write([_row(one) for one in found], shape, _COLUMNS)


@acts.command("export")
@with_evening()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A file in .csv or .json.")
def export(evening: Evening, out: Path) -> None:
    """Write the whole record: as CSV to read, as JSON to compute the chain again."""
    with reading(evening.engine) as db:
        match out.suffix:
            case ".csv":
                content = history.to_csv(history.lines(db), _)
            case ".json":
                content = history.to_json(db)
            case _:
                raise click.UsageError(_("Name a file ending in .csv or .json."))
    out.write_bytes(content)
    say(_("The record of acts is in %(file)s."), file=out)


@acts.command("verify")
@with_evening()
@click.option("--head", "typed", help="A head printed on minutes, such as '132 · 9f2c 11d0 …', to be looked for.")
def verify(evening: Evening, typed: str | None) -> None:
    """Compute the chain again and name every line that was removed, changed or moved.

    Lines cut off at the end show only against a printed head. Exit status: 0 the record is whole, 1 it is not.

    \b
    minxin acts verify --head "132 · 9f2c 11d0 5a3b 77e0 1c2d"
    """
    printed = chain.read_head(typed) if typed else None
    with reading(evening.engine) as db:
        state = chain.check(db, printed)
    for fault in state.faults:
        warn(_(fault.breach), **vars(fault))
    if not state.is_whole:
        raise Stopped(_("The record of acts is not whole."))
    head = state.head.shown if state.head else "0"
    say(_("The record of acts is whole: %(lines)s lines. Head: %(head)s"), lines=state.lines, head=head)


def _row(line: Line) -> dict[str, object]:
    time = line.at.astimezone().isoformat(sep=" ", timespec="seconds") if line.at else ""
    words = {"via": _(line.via), "act": _(line.act), "about": line.thing, "details": history.detail(line, _)}
    return {"number": line.number, "time": time, "who": line.account, **words}
