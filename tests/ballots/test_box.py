"""The open box: each slip once, whatever happens, and no answer before the ballot is durable."""

import secrets
import threading
from collections import Counter
from collections.abc import Sequence

import pytest

from ballots import codes, draft
from ballots.box import Box, Standing, receipt_shown
from ballots.errors import BoxClosed, BoxNotWritable, KeysMissing, Refused, SlipNotValid, SlipVoided
from ballots.store import Drop, Shelf, Store
from tests.ballots.boxes import FORM, Opened, any_marks, taking_no_writes

HERE, ELSEWHERE = b"this phone......", b"another phone..."


class StumblingStore:
    """A store whose next steps fail: before anything is written, or after everything is."""

    before: Exception | None = None
    after: Exception | None = None

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def keep(self, drops: Sequence[Drop]) -> None:
        before, self.before = self.before, None
        if before is not None:
            raise before
        self._store.keep(drops)
        after, self.after = self.after, None
        if after is not None:
            raise after


@pytest.fixture
def stumbling(opened: Opened) -> Opened:
    opened.store = StumblingStore(opened.store)  # type: ignore[assignment]  # hands on what it does not have itself
    return opened


def test_a_ballot_that_is_acknowledged_lies_in_the_box(opened: Opened, box: Box) -> None:
    receipt = box.cast(opened.codes[0], HERE, any_marks())
    assert not receipt.repeated
    assert [sealed.receipt for sealed in opened.store.envelopes()] == [receipt.number]
    assert (box.printed, box.returned, box.voided) == (20, 1, 0)


def test_a_receipt_reads_as_eight_characters() -> None:
    assert receipt_shown(bytes(16)) == "0000-0000"
    assert receipt_shown(b"\xff" * 16) == "ZZZZ-ZZZZ"
    assert receipt_shown(bytes([0, 0, 0, 0, 33]) + bytes(11)) == "0000-0011"


def test_each_slip_counts_once_under_a_hundred_threads(opened: Opened, box: Box) -> None:
    heard: list[tuple[str, str]] = []

    def cast(code: codes.Code) -> None:
        try:
            box.cast(code, secrets.token_bytes(16), any_marks())
            heard.append((code, "in the box"))
        except SlipNotValid:
            heard.append((code, "not valid"))

    phones = [threading.Thread(target=cast, args=(code,)) for code in opened.codes[:5] for _ in range(20)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert Counter(heard) == {(code, "in the box"): 1 for code in opened.codes[:5]} | {
        (code, "not valid"): 19 for code in opened.codes[:5]
    }
    assert len(opened.store.envelopes()) == box.returned == 5


def test_the_same_phone_hears_the_same_receipt_and_its_first_marks_stand(opened: Opened, box: Box) -> None:
    code = opened.codes[0]
    assert box.check(code, HERE) is Standing.READY
    first = box.cast(code, HERE, any_marks())
    sealed = opened.store.envelopes()
    again = box.cast(code, HERE, any_marks())
    assert (again.number, again.repeated) == (first.number, True)
    assert box.check(code, HERE) is Standing.IN_THE_BOX
    assert opened.store.envelopes() == sealed


def test_the_same_phone_pressing_twice_at_once_is_one_ballot(opened: Opened, box: Box) -> None:
    heard: list[bytes] = []
    presses = [
        threading.Thread(target=lambda: heard.append(box.cast(opened.codes[0], HERE, any_marks()).number))
        for _ in range(20)
    ]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert len(heard) == 20
    assert len(set(heard)) == 1
    assert len(opened.store.envelopes()) == 1


def test_another_phone_hears_of_a_used_slip_what_it_hears_of_an_unknown_one(opened: Opened, box: Box) -> None:
    box.cast(opened.codes[0], HERE, any_marks())
    said = set()
    for code in (opened.codes[0], codes.new_code()):
        for act in (
            lambda code=code: box.cast(code, ELSEWHERE, any_marks()),
            lambda code=code: box.check(code, ELSEWHERE),
        ):
            with pytest.raises(Refused) as refused:
                act()
            said.add((type(refused.value), str(refused.value)))
    assert [kind for kind, _ in said] == [SlipNotValid]
    assert len(opened.store.envelopes()) == 1


def test_a_void_slip_takes_no_ballot_and_says_so(opened: Opened, box: Box) -> None:
    code = opened.codes[0]
    box.void(code)
    box.void(code)
    assert (box.voided, box.printed) == (1, 20)
    with pytest.raises(SlipVoided):
        box.check(code, HERE)
    with pytest.raises(SlipVoided):
        box.cast(code, HERE, any_marks())
    assert opened.store.envelopes() == []


def test_only_a_known_unspent_slip_can_be_voided(opened: Opened, box: Box) -> None:
    box.cast(opened.codes[0], HERE, any_marks())
    for code in (opened.codes[0], codes.new_code()):
        with pytest.raises(SlipNotValid):
            box.void(code)
    assert (box.returned, box.voided) == (1, 0)


@pytest.mark.parametrize("failure", [BoxNotWritable(), OSError("disk full"), ValueError("unforeseen"), MemoryError()])
def test_a_failed_step_acknowledges_nobody_and_the_next_try_works(stumbling: Opened, failure: Exception) -> None:
    store, box = stumbling.store, Box(stumbling.store)
    assert isinstance(store, StumblingStore)
    store.before = failure
    with pytest.raises(type(failure)):
        box.cast(stumbling.codes[0], HERE, any_marks())
    assert (box.returned, store.envelopes()) == (0, [])
    assert not box.cast(stumbling.codes[0], HERE, any_marks()).repeated
    assert len(store.envelopes()) == box.returned == 1
    box.end()


def test_a_ballot_kept_by_a_step_that_failed_late_is_found_by_the_next_try(stumbling: Opened) -> None:
    store, box = stumbling.store, Box(stumbling.store)
    assert isinstance(store, StumblingStore)
    store.after = BoxNotWritable()
    with pytest.raises(BoxNotWritable):
        box.cast(stumbling.codes[0], HERE, any_marks())
    assert box.cast(stumbling.codes[0], HERE, any_marks()).repeated
    assert not box.cast(stumbling.codes[1], ELSEWHERE, any_marks()).repeated
    assert len(store.envelopes()) == box.returned == 2
    box.end()


def test_a_disk_that_takes_no_writes_acknowledges_nobody_and_the_next_try_works(opened: Opened, box: Box) -> None:
    with taking_no_writes(opened.store), pytest.raises(BoxNotWritable):
        box.cast(opened.codes[0], HERE, any_marks())
    assert not box.cast(opened.codes[0], HERE, any_marks()).repeated
    assert len(opened.store.envelopes()) == 1


def test_a_lost_answer_and_a_restart_do_not_cost_the_ballot(opened: Opened) -> None:
    before = Box(opened.store)
    first = before.cast(opened.codes[0], HERE, any_marks())
    before.end()
    opened.take_up()
    after = Box(opened.store)
    again = after.cast(opened.codes[0], HERE, any_marks())
    assert (again.number, again.repeated) == (first.number, True)
    with pytest.raises(SlipNotValid):
        after.cast(opened.codes[0], ELSEWHERE, any_marks())
    after.end()


def test_the_end_serves_everybody_who_waits_and_nobody_after(opened: Opened, box: Box) -> None:
    heard: list[str] = []
    *used, kept_aside = opened.codes
    started = threading.Barrier(len(used) + 1)

    def cast(code: codes.Code) -> None:
        started.wait()
        try:
            heard.append(box.cast(code, secrets.token_bytes(16), any_marks()).shown)
        except BoxClosed:
            heard.append("closed")

    phones = [threading.Thread(target=cast, args=(code,)) for code in used]
    for phone in phones:
        phone.start()
    started.wait()
    box.end()
    box.end()
    for phone in phones:
        phone.join()
    assert len(heard) == len(used)
    assert len(opened.store.envelopes()) == sum(answer != "closed" for answer in heard)
    with pytest.raises(BoxClosed):
        box.cast(kept_aside, HERE, any_marks())


def test_a_phone_that_lost_its_answer_still_hears_it_after_the_end(opened: Opened, box: Box) -> None:
    first = box.cast(opened.codes[0], HERE, any_marks())
    box.end()
    assert box.cast(opened.codes[0], HERE, any_marks()).number == first.number


def test_a_box_that_nobody_could_ever_open_takes_no_ballots(shelf: Shelf) -> None:
    store = draft.create(shelf, "toy")
    with pytest.raises(KeysMissing):
        Box(store)
    store.release()


def test_marks_of_all_questions_lie_sealed_in_an_envelope_of_their_own(opened: Opened, box: Box) -> None:
    marks = any_marks()
    assert len(marks) == len(FORM.questions)
    box.cast(opened.codes[0], HERE, marks)
    (sealed,) = opened.store.envelopes()
    assert marks not in sealed.body
