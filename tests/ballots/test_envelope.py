"""Envelopes: one length, closed to every other key, and a receipt that says nothing."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import SealedBox

from ballots import envelope, keys
from ballots.envelope import Ballot
from ballots.errors import EnvelopeDamaged

KEY = keys.private_key(bytes(16))
PUBLIC = bytes(KEY.public_key)
BLANK = Ballot(bytes(17))
phones = st.binary(min_size=16, max_size=16)
small = st.integers(0, 255)


@given(st.builds(Ballot, st.binary(min_size=17, max_size=17), small, small))
def test_whatever_is_marked_by_whichever_class_the_envelope_has_one_length_and_opens_to_the_same(
    ballot: Ballot,
) -> None:
    body = envelope.seal(ballot, PUBLIC)
    assert len(body) == envelope.body_length(17) == 112
    assert envelope.open_body(body, KEY, 17) == ballot


@given(st.integers(1, 200))
def test_a_form_of_any_length_fits(questions: int) -> None:
    ballot = Ballot(secrets.token_bytes(questions))
    body = envelope.seal(ballot, PUBLIC)
    assert len(body) == envelope.body_length(questions)
    assert envelope.open_body(body, KEY, questions) == ballot


def test_the_same_marks_never_look_the_same() -> None:
    assert len({envelope.seal(BLANK, PUBLIC) for _ in range(50)}) == 50


def test_another_key_opens_nothing() -> None:
    body = envelope.seal(BLANK, PUBLIC)
    with pytest.raises(EnvelopeDamaged):
        envelope.open_body(body, keys.private_key(b"\x01" * 16), 17)


@given(st.integers(0, 111), st.integers(1, 255))
def test_a_single_changed_byte_is_noticed(place: int, change: int) -> None:
    body = bytearray(envelope.seal(BLANK, PUBLIC))
    body[place] ^= change
    with pytest.raises(EnvelopeDamaged):
        envelope.open_body(bytes(body), KEY, 17)


def test_an_envelope_of_another_layout_is_refused() -> None:
    body = bytes(SealedBox(KEY.public_key).encrypt(b"\x01".ljust(64, b"\0")))
    with pytest.raises(EnvelopeDamaged):
        envelope.open_body(body, KEY, 17)


@given(phones)
def test_retry_tag_and_receipt_share_nothing_and_hide_the_phones_secret(phone: bytes) -> None:
    retry, receipt = envelope.retry_tag(phone), envelope.receipt(phone)
    assert len(retry) == len(receipt) == 16
    assert retry != receipt
    assert phone not in (retry, receipt)
    assert sum(one == other for one, other in zip(retry, receipt, strict=True)) < 8


def test_a_receipt_is_the_phones_alone_and_the_marks_have_no_part_in_it() -> None:
    made = {envelope.receipt(secrets.token_bytes(16)) for _ in range(100)}
    assert len(made) == 100
