"""The voter classes as plain JSON values: what a document says more where the rules declare classes, and nothing else.

Units and missing figures are those of `document`; a class's entries stand in the order of the rules.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.classes import COMBINED
from analysis.plain import Row, fraction, score, whole
from analysis.rules import Rules
from ballots.instrument import ABSTAINED, INVALID

Place = tuple[Hashable, ...]


@dataclass(frozen=True, eq=False)
class ClassDocument:
    """What the published tables of classes say: `figures` and `counts` by community, subject, item and class."""

    rules: Rules
    turnout: Mapping[Hashable, list[Row]]
    figures: Mapping[Place, Row]
    counts: Mapping[Place, dict[str, int | None]]

    def declared(self) -> dict[str, object]:
        """The classes of the rules: id, words in each language, weight as text or None."""
        if not self.rules.classes:
            return {}
        return {"classes": [_declared(one.id, one.words, one.weight) for one in self.rules.classes]}

    def of_meeting(self, community: Hashable) -> dict[str, object]:
        """How many of each class came."""
        if not self.rules.classes:
            return {}
        return {"classes": [_turnout(row) for row in self.turnout.get(community, [])]}

    def of_item(self, *place: Hashable) -> dict[str, object]:
        """The counts and figures of each class on one item, and the weighed ones where the rules weigh."""
        if not self.rules.classes:
            return {}
        classes = [self._class(place, one.id) for one in self.rules.classes]
        weighed = {"weighted": _figures(self.figures[*place, COMBINED])} if self.rules.weighs_classes else {}
        return {"classes": classes, **weighed}

    def _class(self, place: Place, name: str) -> dict[str, object]:
        row = self.figures[*place, name]
        counts = {"abstained": whole(row["abstained"]), "effective": whole(row["effective"])}
        return {"class": name, "counts": self.counts[*place, name], **counts, **_figures(row)}


def class_document(rules: Rules, turnout: pd.DataFrame, classes: pd.DataFrame, tally: pd.DataFrame) -> ClassDocument:
    """What there is to say about the classes; the frames are those of `Report`."""
    keys = ["community", "subject", "item", "class"]
    levels = tally[~tally["level"].isin([ABSTAINED, INVALID])]
    return ClassDocument(
        rules,
        {community: rows.to_dict("records") for community, rows in turnout.groupby("community", sort=False)},
        {tuple(row[key] for key in keys): row for row in classes.to_dict("records")},
        {
            place: {level: whole(votes) for level, votes in zip(rows["level"], rows["votes"], strict=True)}
            for place, rows in levels.groupby(keys, sort=False)
        },
    )


def _declared(name: str, words: Mapping[str, str], weight: object) -> dict[str, object]:
    return {"class": name, "words": dict(words), "weight": None if weight is None else str(weight)}


def _turnout(row: Row) -> dict[str, object]:
    counts = {name: whole(row[name]) for name in ("issued", "returned", "valid")}
    return {"class": row["class"], **counts} | ({"suppressed": True} if row["suppressed"] else {})


def _figures(row: Row) -> dict[str, object]:
    found: dict[str, object] = {
        "strict_rate": fraction(row["strict_numerator"], row["strict_denominator"]),
        "broad_rate": fraction(row["broad_numerator"], row["broad_denominator"]),
        "score": score(row["score_numerator"], row["score_denominator"]),
    }
    return found | ({"suppressed": True} if row["suppressed"] else {})
