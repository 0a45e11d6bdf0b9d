"""Finished reports made to order, on the founding form, for whatever draws or writes them."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from analysis.report import Report, report
from analysis.theme import use_font
from analysis.wording import Wording
from ballots.instrument import LANGUAGES, load, shipped
from tests.analysis.toys import DEFAULT, box, meeting

FONT = Path(__file__).parents[2] / "ballots" / "fonts" / "MinxinSansSC-Regular.ttf"
use_font(FONT)

FORM = load(shipped()["community-2026"])
CHINESE, ENGLISH = (Wording(FORM, DEFAULT, language) for language in LANGUAGES)

COMMITTEE = [
    [37, 14, 2, 3, 0],
    [44, 8, 2, 1, 1],
    [44, 4, 2, 6, 0],
    [51, 0, 0, 5, 0],
    [36, 12, 4, 4, 0],
    [43, 10, 2, 1, 0],
]
"""Votes of 56 ballots on the committee's six items: 满意, 基本满意, 不满意, 弃权, 无效. Overall 43 of 55."""
SECRETARY = [[35, 14, 0, 6, 1], [38, 8, 8, 2, 0], [37, 13, 2, 3, 1], [33, 11, 7, 5, 0], [37, 7, 7, 4, 1]]
"""The secretary's five items; together 180 of 257, broad 233 of 257."""
GRADUATE = [[28, 20, 6, 1, 1, 0]] * 6
FEW = [[5, 1, 1, 0, 0]] * 11 + [[3, 2, 1, 1, 0, 0]] * 6
"""Seven ballots: too few to publish."""


def finished(*communities: tuple[str, Sequence[Sequence[int]]], name: str | None = None) -> Report:
    """The report on these communities, each with the votes of the 17 questions; `name` renames every subject."""
    tallies = [box(FORM, votes, community) for community, votes in communities]
    meetings = [meeting(sum(votes[0]), community) for community, votes in communities]
    tally = pd.concat(tallies, ignore_index=True)
    tally["name"] = tally["name"] if name is None else name
    return report(tally, pd.concat(meetings, ignore_index=True), FORM, DEFAULT, campaign="2026")


def one(community: str = "城东社区", name: str | None = None) -> Report:
    """The report on one community of 56 ballots."""
    return finished((community, [*COMMITTEE, *SECRETARY, *GRADUATE]), name=name)


def texts(figure: Figure) -> list[str]:
    """Every text a reader sees on the figure, from top to bottom and left to right."""
    found = [text for axes in figure.axes for text in axes.texts]
    return [
        text.get_text() for text in sorted(found, key=lambda text: (text.get_position()[1], text.get_position()[0]))
    ]
