"""Comments in the box, on either engine: one from every ballot, in the same step, apart from it, opened all or none."""

import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ballots import comment, count, draft
from ballots.box import Box
from ballots.codes import Tag
from ballots.envelope import Envelope
from ballots.errors import BoxChanged, BoxDisagrees, BoxNotWritable, CommentTooLong, EnvelopeDamaged, KeysDoNotFit
from ballots.store import Drop, Shelf
from tests.ballots.boxes import FORM, Opened, any_marks, open_a_box, open_on, taking_no_writes, tamper


@pytest.fixture
def opened(shelf: Shelf) -> Iterator[Opened]:
    """A box of twenty slips that takes comments."""
    made = open_on(shelf, takes_comments=True)
    yield made
    made.store.release()


def cast(opened: Opened, texts: list[str]) -> str:
    """Casts a ballot with each of `texts` and closes the box; its seal."""
    box = Box(opened.store)
    for code, text in zip(opened.codes, texts, strict=False):
        opened.cast(box, code, text=text)
    box.end()
    return count.close(opened.store).fingerprint


def test_every_ballot_brings_one_comment_of_one_length_an_empty_one_too(opened: Opened) -> None:
    texts = ["路灯坏了", "", "路灯坏了", "😀" * 200, ""]
    seal = cast(opened, texts)
    bodies = opened.store.comments()
    assert {len(body) for body in bodies} == {comment.BODY_LENGTH}
    assert len(set(bodies)) == 5
    assert count.open_comments(opened.store, seal, opened.keys[1:]) == sorted(texts)


def test_a_second_try_adds_no_comment_and_the_first_one_stands(opened: Opened) -> None:
    box, code = Box(opened.store), opened.codes[0]
    opened.cast(box, code, text="第一次")
    opened.cast(box, code, text="第二次")
    box.end()
    opened.take_up()
    box = Box(opened.store)
    opened.cast(box, code, text="第三次")
    box.end()
    seal = count.close(opened.store).fingerprint
    assert count.open_comments(opened.store, seal, opened.keys[:2]) == ["第一次"]


def test_a_step_that_fails_keeps_no_comment_and_the_next_press_keeps_one(opened: Opened) -> None:
    box = Box(opened.store)
    with taking_no_writes(opened.store), pytest.raises(BoxNotWritable):
        opened.cast(box, opened.codes[0], text="好")
    assert opened.store.comments() == []
    opened.cast(box, opened.codes[0], text="好")
    box.end()
    assert len(opened.store.comments()) == len(opened.store.envelopes()) == 1


def test_ballots_and_comments_are_kept_together_or_not_at_all(opened: Opened) -> None:
    one, other, *_ = opened.store.slips()
    short = drop(other, length=879)
    with pytest.raises(BoxNotWritable):
        opened.store.keep([drop(one), short])
    assert (opened.store.envelopes(), opened.store.comments()) == ([], [])
    assert not any(slip.spent for slip in opened.store.slips().values())
    opened.store.keep([drop(one), drop(other)])
    assert len(opened.store.comments()) == 2


def drop(tag: Tag, length: int = comment.BODY_LENGTH) -> Drop:
    return Drop(tag, bytes(16), Envelope(bytes(tag), bytes(112)), secrets.token_bytes(length))


def test_a_comment_too_long_spends_nothing(opened: Opened) -> None:
    box = Box(opened.store)
    with pytest.raises(CommentTooLong):
        opened.cast(box, opened.codes[0], text="长" * 201)
    box.end()
    assert (box.returned, opened.store.comments()) == (0, [])


def test_a_box_that_takes_no_comments_keeps_none_whatever_is_sent(shelf: Shelf) -> None:
    opened = open_on(shelf)
    seal = cast(opened, ["路灯坏了", "", "好"])
    assert not draft.takes_comments(opened.store)
    assert opened.store.comments() == []
    assert count.open_comments(opened.store, seal, opened.keys[:2]) == []
    opened.store.release()


def test_opening_again_with_comments_makes_room_for_them(shelf: Shelf) -> None:
    opened = open_on(shelf)  # a crash came between the box and the database, and comments were switched on since
    draft.open_box(opened.store, FORM, takes_comments=True)
    cast(opened, ["好"])
    assert len(opened.store.comments()) == 1
    opened.store.release()


def test_fewer_or_more_comments_than_ballots_stop_the_close(opened: Opened) -> None:
    cast(opened, ["一", "二", "三"])
    tamper(opened, "DELETE FROM comment WHERE body = ?", opened.store.comments()[0])
    with pytest.raises(BoxDisagrees, match="3 slips are spent but 2 ballots lie in the box"):
        count.close(opened.store)


def test_the_seal_covers_the_comments(opened: Opened) -> None:
    seal = cast(opened, ["一", "二", "三"])
    forged = comment.seal("都很好", opened.store.fact("public_key") or b"")
    tamper(opened, "UPDATE comment SET body = ? WHERE body = ?", forged, opened.store.comments()[0])
    for opens in (count.open_comments, lambda *known: count.open_all(*known, len(FORM.questions))):
        with pytest.raises(BoxChanged):
            opens(opened.store, seal, opened.keys[:2])


def test_one_damaged_comment_opens_none_and_leaves_the_ballots_readable(opened: Opened) -> None:
    box = Box(opened.store)
    for code in opened.codes[:3]:
        opened.cast(box, code, bytes(17), "好")
    box.end()
    damaged = secrets.token_bytes(comment.BODY_LENGTH)
    tamper(opened, "UPDATE comment SET body = ? WHERE body = ?", damaged, opened.store.comments()[0])
    seal = count.close(opened.store).fingerprint
    with pytest.raises(EnvelopeDamaged):
        count.open_comments(opened.store, seal, opened.keys[:2])
    ballots = count.open_all(opened.store, seal, opened.keys[:2], 17)
    assert [ballot.marks for ballot in ballots] == [bytes(17)] * 3


def test_one_key_twice_opens_no_comment(opened: Opened) -> None:
    seal = cast(opened, ["一"])
    with pytest.raises(KeysDoNotFit):
        count.open_comments(opened.store, seal, [opened.keys[0], opened.keys[0]])


def test_who_wrote_which_comment_in_which_order_has_no_part_in_what_is_opened(shelf: Shelf) -> None:
    texts, found = [f"意见 {number}" for number in range(12)], []
    for name in ("one", "other"):
        opened = open_on(shelf, name, takes_comments=True)
        seal = cast(opened, secrets.SystemRandom().sample(texts, len(texts)))
        found.append(count.open_comments(opened.store, seal, opened.keys[:2]))
        opened.store.release()
    assert found[0] == found[1] == sorted(texts)


def test_no_value_of_a_slip_or_an_envelope_stands_beside_a_comment(tmp_path: Path) -> None:
    opened = open_a_box(tmp_path / "toy.box", takes_comments=True)
    opened.cast_all(opened.codes)
    opened.store.release()
    db = sqlite3.connect(opened.path)
    values = {
        table: {value for row in db.execute(f"SELECT * FROM {table}") for value in row if isinstance(value, bytes)}
        for table in ("slip", "envelope", "comment")
    }
    db.close()
    assert len(values["comment"]) == 40
    assert [one for one in values for other in values if one < other and values[one] & values[other]] == []


def test_marks_of_each_kind_can_be_cast_beside_comments(opened: Opened) -> None:
    marks = [any_marks() for _ in range(5)]
    box = Box(opened.store)
    for code, one in zip(opened.codes, marks, strict=False):
        opened.cast(box, code, one, "好")
    box.end()
    seal = count.close(opened.store).fingerprint
    ballots = count.open_all(opened.store, seal, opened.keys[:2], 17)
    assert [ballot.marks for ballot in ballots] == sorted(marks)
