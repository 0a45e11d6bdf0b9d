"""Paper ballots from being handed out to the published count: with phones beside them, and alone."""

import json

import pytest
from sqlalchemy.exc import IntegrityError

from ballots import meetings
from ballots.channels import Origin
from ballots.envelope import ABSTAINED_MARK, INVALID_MARK
from ballots.errors import (
    MorePaperReturnedThanIssued,
    NumberNotUsable,
    PaperNotAnnounced,
    PaperNotFinished,
    PaperNotHandedOut,
    WrongState,
)
from ballots.meetings import Closing, Purpose, State
from ballots.pile import Ruling
from ballots.spoiling import Flaw
from ballots.tables import paper_entry, paper_ruling, paper_settlement
from survey import acts, paperwork
from survey.acts import Act
from survey.database import reading, writing
from survey.evening import Evening
from survey.published.verify import check
from tests.factories import Prepared, draft, held_on_paper, opened, typed, typed_twice, with_paper

BLANK = bytes([ABSTAINED_MARK] * 17)
ALL_WORST = bytes([2] * 11 + [3] * 6)


def published_record(prepared: Prepared) -> dict:
    with reading(prepared.evening.engine) as db:
        document, sha256 = meetings.published_record(db, prepared.id)
    assert all(finding.agrees for finding in check(document.encode(), sha256))
    return json.loads(document)


def rule(prepared: Prepared, number: int, reason: Flaw | None) -> None:
    paperwork.rule(prepared.evening, prepared.id, number, Ruling(reason, "赵明", "孙丽"))


def noted(prepared: Prepared) -> list[tuple[str, dict]]:
    with reading(prepared.evening.engine) as db:
        rows = db.exec_driver_sql("SELECT act, details FROM act WHERE about = ? ORDER BY number", (prepared.id,))
        return [(what, json.loads(details)) for what, details in rows]


def test_people_helped_to_vote_are_a_number_until_the_count_and_no_line_of_the_record(evening: Evening) -> None:
    prepared = opened(evening)
    assert paperwork.note_assisted(evening, prepared.id, 3).assisted == 3
    prepared.cast()
    evening.close(prepared.id, Closing(announce=False))
    paperwork.note_assisted(evening, prepared.id, 2)
    assert "2 people were helped" not in str(noted(prepared))
    assert not [details for _, details in noted(prepared) if "assisted" in details]
    with pytest.raises(NumberNotUsable):
        paperwork.note_assisted(evening, prepared.id, -1)
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    with pytest.raises(WrongState):
        paperwork.note_assisted(evening, prepared.id, 4)
    assert prepared.meeting.assisted == 2


@pytest.mark.parametrize(("at_tablet", "told"), [(0, {"phone": 24}), (4, None), (12, {"kiosk": 12, "phone": 12})])
def test_ballots_from_the_tablet_are_told_apart_only_where_each_way_brought_enough(
    evening: Evening, at_tablet: int, told: dict[str, int] | None
) -> None:
    prepared = opened(evening, slips=24)
    for place in range(24):
        prepared.cast(origin=Origin.KIOSK if place < at_tablet else Origin.PHONE)
    evening.close(prepared.id, Closing())
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    assert published_record(prepared)["channels"] == told


# Beside phones


def test_box_and_paper_are_one_tally_and_the_sums_reconcile(evening: Evening) -> None:
    prepared = with_paper(evening, ballots=12, papers=13)
    for number in range(1, 12):
        typed(prepared, number, ALL_WORST, by="李静")
        typed(prepared, number, ALL_WORST, by="王强")
    typed(prepared, 12, BLANK, by="李静")
    typed(prepared, 12, BLANK, by="王强")
    typed(prepared, 13, doubt=Flaw.TORN)
    rule(prepared, 12, Flaw.BLANK)
    rule(prepared, 13, Flaw.TORN)
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    found = prepared.meeting
    assert (found.issued, found.returned, found.spoiled, found.valid, found.boxed) == (35, 25, 2, 23, 12)
    record = published_record(prepared)
    services = record["subjects"][0]["items"][0]
    assert services["counts"] == {"satisfied": 12, "basically_satisfied": 0, "dissatisfied": 11}
    assert len(record["receipts"]) == 12
    assert record["paper"] == {"issued": 15, "returned": 13, "spoiled": {"blank": 1, "torn": 1}}
    assert record["channels"] == {"paper": 13, "phone": 12}


def test_a_blank_item_abstains_and_two_ticks_are_invalid_for_that_item_alone(evening: Evening) -> None:
    prepared = with_paper(evening, ballots=12, papers=1)
    marks = bytes([ABSTAINED_MARK, INVALID_MARK, *[0] * 15])
    typed(prepared, 1, marks, by="李静")
    typed(prepared, 1, marks, by="王强")
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    services, hygiene, culture = published_record(prepared)["subjects"][0]["items"][:3]
    assert (services["counts"]["satisfied"], services["abstained"], services["invalid"]) == (12, 1, 0)
    assert (hygiene["counts"]["satisfied"], hygiene["abstained"], hygiene["invalid"]) == (12, 0, 1)
    assert culture["counts"]["satisfied"] == 13


def test_no_key_counts_anything_before_the_paper_is_finished(evening: Evening) -> None:
    prepared = with_paper(evening, papers=2)
    typed(prepared, 1, by="李静")
    typed(prepared, 1, ALL_WORST, by="王强")
    with pytest.raises(PaperNotFinished, match=r"1 ballots are to be entered by two people, 1 differ, 0 wait"):
        evening.present_key(prepared.id, prepared.keys[0].digits)
    with reading(evening.engine) as db:
        assert meetings.votes(db, prepared.id) == []
    paperwork.settle(evening, prepared.id, 1, ALL_WORST, "王强")
    typed(prepared, 2, by="李静")
    typed(prepared, 2, by="王强")
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    assert prepared.meeting.state is State.PUBLISHED


def test_paper_that_nobody_counted_by_hand_stops_the_count(evening: Evening) -> None:
    prepared = opened(evening)
    prepared.cast()
    evening.close(prepared.id, Closing(paper=4))
    assert (prepared.meeting.paper_issued, prepared.meeting.issued) == (4, 24)
    with pytest.raises(PaperNotAnnounced):
        evening.present_key(prepared.id, prepared.keys[0].digits)


def test_more_paper_back_than_out_stops_the_evening(evening: Evening) -> None:
    prepared = with_paper(evening, papers=3)
    with pytest.raises(MorePaperReturnedThanIssued, match="6 paper ballots came back but only 5 were handed out"):
        paperwork.note_returned(evening, prepared.id, 6)
    with pytest.raises(MorePaperReturnedThanIssued):
        paperwork.note_issued(evening, prepared.id, 2)
    assert (prepared.meeting.issued, prepared.meeting.returned) == (25, 15)
    evening.make_void(prepared.id, "多出一张票")
    assert prepared.meeting.state is State.VOID


def test_a_number_said_wrongly_is_corrected_but_never_below_what_was_typed(evening: Evening) -> None:
    prepared = with_paper(evening, papers=3)
    typed(prepared, 3)
    with pytest.raises(NumberNotUsable, match="from 3 to"):
        paperwork.note_returned(evening, prepared.id, 2)
    found = paperwork.note_returned(evening, prepared.id, 4)
    assert (found.returned, found.paper_returned) == (16, 4)
    with pytest.raises(NumberNotUsable):
        typed(prepared, 5)


def test_nothing_is_typed_before_the_close_or_after_the_count(evening: Evening) -> None:
    early = opened(evening)
    with pytest.raises(WrongState):
        typed(early, 1)
    late = held_on_paper(evening, 12, announce=False, community="梧桐社区")
    typed_twice(late)
    paperwork.count(evening, late.id)
    for act in (lambda: typed(late, 1), lambda: paperwork.note_issued(evening, late.id, 20)):
        with pytest.raises(WrongState):
            act()


# What is left of what was typed


def test_what_was_typed_is_gone_after_the_publishing_and_only_numbers_are_left(evening: Evening) -> None:
    prepared = with_paper(evening, papers=3)
    typed(prepared, 1, ALL_WORST, by="李静")
    typed(prepared, 1, by="王强")
    paperwork.settle(evening, prepared.id, 1, ALL_WORST, "王强")
    typed(prepared, 2, doubt=Flaw.UNREADABLE)
    rule(prepared, 2, Flaw.UNREADABLE)
    for name in ("李静", "王强"):
        typed(prepared, 3, bytes([1] * 17), by=name)
    files = lambda: b"".join(path.read_bytes() for path in evening.folder.root.glob("minxin.db*"))  # noqa: E731
    assert bytes([1] * 17) in files()
    assert ALL_WORST in files()
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    with reading(evening.engine) as db:
        assert [db.execute(table.select()).all() for table in (paper_entry, paper_settlement, paper_ruling)] == [[]] * 3
        assert db.exec_driver_sql("SELECT reason, ballots FROM spoiled").all() == [("unreadable", 1)]
    assert bytes([1] * 17) not in files()
    assert ALL_WORST not in files()


def test_a_void_meeting_keeps_nothing_that_was_typed(evening: Evening) -> None:
    prepared = with_paper(evening, papers=2)
    typed(prepared, 1)
    evening.make_void(prepared.id, "停电")
    with reading(evening.engine) as db:
        assert db.execute(paper_entry.select()).all() == []


def test_the_record_of_acts_says_who_settled_and_decided_and_never_how_anybody_marked(evening: Evening) -> None:
    prepared = with_paper(evening, papers=2)
    typed(prepared, 1, ALL_WORST, by="李静")
    typed(prepared, 1, by="王强")
    with acts.acting(acts.Actor(acts.Via.PAGE, "王强")):
        paperwork.settle(evening, prepared.id, 1, ALL_WORST, "王强")
    typed(prepared, 2, doubt=Flaw.TORN)
    rule(prepared, 2, Flaw.TORN)
    lines = dict(noted(prepared))
    assert lines[Act.PAPER_SETTLED] == {"number": 1}
    assert lines[Act.PAPER_RULED] == {"number": 2, "reason": "torn", "first": "赵明", "second": "孙丽"}
    assert lines[Act.PAPER_ISSUED] == {"issued": 4}
    assert lines[Act.PAPER_RETURNED] == {"returned": 2}
    with reading(evening.engine) as db:
        who = db.exec_driver_sql("SELECT account FROM act WHERE act = ?", (Act.PAPER_SETTLED,)).scalar()
    assert who == "王强"


# On paper alone


def test_a_meeting_without_phones_from_the_draft_to_the_published_record(evening: Evening) -> None:
    prepared = draft(evening)
    assert evening.boxes.has(prepared.id)
    found = paperwork.hold_on_paper(evening, prepared.id, is_paper=True)
    assert (found.purpose, found.printed, evening.boxes.has(prepared.id)) == (Purpose.PAPER, 0, False)
    with pytest.raises(PaperNotHandedOut):
        paperwork.close(evening, prepared.id, 0)
    paperwork.close(evening, prepared.id, 20)
    with pytest.raises(PaperNotAnnounced):
        paperwork.count(evening, prepared.id)
    paperwork.note_returned(evening, prepared.id, 18)
    typed_twice(prepared)
    found = paperwork.count(evening, prepared.id)
    assert (found.state, found.issued, found.returned, found.valid) == (State.PUBLISHED, 20, 18, 18)
    record = published_record(prepared)
    assert (record["purpose"], record["seal"], record["receipts"], record["printed"]) == ("paper", None, [], 0)
    assert record["channels"] == {"paper": 18}
    assert record["paper"] == {"issued": 20, "returned": 18, "spoiled": {}}


def test_people_may_vote_by_phone_again_before_the_vote(evening: Evening) -> None:
    prepared = draft(evening)
    paperwork.hold_on_paper(evening, prepared.id, is_paper=True)
    assert paperwork.hold_on_paper(evening, prepared.id, is_paper=False).purpose is Purpose.REAL
    evening.make_slips(prepared.id, 5)
    assert prepared.meeting.printed == 5


def test_a_rehearsal_stays_one(evening: Evening) -> None:
    prepared = draft(evening, purpose=Purpose.REHEARSAL)
    with pytest.raises(WrongState):
        paperwork.hold_on_paper(evening, prepared.id, is_paper=True)


def test_a_count_that_is_not_published_is_taken_back_corrected_and_done_again(evening: Evening) -> None:
    prepared = held_on_paper(evening, 12, announce=False)
    typed_twice(prepared)
    paperwork.count(evening, prepared.id)
    assert prepared.meeting.state is State.CLOSED
    paperwork.take_back_count(evening, prepared.id)
    with pytest.raises(WrongState):
        evening.publish(prepared.id)
    for name in ("李静", "王强"):
        typed(prepared, 12, ALL_WORST, by=name)
    paperwork.count(evening, prepared.id)
    evening.publish(prepared.id)
    services = published_record(prepared)["subjects"][0]["items"][0]
    assert services["counts"] == {"satisfied": 11, "basically_satisfied": 0, "dissatisfied": 1}
    with pytest.raises(WrongState):
        paperwork.take_back_count(evening, prepared.id)


def test_only_a_meeting_without_phones_is_counted_without_keys(evening: Evening) -> None:
    prepared = with_paper(evening, papers=1)
    typed_twice(prepared)
    with pytest.raises(WrongState):
        paperwork.count(evening, prepared.id)
    with reading(evening.engine) as db:
        assert meetings.votes(db, prepared.id) == []


def test_the_database_itself_refuses_more_paper_back_than_out(evening: Evening) -> None:
    prepared = with_paper(evening, papers=1)
    with pytest.raises(IntegrityError), writing(evening.engine) as db:
        db.exec_driver_sql("UPDATE meeting SET paper_returned = 9 WHERE id = ?", (prepared.id,))
