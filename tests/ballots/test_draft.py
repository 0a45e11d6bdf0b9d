"""A box before the opening: slips, keys, their test, and a box that never opens half-prepared."""

import itertools
from collections.abc import Iterator

import pytest

from ballots import codes, draft, envelope, instrument, keys
from ballots.box import Box
from ballots.draft import MOST_SLIPS
from ballots.errors import (
    BoxNotEmpty,
    BoxNotWritable,
    KeyOfAnotherMeeting,
    KeysDoNotFit,
    KeysFixed,
    KeysMissing,
    KeysNotTested,
    NoSlips,
    SlipCountNotUsable,
    SlipNotValid,
)
from ballots.form import Form, Subject, lay_out
from ballots.keys import Key
from ballots.store import Phase, Shelf, Store
from tests.ballots.boxes import FORM, MEETING, Opened

LONG_FORM = lay_out(
    instrument.load(instrument.shipped()["community-2026"]),
    [Subject("secretary", f"书记{number}") for number in range(13)],
)


@pytest.fixture
def store(shelf: Shelf) -> Iterator[Store]:
    made = draft.create(shelf, "toy")
    yield made
    made.release()


def test_the_box_keeps_only_the_digests_of_its_slips(store: Store) -> None:
    made = draft.new_slips(store, 30)
    key = store.fact("slip_key") or b""
    assert len(set(made)) == 30
    assert set(store.slips()) == {codes.tag(code, key) for code in made}


def test_slips_can_be_printed_in_several_runs_and_discarded_together(store: Store) -> None:
    draft.new_slips(store, 3)
    draft.new_slips(store, 4)
    assert len(store.slips()) == 7
    draft.discard_slips(store)
    draft.new_slips(store, 2)
    assert sum(slip.void for slip in store.slips().values()) == 7
    assert len(store.slips()) == 9


def test_codes_come_in_no_order_that_the_box_knows(store: Store) -> None:
    made = draft.new_slips(store, 200)
    key = store.fact("slip_key") or b""
    tags = [codes.tag(code, key) for code in made]
    rising = sum(one < other for one, other in itertools.pairwise(tags))
    assert 60 < rising < 140


@pytest.mark.parametrize("count", [0, -1, MOST_SLIPS + 1])
def test_a_senseless_number_of_slips_is_refused(store: Store, count: int) -> None:
    with pytest.raises(SlipCountNotUsable, match=str(MOST_SLIPS)):
        draft.new_slips(store, count)


def test_nothing_is_opened_before_slips_keys_and_all_three_tests(store: Store) -> None:
    with pytest.raises(NoSlips):
        draft.open_box(store, FORM)
    draft.new_slips(store, 2)
    with pytest.raises(KeysMissing):
        draft.open_box(store, FORM)
    one, two, three = draft.make_keys(store, MEETING)
    with pytest.raises(KeysNotTested):
        draft.open_box(store, FORM)
    assert draft.test_keys(store, [one]) == frozenset()
    assert draft.test_keys(store, [one, two]) == {1, 2}
    with pytest.raises(KeysNotTested):
        draft.open_box(store, FORM)
    assert draft.test_keys(store, [two, three]) == {1, 2, 3}
    draft.open_box(store, FORM)
    assert draft.phase(store) is Phase.OPEN


def test_keys_cannot_be_tested_where_there_are_none(store: Store) -> None:
    with pytest.raises(KeysMissing):
        draft.test_keys(store, keys.split(bytes(16)))
    with pytest.raises(KeysMissing):
        draft.recognise(store, MEETING, Key(1, bytes(16)))


def test_only_the_meetings_own_three_keys_are_recognised(store: Store) -> None:
    mine, others = draft.make_keys(store, MEETING), keys.split(bytes(16))
    for key in mine:
        draft.recognise(store, MEETING, key)
        with pytest.raises(KeyOfAnotherMeeting):
            draft.recognise(store, "another", key)
    for key in others:
        with pytest.raises(KeyOfAnotherMeeting):
            draft.recognise(store, MEETING, key)
    with pytest.raises(KeysDoNotFit):
        draft.test_keys(store, [mine[0], others[1]])


def test_keys_made_anew_make_the_earlier_ones_and_their_test_worthless(store: Store) -> None:
    draft.new_slips(store, 2)
    first = draft.make_keys(store, MEETING)
    draft.test_keys(store, first)
    draft.make_keys(store, MEETING)
    with pytest.raises(KeyOfAnotherMeeting):
        draft.recognise(store, MEETING, first[0])
    with pytest.raises(KeysNotTested):
        draft.open_box(store, FORM)


def test_new_keys_never_inherit_the_test_of_old_ones_even_if_making_them_fails(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = draft.make_keys(store, MEETING)
    draft.test_keys(store, first)
    monkeypatch.setattr(keys.Key, "fingerprint", lambda *_: None)  # the last of the facts cannot be written
    with pytest.raises(BoxNotWritable):
        draft.make_keys(store, MEETING)
    monkeypatch.undo()
    draft.recognise(store, MEETING, first[0])
    assert draft.test_keys(store, first[:2]) == {1, 2, 3}


def test_after_the_opening_slips_and_keys_stay_as_they_are(opened: Opened) -> None:
    for act in (
        lambda: draft.new_slips(opened.store, 1),
        lambda: draft.discard_slips(opened.store),
        lambda: draft.make_keys(opened.store, MEETING),
    ):
        with pytest.raises(KeysFixed):
            act()
    assert len(opened.store.slips()) == 20


def test_opening_twice_changes_nothing(opened: Opened) -> None:
    before = opened.store.slips()
    draft.open_box(opened.store, FORM)
    assert opened.store.slips() == before
    opened.cast_all(opened.codes)
    assert len(opened.store.envelopes()) == 20


@pytest.mark.parametrize("form", [FORM, LONG_FORM])
def test_a_box_with_ballots_in_it_is_not_opened_and_keeps_them(opened: Opened, form: Form) -> None:
    opened.cast_all(opened.codes[:3])
    sealed = opened.store.envelopes()
    for phase in (Phase.OPEN, Phase.DRAFT):
        opened.store.set_facts({"phase": phase.encode()})
        with pytest.raises(BoxNotEmpty):
            draft.open_box(opened.store, form)
    assert opened.store.envelopes() == sealed


def test_a_box_whose_slips_are_all_void_is_not_opened(store: Store) -> None:
    draft.test_keys(store, draft.make_keys(store, MEETING))
    (code,) = draft.new_slips(store, 1)
    draft.void_slip(store, code)
    with pytest.raises(NoSlips):
        draft.open_box(store, FORM)
    with pytest.raises(SlipNotValid):
        draft.void_slip(store, codes.new_code())


def test_an_opening_cut_short_and_done_again_with_a_longer_form_takes_its_ballots(opened: Opened) -> None:
    assert envelope.body_length(len(LONG_FORM.questions)) > envelope.body_length(len(FORM.questions))
    draft.open_box(opened.store, LONG_FORM)
    box = Box(opened.store)
    opened.cast(box, opened.codes[0], bytes(len(LONG_FORM.questions)))
    box.end()
    assert len(opened.store.envelopes()) == 1


def test_a_closed_box_never_opens_again(opened: Opened) -> None:
    opened.store.set_facts({"phase": Phase.CLOSED.encode()})
    with pytest.raises(KeysFixed):
        draft.open_box(opened.store, FORM)
