"""What a box promises on either engine: all or nothing, the slip decides, the phase decides."""

from collections.abc import Callable

import pytest

from ballots import draft
from ballots.codes import Tag
from ballots.envelope import Envelope
from ballots.errors import BoxClosed, BoxMissing, BoxNotWritable, SlipTaken
from ballots.store import Drop, Phase, Shelf, Store
from tests.ballots.boxes import Opened


def drop(tag: Tag, name: bytes = b"r", length: int = 112) -> Drop:
    return Drop(tag, name * 16, Envelope(name * 16, b"b" * length))


def test_a_missing_box_is_said_to_be_missing(shelf: Shelf) -> None:
    assert not shelf.has("none")
    for take in (shelf.open, shelf.join):
        with pytest.raises(BoxMissing):
            take("none")


def test_a_box_is_never_made_over_another(opened: Opened) -> None:
    opened.store.release()
    with pytest.raises(BoxNotWritable):
        draft.create(opened.shelf, opened.name)
    opened.take_up()
    assert len(opened.store.slips()) == 20


def test_what_is_kept_is_there_for_the_next_holder(opened: Opened) -> None:
    tag = min(opened.store.slips())
    opened.store.keep([drop(tag)])
    opened.take_up()
    slip = opened.store.slips()[tag]
    assert (slip.spent, slip.void, slip.retry) == (True, False, b"r" * 16)
    assert opened.store.envelopes() == [drop(tag).envelope]
    assert opened.store.fact("phase") == b"open"


def test_ballots_that_do_not_fit_one_by_one_are_kept_together_or_not_at_all(opened: Opened) -> None:
    one, other, *_ = opened.store.slips()
    for bad in (drop(other, length=111), drop(one, b"s")):
        with pytest.raises(BoxNotWritable):
            opened.store.keep([drop(one), bad])
        assert opened.store.envelopes() == []
        assert not any(slip.spent for slip in opened.store.slips().values())
    opened.store.keep([drop(one)])
    assert opened.store.envelopes() == [drop(one).envelope]


def test_no_more_ballots_than_envelopes_are_taken(opened: Opened) -> None:
    tags = list(opened.store.slips())
    with pytest.raises(BoxNotWritable):
        opened.store.keep([drop(tag) for tag in [*tags, tags[0]]])
    assert opened.store.envelopes() == []


def test_a_slip_spent_or_void_takes_the_others_of_its_step_with_it_and_says_so(opened: Opened) -> None:
    spent, void, fresh, *_ = opened.store.slips()
    opened.store.keep([drop(spent)])
    assert opened.store.void(void)
    for taken in (spent, void):
        with pytest.raises(SlipTaken):
            opened.store.keep([drop(fresh, b"f"), drop(taken, b"t")])
    assert opened.store.envelopes() == [drop(spent).envelope]
    assert not opened.store.slips()[fresh].spent


def test_two_slips_cast_from_one_phone_are_two_ballots(opened: Opened) -> None:
    one, other, *_ = opened.store.slips()
    first, second = Envelope(b"r" * 16, b"1" * 112), Envelope(b"r" * 16, b"2" * 112)
    opened.store.keep([Drop(one, b"t" * 16, first)])
    opened.store.keep([Drop(other, b"t" * 16, second)])
    assert opened.store.envelopes() == [first, second]


@pytest.mark.parametrize(
    ("phase", "act"),
    [
        (Phase.DRAFT, lambda store, tag: store.keep([drop(tag)])),
        (Phase.CLOSED, lambda store, tag: store.keep([drop(tag)])),
        (Phase.CLOSED, lambda store, tag: store.void(tag)),
        (Phase.CLOSED, lambda store, tag: store.void_sheet("sheet", [tag])),
    ],
)
def test_a_box_that_is_not_open_takes_no_ballot_and_a_closed_one_voids_no_slip(
    opened: Opened, phase: Phase, act: Callable[[Store, Tag], object]
) -> None:
    tag = min(opened.store.slips())
    opened.store.set_facts({"phase": phase.encode()})
    with pytest.raises(BoxClosed):
        act(opened.store, tag)
    slip = opened.store.slips()[tag]
    assert (slip.spent, slip.void, opened.store.envelopes()) == (False, False, [])


def test_only_a_known_unspent_slip_is_voided(opened: Opened) -> None:
    spent, fresh, *_ = opened.store.slips()
    opened.store.keep([drop(spent)])
    assert [opened.store.void(tag) for tag in (spent, fresh, fresh, Tag(bytes(16)))] == [False, True, True, False]


def test_destroying_leaves_nothing_and_can_be_done_again(opened: Opened) -> None:
    opened.store.release()
    opened.shelf.destroy(opened.name)
    opened.shelf.destroy(opened.name)
    assert not opened.shelf.has(opened.name)
    with pytest.raises(BoxMissing):
        opened.shelf.open(opened.name)
