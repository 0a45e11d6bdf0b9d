"""The product as a hall uses it: one open meeting behind the real server, in a process of its own.

`python -m bench.product SLIPS` prints {"port", "meeting", "codes", "fields"} and serves. To each line on its standard
input it answers with {"commits", "ballots"}: the durable steps since the last line, and the ballots in them.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ballots.store import Drop
from bench import evenings
from survey.config import Settings
from survey.serving import Server


@dataclass
class Commits:
    """How many durable steps the box has taken, and how many ballots were in them."""

    commits: int = 0
    ballots: int = 0


def counted(evening: evenings.Evening, meeting_id: str) -> Commits:
    """A count that grows with each durable step of the meeting's box."""
    count, store = Commits(), evening.live(meeting_id).store
    keep = store.keep

    def keep_and_count(drops: Sequence[Drop]) -> None:
        keep(drops)
        count.commits += bool(drops)
        count.ballots += len(drops)

    store.keep = keep_and_count  # type: ignore[method-assign]  # the one place to stand between writer and disk
    return count


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        evening, meeting_id, codes, _keys = evenings.opened(Path(folder), int(sys.argv[1]))
        count = counted(evening, meeting_id)
        form = evening.form(evening.find(meeting_id))
        forms = [evenings.answers(form, at) for at in range(60)]
        with Server(evening, Settings(host="127.0.0.1", port=0)).in_background() as server:
            told = {"port": server.settings.port, "meeting": meeting_id, "codes": codes, "forms": forms}
            print(json.dumps(told), flush=True)
            for _ in sys.stdin:
                print(json.dumps(asdict(count)), flush=True)
                count.commits = count.ballots = 0


if __name__ == "__main__":
    main()
