"""The record of acts as it is read: the newest lines first, about one meeting or of one account, or whole as a file."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Row, select

from analysis.exports.spreadsheet import to_csv as spreadsheet
from ballots.tables import campaign, meeting
from survey.acts import OF_ACCOUNTS, Act
from survey.tables import act

A_PAGE = 50
WORDS = ("role", "purpose", "earlier", "fact")
"""Details whose values are words of ours. All others are what people wrote, or numbers."""

Say = Callable[[str], str]


@dataclass(frozen=True)
class Line:
    """One act. `at` is None and `details` are empty when somebody has made them unreadable: the chain says so.

    `thing` is what the act is about, by name: a community or a campaign, or the account itself.
    """

    number: int
    at: datetime | None
    via: str
    account: str
    act: str
    about: str
    thing: str
    details: Mapping[str, object]
    hash: str


@dataclass(frozen=True)
class Wanted:
    """Which lines: about a meeting or campaign by its id, of or about an account, older than a line."""

    about: str = ""
    account: str = ""
    before: int | None = None


def lines(db: Connection, wanted: Wanted | None = None, limit: int | None = None) -> list[Line]:
    """The lines, newest first; at most `limit`."""
    wanted = wanted or Wanted()
    chosen = select(act).where(*_conditions(wanted)).order_by(act.c.number.desc()).limit(limit)
    things = _things(db)
    return [_line(row, things) for row in db.execute(chosen)]


def was_wiped(db: Connection, meeting_id: str) -> bool:
    """Whether a rehearsal of the meeting was wiped, so that there is a zero report."""
    return bool(db.scalar(select(act.c.number).where(act.c.about == meeting_id, act.c.act == Act.REHEARSAL_WIPED)))


def deciders(db: Connection, meeting_id: str) -> tuple[str, ...]:
    """The scrutineers who decided about doubtful paper ballots of the meeting, each once, by name."""
    ruled = [line.details for line in lines(db, Wanted(about=meeting_id)) if line.act == Act.PAPER_RULED]
    named = {str(details[place]) for details in ruled for place in ("first", "second") if place in details}
    return tuple(sorted(named))


def things_noted(db: Connection) -> dict[str, str]:
    """The names of the meetings that lines are about, by id, in the order of their names."""
    noted = set(db.scalars(select(act.c.about).distinct()))
    held = db.execute(select(meeting.c.id, meeting.c.sub_district, meeting.c.community, meeting.c.opened_at))
    named = {row.id: f"{row.sub_district} {row.community}".strip() for row in held if row.id in noted}
    return dict(sorted(named.items(), key=lambda pair: pair[1]))


def accounts_noted(db: Connection) -> list[str]:
    """Everybody who has done something, by name."""
    return sorted(name for name in db.scalars(select(act.c.account).distinct()) if name)


def detail(line: Line, gettext: Say) -> str:
    """The details of the line in words, such as "slips 90, unused 4"; empty when there are none."""
    shown = (
        f"{gettext(name)} {_value(name, value, gettext)}"
        for name, value in line.details.items()
        if value not in ("", None)
    )
    return gettext(", ").join(shown)


def to_csv(found: Iterable[Line], gettext: Say) -> bytes:
    """The lines for a spreadsheet, heads and words in the reader's language; times are UTC."""
    heads = [
        *(gettext("No."), gettext("Time (UTC)"), gettext("Who"), gettext("By way of"), gettext("Act")),
        *(gettext("About"), gettext("Id"), gettext("Details"), gettext("Hash")),
    ]
    rows = (
        (
            one.number,
            _iso(one.at),
            one.account,
            gettext(one.via),
            gettext(one.act),
            one.thing,
            one.about,
            detail(one, gettext),
            one.hash,
        )
        for one in found
    )
    return spreadsheet(heads, rows)


def to_json(db: Connection, wanted: Wanted | None = None) -> bytes:
    """The lines exactly as they are hashed, oldest first, for a program that computes the chain again."""
    kept = db.execute(select(act).where(*_conditions(wanted or Wanted())).order_by(act.c.number))
    return (json.dumps([dict(row._mapping) for row in kept], ensure_ascii=False, indent=2) + "\n").encode()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    of_account = (act.c.account == wanted.account) | (act.c.act.in_(OF_ACCOUNTS) & (act.c.about == wanted.account))
    return [
        *([act.c.about == wanted.about] if wanted.about else []),
        *([of_account] if wanted.account else []),
        *([act.c.number < wanted.before] if wanted.before is not None else []),
    ]


def _things(db: Connection) -> dict[str, str]:
    named = {row.id: row.name for row in db.execute(select(campaign.c.id, campaign.c.name))}
    return named | {row.id: row.community for row in db.execute(select(meeting.c.id, meeting.c.community))}


def _line(row: Row[tuple[object, ...]], things: Mapping[str, str]) -> Line:
    kept = dict(row._mapping)
    is_account = kept["act"] in OF_ACCOUNTS
    thing = kept["about"] if is_account else things.get(kept["about"], kept["about"])
    return Line(**{**kept, "at": _moment(kept["at"]), "details": _details(kept["details"]), "thing": thing})


def _moment(written: object) -> datetime | None:
    try:
        return datetime.strptime(str(written), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _details(written: object) -> Mapping[str, object]:
    try:
        read = json.loads(str(written))
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _value(name: str, value: object, gettext: Say) -> str:
    return gettext(value) if name in WORDS and isinstance(value, str) else str(value)


def _iso(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else ""
