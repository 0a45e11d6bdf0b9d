"""A comment: what is left of what was typed, and its envelope of one length."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import SealedBox

from ballots import comment, keys
from ballots.errors import CommentTooLong, EnvelopeDamaged

KEY = keys.private_key(bytes(16))
PUBLIC = bytes(KEY.public_key)
WIDEST = "\U0001f600"
"""A sign of four bytes, the most that UTF-8 takes."""


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("", ""),
        ("  路灯坏了。\r\n\r\n请\t修  ", "路灯坏了。 请 修"),
        ("cafe\u0301", "café"),
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
        ("好\u202eliub\u202c\u2066评\u2069\u200f", "好liub评"),
        ("好\x00评\x07\x7f", "好评"),
        ("\u3164\u2800\u115f", ""),
        ("\ud83d好", "好"),
        ("好\ufffd\uffff\ufdd0\ue000评", "好评"),
        ("👍🏿👍🏻", "👍👍"),
        ("👨‍👩‍👧 ❤️", "👨👩👧 ❤"),
        ("يسار العالم", "يسار العالم"),
        ("葛\U000e0101城", "葛城"),
        ("𠮷野家𰻝", "𠮷野家𰻝"),
        ("<script>&amp;'\"", "<script>&amp;'\""),
    ],
)
def test_what_shows_nothing_goes_and_what_is_written_stays(typed: str, tidied: str) -> None:
    assert comment.tidied(typed) == tidied


@given(st.text(st.characters(), max_size=60))
def test_tidying_again_changes_nothing(typed: str) -> None:
    once = comment.tidied(typed)
    assert comment.tidied(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not {unicodedata.category(sign) for sign in once} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    once.encode()


@given(st.text(st.characters(), max_size=300))
def test_whatever_is_written_the_envelope_has_one_length_and_opens_to_the_same(typed: str) -> None:
    text = comment.tidied(typed)[: comment.LONGEST]
    text = comment.tidied(text)
    body = comment.seal(text, PUBLIC)
    assert len(body) == comment.BODY_LENGTH == 880
    assert comment.open_body(body, KEY) == text


def test_two_hundred_of_the_widest_signs_fit_and_one_more_is_refused() -> None:
    assert comment.open_body(comment.seal(comment.read(WIDEST * 200), PUBLIC), KEY) == WIDEST * 200
    for refuse in (comment.read, lambda text: comment.seal(text, PUBLIC)):
        with pytest.raises(CommentTooLong, match="has 201 characters; at most 200 fit"):
            refuse(WIDEST * 201)


def test_what_is_tidied_away_takes_no_room() -> None:
    assert comment.read("好" * 200 + "\u200b" * 999 + " \n" * 999) == "好" * 200


def test_a_ballot_is_not_read_as_a_comment_and_another_key_opens_nothing() -> None:
    ballot = bytes(SealedBox(KEY.public_key).encrypt(b"\x01".ljust(832, b"\0")))
    no_text = bytes(SealedBox(KEY.public_key).encrypt(b"\x70\xff".ljust(832, b"\0")))
    for body in (ballot, no_text, b"short"):
        with pytest.raises(EnvelopeDamaged):
            comment.open_body(body, KEY)
    with pytest.raises(EnvelopeDamaged):
        comment.open_body(comment.seal("好", PUBLIC), keys.private_key(b"\x01" * 16))
