"""The report as plain JSON values. Others script against these keys: they change only with a note in CHANGES.md."""

from collections.abc import Hashable, Mapping

import pandas as pd

from analysis.class_document import ClassDocument
from analysis.plain import fraction, score, whole
from analysis.reasons import why
from analysis.rules import Rules
from ballots.instrument import ABSTAINED, INVALID

Counts = Mapping[Hashable, dict[str, int | None]]


def document(
    campaign: str,
    rules: Rules,
    meetings: pd.DataFrame,
    tally: pd.DataFrame,
    items: pd.DataFrame,
    grades: pd.DataFrame,
    classes: ClassDocument,
) -> dict[str, object]:
    """The published report as JSON values; the frames are those of `Report`.

    Units: counts are people; a rate is [numerator, denominator]; a score is text, points with 2 decimals, half-up.
    Missing: a hidden figure is None and its item says `"suppressed": true`; an undefined one (nobody rated) is None.
    """
    counts = _count_levels(tally)
    by_community = dict(tuple(items.groupby("community", sort=False)))
    graded = grades.set_index("community")
    return {
        "campaign": campaign,
        "rules": {"name": rules.name, "version": rules.version, "fingerprint": rules.fingerprint},
        **classes.declared(),
        "communities": [
            {
                "community": meeting["community"],
                "meeting": str(meeting["meeting"]) if "meeting" in meeting else None,
                **{key: int(meeting[key]) for key in ("issued", "returned", "valid", "spoiled")},
                **classes.of_meeting(meeting["community"]),
                "subjects": _subjects(by_community.get(meeting["community"], items.head(0)), counts, classes),
                "grade": _grade(graded.loc[meeting["community"]], rules),
            }
            for _, meeting in meetings.iterrows()
        ],
    }


def _count_levels(tally: pd.DataFrame) -> Counts:
    """The votes at each level of each item, by (community, subject, item)."""
    keys = ["community", "subject", "item"]
    levels = tally[~tally["level"].isin([ABSTAINED, INVALID])]
    return {
        key: {level: whole(votes) for level, votes in zip(rows["level"], rows["votes"], strict=True)}
        for key, rows in levels.groupby(keys, sort=False)
    }


def _subjects(items: pd.DataFrame, counts: Counts, classes: ClassDocument) -> list[dict[str, object]]:
    return [
        {"kind": kind, "name": name, "items": [_item(row, counts, classes) for _, row in rows.iterrows()]}
        for (_, kind, name), rows in items.groupby(["subject", "kind", "name"], sort=False)
    ]


def _item(row: pd.Series, counts: Counts, classes: ClassDocument) -> dict[str, object]:
    found: dict[str, object] = {
        "item": row["item"],
        "counts": counts[row["community"], row["subject"], row["item"]],
        "abstained": whole(row["abstained"]),
        "effective": whole(row["effective"]),
        "strict_rate": fraction(row["strict_votes"], row["denominator"]),
        "broad_rate": fraction(row["broad_votes"], row["denominator"]),
        "score": score(row["score_points"], row["score_denominator"]),
    }
    hidden = {"suppressed": True} if row["suppressed"] else {}
    return found | hidden | classes.of_item(row["community"], row["subject"], row["item"])


def _grade(row: pd.Series, rules: Rules) -> dict[str, object]:
    reasons = [condition.as_document() for condition in why(row, rules)]
    confirmed = {name: None if pd.isna(row[name]) else row[name] for name in ("confirmed", "reason", "decider")}
    return {"proposed": row["proposed"], **confirmed, "why": reasons}
