"""Earlier results as kept: listed, and as the frame that comparisons of years take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select

from ballots.names import likeness
from survey import acts
from survey.acts import Act
from survey.past.figures import Check, Figure
from survey.tables import past_result

if TYPE_CHECKING:
    import pandas as pd


class Key(NamedTuple):
    """What makes two figures the same one."""

    year: int
    likeness: str
    kind: str
    item: str


@dataclass(frozen=True)
class Past:
    """One figure of an earlier year. `source` says where it was published; `name` is who was rated, where known."""

    year: int
    sub_district: str
    community: str
    kind: str
    name: str
    item: str
    figure: Figure
    source: str = ""

    @property
    def key(self) -> Key:
        """What makes this figure the same as another, however names are spaced."""
        return Key(self.year, likeness(self.sub_district, self.community, self.name), self.kind, self.item)


def keep(db: Connection, figures: Sequence[Past]) -> None:
    """Keeps the figures, each in the place of the one with its key."""
    for one in figures:
        db.execute(delete(past_result).where(*_is(one.key)))
        own = {name: getattr(one, name) for name in ("sub_district", "community", "name", "source")}
        db.execute(insert(past_result).values(**one.key._asdict(), **own, **vars(one.figure)))


def every(db: Connection) -> list[Past]:
    """Every figure, the newest year first, then by place, kind and item."""
    c = past_result.c
    ordered = select(past_result).order_by(c.year.desc(), c.sub_district, c.community, c.kind, c.name, c.item)
    return [_read(row) for row in db.execute(ordered)]


def by_key(db: Connection) -> dict[Key, Past]:
    """Every figure by its key."""
    return {one.key: one for one in every(db)}


def years(db: Connection) -> list[int]:
    """The years of which something is kept, the newest first."""
    return list(db.scalars(select(past_result.c.year).distinct().order_by(past_result.c.year.desc())))


def of_community(db: Connection, sub_district: str, community: str) -> list[Past]:
    """What is kept of one community, the newest year first."""
    alike = likeness(sub_district, community)
    return [one for one in every(db) if likeness(one.sub_district, one.community) == alike]


def forget(db: Connection, year: int) -> int:
    """Removes everything of one year; how many figures that were."""
    gone = db.execute(delete(past_result).where(past_result.c.year == year)).rowcount
    if gone:
        acts.note(db, Act.PAST_REMOVED, year=year, figures=gone)
    return gone


def frame(db: Connection, year: int) -> "pd.DataFrame":
    """One year as `analysis.changes.changes` takes it.

    Columns: those of `analysis.changes.RATES`, `roll` 0 · `computed` bool: False where the figure stands as it was
    published and does not compute or cannot be checked.
    Missing: NaN in `n` where it was not published how many rated.
    """
    import pandas as pd

    from analysis.changes import RATES

    rows = [
        (
            *(getattr(one, name) for name in ("sub_district", "community", "kind", "name", "item")),
            float(one.figure.rate),
            one.figure.rated,
            0,
            one.figure.check is Check.COMPUTES,
        )
        for one in every(db)
        if one.year == year
    ]
    return pd.DataFrame(rows, columns=[*RATES, "computed"]).astype(RATES | {"computed": "bool"})


def _is(key: Key) -> tuple[ColumnElement[bool], ...]:
    return tuple(past_result.c[name] == value for name, value in key._asdict().items())


def _read(row: Row[tuple[object, ...]]) -> Past:
    kept = row._mapping
    figure = Figure(**{name: kept[name] for name in ("percent", "votes", "rated")})
    names = ("year", "sub_district", "community", "kind", "name", "item", "source")
    return Past(**{name: kept[name] for name in names}, figure=figure)
