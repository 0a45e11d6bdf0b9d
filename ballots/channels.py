"""How ballots come: by phone, at the shared tablet, on paper. Kept and published as numbers of a whole meeting only.

Whether an envelope came from the tablet stands inside it, sealed with the marks, so it is known at the count and not
before; the count adds up and forgets which was which.
"""

from collections import Counter
from collections.abc import Iterable
from enum import IntEnum

from ballots.envelope import Ballot

PAPER = "paper"


class Origin(IntEnum):
    """The byte in an envelope that says how its ballot came."""

    PHONE = 0
    KIOSK = 1


def by_channel(ballots: Iterable[Ballot], on_paper: int) -> dict[str, int]:
    """How many ballots came by each channel that brought any; `on_paper` counts the spoiled ones too."""
    counts = Counter(Origin(ballot.origin).name.lower() for ballot in ballots)
    counts[PAPER] = on_paper
    return {channel: number for channel, number in sorted(counts.items()) if number}
