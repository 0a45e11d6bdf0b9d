"""The published record: the same result is the same bytes. A receipt proves inclusion, and nothing of the content."""

import hashlib
import inspect
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from ballots import envelope, meetings
from ballots.box import receipt_shown
from ballots.form import Form
from ballots.ledger import Fate, Reason, Why
from ballots.meetings import Closing
from survey import slips
from survey.database import reading
from survey.evening import Evening
from survey.published.verify import canonical, check
from tests.factories import Prepared, best_answers, make_evening, opened, published
from tests.survey.elections import counted_on_paper

BALLOTS = 14


def record_of(evening: Evening, meeting_id: str) -> tuple[str, str]:
    with reading(evening.engine) as db:
        return meetings.published_record(db, meeting_id)


def finish(prepared: Prepared) -> Any:
    """Closes, opens the box with two keys, and returns the published record's values."""
    prepared.evening.close(prepared.id, Closing())
    for key in prepared.keys[:2]:
        prepared.evening.present_key(prepared.id, key.digits)
    return json.loads(record_of(prepared.evening, prepared.id)[0])


def phone(number: int) -> bytes:
    """The secret of one phone."""
    return hashlib.sha256(f"phone {number}".encode()).digest()[:16]


def answers(form: Form, voter: int) -> dict[str, str]:
    """What one voter marks: every voter something else, some things left blank."""
    chance = random.Random(voter)
    levels = {one.field: ["", *(level.id for level in one.section.scale.levels)] for one in form.questions}
    return {field: chance.choice(choices) for field, choices in levels.items()}


def hold(evening: Evening, order: list[tuple[int, int]]) -> Any:
    """An evening on which, one after the other, phone p casts the ballot of voter v."""
    prepared = opened(evening)
    form = evening.form(prepared.meeting)
    for which_phone, voter in order:
        prepared.cast(answers(form, voter), phone(which_phone))
    return finish(prepared)


@pytest.fixture
def evenings(tmp_path: Path) -> Any:
    """Makes evenings over data folders of their own."""
    made: list[Evening] = []

    def make() -> Evening:
        made.append(make_evening(tmp_path / f"data {len(made)}"))
        return made[-1]

    yield make
    for evening in made:
        evening.boxes.release_all()
        evening.engine.dispose()


# What is in it


def test_it_is_canonical_json_under_its_own_sha256(evening: Evening) -> None:
    document, sha256 = record_of(evening, published(evening).id)
    assert hashlib.sha256(document.encode()).hexdigest() == sha256
    assert document == json.dumps(json.loads(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert all(finding.agrees for finding in check(document.encode(), sha256))


def test_it_holds_counts_form_rules_seal_and_a_receipt_for_each_ballot(evening: Evening) -> None:
    meeting = published(evening, 12).meeting
    content = json.loads(record_of(evening, meeting.id)[0])
    counts = {name: content[name] for name in ("printed", "voided", "issued", "unused", "returned", "spoiled", "valid")}
    assert list(counts.values()) == [20, 0, 20, 0, 12, 0, 12]
    assert (content["return_rate"], content["turnout"]) == ([12, 20], [12, 20])
    assert (content["present"], content["attendance"]) == (None, None)  # nobody counted those present
    assert content["seal"] == meeting.seal
    assert len(set(content["receipts"])) == 12
    assert content["instrument"]["content"]["scales"]["satisfaction"]["strict"] == 1
    assert content["rules"]["content"]["parameters"]["k_min"]["value"] == 10


def test_it_holds_no_grade_no_time_and_no_trace_of_a_slip(evening: Evening) -> None:
    prepared = published(evening, 12)
    document, _ = record_of(evening, prepared.id)
    kept = json.loads(document)
    kept.pop("rules")
    assert "grade" not in json.dumps(kept)
    assert re.findall(r"\d{4}-\d\d-\d\d|\d\d:\d\d", json.dumps({**kept, "receipts": []})) == []
    assert [code for code in prepared.codes if code in document] == []


def test_paper_ballots_have_neither_seal_nor_receipts_and_agree(evening: Evening) -> None:
    meeting_id = counted_on_paper(evening)
    evening.publish(meeting_id)
    document, sha256 = record_of(evening, meeting_id)
    content = json.loads(document)
    assert (content["purpose"], content["seal"], content["receipts"]) == ("paper", None, [])
    assert all(finding.agrees for finding in check(document.encode(), sha256))
    content["receipts"] = ["K7Q2-M9XD"]
    assert not all(finding.agrees for finding in check(canonical(content)))


# What a receipt says: that an envelope is in the box


def test_the_ledger_of_the_slips_is_in_it_and_agrees(evening: Evening) -> None:
    prepared = opened(evening, slips=30)
    slips.hand_out(evening, prepared.id, 20)
    slips.void(evening, prepared.id, prepared.fresh_code(), Why(Reason.TORN, Fate.REPLACED))
    (sheet,) = slips.print_sheets(evening, prepared.id, 5)
    for code in [*sheet.slips[:2], *prepared.codes[:12]]:
        evening.live(prepared.id).box.cast(code, code.encode(), bytes(17))
    slips.void(evening, prepared.id, sheet.code, Why(Reason.LOST))
    evening.close(prepared.id, Closing(unused=10, explanation="清点时少一张"))
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    document, _ = record_of(evening, prepared.id)
    assert [one.word for one in check(document.encode()) if not one.agrees] == []
    content = json.loads(document)
    assert {name: content[name] for name in ("printed", "voided", "unused", "issued", "returned", "blank")} == {
        **{"printed": 35, "voided": 4, "unused": 10},
        **{"issued": 21, "returned": 14, "blank": 0},
    }
    assert content["slips"] == {
        **{"at_opening": 30, "extra": 5, "voided": 6, "used_before": 2, "reasons": {"lost": 5, "torn": 1}},
        **{"handed_out": 20, "unaccounted": 1, "overcounted": 0},
    }
    assert "清点" not in document


def test_a_receipt_is_made_of_the_phones_secret_alone() -> None:
    assert list(inspect.signature(envelope.receipt).parameters) == ["phone_secret"]


def test_the_same_phone_has_the_same_receipt_whatever_is_marked(evening: Evening) -> None:
    prepared = opened(evening)
    live, form = evening.live(prepared.id), evening.form(prepared.meeting)
    marked = [{}, best_answers(evening, prepared.id), answers(form, 1)]
    assert len({form.marks(one) for one in marked}) == 3
    assert len({live.box.cast(prepared.codes.pop(), phone(7), form.marks(one)).shown for one in marked}) == 1


def test_equal_marks_have_receipts_that_nothing_but_the_phone_explains(evening: Evening) -> None:
    prepared = opened(evening)
    live, marks = evening.live(prepared.id), best_answers(evening, prepared.id)
    form = evening.form(prepared.meeting)
    seen = [live.box.cast(prepared.codes.pop(), phone(one), form.marks(marks)).shown for one in range(12)]
    assert len(set(seen)) == 12
    assert [receipt_shown(envelope.receipt(phone(one))) for one in range(12)] == seen


def test_all_opposite_marks_publish_the_same_receipts(evenings: Any) -> None:
    ones = hold(evenings(), [(one, one) for one in range(BALLOTS)])
    others = hold(evenings(), [(one, 1000 + one) for one in range(BALLOTS)])
    assert ones["subjects"] != others["subjects"]
    assert ones["receipts"] == others["receipts"]


def test_the_list_is_sorted_whatever_the_order_of_casting(evenings: Any) -> None:
    order = [(one, one) for one in range(BALLOTS)]
    forwards, backwards = hold(evenings(), order), hold(evenings(), order[::-1])
    assert forwards["receipts"] == backwards["receipts"] == sorted(forwards["receipts"])
    assert forwards["receipts"] != [receipt_shown(envelope.receipt(phone(one))) for one, _ in order]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_who_cast_which_ballot_and_when_leaves_the_record_byte_for_byte_the_same(evenings: Any, seed: int) -> None:
    chance = random.Random(seed)
    phones, voters = list(range(BALLOTS)), list(range(BALLOTS))
    straight = hold(evenings(), list(zip(phones, voters, strict=True)))
    chance.shuffle(phones)
    chance.shuffle(voters)
    shuffled = hold(evenings(), list(zip(phones, voters, strict=True)))
    assert straight["seal"] != shuffled["seal"]
    assert _masked(straight) == _masked(shuffled)


def _masked(content: Any) -> bytes:
    """The record's bytes without what is random by design: the meeting's name and the seal."""
    return json.dumps({**content, "meeting": "", "seal": ""}, ensure_ascii=False, sort_keys=True).encode()
