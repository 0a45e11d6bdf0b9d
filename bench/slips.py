"""A thousand slips as a PDF ready for the printer."""

import time
from statistics import median

from ballots import codes, slips
from bench.figures import Figure, spread
from survey.printing import FONT

SLIPS, ROUNDS = 1_000, 3


def measure() -> list[Figure]:
    """Seconds for the whole document; told, not bounded: it is done days before the evening."""
    fresh = [codes.new_code() for _ in range(SLIPS)]
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        slips.sheets(
            fresh, address="http://192.168.1.5:8000/v/k7m2pq", community="长岗路社区", title="社区民主测评表", font=FONT
        )
        rounds.append(time.perf_counter() - start)
    return [Figure("1,000 slips as PDF", median(rounds), "s", detail=spread(rounds, "s"))]
