"""From the second key to the published result of 500 ballots: the moment a whole hall waits."""

import tempfile
import time
from pathlib import Path
from statistics import median

from ballots.meetings import Closing
from bench import evenings
from bench.figures import Figure, spread
from survey.app import create_app
from survey.config import Settings

BALLOTS, ROUNDS = 500, 3


def measure() -> list[Figure]:
    """Seconds until the hall screen can show the result, charts drawn."""
    rounds = [_seconds() for _ in range(ROUNDS)]
    return [
        Figure("second key to result on the hall screen, 500 ballots", median(rounds), "s", None, 2, spread(rounds))
    ]


def _seconds() -> float:
    with tempfile.TemporaryDirectory() as folder:
        evening, meeting_id, codes, keys = evenings.opened(Path(folder), BALLOTS)
        live = evening.live(meeting_id)
        for at, code in enumerate(codes):
            live.box.cast(code, code.encode(), live.form.marks(evenings.answers(live.form, at)))
        evening.close(meeting_id, Closing())
        evening.present_key(meeting_id, keys[0].digits)
        client = create_app(evening, Settings()).test_client()
        start = time.perf_counter()
        evening.present_key(meeting_id, keys[1].digits)
        answer = client.get(f"/hall/{meeting_id}")
        took = time.perf_counter() - start
        if answer.status_code != 200 or "%" not in answer.text:
            raise RuntimeError("the hall screen shows no result")
        return took
