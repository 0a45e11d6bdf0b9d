"""The account of the slips: worked by hand, balanced at the close, silent about ballots before it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from ballots import campaigns, instrument, ledger, meetings
from ballots.campaigns import Ruleset
from ballots.count import Seal
from ballots.errors import MoreThanAtTheDesk, NameNotUsable, SlipsOvercounted, SlipsUnaccounted, WrongState
from ballots.form import Subject
from ballots.ledger import Account, Fate, Reason, Why
from ballots.meetings import Closing, Meeting, Plan, State

NOW = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)


@pytest.fixture
def held(db: Connection) -> Meeting:
    """A draft meeting for which 84 slips, four sheets, were printed."""
    form = instrument.load(instrument.shipped()["community-2026"])
    campaign = campaigns.create(db, "2026", form, Ruleset("rules", "0" * 64), NOW)
    found = meetings.create(db, campaign.id, Plan("长岗路社区", [Subject("secretary", "王秀兰")]))
    ledger.catch_up_printed(db, found, 84)
    return meetings.find(db, found.id)


def now(db: Connection, held: Meeting) -> Account:
    return ledger.account(db, meetings.find(db, held.id))


def closed(db: Connection, held: Meeting, seal: Seal, closing: Closing) -> Account:
    meetings.open_(db, held.id, NOW)
    meetings.close(db, held.id, seal, closing, NOW)
    ledger.settle(db, held.id, closing.explanation)
    return now(db, held)


def test_an_evening_by_hand(db: Connection, held: Meeting) -> None:
    # 84 printed, one lost sheet of 21 voided and printed again: 105. 60 handed out; one of them torn and replaced, one
    # taken back for good: 59 in hands. Void 23. At the desk 105 - 23 - 59 = 23 left over. 55 come back.
    ledger.catch_up_voided(db, held, 21, Why(Reason.LOST))
    ledger.catch_up_printed(db, held, 105)
    ledger.hand_out(db, held.id, 60)
    ledger.catch_up_voided(db, held, 22, Why(Reason.TORN, Fate.REPLACED))
    ledger.catch_up_voided(db, held, 23, Why(Reason.BY_MISTAKE, Fate.WITHDRAWN))
    before = now(db, held)
    assert (before.printed, before.voided, before.handed_out, before.at_desk) == (105, 23, 59, 23)
    account = closed(db, held, Seal("5e" * 32, 105, 23, 55), Closing(unused=23))
    assert (account.void, account.unused, account.issued, account.missing) == (23, 23, 59, 0)
    assert account.balances
    assert account.replaced == 22  # a sheet, and one slip in a hand
    assert account.reasons == {Reason.LOST: 21, Reason.TORN: 1, Reason.BY_MISTAKE: 1}
    assert account.printed == account.void + account.unused + account.handed_out
    assert (account.return_rate, account.validity, account.turnout) == ((55, 59), (55, 55), None)


def test_what_is_missing_stops_the_close_until_somebody_says_why(db: Connection, held: Meeting) -> None:
    ledger.hand_out(db, held.id, 60)
    seal = Seal("5e" * 32, 84, 0, 55)
    with pytest.raises(SlipsUnaccounted, match=r"^3 slips are unaccounted for"), db.begin_nested():
        closed(db, held, seal, Closing(unused=21))
    account = closed(db, held, seal, Closing(unused=21, explanation=" 三张选票条被风吹走 "))
    assert (account.missing, account.balances, account.explained) == (3, False, "三张选票条被风吹走")


def test_more_handed_out_than_can_be_is_told_the_other_way_round(db: Connection, held: Meeting) -> None:
    ledger.hand_out(db, held.id, 60)
    with pytest.raises(SlipsOvercounted, match=r"^2 slips more were handed out"):
        closed(db, held, Seal("5e" * 32, 84, 0, 55), Closing(unused=26))


def test_where_nobody_noted_handing_out_there_is_nothing_to_balance(db: Connection, held: Meeting) -> None:
    account = closed(db, held, Seal("5e" * 32, 84, 0, 55), Closing(unused=20))
    assert (account.handed_out, account.issued, account.missing) == (None, 64, 0)


def test_slips_of_a_voided_sheet_that_had_been_used_are_told_after_the_close_and_not_before(
    db: Connection, held: Meeting
) -> None:
    ledger.hand_out(db, held.id, 60)
    ledger.catch_up_voided(db, held, 21, Why(Reason.LOST))
    assert (now(db, held).voided, now(db, held).used_before) == (21, None)
    account = closed(db, held, Seal("5e" * 32, 84, 18, 55), Closing(unused=3, explanation="有人用了遗失的选票条"))
    assert (account.voided, account.used_before, account.void) == (21, 3, 18)
    assert account.missing == 3  # three slips are used that the desk never handed out


def test_before_the_close_the_account_knows_no_ballot(db: Connection, held: Meeting) -> None:
    ledger.hand_out(db, held.id, 60)
    meetings.open_(db, held.id, NOW)
    account = now(db, held)
    assert (account.issued, account.returned, account.valid, account.blank, account.unused) == (
        None,
        None,
        None,
        None,
        None,
    )
    assert (account.return_rate, account.turnout, account.validity) == (None, None, None)


@pytest.mark.parametrize("number", [0, -1, 85])
def test_no_more_is_handed_out_than_lies_at_the_desk(db: Connection, held: Meeting, number: int) -> None:
    with pytest.raises(MoreThanAtTheDesk, match="84 slips"):
        ledger.hand_out(db, held.id, number)


def test_a_wrong_number_of_slips_handed_out_is_put_right(db: Connection, held: Meeting) -> None:
    ledger.hand_out(db, held.id, 60)
    ledger.correct_handed_out(db, held.id, 55)
    assert (now(db, held).handed_out, now(db, held).at_desk) == (55, 29)
    with pytest.raises(MoreThanAtTheDesk):
        ledger.correct_handed_out(db, held.id, 85)
    assert [line.number for line in ledger.lines(db, held.id)] == [60, -5]  # both stay


def test_catching_up_with_the_box_twice_notes_it_once(db: Connection, held: Meeting) -> None:
    assert ledger.catch_up_voided(db, held, 1, Why(Reason.SEEN)) == 1
    assert ledger.catch_up_voided(db, held, 1, Why(Reason.SEEN)) == 0
    ledger.catch_up_printed(db, meetings.find(db, held.id), 84)
    assert len(ledger.lines(db, held.id)) == 1


def test_a_reason_that_fits_no_other_needs_words(db: Connection, held: Meeting) -> None:
    with pytest.raises(NameNotUsable):
        ledger.catch_up_voided(db, held, 1, Why(Reason.OTHER))
    ledger.catch_up_voided(db, held, 1, Why(Reason.OTHER, words="打翻了茶"))
    assert ledger.lines(db, held.id)[0].words == "打翻了茶"


def test_what_is_printed_while_the_box_is_open_is_told_apart(db: Connection, held: Meeting) -> None:
    meetings.open_(db, held.id, NOW)
    ledger.catch_up_printed(db, meetings.find(db, held.id), 90)
    assert (now(db, held).printed, now(db, held).extra, now(db, held).replaced) == (90, 6, 0)


def test_after_the_close_nothing_is_handed_out(db: Connection, held: Meeting) -> None:
    closed(db, held, Seal("5e" * 32, 84, 0, 0), Closing())
    for act in (ledger.hand_out, ledger.correct_handed_out):
        with pytest.raises(WrongState):
            act(db, held.id, 1)
    assert meetings.find(db, held.id).state is State.CLOSED
