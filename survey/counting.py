"""From opened ballots to the tally that is kept. The one place where whole ballots lie side by side, in memory.

pandas is loaded here on first use, so the voting path starts fast and stays small; `prepare` loads it at
the close, before the keys come.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ballots.form import Form
from ballots.meetings import Votes

if TYPE_CHECKING:
    import pandas as pd


def prepare() -> None:
    """Loads what the count and the result need, so that the second key finds everything ready."""
    import analysis.tally  # noqa: F401  loaded for its own sake


def tally(marks: Sequence[bytes], form: Form) -> list[Votes]:
    """The votes for each level of each question, zeros included. `marks` are one byte a question, a ballot each."""
    import numpy as np

    from analysis.tally import questions
    from analysis.tally import tally as count_marks

    asked = questions(form.instrument, [(subject.kind, subject.name) for subject in form.subjects])
    array = np.frombuffer(b"".join(marks), dtype=np.uint8).reshape(len(marks), len(asked))
    return _cells(count_marks(array, asked, form.instrument, community=""))


def _cells(counted: "pd.DataFrame") -> list[Votes]:
    rows = counted[["subject", "item", "level", "votes"]].itertuples(index=False, name=None)
    return [Votes(int(position), str(item), str(level), int(votes)) for position, item, level, votes in rows]
