"""Sheets voided whole, slips printed while the box is open: on either engine, and what it tells (nothing)."""

import pytest

from ballots import codes, draft, sheets
from ballots.box import Box, Standing
from ballots.codes import Kind, Tag
from ballots.errors import BoxClosed, KeysFixed, ReserveUsedUp, SheetUnknown, SlipNotValid, SlipVoided
from ballots.sheets import A_SHEET
from ballots.store import NewSlips, Phase, Shelf
from tests.ballots.boxes import FORM, MEETING, Opened, open_on

PHONE = b"a phone's secret"


@pytest.fixture
def roomy(shelf: Shelf) -> Opened:
    """An open box of 20 slips with room for 45 more."""
    return open_on(shelf, reserve=45)


def test_slips_come_in_sheets_each_with_a_code_of_its_own_that_is_no_slip(shelf: Shelf) -> None:
    store = draft.create(shelf, "toy")
    made = draft.new_sheets(store, 2 * A_SHEET + 5)
    assert [len(sheet.slips) for sheet in made] == [A_SHEET, A_SHEET, 5]
    assert {codes.kind_of(sheet.code) for sheet in made} == {Kind.SHEET}
    assert {codes.kind_of(code) for sheet in made for code in sheet.slips} == {Kind.SLIP}
    assert all(codes.read(codes.grouped(sheet.code)) == sheet.code for sheet in made)
    assert len(store.slips()) == 2 * A_SHEET + 5
    store.release()


def test_a_lost_sheet_is_dead_before_the_opening_and_every_other_slip_stays_good(shelf: Shelf) -> None:
    store = draft.create(shelf, "toy")
    lost, kept = draft.new_sheets(store, A_SHEET + 4)
    sheets.void(store, lost.code)
    sheets.void(store, lost.code)
    key = store.fact("slip_key") or b""
    assert {tag for tag, slip in store.slips().items() if slip.void} == {codes.tag(code, key) for code in lost.slips}
    draft.test_keys(store, draft.make_keys(store, MEETING))
    draft.open_box(store, FORM)
    box = Box(store)
    with pytest.raises(SlipVoided):
        box.check(lost.slips[0], PHONE)
    assert box.check(kept.slips[0], PHONE) is Standing.READY
    box.end()
    store.release()


def test_slips_printed_while_the_box_is_open_are_good_at_once_and_only_as_many_as_there_is_room_for(
    roomy: Opened,
) -> None:
    box = Box(roomy.store)
    for code in roomy.codes:
        roomy.cast(box, code)
    assert box.spare == 45
    first, second = box.print_more(30)
    for code in (*first.slips, *second.slips):
        roomy.cast(box, code)
    assert (box.printed, box.returned, box.spare) == (50, 50, 15)
    for senseless in (16, 0, -1, 10**9):
        with pytest.raises(ReserveUsedUp, match="15 more slips"):
            box.print_more(senseless)
    box.print_more(15)
    box.end()
    roomy.take_up()
    assert (len(roomy.store.slips()), len(roomy.store.envelopes()), roomy.store.spare()) == (65, 50, 0)
    roomy.store.release()


def test_void_slips_make_no_room_for_others_so_room_tells_nothing(roomy: Opened) -> None:
    box = Box(roomy.store)
    box.void(roomy.codes[0])
    assert box.spare == 45
    (sheet,) = box.print_more(10)
    box.void_sheet(sheet.code)
    assert box.spare == 35
    box.end()
    roomy.store.release()


@pytest.mark.parametrize("used", [0, 4, 21])
def test_voiding_a_sheet_tells_nobody_whether_its_slips_were_used(roomy: Opened, used: int) -> None:
    box = Box(roomy.store)
    sheet, rest = box.print_more(25)
    for code in sheet.slips[:used]:
        roomy.cast(box, code)
    box.void_sheet(sheet.code)
    assert (box.voided, box.printed) == (21, 45)  # whatever was used
    box.void_sheet(sheet.code)
    assert box.voided == 21
    if used < 21:
        with pytest.raises(SlipVoided):
            box.check(sheet.slips[-1], PHONE)
    assert box.check(rest.slips[0], PHONE) is Standing.READY
    assert box.returned == used
    box.end()
    assert sheets.used_before(roomy.store) == used
    assert sum(slip.void for slip in roomy.store.slips().values()) == 21 - used
    roomy.store.release()


def test_a_code_that_is_no_sheets_voids_nothing(roomy: Opened) -> None:
    box = Box(roomy.store)
    for stranger in (roomy.codes[0], codes.new_code(Kind.SHEET)):
        with pytest.raises(SheetUnknown):
            box.void_sheet(stranger)
    assert box.voided == 0
    with pytest.raises(SlipNotValid):
        box.void(box.print_more(1)[0].code)
    box.end()
    roomy.store.release()


def test_after_the_close_nothing_is_printed_or_voided(roomy: Opened) -> None:
    box = Box(roomy.store)
    (sheet,) = box.print_more(3)
    roomy.store.set_facts({"phase": Phase.CLOSED.encode()})
    for act in (lambda: box.print_more(1), lambda: box.void_sheet(sheet.code), lambda: box.void(sheet.slips[0])):
        with pytest.raises(BoxClosed):
            act()
    box.end()
    assert not any(slip.void for slip in roomy.store.slips().values())
    roomy.store.release()


def test_before_the_opening_there_is_no_reserve_and_after_it_no_draft(roomy: Opened) -> None:
    for act in (lambda: draft.new_sheets(roomy.store, 1), lambda: draft.void_slip(roomy.store, roomy.codes[0])):
        with pytest.raises(KeysFixed):
            act()
    roomy.store.set_facts({"phase": Phase.DRAFT.encode()})
    with pytest.raises(BoxClosed):
        roomy.store.take_reserve(NewSlips([Tag(b"t" * 16)]))
    roomy.store.release()


def test_the_box_itself_says_of_no_slip_on_which_sheet_it_stands(shelf: Shelf) -> None:
    store = draft.create(shelf, "toy")
    stack = sheets.fresh(2 * A_SHEET, 0, store.fact("slip_key") or b"")
    kept = b"".join(stack.kept.facts.values())
    assert not any(tag in kept for tag in stack.kept.tags)
    assert not any(sheet.code.encode() in kept for sheet in stack.sheets)
    assert {len(value) for value in stack.kept.facts.values()} == {16 * A_SHEET + 40}
    store.release()
