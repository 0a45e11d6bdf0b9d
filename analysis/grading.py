"""Public score and superior's points to a proposed grade. The rules propose; people confirm.

    G = 群众测评得分, the headline of the section that speaks for the community      P = 上级考评得分
    C = weight_public · G + weight_superior · P, never rounded on the way

All numbers are those of the rules (docs/method.md says which are 本地默认). Nothing here removes anyone from office.
"""

from enum import StrEnum

import numpy as np
import pandas as pd

from analysis.assessments import assess
from analysis.classes import COMBINED
from analysis.errors import CommunityUnknown, GradeUnknown, HeadlineTwice
from analysis.exact import above, at_least, below, standings
from analysis.rates import quotient
from analysis.rules import Majority, Rules
from analysis.sums import KEYS, once, recorded
from analysis.suppression import hidden


class Grade(StrEnum):
    """示范, 标准, 普通; 未定 while something is missing or people have to choose."""

    MODEL = "model"
    STANDARD = "standard"
    ORDINARY = "ordinary"
    UNDECIDED = "undecided"


WEIGHED = {
    "broad_votes": "broad_numerator",
    "broad_denominator": "broad_denominator",
    "negative_votes": "negative_numerator",
    "negative_denominator": "negative_denominator",
    "public_points": "score_numerator",
    "public_denominator": "score_denominator",
}
"""The numbers behind a grade, and their columns in the table of classes."""
LADDER = {Grade.ORDINARY.value: 1, Grade.STANDARD.value: 2, Grade.MODEL.value: 3}


def grade(
    figures: pd.DataFrame,
    meetings: pd.DataFrame,
    assessments: pd.DataFrame | None,
    rules: Rules,
    vetoes: pd.DataFrame | None = None,
    previous: pd.DataFrame | None = None,
    classes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The proposed grade of every community that has a meeting, with every number it rests on; rows as in `meetings`.

    `figures`: rates and scores joined, before suppression. Used: `community`, `subject`, `kind`, `item`, `headline`,
    `valid`, `effective`, `denominator`, `broad_votes`, `negative_votes`, `score_points`, `score_denominator`.
    `meetings`: as in `sums`. `assessments`: as made by `assess`; None or no row: not assessed yet.
    `vetoes`: one row per veto item found, `community`. `previous`: last confirmed grades, `community`, `grade`,
    `rules` (fingerprint of the rules they were made by); communities that are gone are passed over.
    `classes`: as published (`suppress_classes`); where the rules weigh classes, their combined row speaks instead of
    the pooled votes, and a numerator is no longer a number of votes. Numbers are then Python integers.

    Columns: those of the meeting · int64 `effective`, `broad_votes`, `broad_denominator`, `negative_votes`,
    `negative_denominator` (E) ·
    `public_points` ÷ `public_denominator` = `public` (G, points 0–100) · `superior_points` ÷ `superior_denominator` =
    `superior` (P) · `combined_points` ÷ `combined_denominator` = `combined` (C) · `broad_rate` fraction 0–1 ·
    `vetoes` int64 · bool: `enough_present`, `enough_of_roll`, `within_issued`, `meeting_valid` (the three together),
    `enough_ratings`, `suppressed` (the headline is too small to publish), `assessed`, `meets_model`,
    `meets_standard` (both without the quota) · `seats` int64, the quota · `at_or_above` int64, how many of those
    that meet model have as many points or more (0: does not meet it) · bool: `within_quota`, `tie_at_quota` ·
    `proposed` str, a Grade · `rectify` bool (限期整改) · `previous` str, `movement` str up, same, down · `same_rules`.
    Missing: 0 ÷ 0 and NaN where a number is undefined; None in `previous` and `movement` where there is none.
    Undecided: the meeting is not valid, nobody or too few rated, no assessment yet, or equal points across the last
    seat of the quota, which are reported to the deciders and not broken.
    Rectify: votes of a valid meeting below or above the bars, or any veto; negative votes are compared over E.
    Raises: CommunityTwice, CommunityUnknown, HeadlineTwice, GradeUnknown, ReturnsDisagree.
    Source: 60/40 重庆, 解放街道; 90/80 分类定级; the bars and their sources are in the rules.
    Example: village 30/12/4/2 and township 5/3/1/0 on 100/80/60/0: G = 4200/48, P = 800/9, C = 88.0555…, standard.
    """
    rows = _gather(_spoken(figures, classes, rules), recorded(meetings), assessments, rules, vetoes)
    rows = rows.assign(**_judge_meeting(rows, rules))
    rows = rows.assign(**_judge_bars(rows, rules))
    rows = rows.assign(**_judge_quota(rows, rules))
    undecided = ~rows["decidable"] | rows["tie_at_quota"]
    choices = [undecided, rows["within_quota"], rows["meets_standard"]]
    names = [Grade.UNDECIDED.value, Grade.MODEL.value, Grade.STANDARD.value]
    rows["proposed"] = pd.array(np.select(choices, names, Grade.ORDINARY.value), dtype="str")
    return rows.drop(columns="decidable").assign(**_compare(rows, rules, previous))


def _spoken(figures: pd.DataFrame, classes: pd.DataFrame | None, rules: Rules) -> pd.DataFrame:
    """The row that speaks for each community, as the rules combine it. Raises HeadlineTwice."""
    rows = figures[figures["kind"] == rules.headline_kind]
    rows = rows.assign(suppressed=hidden(rows, rules))[rows["headline"]]
    for community in rows.loc[rows["community"].duplicated(), "community"]:
        raise HeadlineTwice(community=community, kind=rules.headline_kind)
    names = {"denominator": "broad_denominator", "score_points": "public_points"}
    names["score_denominator"] = "public_denominator"
    rows = rows.rename(columns=names).assign(negative_denominator=rows["effective"])
    if classes is None or not rules.weighs_classes:
        return rows
    combined = rows[KEYS].merge(classes[classes["class"] == COMBINED], on=KEYS, how="left").set_axis(rows.index)
    weighed = {name: combined[column].fillna(0) for name, column in WEIGHED.items()}
    return rows.assign(**weighed, suppressed=combined["suppressed"])


def _gather(
    spoken: pd.DataFrame,
    meetings: pd.DataFrame,
    assessments: pd.DataFrame | None,
    rules: Rules,
    vetoes: pd.DataFrame | None,
) -> pd.DataFrame:
    """Every number a grade rests on, beside its meeting."""
    assessed = (assess({}) if assessments is None else assessments).pipe(_known, meetings)
    once(assessed)
    vetoed = pd.DataFrame({"community": []}) if vetoes is None else _known(vetoes, meetings)
    by_name = meetings.set_index("community")
    spoken = spoken.set_index("community")[["effective", *WEIGHED, "suppressed"]]
    rows = by_name.join([spoken, assessed.set_index("community")], how="left")
    rows["suppressed"] = rows["suppressed"].eq(True)
    whole = ["effective", *WEIGHED, "superior_points", "superior_denominator"]
    numbers = rows[whole].fillna(0)
    rows[whole] = numbers.map(int).astype("object") if rules.weighs_classes else numbers.astype("int64")
    rows["vetoes"] = vetoed["community"].value_counts().reindex(rows.index, fill_value=0).astype("int64")
    return rows.reset_index()


def _known(table: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    for community in table.loc[~table["community"].isin(meetings["community"]), "community"]:
        raise CommunityUnknown(community=community)
    return table


def _judge_meeting(rows: pd.DataFrame, rules: Rules) -> dict[str, pd.Series]:
    """Whether the meeting counts: enough people, and no more sheets back than went out."""
    share = rules.min_fraction_of_roll
    of_roll = at_least(rows["present"], rows["roll"], share) | (share == 0)
    judged = {
        "enough_present": rows["present"] >= rules.min_present,
        "enough_of_roll": of_roll,
        "within_issued": rows["returned"] <= rows["issued"],
    }
    valid = judged["enough_present"] & judged["enough_of_roll"] & judged["within_issued"]
    return {**judged, "meeting_valid": valid}


def _judge_bars(rows: pd.DataFrame, rules: Rules) -> dict[str, pd.Series]:
    """The weighted points and every bar but the quota."""
    public, superior = rows["public_denominator"], rows["superior_denominator"]
    weighted = rules.weight_public * rows["public_points"] * superior
    points = weighted + rules.weight_superior * rows["superior_points"] * public
    base = 100 * public * superior
    broad = rows["broad_votes"], rows["broad_denominator"]
    negative = above if rules.majority is Majority.MORE_THAN_HALF else at_least
    vetoed = rows["vetoes"] > 0
    rated = (rows["effective"] > 0) & ~rows["suppressed"]
    counted = rows["meeting_valid"] & rated
    decidable = counted & (base > 0)
    eligible = decidable & ~vetoed
    objected = negative(rows["negative_votes"], rows["negative_denominator"], rules.rectify_negative)
    return {
        "public": quotient(rows["public_points"], public),
        "superior": quotient(rows["superior_points"], superior),
        "combined_points": points.where(base > 0, 0),
        "combined_denominator": base,
        "combined": quotient(points, base),
        "broad_rate": quotient(*broad),
        "enough_ratings": rated,
        "assessed": superior > 0,
        "decidable": decidable,
        "meets_model": eligible & at_least(points, base, rules.model_score) & at_least(*broad, rules.model_broad),
        "meets_standard": eligible
        & at_least(points, base, rules.standard_score)
        & at_least(*broad, rules.standard_broad),
        "rectify": (counted & (below(*broad, rules.rectify_broad) | objected)) | vetoed,
    }


def _judge_quota(rows: pd.DataFrame, rules: Rules) -> dict[str, pd.Series]:
    """Who has a seat. The quota is a share of all communities with a meeting, rounded down, at least one."""
    seats = max(1, int(rules.model_quota * len(rows)))
    able = rows[rows["meets_model"]]
    ranks = standings(able["combined_points"], able["combined_denominator"]).reindex(rows.index, fill_value=0)
    seated = rows["meets_model"] & (ranks["at_or_above"] <= seats)
    tied = rows["meets_model"] & (ranks["at_or_above"] > seats) & (ranks["ahead"] < seats)
    return {
        "seats": pd.Series(seats, index=rows.index, dtype="int64"),
        "at_or_above": ranks["at_or_above"],
        "within_quota": seated,
        "tie_at_quota": tied,
    }


def _compare(rows: pd.DataFrame, rules: Rules, previous: pd.DataFrame | None) -> dict[str, pd.Series]:
    """Where each community stands against its last confirmed grade (晋位升级)."""
    earlier = pd.DataFrame({"community": [], "grade": [], "rules": []}) if previous is None else previous
    once(earlier)
    for community in earlier.loc[~earlier["grade"].isin(list(LADDER)), "community"]:
        raise GradeUnknown(community=community)
    then = earlier.set_index("community").reindex(rows["community"])
    rungs = rows["proposed"].map(LADDER).to_numpy("float64") - then["grade"].map(LADDER).to_numpy("float64")
    words = np.select([rungs > 0, rungs == 0, rungs < 0], ["up", "same", "down"], "")
    movement = pd.Series(words, index=rows.index, dtype="str")
    return {
        "previous": pd.Series(then["grade"].to_numpy(), index=rows.index, dtype="str"),
        "movement": movement.where(movement != ""),
        "same_rules": pd.Series(then["rules"].eq(rules.fingerprint).to_numpy(), index=rows.index),
    }
