"""The verifier agrees with no record that was touched after it was published."""

import hashlib
import json
import re
import string
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.published.verify import LARGEST
from tests.survey.elections import agrees, complaints, written

NUMBER_OR_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\d+')


def _change(*path: object, to: object) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for key in path[:-1]:
            content = content[key]
        assert content[path[-1]] != to
        content[path[-1]] = to

    return change


def _sorted_in(receipt: str) -> Callable[[Any], None]:
    return lambda content: content.update(receipts=sorted([*content["receipts"], receipt]))


ITEM = ("subjects", 0, "items", 2)
TOUCHED: dict[str, tuple[Callable[[Any], None], str]] = {
    "a changed count": (_change(*ITEM, "counts", "satisfied", to=41), "culture › effective"),
    "a vote moved": (
        lambda content: content["subjects"][0]["items"][2]["counts"].update(satisfied=41, dissatisfied=1),
        "culture › strict_rate",
    ),
    "a changed abstention": (_change(*ITEM, "abstained", to=2), "culture › abstain_rate"),
    "a changed rate": (_change(*ITEM, "strict_rate", to=[41, 50]), "culture › strict_rate"),
    "a rate cut short": (_change(*ITEM, "strict_rate", to=[4, 5]), "culture › strict_rate"),
    "a changed score": (_change(*ITEM, "score", to="89.70"), "culture › score"),
    "a score rounded otherwise": (_change(*ITEM, "score", to="89.6"), "culture › score"),
    "a changed sum": (_change("subjects", 1, "items", 5, "counts", "satisfied", to=201), "pooled › counts › satisfied"),
    "changed issued": (_change("issued", to=71), "unused"),
    "more returned than issued": (
        lambda content: content.update(issued=50, unused=53, return_rate=[55, 50]),
        "returned 55 ≤ issued 50",
    ),
    "changed present": (_change("present", to=74), "attendance"),
    "changed roll": (_change("roll", to=81), "turnout"),
    "a dropped receipt": (lambda content: content["receipts"].pop(7), "42 receipts where there should be 43"),
    "an added receipt": (_sorted_in("Z000-0000"), "44 receipts"),
    "a doubled receipt": (lambda content: content["receipts"].insert(1, content["receipts"][1]), "none stands twice"),
    "one receipt instead of another": (
        lambda content: content["receipts"].__setitem__(3, content["receipts"][4]),
        "none stands twice",
    ),
    "reordered receipts": (lambda content: content["receipts"].reverse(), "sorted"),
    "a receipt that none can be": (lambda content: content["receipts"].__setitem__(-1, "ZZZZ-ZZZU"), "well-formed"),
    "an unknown key": (lambda content: content.update(comment=""), "comment is unknown"),
    "an unknown key in an item": (
        lambda content: content["subjects"][0]["items"][2].update(ballots=[[0, 1]]),
        "ballots is unknown",
    ),
    "a missing key": (lambda content: content.pop("spoiled"), "spoiled is missing"),
    "an unknown level": (
        lambda content: content["subjects"][0]["items"][2]["counts"].update(splendid=0),
        "culture › counts",
    ),
    "a missing item": (lambda content: content["subjects"][0]["items"].pop(2), "not those of the form"),
    "an item twice": (
        lambda content: content["subjects"][0]["items"].insert(2, content["subjects"][0]["items"][2]),
        "not those of the form",
    ),
    "a subject of another kind": (_change("subjects", 0, "kind", to="mayor"), "not those of the form"),
    "a changed threshold": (
        _change("rules", "content", "parameters", "model_score", "value", to="95"),
        "rules › fingerprint",
    ),
    "another smallest group": (
        _change("rules", "content", "parameters", "k_min", "value", to=5),
        "rules › fingerprint",
    ),
    "other points": (
        lambda content: content["rules"]["content"].update(points={"satisfaction": {"satisfied": 100}}),
        "cannot be used",
    ),
    "another form": (_change("instrument", "content", "title", "en", to="A form"), "instrument › fingerprint"),
    "a form without scales": (lambda content: content["instrument"]["content"].pop("scales"), "cannot be used"),
    "a denominator unheard of": (
        _change("rules", "content", "parameters", "denominator", "value", to="receipts"),
        "cannot be used",
    ),
    "rules by another name": (_change("rules", "name", to="district"), "rules › name"),
    "no seal": (_change("seal", to=None), "seal"),
    "another edition": (_change("record", to=3), "record"),
    "a paper ballot more": (
        lambda content: content["paper"].update(returned=13),
        "43 receipts where there should be 42",
    ),
    "paper handed out that was not": (lambda content: content["paper"].update(issued=16), "unused"),
    "more paper back than out": (
        lambda content: content["paper"].update(issued=11),
        "returned 12 ≤ paper ballots issued 11",
    ),
    "paper slipped into the box": (
        lambda content: content.update(
            returned=56, valid=54, turnout=[56, 80], return_rate=[56, 70], validity=[54, 56]
        ),
        "43 receipts where there should be 44",
    ),
    "a spoiled ballot made valid": (
        lambda content: content.update(spoiled=1, valid=54, validity=[54, 55]),
        "reasons of the spoiled ballots add up to 1",
    ),
    "a spoiled ballot for another reason as well": (
        lambda content: content["paper"]["spoiled"].update(blank=1),
        "reasons of the spoiled ballots add up to 2",
    ),
    "a reason unheard of": (
        lambda content: content["paper"].update(spoiled={"dissatisfied": 2}),
        "reasons of the spoiled ballots",
    ),
    "ballots moved between channels": (
        lambda content: content["channels"].update(phone=42, paper=13),
        "ways in which ballots came",
    ),
    "a channel added": (lambda content: content["channels"].update(kiosk=10), "ways in which ballots came"),
    "a channel of few named": (
        lambda content: content.update(channels={"phone": 40, "kiosk": 3, "paper": 12}),
        "ways in which ballots came",
    ),
    "fewer slips before the opening": (_change("slips", "at_opening", to=89), "before the opening 89"),
    "a slip printed late that was not": (_change("slips", "extra", to=1), "while the box was open 1 = 90"),
    "a slip voided at the desk alone": (
        _change("slips", "voided", to=3),
        "voided at the desk 3 − used before 0 = void 2",
    ),
    "a void slip made good": (
        lambda content: content.update(voided=1, unused=34),
        "voided at the desk 2 − used before 0 = void 1",
    ),
    "more used before than lie in the box": (
        lambda content: content["slips"].update(voided=46, used_before=44, reasons={"lost": 46}),
        "used before 44 = void 2; used before ≤ in the box 43",
    ),
    "a reason too many": (
        lambda content: content["slips"]["reasons"].update(torn=1),
        "slips voided at the desk add up",
    ),
    "a reason that is none": (
        lambda content: content["slips"].update(reasons={"stolen": 2}),
        "slips voided at the desk add up",
    ),
    "a slip missing that nobody missed": (_change("slips", "unaccounted", to=1), "slips unaccounted for 1"),
    "handing out noted afterwards": (_change("slips", "handed_out", to=54), "slips unaccounted for 0, overcounted 0"),
    "more void than printed": (
        lambda content: (
            content.update(voided=91, unused=0),
            content["slips"].update(voided=91, reasons={"lost": 91}),
        ),
        "≤ printed 90 − void 91",
    ),
    "more blank ballots than abstained": (
        lambda content: content.update(blank=4, blank_rate=[4, 53]),
        "wholly blank ballots 4 ≤ the fewest abstentions on an item 3",
    ),
    "another share of blank ballots": (_change("blank_rate", to=[2, 53]), "blank_rate"),
    "a number as text": (_change("issued", to="70"), "issued does not hold"),
    "a yes for a number": (_change("voided", to=True), "voided does not hold"),
    "a number below zero": (_change("unused", to=-1), "unused does not hold"),
    "a figure hidden by itself": (_change(*ITEM, "score", to=None), "culture › score"),
    "a list for the whole": (lambda content: content.update(subjects={}), "subjects does not hold"),
}


@pytest.mark.parametrize(("touch", "says"), TOUCHED.values(), ids=TOUCHED)
def test_a_touched_record_is_refused_and_the_place_named(content: Any, touch: Callable[[Any], None], says: str) -> None:
    touch(content)
    assert says in complaints(written(content))


def numbers_in(text: str) -> list[int]:
    """Where the digits of numbers stand; digits inside quoted text are names and fingerprints."""
    found = NUMBER_OR_TEXT.finditer(text)
    return [at for one in found if not one.group().startswith('"') for at in range(*one.span())]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_single_changed_digit_of_any_number_is_noticed(document: bytes, data: st.DataObject) -> None:
    text = document.decode()
    at = data.draw(st.sampled_from(numbers_in(text)))
    digit = data.draw(st.sampled_from(string.digits.replace(text[at], "")))
    assert not agrees((text[:at] + digit + text[at + 1 :]).encode())


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_single_changed_byte_is_noticed_by_who_has_the_minutes(document: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(document) - 1))
    byte = data.draw(st.integers(1, 255)) ^ document[at]
    changed = document[:at] + bytes([byte]) + document[at + 1 :]
    assert not agrees(changed, hashlib.sha256(document).hexdigest())


@settings(max_examples=50, deadline=None)
@given(length=st.floats(0, 1, exclude_max=True))
def test_a_truncated_record_is_refused(document: bytes, length: float) -> None:
    assert "not JSON" in complaints(document[: int(length * len(document))])


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: text + "\n",
        lambda text: text.replace(":", ": ", 1),
        lambda text: json.dumps(json.loads(text), ensure_ascii=True, sort_keys=True, separators=(",", ":")),
        lambda text: json.dumps(dict(reversed(json.loads(text).items())), ensure_ascii=False, separators=(",", ":")),
        lambda text: text.replace('"voided":2', '"voided":3,"voided":2'),
    ],
    ids=["line end", "space", "escapes", "other order", "key twice"],
)
def test_the_same_values_written_otherwise_are_refused(document: bytes, rewrite: Callable[[str], str]) -> None:
    changed = rewrite(document.decode()).encode()
    assert json.loads(changed) == json.loads(document)
    assert complaints(changed) == "✗ NOT SO: Written in the one canonical form"


@pytest.mark.parametrize(
    "document",
    [b"", b"\xff\xfe", b"minxin", b"NaN", b"1.5", b"[" * 100_000, b"9" * 5000, b'{"a":"\xed\xa0\x80"}', b'"\\ud800"'],
    ids=[
        "nothing",
        "no text",
        "no JSON",
        "no number",
        "a fraction",
        "a deep hole",
        "a long number",
        "half a sign",
        "half a sign escaped",
    ],
)
def test_what_is_no_json_is_refused_without_a_crash(document: bytes) -> None:
    assert "not JSON" in complaints(document)


@pytest.mark.parametrize("document", [b"{}", b"[]", b"null", b'"x"', b"1"])
def test_json_that_is_no_record_is_refused(document: bytes) -> None:
    assert complaints(document).startswith("✗ ")


def test_a_huge_file_is_refused_before_it_is_read_as_json() -> None:
    assert complaints(b"[" + b" " * LARGEST) == "✗ The file is larger than 32 MB"
