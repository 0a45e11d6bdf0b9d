"""Marks to counts: subject × item × level, the record from which every figure derives."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import KindUnknown, MarksMisshapen, MarkUnknown
from ballots.instrument import ABSTAINED, INVALID, Instrument, Section

ABSTAINED_MARK = 255
"""The byte of an item left blank or marked 不了解."""
INVALID_MARK = 254
"""The byte of an item that carries two marks (本项无效)."""
CHUNK = 20_000
"""Ballots counted at a time: the working copy stays small however large the box is."""
COLUMNS = {
    "community": "str",
    "subject": "int64",
    "name": "str",
    "kind": "str",
    "item": "str",
    "level": "str",
    "votes": "int64",
}
"""The columns of every tally and their dtypes; the tallies of many meetings are one tally when concatenated."""


def questions(instrument: Instrument, subjects: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """What each column of the marks asks, one row per column, in the order in which ballots are laid out.

    `subjects` are (kind, name) in the order of the meeting; the items of each follow in the order of its section.

    Columns: `subject` int64, the subject's position from 1 · `name` str · `kind` str · `item` str · `scale` str.
    Raises: KindUnknown when the form has no section for a kind.
    Example: one committee and one secretary on `community-2026` give 6 + 5 = 11 rows.
    """
    rows = [
        (position, name, kind, item.id, section.scale.id)
        for position, (kind, name) in enumerate(subjects, 1)
        for section in [_section(instrument, kind)]
        for item in section.items
    ]
    frame = pd.DataFrame(rows, columns=["subject", "name", "kind", "item", "scale"])
    return frame.astype({"subject": "int64", "name": "str", "kind": "str", "item": "str", "scale": "str"})


def tally(
    marks: npt.NDArray[np.uint8], questions: pd.DataFrame, instrument: Instrument, *, community: str
) -> pd.DataFrame:
    """The votes of one meeting, one row per question and level: every level of its scale, then abstained, invalid.

    `marks` has one row per valid ballot and one column per row of `questions`; a byte is the position of a level
    from 0 (the best), ABSTAINED_MARK or INVALID_MARK. The order of the ballots does not matter.

    Columns: `community` str · `subject` int64 · `name` str · `kind` str · `item` str · `level` str · `votes` int64.
    Missing: nothing; no ballots give zeros everywhere.
    Raises: MarksMisshapen · MarkUnknown when a byte is neither a level of its scale nor one of the two reserved.
    Example: the marks 0, 0, 1, 255 on one item give satisfied 2, basically_satisfied 1, dissatisfied 0, abstained 1,
    invalid 0.
    """
    if marks.ndim != 2 or marks.dtype != np.uint8 or marks.shape[1] != len(questions):
        raise MarksMisshapen(questions=len(questions))
    counts = _count(marks)
    rows: list[tuple[str, int, str, str, str, str, int]] = []
    keys = zip(*(questions[column].tolist() for column in ("subject", "name", "kind", "item")), strict=True)
    for position, (subject, name, kind, item) in enumerate(keys):
        ladder = [level.id for level in _section(instrument, kind).scale.levels]
        votes = [*counts[position, : len(ladder)], counts[position, ABSTAINED_MARK], counts[position, INVALID_MARK]]
        if sum(votes) != len(marks):
            raise MarkUnknown(count=len(marks) - int(sum(votes)), name=name, item=item)
        key = (community, subject, name, kind, item)
        rows += [(*key, level, int(n)) for level, n in zip([*ladder, ABSTAINED, INVALID], votes, strict=True)]
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    return pd.DataFrame(
        {name: pd.array(column, dtype=COLUMNS[name]) for name, column in zip(COLUMNS, columns, strict=True)}
    )


def _count(marks: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """How often each byte 0–255 stands in each column: one row per column of `marks`."""
    counts = np.zeros((marks.shape[1], 256), dtype=np.int64)
    for chunk in _chunks(marks):
        for row in range(marks.shape[1]):
            counts[row] += np.bincount(chunk[:, row], minlength=256)
    return counts


def _chunks(marks: npt.NDArray[np.uint8]) -> Iterator[npt.NDArray[np.uint8]]:
    for start in range(0, len(marks), CHUNK):
        yield marks[start : start + CHUNK]


def _section(instrument: Instrument, kind: str) -> Section:
    try:
        return instrument.section(kind)
    except KeyError:
        raise KindUnknown(kind=kind) from None
