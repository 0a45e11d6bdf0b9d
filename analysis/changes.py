"""From one year to the next: the same item of the same subject in two campaigns, as far as it is the same item.

Either side is a frame of `RATES`: from published tallies (`as_rates`), or typed in from what an earlier year printed.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.intervals import wilson
from ballots.instrument import POOLED, Instrument

RATES = {
    "sub_district": "str",
    "community": "str",
    "kind": "str",
    "name": "str",
    "item": "str",
    "rate": "float64",
    "n": "float64",
    "roll": "float64",
}
"""The columns of a year: `rate` is a fraction 0–1, `n` the people behind it, `roll` the people on the roll (0: not
known). NaN in `rate` or `n`: not published, or nobody rated."""
Mapped = Mapping[tuple[str, str], tuple[str, ...]]
"""For each kind and item of the later form, the items of the earlier one that it is compared with."""


def mapping(now: Instrument, then: Instrument) -> Mapped:
    """What of `now` can be compared with `then`: everything where the form is the same, else what `now` declares.

    All items together (`pooled`) can be compared where every item of the section can, and nothing was left out.
    """
    if now.fingerprint == then.fingerprint:
        return {
            (section.kind, item): (item,) for section in now.sections for item in [*_ids(now, section.kind), POOLED]
        }
    declared = [one.items for one in now.earlier if (one.form, one.edition) == (then.id, then.edition)]
    found = dict(declared[0]) if declared else {}
    for section in now.sections:
        before = [item for own in _ids(now, section.kind) for item in found.get((section.kind, own), ())]
        if sorted(before) == sorted(_ids(then, section.kind)) and before:
            found[section.kind, POOLED] = (POOLED,)
    return found


def as_rates(compared: pd.DataFrame) -> pd.DataFrame:
    """A year, as `changes` takes it: from the rows of `comparison.compare`. Columns: RATES."""
    return compared.assign(rate=compared["strict_rate"], n=compared["people"])[list(RATES)].astype(RATES)


def changes(now: pd.DataFrame, then: pd.DataFrame, mapped: Mapped) -> pd.DataFrame:
    """Each row of `now` beside the earlier year's, in the order of `now`.

    Subjects are matched by sub-district, community and kind; where a community has several of a kind, by name too. An
    item that was several is compared with the mean of their rates, weighed by how many rated each.

    Columns: those of RATES · `rate_before`, `n_before`, `roll_before` float64 · `name_before` str · `is_comparable`
    bool: the item has a counterpart in the earlier form · `difference` float64, rate − rate_before, unit fraction ·
    `low`, `high` float64, the 95 % interval of the difference · `is_clear` bool: the interval does not hold 0.
    Missing: NaN where one of the two is hidden, undefined or not there; None in `name_before` likewise.
    Formula: d − √((p₁ − l₁)² + (u₂ − p₂)²) to d + √((u₁ − p₁)² + (p₂ − l₂)²), from the intervals of both years.
    Source: Newcombe 1998, Statistics in Medicine 17: 873–890, method 10; the two years are taken to be independent.
    Example: 45 of 50 after 40 of 50, rolls not known: +0.10, −0.043 to 0.242: it may be nothing. 90 of 100 after 70
    of 100: +0.20, 0.090 to 0.306.
    """
    several = _several(now) | _several(then)
    earlier = dict(tuple(then.groupby(["sub_district", "community", "kind"], sort=False)))
    found = [_before(row, earlier, several, mapped) for row in now.to_dict("records")]
    columns = ["rate_before", "n_before", "roll_before", "name_before", "is_comparable"]
    before = pd.DataFrame(found, columns=columns, index=now.index)
    rows = now.assign(**before.astype(dict.fromkeys(columns[:3], "float64") | {"is_comparable": "bool"}))
    return rows.assign(**_differences(rows))


def _before(
    row: Mapping[str, object],
    earlier: Mapping[object, pd.DataFrame],
    several: set[tuple[object, ...]],
    mapped: Mapped,
) -> tuple[float, float, float, object, bool]:
    wanted = mapped.get((str(row["kind"]), str(row["item"])), ())
    key = row["sub_district"], row["community"], row["kind"]
    rows = earlier.get(key) if wanted else None
    nothing = float("nan"), float("nan"), float("nan"), None, bool(wanted)
    if rows is None:
        return nothing
    own = rows[rows["item"].isin(wanted) & (rows["name"].eq(row["name"]) | (key not in several))]
    if len(own) != len(set(wanted)):
        return nothing
    if not (own["n"] > 0).all() or own["rate"].isna().any():
        return nothing
    rate = float(own["rate"].mul(own["n"]).sum() / own["n"].sum())
    return rate, float(own["n"].min()), float(own["roll"].iloc[0]), own["name"].iloc[0], True


def _several(year: pd.DataFrame) -> set[tuple[object, ...]]:
    """The communities and kinds that have more than one subject."""
    names = year.groupby(["sub_district", "community", "kind"])["name"].nunique()
    return set(names[names > 1].index)


def _differences(rows: pd.DataFrame) -> dict[str, pd.Series]:
    one = wilson(rows["rate"], rows["n"], rows["roll"])
    other = wilson(rows["rate_before"], rows["n_before"], rows["roll_before"])
    difference = rows["rate"] - rows["rate_before"]
    down = np.hypot(rows["rate"] - one["low"], other["high"] - rows["rate_before"])
    up = np.hypot(one["high"] - rows["rate"], rows["rate_before"] - other["low"])
    low, high = difference - down, difference + up
    return {"difference": difference, "low": low, "high": high, "is_clear": (low > 0) | (high < 0)}


def _ids(form: Instrument, kind: str) -> list[str]:
    return [item.id for section in form.sections if section.kind == kind for item in section.items]
