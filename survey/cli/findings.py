"""What commands that check say: a row for each finding, and whether anything is bad."""

import sys
from collections.abc import Sequence

from survey.checkup.finding import Finding, Standing
from survey.cli import listing
from survey.cli.speech import gettext as _


def write(found: Sequence[Finding], shape: str) -> None:
    """Writes the findings as a list, and ends the command refused when one of them is bad."""
    rows = [
        {"check": one.check, "standing": one.standing.value, "about": one.about, "says": _(one.says) % one.values}
        for one in found
    ]
    listing.write(rows, shape)
    if any(one.standing is Standing.BAD for one in found):
        sys.exit(1)
