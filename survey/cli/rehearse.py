"""`minxin rehearse`: the whole evening with simulated voters, an hour before the real one."""

import sys
import tempfile
from pathlib import Path

import click

from ballots.draft import MOST_SLIPS
from survey.cli import listing
from survey.cli.speech import gettext as _
from survey.cli.speech import progress, say, warn
from survey.simulation.rehearsal import LEFT_OVER, rehearse


@click.command("rehearse")
@click.option(
    "--voters", type=click.IntRange(1, MOST_SLIPS - LEFT_OVER), default=300, show_default=True, help="How many vote."
)
@listing.format_option
def rehearse_(voters: int, shape: str) -> None:
    """Hold a whole evening with simulated voters on this computer and compare every count.

    Slips are printed, keys made and tested, phones vote 32 at a time: some retry after a lost answer, some try to vote
    twice, some mistype. Nothing of your data is touched. Phones and server share this computer: the times say nothing
    about the hall's Wi-Fi. Exit status 1 when a single count differs.

    \b
    minxin rehearse --voters 80
    """
    with tempfile.TemporaryDirectory(prefix="minxin-rehearsal-") as folder, progress(voters, _("Voting")) as bar:
        outcome = rehearse(Path(folder) / "data", voters, bar.update)
    listing.write([{"step": name, "seconds": f"{took:.3f}"} for name, took in outcome.seconds.items()], shape)
    if not outcome.agrees:
        warn(
            _("%(wrong)s counts differ, %(surprised)s voters heard something wrong. Do not vote on this computer."),
            wrong=len(outcome.wrong),
            surprised=outcome.surprised,
        )
        sys.exit(1)
    if shape == "table":
        say(_("%(voters)s ballots, %(cells)s counts: every count agrees."), voters=voters, cells=outcome.cells)
