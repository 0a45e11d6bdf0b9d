"""The acts of an evening: boxes and database move together; what a crash cut short is completed by doing it again."""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from ballots import campaigns, codes, instrument, keys, meetings
from ballots.errors import (
    BoxChanged,
    BoxClosed,
    BoxHeld,
    BoxMissing,
    KeyMistyped,
    KeyOfAnotherMeeting,
    MoreReturnedThanIssued,
    Refused,
    SlipVoided,
    WrongState,
)
from ballots.form import Subject
from ballots.meetings import Closing, Plan, Purpose, State
from survey import slips
from survey.database import writing
from survey.evening import Evening
from tests import factories
from tests.factories import Prepared

Cut = Callable[[str], None]
PHONE = b"a phone's secret"


class PowerCut(BaseException):
    """The moment at which everything stops."""


@pytest.fixture
def cut_at(monkeypatch: pytest.MonkeyPatch) -> Cut:
    """Pulls the plug when the evening gets to an act of `meetings`, once; then the power is back."""

    def prepare(act: str) -> None:
        def stop(*_: object) -> None:
            monkeypatch.undo()
            raise PowerCut

        monkeypatch.setattr(meetings, act, stop)

    return prepare


def restarted(before: Evening) -> Evening:
    """The next server on the same folder; the one before is gone, and with it everything it held in memory."""
    before.boxes.release_all()
    before.engine.dispose()
    after = factories.make_evening(before.folder.root)
    after.resume()
    return after


def test_an_evening_from_the_first_slip_to_the_published_result(evening: Evening) -> None:
    prepared = factories.draft(evening, slips=12)
    assert prepared.meeting.printed == 12
    for expected, key in zip([set(), {1, 2}, {1, 2, 3}], prepared.keys, strict=True):
        progress = evening.present_key(prepared.id, key.grouped)
        assert (progress.number, progress.tested, progress.is_counted) == (key.number, expected, False)
    evening.open(prepared.id)
    best = factories.best_answers(evening, prepared.id)
    for _ in range(10):
        prepared.cast(best)
    seal = evening.close(prepared.id, Closing(unused=2))
    assert (seal.returned, prepared.meeting.issued, prepared.meeting.seal) == (10, 10, seal.fingerprint)
    assert not evening.present_key(prepared.id, prepared.keys[0].digits).is_counted
    assert evening.present_key(prepared.id, prepared.keys[2].digits).is_counted
    assert prepared.meeting.state is State.PUBLISHED
    with evening.engine.connect() as db:
        cells = meetings.votes(db, prepared.id)
        document, _ = meetings.published_record(db, prepared.id)
    assert {cell.votes for cell in cells if cell.level in ("satisfied", "excellent")} == {10}
    assert {cell.votes for cell in cells if cell.level not in ("satisfied", "excellent")} == {0}
    assert len(json.loads(document)["receipts"]) == 10


def test_after_publishing_the_box_is_gone_and_a_real_meeting_has_left_no_key(evening: Evening) -> None:
    prepared = factories.published(evening)
    assert not factories.box_file(evening.folder, prepared.id).exists()
    assert list(evening.folder.boxes.iterdir()) == []
    assert not evening.folder.kept_keys.exists()
    assert evening.kept_keys(prepared.meeting) == []


@pytest.mark.parametrize("purpose", [Purpose.DEMO, Purpose.REHEARSAL])
def test_only_demo_and_rehearsal_keep_their_keys_and_any_two_of_them_count(evening: Evening, purpose: Purpose) -> None:
    prepared = factories.closed(evening, purpose=purpose)
    kept = evening.kept_keys(prepared.meeting)
    assert [keys.read(digits) for digits in kept] == list(prepared.keys)
    for digits in kept[1:]:
        evening.present_key(prepared.id, digits)
    assert prepared.meeting.state is State.PUBLISHED


def test_a_key_of_another_meeting_and_a_mistyped_one_are_recognised(evening: Evening) -> None:
    mine, other = factories.closed(evening), factories.closed(evening, community="北门社区")
    with pytest.raises(KeyOfAnotherMeeting):
        evening.present_key(mine.id, other.keys[0].digits)
    with pytest.raises(KeyMistyped):
        evening.present_key(mine.id, mine.keys[0].digits[:-1] + "x")
    assert evening.key_desk.numbers(mine.id, now=0) == frozenset()


def test_while_the_box_is_open_keys_open_nothing_and_the_box_goes_on(evening: Evening) -> None:
    prepared = factories.opened(evening)
    for key in prepared.keys:
        with pytest.raises(WrongState):
            evening.present_key(prepared.id, key.digits)
    prepared.cast()
    assert evening.live(prepared.id).box.returned == 1


def test_a_key_presented_before_the_close_does_not_count_after_it(evening: Evening) -> None:
    prepared = factories.opened(evening)
    prepared.cast()
    evening.key_desk.present(prepared.id, prepared.keys[0], time.monotonic())
    evening.close(prepared.id, Closing())
    assert not evening.present_key(prepared.id, prepared.keys[1].digits).is_counted
    assert prepared.meeting.counted_at is None


def test_a_count_that_is_not_announced_can_be_done_again_and_gives_the_same(evening: Evening) -> None:
    prepared = factories.closed(evening, announce=False)
    counted = []
    for pair in keys.pairs(prepared.keys):
        for key in pair:
            evening.present_key(prepared.id, key.digits)
        with evening.engine.connect() as db:
            counted.append(sorted(vars(cell).items() for cell in meetings.votes(db, prepared.id)))
    assert counted[0] == counted[1] == counted[2]
    assert prepared.meeting.state is State.CLOSED
    evening.publish(prepared.id)
    assert prepared.meeting.state is State.PUBLISHED


def test_nothing_is_published_before_two_keys_came(evening: Evening) -> None:
    prepared = factories.closed(evening)
    with pytest.raises(WrongState, match="not counted"):
        evening.publish(prepared.id)
    assert factories.box_file(evening.folder, prepared.id).exists()


def test_publishing_a_counted_box_whose_file_is_missing_is_refused(evening: Evening) -> None:
    prepared = factories.closed(evening, announce=False)
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    evening.boxes.destroy(prepared.id)
    with pytest.raises(BoxMissing):
        evening.publish(prepared.id)
    assert prepared.meeting.state is State.CLOSED


def test_ballots_exchanged_after_the_seal_are_neither_counted_nor_published(evening: Evening) -> None:
    prepared = factories.closed(evening)
    db = sqlite3.connect(factories.box_file(evening.folder, prepared.id))
    with db:
        db.execute("UPDATE envelope SET receipt = zeroblob(16) WHERE filled = 1")
    db.close()
    evening.present_key(prepared.id, prepared.keys[0].digits)
    with pytest.raises(BoxChanged):
        evening.present_key(prepared.id, prepared.keys[1].digits)
    assert prepared.meeting.counted_at is None


def test_closing_twice_is_refused_and_leaves_the_seal(evening: Evening) -> None:
    prepared = factories.closed(evening)
    seal = prepared.meeting.seal
    with pytest.raises(WrongState):
        evening.close(prepared.id, Closing())
    assert prepared.meeting.seal == seal


def test_a_wrong_count_of_unused_slips_can_be_put_right(evening: Evening) -> None:
    prepared = factories.opened(evening, slips=12)
    for _ in range(10):
        prepared.cast()
    with pytest.raises(MoreReturnedThanIssued):
        evening.close(prepared.id, Closing(unused=3))
    assert prepared.meeting.state is State.OPEN
    assert evening.close(prepared.id, Closing(unused=2)).returned == 10


def test_after_the_close_a_phone_hears_that_the_meeting_is_closed(evening: Evening) -> None:
    prepared = factories.closed(evening)
    with pytest.raises(WrongState):
        evening.live(prepared.id)


def test_a_voided_slip_takes_no_ballot_and_is_counted_as_void(evening: Evening) -> None:
    prepared = factories.opened(evening, slips=12)
    slips.void(evening, prepared.id, codes.grouped(prepared.codes[0]).lower(), factories.LOST)
    prepared.codes.pop(0)
    prepared.cast()
    evening.close(prepared.id, Closing())
    found = prepared.meeting
    assert (found.printed, found.voided, found.issued, found.returned) == (12, 1, 11, 1)


def test_a_void_meeting_leaves_no_box(evening: Evening) -> None:
    prepared = factories.called_off(evening)
    assert prepared.meeting.state is State.VOID
    assert list(evening.folder.boxes.iterdir()) == []
    with pytest.raises(WrongState):
        evening.live(prepared.id)


def test_slips_discarded_before_the_opening_are_worthless(evening: Evening) -> None:
    prepared = factories.draft(evening, slips=5)
    slips.discard(evening, prepared.id)
    fresh = evening.make_slips(prepared.id, 3)
    assert (prepared.meeting.printed, prepared.meeting.voided) == (8, 5)
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    box = evening.open(prepared.id).box
    with pytest.raises(SlipVoided):
        box.check(prepared.codes[0], PHONE)
    box.check(fresh[0], PHONE)


def test_each_act_is_refused_outside_its_state(evening: Evening) -> None:
    prepared = factories.opened(evening)
    for act in (
        lambda: evening.make_slips(prepared.id, 1),
        lambda: slips.discard(evening, prepared.id),
        lambda: evening.make_keys(prepared.id),
        lambda: evening.open(prepared.id),
        lambda: evening.publish(prepared.id),
    ):
        with pytest.raises(WrongState):
            act()
    prepared.cast()
    assert evening.live(prepared.id).box.returned == 1


def test_a_longer_form_chosen_after_the_keys_were_made_still_takes_its_ballots(evening: Evening) -> None:
    campaign_id = factories.campaign(evening)
    graduates = [Subject("graduate", f"毕业生{number}") for number in range(4)]
    with writing(evening.engine) as db:
        planned = meetings.create(db, campaign_id, Plan("长岗路社区", graduates))
    prepared = Prepared(evening, planned.id, evening.make_slips(planned.id, 5), evening.make_keys(planned.id))
    source = factories.shipped_form().source.replace('{ id = "style"', f'{_more_items(40)} {{ id = "style"')
    with writing(evening.engine) as db:
        campaigns.change(db, campaign_id, instrument.parse(source, "longer"), factories.shipped_rules())
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    prepared.cast(factories.best_answers(evening, prepared.id))
    assert len(evening.form(prepared.meeting).questions) == 4 * 46
    assert evening.live(prepared.id).box.returned == 1


# What a crash cuts short


def test_an_opening_cut_short_is_completed_by_opening_again(evening: Evening, cut_at: Cut) -> None:
    prepared = factories.draft(evening)
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    cut_at("open_")
    with pytest.raises(PowerCut):
        evening.open(prepared.id)
    prepared.evening = after = restarted(evening)
    assert prepared.meeting.state is State.DRAFT
    with pytest.raises(Refused):
        slips.discard(after, prepared.id)
    after.open(prepared.id)
    prepared.cast()
    assert (prepared.meeting.state, after.live(prepared.id).box.returned) == (State.OPEN, 1)
    restarted(after).boxes.release_all()


def test_a_close_cut_short_takes_no_ballots_and_is_completed_by_closing_again(evening: Evening, cut_at: Cut) -> None:
    prepared = factories.opened(evening)
    for _ in range(6):
        prepared.cast()
    cut_at("close")
    with pytest.raises(PowerCut):
        evening.close(prepared.id, Closing())
    prepared.evening = after = restarted(evening)
    assert prepared.meeting.state is State.OPEN
    with pytest.raises(BoxClosed):
        prepared.cast()
    assert after.close(prepared.id, Closing()).returned == 6
    assert prepared.meeting.state is State.CLOSED


def test_a_count_cut_short_is_done_again_with_two_keys(evening: Evening, cut_at: Cut) -> None:
    prepared = factories.closed(evening)
    cut_at("note_count")
    evening.present_key(prepared.id, prepared.keys[0].digits)
    with pytest.raises(PowerCut):
        evening.present_key(prepared.id, prepared.keys[1].digits)
    prepared.evening = after = restarted(evening)
    assert prepared.meeting.counted_at is None
    for key in prepared.keys[1:]:
        after.present_key(prepared.id, key.digits)
    assert prepared.meeting.state is State.PUBLISHED


def test_a_publication_cut_short_is_completed_by_publishing_again(evening: Evening, cut_at: Cut) -> None:
    prepared = factories.closed(evening)
    cut_at("publish")
    evening.present_key(prepared.id, prepared.keys[0].digits)
    with pytest.raises(PowerCut):
        evening.present_key(prepared.id, prepared.keys[1].digits)
    prepared.evening = after = restarted(evening)
    assert (prepared.meeting.state, prepared.meeting.counted_at is None) == (State.CLOSED, False)
    after.publish(prepared.id)
    assert prepared.meeting.state is State.PUBLISHED
    assert list(after.folder.boxes.iterdir()) == []


@pytest.mark.parametrize("prepare", [factories.closed, factories.opened])
def test_a_destruction_cut_short_is_completed_by_the_next_server(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, prepare: Callable[[Evening], Prepared]
) -> None:
    prepared = prepare(evening)
    monkeypatch.setattr("ballots.sqlite_store.SqliteShelf.destroy", lambda *_: (_ for _ in ()).throw(PowerCut))
    with pytest.raises(PowerCut):
        _end(evening, prepared)
    monkeypatch.undo()
    box = factories.box_file(evening.folder, prepared.id)
    box.write_bytes(bytes(box.stat().st_size))  # overwritten, but not removed yet
    restarted(evening).engine.dispose()
    assert list(evening.folder.boxes.iterdir()) == []


def test_a_stopped_server_is_taken_up_where_it_was(evening: Evening) -> None:
    prepared = factories.opened(evening)
    code = prepared.codes[0]
    receipt = evening.live(prepared.id).box.cast(code, PHONE, bytes(17))
    prepared.evening = after = restarted(evening)
    assert after.boxes.live(prepared.id) is not None
    again = after.live(prepared.id).box.cast(code, PHONE, bytes(17))
    assert (again.number, again.repeated) == (receipt.number, True)
    after.boxes.release_all()


def test_a_lost_box_does_not_keep_the_other_meetings_from_going_on(evening: Evening) -> None:
    lost, other = factories.opened(evening), factories.opened(evening, community="北门社区")
    evening.boxes.destroy(lost.id)
    other.evening = after = restarted(evening)
    other.cast()
    with pytest.raises(BoxMissing):
        after.live(lost.id)
    after.boxes.release_all()


def test_a_box_half_made_by_a_crash_is_made_anew(evening: Evening) -> None:
    planned = factories.planned(evening)
    factories.box_file(evening.folder, planned.id).touch()
    assert len(evening.make_slips(planned.id, 4)) == 4
    assert evening.find(planned.id).printed == 4


def test_a_second_process_is_sent_to_the_page_of_the_server_that_holds_the_box(evening: Evening) -> None:
    prepared = factories.opened(evening)
    evening.folder.server_address.write_text("http://192.0.2.7:8000\n")
    program = (
        "import sys\nfrom pathlib import Path\nfrom survey.evening import Evening\nfrom survey.folder import DataFolder"
    )
    program += "\nEvening(DataFolder(Path(sys.argv[1]))).live(sys.argv[2])"
    command = [sys.executable, "-c", program, str(evening.folder.root), prepared.id]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert said.rstrip().endswith(f"Do this on its page: http://192.0.2.7:8000/desk/meetings/{prepared.id}")
    with pytest.raises(BoxHeld):
        evening.boxes.at_rest(prepared.id).__enter__()


def _end(evening: Evening, prepared: Prepared) -> None:
    if prepared.meeting.state is State.OPEN:
        evening.make_void(prepared.id, "停电")
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)


def _more_items(count: int) -> str:
    return " ".join(f'{{ id = "more{number}", zh-CN = "项", en = "Item" }},' for number in range(count))
