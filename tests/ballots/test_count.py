"""The count: the seal first, then all envelopes or none, and the same result however often and in whatever order."""

import secrets

import pytest

from ballots import count, keys
from ballots.box import Box
from ballots.draft import phase
from ballots.envelope import Ballot, Envelope, seal
from ballots.errors import BoxChanged, BoxDisagrees, EnvelopeDamaged, KeysDoNotFit
from ballots.store import Phase, Shelf
from tests.ballots.boxes import FORM, Opened, any_marks, open_on, tamper

QUESTIONS = len(FORM.questions)


def cast(opened: Opened, marks: list[bytes]) -> None:
    box = Box(opened.store)
    for code, one in zip(opened.codes, marks, strict=False):
        opened.cast(box, code, one)
    box.end()


def test_the_count_gives_every_ballot_back_and_any_two_keys_will_do(opened: Opened) -> None:
    marks = [any_marks() for _ in range(12)]
    cast(opened, marks)
    fingerprint = count.close(opened.store).fingerprint
    for pair in keys.pairs(opened.keys):
        assert count.open_all(opened.store, fingerprint, pair, QUESTIONS) == [Ballot(one) for one in sorted(marks)]


def test_the_order_of_casting_has_no_part_in_the_count(shelf: Shelf) -> None:
    marks = [any_marks() for _ in range(12)]
    counted = []
    for name in ("one", "other"):
        opened = open_on(shelf, name)
        cast(opened, secrets.SystemRandom().sample(marks, len(marks)))
        fingerprint = count.close(opened.store).fingerprint
        counted.append(count.open_all(opened.store, fingerprint, opened.keys[:2], QUESTIONS))
        opened.store.release()
    assert counted[0] == counted[1]


def test_the_seal_is_over_the_set_of_envelopes_whatever_their_order() -> None:
    envelopes = [Envelope(secrets.token_bytes(16), secrets.token_bytes(112)) for _ in range(9)]
    assert count.fingerprint(envelopes) == count.fingerprint(reversed(envelopes))
    assert count.fingerprint(envelopes) != count.fingerprint(envelopes[1:])
    assert count.fingerprint([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_seal_says_what_was_printed_voided_and_returned(opened: Opened) -> None:
    box = Box(opened.store)
    box.void(opened.codes[-1])
    for code in opened.codes[:7]:
        opened.cast(box, code)
    box.end()
    made = count.close(opened.store)
    assert (made.printed, made.voided, made.returned) == (20, 1, 7)
    assert made.grouped == " ".join(made.fingerprint[at : at + 4] for at in (0, 4, 8, 12, 16))
    assert count.close(opened.store) == made
    assert phase(opened.store) is Phase.CLOSED


def test_fewer_than_two_keys_or_keys_of_another_box_open_nothing(opened: Opened) -> None:
    opened.cast_all(opened.codes[:3])
    fingerprint = count.close(opened.store).fingerprint
    for presented in ([], opened.keys[:1], [opened.keys[0], opened.keys[0]], keys.split(bytes(16))[:2]):
        with pytest.raises(KeysDoNotFit):
            count.open_all(opened.store, fingerprint, presented, QUESTIONS)


def test_spent_slips_without_their_envelopes_stop_the_count(opened: Opened) -> None:
    opened.cast_all(opened.codes[:3])
    tamper(opened, "UPDATE slip SET spent = true")
    with pytest.raises(BoxDisagrees, match="20 slips are spent but 3 ballots lie in the box"):
        count.close(opened.store)


def test_a_ballot_exchanged_after_the_seal_stops_the_count(opened: Opened) -> None:
    opened.cast_all(opened.codes[:3])
    fingerprint = count.close(opened.store).fingerprint
    forged = seal(Ballot(bytes(QUESTIONS)), opened.store.fact("public_key") or b"")
    tamper(opened, "UPDATE envelope SET body = ? WHERE receipt <> ?", forged, bytes(16))
    with pytest.raises(BoxChanged):
        count.open_all(opened.store, fingerprint, opened.keys, QUESTIONS)
    with pytest.raises(BoxChanged):
        count.receipts(opened.store, fingerprint)


def test_one_damaged_envelope_refuses_all(opened: Opened) -> None:
    opened.cast_all(opened.codes[:5])
    tamper(
        opened,
        "UPDATE envelope SET body = ? WHERE receipt = (SELECT receipt FROM envelope ORDER BY receipt DESC LIMIT 1)",
        secrets.token_bytes(112),
    )
    fingerprint = count.close(opened.store).fingerprint
    with pytest.raises(EnvelopeDamaged):
        count.open_all(opened.store, fingerprint, opened.keys[:2], QUESTIONS)


def test_the_receipts_are_those_that_the_phones_have(opened: Opened) -> None:
    box = Box(opened.store)
    heard = [opened.cast(box, code) for code in opened.codes[:6]]
    box.end()
    assert count.receipts(opened.store, count.close(opened.store).fingerprint) == sorted(heard)


def test_an_empty_box_is_counted_as_empty(opened: Opened) -> None:
    made = count.close(opened.store)
    assert made.returned == 0
    assert count.open_all(opened.store, made.fingerprint, opened.keys[:2], QUESTIONS) == []


def test_the_class_on_the_slip_comes_back_with_the_marks_and_from_nowhere_else(shelf: Shelf) -> None:
    opened = open_on(shelf, classes=[4, 3])
    marks = [any_marks() for _ in range(7)]
    cast(opened, marks)
    fingerprint = count.close(opened.store).fingerprint
    wanted = sorted(Ballot(one, which) for one, which in zip(marks, [1] * 4 + [2] * 3, strict=True))
    assert count.open_all(opened.store, fingerprint, opened.keys[:2], QUESTIONS) == wanted
    assert {slip.voter_class for slip in opened.store.slips().values()} == {1, 2}
    opened.store.release()
