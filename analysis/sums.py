"""Counts to the whole numbers that rates and scores divide: one row per item, and one for all items together."""

from collections.abc import Mapping

import pandas as pd

from analysis.errors import CommunityTwice, CommunityUnknown, CountsDisagree, LevelUnknown, PointsUnfit, ReturnsDisagree
from analysis.rules import CountBasic, Denominator, PersonOverall, Rules
from ballots.instrument import ABSTAINED, INVALID, POOLED, Instrument, Scale, Words

KEYS = ["community", "subject", "name", "kind", "item"]
"""What names a row of every table of figures."""
VOTES = ["effective", "abstained", "invalid", "strict_votes", "broad_votes", "negative_votes", "score_points"]
MEETING = ["roll", "present", "issued", "returned", "spoiled", "valid"]
POOLED_WORDS: Words = {"zh-CN": "各项合计", "en": "All items together"}


def sums(tally: pd.DataFrame, meetings: pd.DataFrame, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """The integer sums of every community, subject and item, in the order of the tally; nothing is divided yet.

    Rows: one per item; a subject without an overall item of its own (or with one that the rules set aside for a
    person) has one row more, `item` = "pooled" (各项合计), after its items: the sums over its items, denominators
    included, the overall item left out because it rates the whole again. Exactly one row per subject has `headline`
    True: the one that speaks for it.

    `meetings` has one row per community: `community` and `sub_district` str; `roll`, `present`, `issued`,
    `returned`, `spoiled`, `valid` whole numbers of people and sheets; a missing one was not recorded, and is 0 here.

    Columns: the KEYS · `sub_district` str · `headline` bool · int64: `valid` (ballots that could rate, V) ·
    `effective` (E) · `abstained` · `invalid` · `strict_votes` · `broad_votes` · `rate_votes` (the one of the two
    that the rules print as the rate) · `negative_votes` (last level) · `score_points` (Σ w·n) · `denominator`
    (by the rules' switch; 0 where nobody rated, E = 0, whatever the switch: undefined is never 0 %).
    Raises: CommunityTwice, ReturnsDisagree, CommunityUnknown, LevelUnknown, PointsUnfit; CountsDisagree when
    E + abstained + invalid of an item is not V.
    Source: the definitions recommended for E, V, R; the denominators are published practice (F1–F8, docs/method.md).
    """
    items = _sum_items(tally, _weigh_levels(instrument, rules))
    items = _join_meetings(items, recorded(meetings), rules)
    pooled = _pool(items, instrument, rules)
    rows = pd.concat([items, pooled], ignore_index=True)
    rows["denominator"] = rows["denominator"].where(rows["effective"] > 0, 0)
    rows["headline"] = rows["item"] == rows["kind"].map(_headlines(instrument, rules))
    rows["rate_votes"] = rows["strict_votes" if rules.count_basic is CountBasic.SEPARATE else "broad_votes"]
    place = pd.Series(pd.factorize(rows["community"])[0], index=rows.index)
    order = rows.assign(place=place).sort_values(["place", "subject"], kind="stable").index
    columns = [*KEYS, "sub_district", "headline", "valid", *VOTES[:5], "rate_votes", *VOTES[5:], "denominator"]
    return rows.loc[order, columns].reset_index(drop=True)


def pool_votes(tally: pd.DataFrame, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """The tally with the votes on all items together after it, for the subjects whose items speak together.

    Columns: those of `tally`; the new rows have `item` = "pooled".
    """
    parts = _parts(tally, instrument, rules)
    keys = ["community", "subject", "name", "kind", "level"]
    pooled = parts.groupby(keys, sort=False, as_index=False)["votes"].sum().assign(item=POOLED)
    return pd.concat([tally, pooled], ignore_index=True)[tally.columns]


def recorded(meetings: pd.DataFrame) -> pd.DataFrame:
    """The meetings with whole numbers throughout (a missing one is 0), each community once.

    Raises: CommunityTwice; ReturnsDisagree when `valid` is not `returned` − `spoiled`.
    """
    once(meetings)
    whole = meetings.assign(
        sub_district=meetings["sub_district"].fillna("").astype("str"),
        **{column: meetings[column].fillna(0).astype("int64") for column in MEETING},
    )
    wrong = whole.loc[whole["valid"] != whole["returned"] - whole["spoiled"], "community"]
    for community in wrong:
        raise ReturnsDisagree(community=community)
    return whole


def once(table: pd.DataFrame) -> None:
    """Refuses a table that has two rows for one community. Raises: CommunityTwice."""
    for community in table.loc[table["community"].duplicated(), "community"]:
        raise CommunityTwice(community=community)


def _weigh_levels(instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """What one vote at each level of each kind adds to each sum."""
    for scale in set(rules.points) - {scale.id for scale in instrument.scales}:
        raise PointsUnfit(scale=scale)
    rows = []
    for section in instrument.sections:
        points = points_of(section.scale, rules)
        last = len(section.scale.levels) - 1
        for at, level in enumerate(section.scale.levels):
            leading = (at < section.scale.strict, at < section.scale.broad, at == last)
            rows.append((section.kind, level.id, 1, 0, 0, *map(int, leading), points[level.id]))
        rows.append((section.kind, ABSTAINED, 0, 1, 0, 0, 0, 0, 0))
        rows.append((section.kind, INVALID, 0, 0, 1, 0, 0, 0, 0))
    return pd.DataFrame(rows, columns=["kind", "level", *VOTES])


def points_of(scale: Scale, rules: Rules) -> Mapping[str, int]:
    """The points 0–100 of each level of `scale`, by level id: the rules' own, or else the form's.

    Raises: PointsUnfit when the rules name the scale but not exactly its levels.
    """
    own = {level.id: level.points for level in scale.levels}
    points = rules.points.get(scale.id, own)
    if points.keys() != own.keys():
        raise PointsUnfit(scale=scale.id)
    return points


def _sum_items(tally: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    votes = tally.merge(weights, on=["kind", "level"], how="left")
    for row in votes[votes["effective"].isna()].head(1).itertuples():
        raise LevelUnknown(level=row.level, kind=row.kind)
    sums_by_vote = votes[VOTES].astype("int64").mul(votes["votes"], axis=0)
    return pd.concat([votes[KEYS], sums_by_vote], axis=1).groupby(KEYS, sort=False, as_index=False)[VOTES].sum()


def _join_meetings(items: pd.DataFrame, meetings: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    rows = items.merge(meetings[["community", "sub_district", *MEETING]], on="community", how="left")
    for row in rows[rows["valid"].isna()].head(1).itertuples():
        raise CommunityUnknown(community=row.community)
    rows[MEETING] = rows[MEETING].astype("int64")
    counted = rows["effective"] + rows["abstained"] + rows["invalid"]
    for at, row in rows[counted != rows["valid"]].head(1).iterrows():
        raise CountsDisagree(
            community=row["community"], item=row["item"], counted=int(counted[at]), valid=int(row["valid"])
        )
    rows["denominator"] = rows["effective" if rules.denominator is Denominator.EFFECTIVE else rules.denominator.value]
    return rows


def _headlines(instrument: Instrument, rules: Rules) -> dict[str, str]:
    """The item that speaks for a subject of each kind; POOLED where all items speak together."""

    def speaks(kind: str, own: str | None) -> str:
        set_aside = rules.person_overall is PersonOverall.POOLED and kind != rules.headline_kind
        return POOLED if own is None or set_aside else own

    return {section.kind: speaks(section.kind, section.headline) for section in instrument.sections}


def _pool(items: pd.DataFrame, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """One row for each subject whose items speak together: the sums over its items."""
    parts = _parts(items, instrument, rules)
    subject = ["community", "subject", "name", "kind", "sub_district"]
    whole = parts.groupby(subject, sort=False, as_index=False)
    return whole[[*VOTES, "valid", "denominator"]].sum().assign(item=POOLED)


def _parts(rows: pd.DataFrame, instrument: Instrument, rules: Rules) -> pd.DataFrame:
    """The rows that are pooled: items of the subjects whose items speak together, a set-aside overall left out."""
    kinds = [kind for kind, item in _headlines(instrument, rules).items() if item == POOLED]
    overall = rows["kind"].map({section.kind: section.headline for section in instrument.sections})
    return rows[rows["kind"].isin(kinds) & (rows["item"] != overall)]
