"""What in a result deserves a question before it is compared. Never an accusation: each may have a good reason."""

from collections.abc import Iterator
from enum import StrEnum

import pandas as pd

from ballots.instrument import POOLED


class Question(StrEnum):
    """What was noticed. The words that ask about it are the reader's side's (docs/method.md has them)."""

    IDENTICAL = "identical"
    ALL_BEST = "all_best"
    MORE_BALLOTS_THAN_PEOPLE = "more_ballots_than_people"
    MORE_BALLOTS_THAN_ISSUED = "more_ballots_than_issued"
    MORE_PEOPLE_THAN_ROLL = "more_people_than_roll"


def questions(tally: pd.DataFrame, items: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """One row for each question that a community's published numbers raise, in the order of `meetings`.

    `tally`, `items`, `meetings`: those of `report.Report`. Only what is published is looked at, so the absence of a
    question tells nothing about a hidden item either: a community with a hidden item is asked nothing about marks.

    Columns: `community` str · `question` str, a Question · `one`, `other` int64, the two numbers it compares:
    identical and all_best: valid ballots, items · more_ballots_than_people: returned, present · …_than_issued:
    returned, issued · more_people_than_roll: present, roll.
    Missing: no row. A number that was not recorded (0) raises no question.
    Rules: identical: on each item all valid ballots carry one and the same mark, so every ballot is the same ·
    all_best: every rating of every item is at a level of the strict rate, without all ballots being identical.
    Example: 28 ballots, all 满意 on each of 6 items: identical, 28, 6. One of them leaves one item blank: all_best.
    """
    rows = [
        (community, question, *numbers)
        for meeting in meetings.to_dict("records")
        for community in [meeting["community"]]
        for question, *numbers in [
            *_about_marks(tally[tally["community"] == community], items[items["community"] == community]),
            *_about_people(meeting),
        ]
    ]
    frame = pd.DataFrame(rows, columns=["community", "question", "one", "other"])
    return frame.astype({"community": "str", "question": "str", "one": "int64", "other": "int64"})


def _about_marks(tally: pd.DataFrame, items: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    own = items[items["item"] != POOLED]
    if own.empty or own["suppressed"].any() or not own["effective"].sum():
        return
    cells = tally[tally["item"] != POOLED]
    marked = cells[cells["votes"] > 0].groupby(["subject", "item"]).size()
    numbers = int(own["valid"].iloc[0]), len(own)
    if (marked == 1).all():
        yield Question.IDENTICAL.value, *numbers
    elif (own["strict_votes"] == own["effective"]).all():
        yield Question.ALL_BEST.value, *numbers


def _about_people(meeting: dict[str, int]) -> Iterator[tuple[str, int, int]]:
    for question, one, other in (
        (Question.MORE_BALLOTS_THAN_PEOPLE, "returned", "present"),
        (Question.MORE_BALLOTS_THAN_ISSUED, "returned", "issued"),
        (Question.MORE_PEOPLE_THAN_ROLL, "present", "roll"),
    ):
        if meeting[other] and meeting[one] > meeting[other]:
            yield question.value, int(meeting[one]), int(meeting[other])
