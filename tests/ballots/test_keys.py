"""Keys: any two open, one never; what is typed wrongly or belongs elsewhere is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import keys
from ballots.errors import KeyMistyped, KeysDoNotFit
from ballots.keydesk import PATIENCE_SECONDS, KeyDesk
from ballots.keys import Key

secrets_of_boxes = st.binary(min_size=16, max_size=16)
any_key = st.builds(Key, st.integers(1, 3), secrets_of_boxes)
places = st.integers(0, 41)


@given(secrets_of_boxes)
def test_any_two_keys_give_the_secret_and_the_order_does_not_matter(secret: bytes) -> None:
    made = keys.split(secret)
    assert [key.number for key in made] == [1, 2, 3]
    for one, other in keys.pairs(made):
        assert keys.join([one, other]) == keys.join([other, one]) == secret
    assert keys.join(made) == secret


@given(secrets_of_boxes)
def test_one_key_alone_is_refused_even_when_it_comes_twice(secret: bytes) -> None:
    for key in keys.split(secret):
        for presented in ([], [key], [key, key]):
            with pytest.raises(KeysDoNotFit):
                keys.join(presented)


def test_one_key_tells_nothing_the_same_secret_is_split_anew_each_time() -> None:
    first = {keys.split(bytes(16))[0].share for _ in range(20)}
    assert len(first) == 20


def test_two_keys_of_different_meetings_do_not_give_either_secret() -> None:
    one, other = keys.new_secret(), keys.new_secret()
    assert keys.join([keys.split(one)[0], keys.split(other)[1]]) not in (one, other)


@given(any_key)
def test_a_key_is_read_back_from_its_digits_however_they_are_spaced(key: Key) -> None:
    assert len(key.digits) == 42
    assert key.digits[0] == str(key.number)
    assert keys.read(key.grouped) == key
    assert keys.read(key.grouped.replace(" ", "\n")) == key
    assert keys.read("".join(chr(ord(digit) + 0xFEE0) for digit in key.digits)) == key


@given(any_key, places, st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(key: Key, place: int, more: int) -> None:
    wrong = str((int(key.digits[place]) + more) % 10)
    with pytest.raises(KeyMistyped):
        keys.read(key.digits[:place] + wrong + key.digits[place + 1 :])


@given(any_key, places, places)
def test_every_swap_of_two_digits_is_noticed(key: Key, one: int, other: int) -> None:
    swapped = list(key.digits)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    if "".join(swapped) != key.digits:
        with pytest.raises(KeyMistyped):
            keys.read("".join(swapped))


@given(any_key)
def test_a_missing_digit_and_a_foreign_number_are_noticed(key: Key) -> None:
    with pytest.raises(KeyMistyped):
        keys.read(key.digits[:-1])
    with pytest.raises(KeyMistyped):
        keys.read(Key(4, key.share).digits)


def test_digits_beyond_sixteen_bytes_are_refused() -> None:
    body = f"1{1 << 128:039d}"
    with pytest.raises(KeyMistyped):
        keys.read(f"{body}{98 - int(body) * 100 % 97:02d}")


def test_a_key_never_shows_itself_in_a_traceback() -> None:
    key = Key(1, b"\x07" * 16)
    assert repr(key) == "Key(1)"


def test_the_fingerprint_of_a_key_belongs_to_one_meeting() -> None:
    key = Key(1, bytes(16))
    assert key.fingerprint("one") == key.fingerprint("one")
    assert key.fingerprint("one") != key.fingerprint("other")
    assert key.share not in key.fingerprint("one")


def test_the_desk_keeps_the_keys_of_each_meeting_apart_until_they_have_done_their_work() -> None:
    desk, (one, two, _) = KeyDesk(), keys.split(bytes(16))
    assert desk.present("a", one, now=0.0) == (one,)
    assert desk.present("b", two, now=1.0) == (two,)
    assert desk.present("a", two, now=2.0) == (one, two)
    desk.forget("a")
    assert desk.numbers("a", now=3.0) == frozenset()
    assert desk.numbers("b", now=3.0) == {2}


def test_the_desk_takes_a_key_scanned_twice_for_one_key() -> None:
    desk, (one, *_) = KeyDesk(), keys.split(bytes(16))
    desk.present("a", one, now=0.0)
    assert desk.present("a", one, now=1.0) == (one,)


def test_the_desk_forgets_a_key_whose_second_does_not_come() -> None:
    desk, (one, two, _) = KeyDesk(), keys.split(bytes(16))
    desk.present("a", one, now=0.0)
    assert desk.numbers("a", now=PATIENCE_SECONDS) == {1}
    assert desk.present("a", two, now=PATIENCE_SECONDS + 1) == (two,)
