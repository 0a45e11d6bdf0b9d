"""The record of acts: who did what when, never a voter, and what shows when somebody has been at it."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import IntegrityError

from ballots import codes
from ballots.keys import Key
from survey import accounts, acts, planning, slips
from survey.accounts import Role
from survey.acts import Act, Actor, Via, acting, note
from survey.appraisal import points
from survey.chain import Breach, Chain, Fault, Head, check
from survey.database import reading, writing
from survey.evening import Evening
from survey.tables import act
from tests import factories
from tests.factories import campaign_of, closed, draft, make_evening, opened

NOON = datetime(2026, 11, 23, 12, 0, 59, 999, tzinfo=UTC)
TRIGGERS = ("act_is_never_changed", "act_is_never_removed", "act_follows_the_last")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """A record for tests that look at their own last line only."""
    made = make_evening(tmp_path_factory.mktemp("record") / "data")
    yield made
    made.engine.dispose()


def lines(evening: Evening) -> list[tuple[str, str, str]]:
    """Who, what, about what: every line in order."""
    with reading(evening.engine) as db:
        return [(row.account, row.act, row.about) for row in db.execute(select(act).order_by(act.c.number))]


def details(evening: Evening, what: Act) -> dict[str, object]:
    """The details of the last line of this kind."""
    with reading(evening.engine) as db:
        found = db.scalars(select(act.c.details).where(act.c.act == what).order_by(act.c.number)).all()[-1]
    return dict(json.loads(found))


# What is noted


def test_a_line_says_who_did_what_when_and_about_what(evening: Evening) -> None:
    evening.clock = lambda: NOON
    with acting(Actor(Via.PAGE, "周敏")):
        planning.begin_campaign(evening, "双评 2026", factories.shipped_form(), factories.shipped_rules())
    with reading(evening.engine) as db:
        row = db.execute(select(act)).one()
    assert (row.number, row.at, row.via, row.account, row.act) == (
        1,
        "2026-11-23T12:00:59Z",
        "web page",
        "周敏",
        "campaign made",
    )
    assert row.about == campaign_of(evening)
    assert json.loads(row.details) == {"name": "双评 2026", "form": "community-2026"}


def test_the_whole_evening_is_noted_in_its_order_and_no_vote_is(evening: Evening) -> None:
    prepared = opened(evening, slips=12)
    for _ in range(10):
        prepared.cast()
    slips.void(evening, prepared.id, prepared.fresh_code(), factories.LOST)
    evening.close(prepared.id, factories.Closing(unused=1))
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    assert [what for _, what, about in lines(evening) if about == prepared.id] == [
        Act.SLIPS_PRINTED,
        Act.KEYS_MADE,
        Act.KEY_PRESENTED,
        Act.KEY_TESTED,
        Act.KEY_TESTED,
        Act.OPENED,
        Act.SLIP_VOIDED,
        Act.CLOSED,
        Act.KEY_PRESENTED,
        Act.KEY_PRESENTED,
        Act.COUNTED,
        Act.PUBLISHED,
        Act.BOX_DESTROYED,
    ]
    assert details(evening, Act.CLOSED) == {"returned": 10, "unused": 1}
    assert details(evening, Act.KEY_PRESENTED) == {"number": 2}


def test_plans_attendance_assessments_accounts_and_voids_are_noted(evening: Evening) -> None:
    made = planning.plan_meeting(evening, campaign_of(evening), factories.Plan("甲社区", factories.SUBJECTS))
    planning.note_attendance(evening, made.id, 60, 51)
    with writing(evening.engine) as db:
        points.note(db, {made.id: 8800})
        points.note(db, {made.id: 8800})
        points.note(db, {made.id: 9050})
        accounts.create(db, "周敏", Role.OFFICIAL, "a long enough password")
    assert details(evening, Act.ATTENDANCE_NOTED) == {"roll": 60, "present": 51}
    assert details(evening, Act.ASSESSED) == {"points": "90.50", "earlier": "88.00"}
    assert [what for _, what, _ in lines(evening)].count(Act.ASSESSED) == 2  # what was not changed is no act
    evening.make_void(made.id, "停电")
    assert details(evening, Act.MADE_VOID) == {"reason": "停电"}
    assert details(evening, Act.ACCOUNT_MADE) == {"role": "official", "duties": ""}


def test_what_is_undone_is_not_noted_and_what_is_not_noted_is_not_done(evening: Evening) -> None:
    campaign_id = campaign_of(evening)
    before = lines(evening)
    with suppress(KeyError), writing(evening.engine) as db:
        note(db, Act.OPENED, about=campaign_id)
        raise KeyError
    assert lines(evening) == before
    with reading(evening.engine) as db, pytest.raises(RuntimeError):
        note(db, Act.OPENED, about=campaign_id)


@pytest.mark.parametrize("name", ["code", "slip_code", "key", "digits", "password", "answers", "marks", "receipt"])
def test_a_detail_is_never_named_after_a_secret(record: Evening, name: str) -> None:
    with writing(record.engine) as db, pytest.raises(ValueError, match="no detail"):
        note(db, Act.SLIP_VOIDED, **{name: "x"})


@pytest.mark.parametrize("typed", ["{}", "丢了{}，换一张", "lost {} again", "{} {}"])
@pytest.mark.parametrize("shape", [str, codes.grouped, lambda code: codes.grouped(code).replace("-", " ").lower()])
def test_a_code_typed_into_a_reason_is_blotted_out(
    record: Evening, typed: str, shape: Callable[[codes.Code], str]
) -> None:
    code = codes.new_code()
    with writing(record.engine) as db:
        note(db, Act.MADE_VOID, reason=typed.format(shape(code), shape(code)))
    kept = str(details(record, Act.MADE_VOID)["reason"])
    assert acts.BLOT in kept
    assert [group for group in codes.grouped(code).split("-") if group in kept.upper()] == []


def test_a_key_typed_into_a_reason_is_blotted_out_and_a_fingerprint_is_not(record: Evening) -> None:
    key, fingerprint = Key(1, bytes(range(16))), "0123456789abcdef" * 4
    with writing(record.engine) as db:
        note(db, Act.MADE_VOID, reason=f"密钥 {key.grouped}！", seal=fingerprint)
    assert details(record, Act.MADE_VOID) == {"reason": f"密钥 {acts.BLOT}！", "seal": fingerprint}


def test_nothing_secret_of_a_whole_evening_is_in_the_record(evening: Evening) -> None:
    prepared = closed(evening)
    with reading(evening.engine) as db:
        kept = repr(db.execute(select(act)).all())
    secrets = [*prepared.codes, *map(codes.grouped, prepared.codes)]
    secrets += [form for key in prepared.keys for form in (key.digits, key.grouped)]
    assert [secret for secret in secrets if secret in kept] == []


# The chain


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a record of eight lines; copies of it are tampered with."""
    evening = make_evening(tmp_path_factory.mktemp("acts") / "data")
    with writing(evening.engine) as db:
        for number in range(1, 9):
            with acting(Actor(Via.COMMAND, f"clerk {number}")):
                note(db, Act.ATTENDANCE_NOTED, about="abcdef", present=number)
    with reading(evening.engine) as db:
        db.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    evening.engine.dispose()
    return evening.folder.database


def tampered(kept: Path, tmp_path: Path, *statements: str, printed: Head | None = None) -> Chain:
    """The state of a copy in which somebody with the file and no scruples ran `statements`."""
    tmp_path.mkdir(exist_ok=True)
    copy = tmp_path / "minxin.db"
    copy.write_bytes(kept.read_bytes())
    with sqlite3.connect(copy) as stranger:
        for name in TRIGGERS:
            stranger.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            stranger.execute(statement)
    stranger.close()
    engine = create_engine(f"sqlite:///{copy}")
    with engine.connect() as db:
        found = check(db, printed)
    engine.dispose()
    return found


def heads(kept: Path) -> dict[int, Head]:
    with sqlite3.connect(kept) as file:
        found = {number: Head(number, hashed) for number, hashed in file.execute("SELECT number, hash FROM act")}
    file.close()
    return found


def swap(first: int, second: int) -> tuple[str, ...]:
    moves = ((first, 99), (second, first), (99, second))
    return tuple(f"UPDATE act SET number = {after} WHERE number = {before}" for before, after in moves)


def test_an_untouched_record_is_whole(kept: Path, tmp_path: Path) -> None:
    found = tampered(kept, tmp_path)
    assert (found.lines, found.is_whole, found.head) == (8, True, heads(kept)[8])


CHANGE = "UPDATE act SET {} WHERE number = 3"


@pytest.mark.parametrize(
    ("statements", "faults"),
    [
        (["DELETE FROM act WHERE number = 3"], [Fault(Breach.MISSING, 3)]),
        (["DELETE FROM act WHERE number BETWEEN 1 AND 4"], [Fault(Breach.MISSING_MANY, 1, 4)]),
        ([CHANGE.format("details = '{\"present\":99}'")], [Fault(Breach.CHANGED, 3)]),
        ([CHANGE.format("account = 'somebody else'")], [Fault(Breach.CHANGED, 3)]),
        ([CHANGE.format("at = '2026-01-01T00:00:00Z'")], [Fault(Breach.CHANGED, 3)]),
        ([CHANGE.format("details = x'00ff'")], [Fault(Breach.CHANGED, 3)]),
        (swap(3, 4), [Fault(Breach.MOVED, 3, 4), Fault(Breach.MOVED, 4, 3)]),
        (swap(2, 6), [Fault(Breach.MOVED, 2, 6), Fault(Breach.MOVED, 6, 2)]),
        (
            ["DELETE FROM act WHERE number = 3", "UPDATE act SET number = number - 1 WHERE number > 3"],
            [Fault(Breach.CHANGED, number) for number in (3, 4, 5, 6, 7)],
        ),
    ],
)
def test_what_was_removed_changed_or_swapped_is_named(
    kept: Path, tmp_path: Path, statements: list[str], faults: list[Fault]
) -> None:
    assert list(tampered(kept, tmp_path, *statements).faults) == faults


def test_a_changed_line_with_its_hash_made_to_fit_shows_at_the_next(kept: Path, tmp_path: Path) -> None:
    with sqlite3.connect(kept) as file:
        row = file.execute("SELECT * FROM act WHERE number = 3").fetchone()
    file.close()
    forged = replace(acts.Link(*row[:-1]), account="somebody else").hash(heads(kept)[2].hash)
    statement = f"UPDATE act SET account = 'somebody else', hash = '{forged}' WHERE number = 3"
    assert tampered(kept, tmp_path, statement).faults == (Fault(Breach.CHANGED, 4),)


def test_lines_cut_off_at_the_end_show_only_against_a_printed_head(kept: Path, tmp_path: Path) -> None:
    cut = "DELETE FROM act WHERE number > 6"
    assert tampered(kept, tmp_path / "1", cut).is_whole  # said in chain.py and on the page
    assert tampered(kept, tmp_path / "2", cut, printed=heads(kept)[8]).faults == (Fault(Breach.CUT_OFF, 8),)
    assert tampered(kept, tmp_path / "3", cut, printed=heads(kept)[6]).is_whole


def test_a_printed_head_is_found_by_its_first_digits_and_another_is_not(kept: Path, tmp_path: Path) -> None:
    whole = heads(kept)[5]
    assert tampered(kept, tmp_path / "1", printed=Head(5, whole.hash[:20])).is_whole
    other = Head(5, heads(kept)[4].hash[:20])
    assert tampered(kept, tmp_path / "2", printed=other).faults == (Fault(Breach.ANOTHER, 5),)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE act SET account = 'x' WHERE number = 1",
        "DELETE FROM act WHERE number = 1",
        "INSERT OR REPLACE INTO act SELECT number, at, via, 'x', act, about, details, hash FROM act WHERE number = 1",
        "INSERT INTO act SELECT number + 5, at, via, account, act, about, details, hash FROM act",
    ],
)
def test_the_database_itself_refuses_to_change_the_record(evening: Evening, statement: str) -> None:
    draft(evening)
    before = lines(evening)
    with pytest.raises(IntegrityError, match="only grows"), writing(evening.engine) as db:
        db.execute(text(statement))
    assert lines(evening) == before


def test_a_head_is_that_of_the_whole_record_or_of_one_meeting(evening: Evening) -> None:
    with reading(evening.engine) as db:
        assert acts.head(db) is None
    first, second = draft(evening, community="甲社区"), draft(evening, community="乙社区")
    with reading(evening.engine) as db:
        newest, of_first = acts.head(db), acts.head(db, about=first.id)
        assert acts.head(db, about=second.id) == newest
    assert newest
    assert of_first
    assert newest.number > of_first.number
    assert newest.shown.startswith(f"{newest.number} · {newest.hash[:4]} {newest.hash[4:8]} ")
