"""Codes: hard to guess, easy to type, and no slip of the finger passes for another code."""

import math
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import codes
from ballots.codes import ALPHABET, LENGTH, RANDOM_BITS, Code
from ballots.errors import CodeMistyped

any_code = st.builds(codes.new_code)
places = st.integers(0, LENGTH - 1)


def test_a_code_carries_75_random_bits() -> None:
    assert len(set(ALPHABET)) == 32
    assert RANDOM_BITS == 75


def test_guessing_at_twenty_tries_a_second_all_evening_hits_nothing() -> None:
    tries, live = 20 * 3 * 3600, 2000
    assert math.log10(tries * live / 2**RANDOM_BITS) < -13.9  # the 1e-14 that the module states


def test_every_place_of_a_code_takes_every_character() -> None:
    made = [codes.new_code() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all({code[place] for code in made} == set(ALPHABET) for place in range(LENGTH))


def test_the_alphabet_has_none_of_the_letters_that_look_like_digits() -> None:
    assert not set("ILOU") & set(ALPHABET)


@given(any_code)
def test_a_code_is_read_back_as_printed(code: Code) -> None:
    printed = codes.grouped(code)
    assert [len(group) for group in printed.split("-")] == [4, 4, 4, 4]
    assert codes.read(printed) == code


@pytest.mark.parametrize("between", ["", " ", "-", "–", "—", "－", "　", "\u200b", "\n", " - ", "."])
def test_whatever_stands_between_the_groups_is_forgiven(between: str) -> None:
    code = codes.new_code()
    assert codes.read(codes.grouped(code).replace("-", between)) == code


@given(any_code)
def test_lower_case_full_width_and_look_alikes_are_forgiven(code: Code) -> None:
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in code)
    assert codes.read(code.lower()) == code
    assert codes.read(full_width) == code
    assert codes.read(full_width.lower()) == code
    assert codes.read(code.replace("0", "o").replace("1", "l")) == code
    assert codes.read(code.replace("0", "O").replace("1", "I")) == code


@given(any_code, places, st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(code: Code, place: int, wrong: str) -> None:
    if wrong != code[place]:
        with pytest.raises(CodeMistyped):
            codes.read(code[:place] + wrong + code[place + 1 :])


@given(any_code, places, places)
def test_every_swap_of_two_characters_is_noticed(code: Code, one: int, other: int) -> None:
    swapped = list(code)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    if "".join(swapped) != code:
        with pytest.raises(CodeMistyped):
            codes.read("".join(swapped))


@given(any_code, places)
def test_a_missing_or_doubled_character_is_noticed(code: Code, place: int) -> None:
    for typed in (code[:place] + code[place + 1 :], code[:place] + code[place] + code[place:]):
        with pytest.raises(CodeMistyped):
            codes.read(typed)


@pytest.mark.parametrize("typed", ["", "U" * 16, "票" * 16, "²" * 16, "0" * 4000])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(CodeMistyped):
        codes.read(typed)


def test_a_refusal_does_not_repeat_the_code() -> None:
    with pytest.raises(CodeMistyped) as refused:
        codes.read("7777-7777-7777-7778")
    assert "7777" not in str(refused.value)


def test_a_box_knows_a_code_only_under_its_own_key() -> None:
    code = codes.new_code()
    one, other = secrets.token_bytes(32), secrets.token_bytes(32)
    assert codes.tag(code, one) == codes.tag(code, one)
    assert codes.tag(code, one) != codes.tag(code, other)
    assert len(codes.tag(code, one)) == 16
