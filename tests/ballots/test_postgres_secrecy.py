"""What a database server tells: which slip went with which envelope, to whoever owns it whole; to nobody one mark."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from ballots import codes, comment, envelope, keys
from ballots.box import Box
from ballots.codes import Tag
from ballots.envelope import Envelope
from ballots.errors import BoxNotWritable, BoxServerSilent, BoxUnsafe
from ballots.postgres_session import SETTINGS, connect
from ballots.postgres_store import PostgresShelf
from ballots.store import Drop, Phase
from tests.ballots.boxes import Opened, open_on
from tests.ballots.conftest import empty_shelf
from tests.servers import DOCUMENT, BoxServer, server_files, server_log

VOTERS = 20
LINK = "SELECT slip.tag, envelope.body FROM box_toy.slip JOIN box_toy.envelope ON slip.xmin = envelope.xmin"
COMMENT_LINK = "SELECT slip.tag, comment.body FROM box_toy.slip JOIN box_toy.comment ON slip.xmin = comment.xmin"
SERVER_WIDE = ["fsync", "full_page_writes", "track_commit_timestamp", "shared_preload_libraries"]
BY_THE_SUPERUSER = {
    "log_statement": "all",
    "log_duration": "on",
    "log_min_duration_statement": "0",
    "log_min_duration_sample": "0",
    "log_transaction_sample_rate": "1",
    "log_parameter_max_length": "-1",
    "log_min_error_statement": "error",
    "log_error_verbosity": "default",
    "log_lock_waits": "on",
    "session_preload_libraries": "auto_explain",
}


@pytest.fixture
def shelf(server: BoxServer) -> Iterator[PostgresShelf]:
    """The database server only."""
    yield from empty_shelf(server)


@pytest.fixture
def opened(shelf: PostgresShelf) -> Iterator[Opened]:
    """A box of twenty slips that takes ballots and comments."""
    made = open_on(shelf, takes_comments=True)
    yield made
    made.store.release()


@pytest.fixture
def administrator(server: BoxServer) -> Iterator[psycopg.Connection]:
    """The superuser, in the database of the boxes."""
    with psycopg.connect(server.administrator, autocommit=True) as made:
        yield made


def cast_one_by_one(opened: Opened) -> dict[Tag, bytes]:
    """A ballot of its own kind from each slip: the marks, by the tag of the slip. Each comment is the marks in hex."""
    key, box, marks = opened.store.fact("slip_key") or b"", Box(opened.store), {}
    for code in opened.codes:
        marks[codes.tag(code, key)] = chosen = secrets.token_bytes(17)
        opened.cast(box, code, chosen, chosen.hex())
    box.end()
    return marks


def test_the_superuser_links_every_slip_with_its_envelope_and_reads_no_mark(
    opened: Opened, administrator: psycopg.Connection
) -> None:
    marks = cast_one_by_one(opened)
    receipts = {codes.tag(code, opened.store.fact("slip_key") or b""): opened.phones[code] for code in opened.codes}
    linked = dict(administrator.execute(LINK))
    sealed = {one.body: one.receipt for one in opened.store.envelopes()}
    assert {tag: sealed[body] for tag, body in linked.items()} == {
        tag: envelope.receipt(phone) for tag, phone in receipts.items()
    }
    assert [tag for tag, body in linked.items() if marks[Tag(tag)] in body] == []
    comments = dict(administrator.execute(COMMENT_LINK))
    assert set(comments) == set(marks)
    assert [tag for tag, body in comments.items() if marks[Tag(tag)].hex().encode() in body] == []


def test_the_same_join_reads_every_ballot_where_envelopes_are_not_sealed(
    opened: Opened, administrator: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope, "seal", lambda ballot, _key: ballot.marks.ljust(112, b"\0"))
    monkeypatch.setattr(comment, "seal", lambda text, _key: text.encode().ljust(880, b"\0"))
    marks = cast_one_by_one(opened)
    assert {tag: body[:17] for tag, body in administrator.execute(LINK)} == marks
    written = {tag: bytes.fromhex(body[:34].decode()) for tag, body in administrator.execute(COMMENT_LINK)}
    assert written == marks


@pytest.mark.parametrize(
    "statement",
    [
        LINK,
        "SELECT xmin FROM box_toy.slip",
        "SELECT ctid FROM box_toy.slip",
        "SELECT body FROM box_toy.envelope",
        "SELECT ctid FROM box_toy.envelope",
        "SELECT count(*) FROM box_toy.envelope",
        COMMENT_LINK,
        "SELECT body FROM box_toy.comment",
        "SELECT slot FROM box_toy.comment",
        "SELECT ctid FROM box_toy.comment",
        "SELECT count(*) FROM box_toy.comment",
        "UPDATE box_toy.comment SET body = slot",
        "DELETE FROM box_toy.comment",
        "DELETE FROM box_toy.slip",
        "DELETE FROM box_toy.envelope",
        "UPDATE box_toy.slip SET tag = retry",
        "UPDATE box_toy.fact SET value = 'closed'",
    ],
)
def test_who_takes_ballots_may_read_no_envelope_and_no_hidden_column(
    server: BoxServer, opened: Opened, statement: str
) -> None:
    opened.cast_all(opened.codes[:1])
    with psycopg.connect(server.web, autocommit=True) as caster, pytest.raises(InsufficientPrivilege):
        caster.execute(statement.encode())


def test_who_takes_ballots_can_do_just_that(server: BoxServer, opened: Opened) -> None:
    opened.store.release()
    store = PostgresShelf(server.web).join(opened.name)
    box = Box(store)
    opened.cast(box, opened.codes[0])
    box.void(opened.codes[1])
    assert (box.printed, box.returned, box.voided) == (VOTERS, 1, 1)
    box.end()
    with pytest.raises(BoxNotWritable):
        store.set_facts({"phase": Phase.CLOSED.encode()})
    store.release()
    opened.take_up()
    assert len(opened.store.envelopes()) == len(opened.store.comments()) == 1


def test_no_column_of_a_box_is_ever_sampled(opened: Opened, administrator: psycopg.Connection) -> None:
    cast_one_by_one(opened)
    administrator.execute("ANALYZE")
    sampled = "SELECT tablename, attname FROM pg_stats WHERE schemaname = 'box_toy'"
    assert administrator.execute(sampled).fetchall() == []
    administrator.execute("CREATE TABLE box_toy.careless AS SELECT tag FROM box_toy.slip")
    administrator.execute("ANALYZE")
    assert administrator.execute(sampled).fetchall() == [("careless", "tag")]


def stumble(opened: Opened, administrator: psycopg.Connection) -> list[bytes]:
    """Makes the server report a duplicate, a bad row and a lock; what none of its reports may hold."""
    one, other, *_ = sorted(opened.store.slips())
    drop = Drop(one, secrets.token_bytes(16), Envelope(secrets.token_bytes(16), secrets.token_bytes(112)))
    opened.store.keep([drop])
    for bad in (drop._replace(tag=other), Drop(other, drop.retry, Envelope(drop.envelope.receipt, b"short"))):
        with pytest.raises(BoxNotWritable):
            opened.store.keep([bad])
    with administrator.transaction():
        administrator.execute("SELECT FROM box_toy.slip FOR UPDATE")
        with pytest.raises(BoxNotWritable):
            opened.store.keep([drop._replace(tag=other)])
    hidden = [one, other, drop.retry, drop.envelope.receipt, drop.envelope.body[:16]]
    return [*hidden, *(value.hex().encode() for value in hidden), b"UPDATE slip", b"INSERT INTO envelope", b"tuple ("]


def test_the_servers_log_holds_no_tag_no_receipt_no_statement_and_no_place(
    server: BoxServer, opened: Opened, administrator: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "lock_timeout", "50")
    opened.take_up()
    with server_log(administrator) as said:
        hidden = stumble(opened, administrator)
        log = said()
    assert [report for report in (b"duplicate key", b"violates check", b"lock timeout") if report not in log] == []
    assert [value for value in hidden if value in log] == []


def test_the_same_search_finds_receipts_in_the_log_of_a_careless_session(
    server: BoxServer, opened: Opened, administrator: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "lock_timeout", "50")
    monkeypatch.setitem(SETTINGS, "log_error_verbosity", "default")
    monkeypatch.setitem(SETTINGS, "log_min_error_statement", "error")
    opened.store.release()
    opened.store = PostgresShelf(server.administrator).open(opened.name)
    with server_log(administrator) as said:
        hidden = stumble(opened, administrator)
        log = said()
    assert {b"UPDATE slip", b"INSERT INTO envelope", b"tuple ("} <= {value for value in hidden if value in log}
    assert len([value for value in hidden if value in log]) >= 5


def test_no_file_of_the_server_holds_a_mark_a_key_or_a_phones_secret_half_way_or_after_the_end(
    shelf: PostgresShelf, administrator: psycopg.Connection
) -> None:
    opened = open_on(shelf, takes_comments=True)
    marks = cast_one_by_one(opened)
    secret = keys.join(opened.keys[:2])
    hidden = [
        *marks.values(),
        *(one.hex().encode() for one in marks.values()),
        *opened.phones.values(),
        secret,
        bytes(keys.private_key(secret)),
    ]
    hidden += [key.share for key in opened.keys] + [key.digits.encode() for key in opened.keys]
    hidden += [form.encode() for code in opened.codes for form in (code, codes.grouped(code))]
    receipts = [one.receipt for one in opened.store.envelopes()]
    found = found_in_files(administrator, hidden + receipts)
    assert found & set(hidden) == set()
    assert found == set(receipts)  # the search does find what is there
    opened.store.release()
    shelf.destroy(opened.name)
    assert found_in_files(administrator, hidden) == set()


def found_in_files(administrator: psycopg.Connection, wanted: list[bytes]) -> set[bytes]:
    """Those of `wanted` that lie in the database's files or in the log of changes."""
    administrator.execute("CHECKPOINT")
    return {one for content in server_files(administrator) for one in wanted if one in content}


@pytest.mark.parametrize("name", BY_THE_SUPERUSER)
def test_a_database_that_would_tell_is_refused_by_the_name_of_the_setting(
    server: BoxServer, opened: Opened, administrator: psycopg.Connection, name: str
) -> None:
    opened.store.release()
    for act in (opened.shelf.open, opened.shelf.join, opened.shelf.has):
        with unsafe(administrator, server, name, BY_THE_SUPERUSER[name]), pytest.raises(BoxUnsafe, match=f" {name} "):
            act(opened.name)
    opened.take_up()


@pytest.mark.parametrize("name", SERVER_WIDE)
def test_a_server_that_could_lose_or_time_a_ballot_is_refused_by_the_name_of_the_setting(
    server: BoxServer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(SETTINGS, name, "the other way round")
    with pytest.raises(BoxUnsafe, match=f" {name} "):
        connect(server.owner)


def test_a_setting_that_may_not_be_seen_does_not_hold(server: BoxServer, administrator: psycopg.Connection) -> None:
    owner = sql.Identifier(server.name)
    administrator.execute(sql.SQL("REVOKE pg_read_all_settings FROM {}").format(owner))
    with pytest.raises(BoxUnsafe, match="preload_libraries"):
        connect(server.owner)
    administrator.execute(sql.SQL("GRANT pg_read_all_settings TO {}").format(owner))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("synchronous_commit", "off"),
        ("default_transaction_isolation", "serializable"),
        ("log_parameter_max_length_on_error", "-1"),
        ("debug_print_plan", "on"),
        ("idle_in_transaction_session_timeout", "0"),
    ],
)
def test_what_a_session_may_set_it_sets(
    server: BoxServer, administrator: psycopg.Connection, name: str, value: str
) -> None:
    with unsafe(administrator, server, name, value), connect(server.owner) as db:
        assert db.execute("SELECT setting FROM pg_settings WHERE name = %s", (name,)).fetchone() == (SETTINGS[name],)


def test_a_server_that_does_not_answer_is_named_as_such() -> None:
    with pytest.raises(BoxServerSilent, match="MINXIN_BOXES"):
        PostgresShelf("postgresql://nobody@127.0.0.1:1/nothing").has("toy")


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_asked_for_is_explained(name: str) -> None:
    assert f"`{name}`" in DOCUMENT.read_text(encoding="utf-8")


def test_what_a_failure_says_holds_nothing_of_the_servers_words(opened: Opened) -> None:
    opened.cast_all(opened.codes[:1])
    (kept,) = opened.store.envelopes()
    fresh = next(tag for tag, slip in opened.store.slips().items() if not slip.spent)
    with pytest.raises(BoxNotWritable) as refused:
        opened.store.keep([Drop(fresh, bytes(16), kept)])
    assert refused.value.__suppress_context__
    assert kept.receipt.hex() not in str(refused.value)


@contextmanager
def unsafe(administrator: psycopg.Connection, server: BoxServer, name: str, value: str) -> Iterator[None]:
    """The superuser sets `name` to `value` for the database while the block runs, and back to what it was."""
    database, setting = sql.Identifier(server.name), sql.Identifier(name)
    before = administrator.execute(
        "SELECT setconfig FROM pg_db_role_setting JOIN pg_database ON oid = setdatabase WHERE datname = %s",
        (server.name,),
    ).fetchone()
    alter = sql.SQL("ALTER DATABASE {} SET {} = {}")
    administrator.execute(alter.format(database, setting, sql.Literal(value)))
    yield
    administrator.execute(sql.SQL("ALTER DATABASE {} RESET {}").format(database, setting))
    for known in before[0] if before else ():
        kept, _, as_it_was = known.partition("=")
        if kept == name:
            administrator.execute(alter.format(database, setting, sql.Literal(as_it_was)))
