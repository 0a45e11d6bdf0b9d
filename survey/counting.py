"""From opened ballots to the tally that is kept. The one place where whole ballots lie side by side, in memory.

pandas is loaded here on first use, so the voting path starts fast and stays small; `prepare` loads it at
the close, before the keys come.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.rules import Rules
from ballots.envelope import ABSTAINED_MARK, Ballot
from ballots.form import Form
from ballots.instrument import ABSTAINED, INVALID, Section
from ballots.joint import Joint
from ballots.meetings import Votes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd


def prepare() -> None:
    """Loads what the count and the result need, so that the second key finds everything ready."""
    import analysis.tally  # noqa: F401  loaded for its own sake


def tally(marks: Sequence[bytes], form: Form) -> list[Votes]:
    """The votes for each level of each question, zeros included. `marks` are one byte a question, a ballot each."""
    return _cells(_count(marks, form))


def tally_by_class(ballots: Sequence[Ballot], form: Form, rules: Rules, issued: Mapping[int, int]) -> list[Votes]:
    """The votes, told apart by voter class on every question where that may be published, and nowhere else.

    What may not be published by class is not kept by class: one person of a class would be a whole ballot.
    `issued`: how many slips each class was handed, by its place in the rules.
    """
    whole = _count([ballot.marks for ballot in ballots], form)
    if not rules.classes:
        return _cells(whole)
    apart = {
        place: [ballot.marks for ballot in ballots if ballot.voter_class == place]
        for place in range(1, len(rules.classes) + 1)
    }
    told = _told_apart(whole, {place: len(marks) for place, marks in apart.items()}, issued, form, rules)
    cells = [cell for cell in _cells(whole) if (cell.position, cell.item) not in told]
    for place, marks in apart.items():
        cells += [replace(cell, voter_class=place) for cell in tally(marks, form) if (cell.position, cell.item) in told]
    return cells


def has_small_class(issued: Mapping[int, int], rules: Rules) -> bool:
    """Whether some class was handed so few slips that not even its turnout is told."""
    import pandas as pd

    from analysis.suppression import small_classes

    return bool(small_classes(pd.DataFrame({"community": "", "issued": list(issued.values())}), rules).any())


def _told_apart(
    whole: "pd.DataFrame", valid: Mapping[int, int], issued: Mapping[int, int], form: Form, rules: Rules
) -> set[tuple[int, str]]:
    """The questions, by position and item, whose classes may be told apart."""
    import pandas as pd

    from analysis.report import figures
    from analysis.suppression import hidden_classes

    ballots = sum(valid.values())
    hall = {"sub_district": "", "roll": 0, "present": 0, "issued": ballots, "returned": ballots, "spoiled": 0}
    cast = int(whole["votes"].sum() // max(len(form.questions), 1))
    meeting = pd.DataFrame([{"community": "", **hall, "returned": cast, "valid": cast}])
    handed_out = [issued.get(place, 0) for place in valid]
    turnout = pd.DataFrame({"community": "", "class": list(valid), "issued": handed_out, "valid": list(valid.values())})
    found = figures(whole, meeting, form.instrument, rules)
    told = found[~hidden_classes(found, turnout, rules)]
    return set(zip(told["subject"].tolist(), told["item"].tolist(), strict=True))


def _count(marks: Sequence[bytes], form: Form) -> "pd.DataFrame":
    import numpy as np

    from analysis.tally import questions
    from analysis.tally import tally as count_marks

    asked = questions(form.instrument, [(subject.kind, subject.name) for subject in form.subjects])
    array = np.frombuffer(b"".join(marks), dtype=np.uint8).reshape(len(marks), len(asked))
    return count_marks(array, asked, form.instrument, community="")


def joint(ballots: Sequence[Ballot], form: Form, rules: Rules) -> list[Joint]:
    """How many are content with each item and with its subject's overall item, where that may be told: decision 0014.

    Content is a level of the strict rate. Nothing comes back of subjects without an overall item.
    """
    import numpy as np

    marks = np.frombuffer(b"".join(ballot.marks for ballot in ballots), dtype=np.uint8)
    asked = marks.reshape(len(ballots), len(form.questions))
    found: list[Joint] = []
    first = 0
    for position, subject in enumerate(form.subjects, 1):
        section = form.instrument.section(subject.kind)
        columns = asked[:, first : first + len(section.items)]
        found += _joint_of(position, section, columns < section.scale.strict, rules)
        first += len(section.items)
    return found


def _joint_of(position: int, section: Section, content: "npt.NDArray[np.bool_]", rules: Rules) -> list[Joint]:
    """One subject; `content` has a row for each ballot and a column for each item."""
    import pandas as pd

    from analysis.suppression import hidden_joint

    items = [item.id for item in section.items]
    if section.headline is None:
        return []
    whole = content[:, items.index(section.headline)]
    rows = pd.DataFrame({"item": items, "strict_votes": content.sum(axis=0), "valid": len(content)})
    hidden = hidden_joint(rows, section.headline, rules).tolist()
    return [
        Joint(position, item, int((content[:, at] & whole).sum()))
        for at, item in enumerate(items)
        if item != section.headline and not hidden[at]
    ]


def blank(ballots: Sequence[Ballot], cells: Sequence[Votes], k_min: int) -> int | None:
    """How many ballots say nothing at all: every question abstained (弃权票).

    None where a question or the whole box holds fewer than `k_min`: what may not be published is not kept.
    """
    rated = Counter({(cell.position, cell.item): 0 for cell in cells})
    for cell in cells:
        rated[cell.position, cell.item] += cell.votes if cell.level not in (ABSTAINED, INVALID) else 0
    if any(0 < people < k_min for people in (len(ballots), *rated.values())):
        return None
    return sum(set(ballot.marks) == {ABSTAINED_MARK} for ballot in ballots)


def _cells(counted: "pd.DataFrame") -> list[Votes]:
    rows = counted[["subject", "item", "level", "votes"]].itertuples(index=False, name=None)
    return [Votes(int(position), str(item), str(level), int(votes)) for position, item, level, votes in rows]
