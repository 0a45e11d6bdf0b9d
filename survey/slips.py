"""The acts around slips: printed, also while the box is open, handed out, voided. Pages and commands call these.

As everywhere the box moves first, durably, then the database: codes that are voided are dead before any new one is
made, and an act cut short by a crash is completed by doing it again.
"""

from collections.abc import Sequence

from ballots import classes, codes, draft, ledger, meetings, sheets
from ballots.codes import Kind
from ballots.ledger import Account, Reason, Why
from ballots.meetings import State
from ballots.sheets import Sheet
from ballots.store import Store
from survey import acts
from survey.acts import Act
from survey.database import reading, writing
from survey.evening import Evening

_LOST = Why(Reason.LOST)


def account(evening: Evening, meeting_id: str) -> Account:
    """The account of the meeting's slips as it stands; before the close it knows nothing of ballots."""
    with reading(evening.engine) as db:
        return ledger.account(db, meetings.find(db, meeting_id))


def room(evening: Evening, meeting_id: str) -> int:
    """How many slips can still be printed while the box is open."""
    return evening.live(meeting_id).box.spare


def print_sheets(evening: Evening, meeting_id: str, number: int, voter_class: int = 0) -> Sequence[Sheet]:
    """Sheets of `number` fresh slips, before the opening or while the box is open; they exist nowhere else.

    Raises WrongState after the close, SlipCountNotUsable, ReserveUsedUp.
    """
    found = meetings.require(evening.find(meeting_id), State.DRAFT, State.OPEN)
    if found.state is State.OPEN:
        box = evening.live(meeting_id).box
        made = box.print_more(number, voter_class, found.slip_kind)
        printed = box.printed
    else:
        with evening.boxes.in_draft(meeting_id) as store:
            made = draft.new_sheets(store, number, voter_class, found.slip_kind)
            printed = len(store.slips())
            _note_classes(evening, meeting_id, store)
    with writing(evening.engine) as db:
        ledger.catch_up_printed(db, meetings.find(db, meeting_id), printed)
        acts.note(db, Act.SLIPS_PRINTED, about=meeting_id, slips=number)
    return made


def hand_out(evening: Evening, meeting_id: str, number: int) -> None:
    """Notes that `number` slips were handed out. Raises MoreThanAtTheDesk, WrongState."""
    with writing(evening.engine) as db:
        ledger.hand_out(db, meeting_id, number)
        acts.note(db, Act.SLIPS_HANDED_OUT, about=meeting_id, slips=number)


def correct_handed_out(evening: Evening, meeting_id: str, total: int) -> None:
    """Puts right how many slips are in people's hands. Raises MoreThanAtTheDesk, WrongState."""
    with writing(evening.engine) as db:
        ledger.correct_handed_out(db, meeting_id, total)
        acts.note(db, Act.HANDING_OUT_CORRECTED, about=meeting_id, slips=total)


def void(evening: Evening, meeting_id: str, typed: str, why: Why) -> int:
    """Voids a slip, or a whole sheet, by its code; how many slips the ledger has void more, whatever of them was used.

    Raises CodeMistyped, SlipNotValid for a slip unknown or used, SheetUnknown, NameNotUsable, WrongState.
    """
    found = meetings.require(evening.find(meeting_id), State.DRAFT, State.OPEN)
    code = codes.read(typed)
    is_sheet = codes.kind_of(code) is Kind.SHEET
    ledger.require_words(why)
    if found.state is State.OPEN:
        box = evening.live(meeting_id).box
        (box.void_sheet if is_sheet else box.void)(code)
        voided = box.voided
    else:
        with evening.boxes.in_draft(meeting_id) as store:
            (sheets.void if is_sheet else draft.void_slip)(store, code)
            voided = draft.printed_and_void(store)[1]
            _note_classes(evening, meeting_id, store)
    return _note_void(evening, meeting_id, voided, why, Act.SHEET_VOIDED if is_sheet else Act.SLIP_VOIDED)


def discard(evening: Evening, meeting_id: str, why: Why = _LOST) -> int:
    """Voids every slip printed so far, before the opening; how many. Raises WrongState, KeysFixed, NameNotUsable."""
    meetings.require(evening.find(meeting_id), State.DRAFT)
    ledger.require_words(why)
    with evening.boxes.in_draft(meeting_id) as store:
        draft.discard_slips(store)
        voided = draft.printed_and_void(store)[1]
        _note_classes(evening, meeting_id, store)
    return _note_void(evening, meeting_id, voided, why, Act.SLIPS_DISCARDED)


def _note_classes(evening: Evening, meeting_id: str, store: Store) -> None:
    with writing(evening.engine) as db:
        classes.note_printed(db, meeting_id, store.slips().values())


def _note_void(evening: Evening, meeting_id: str, voided: int, why: Why, act: Act) -> int:
    with writing(evening.engine) as db:
        found = meetings.find(db, meeting_id)
        new = ledger.catch_up_voided(db, found, voided, why)
        if found.state is State.DRAFT:
            meetings.note_slips(db, meeting_id, found.printed, voided)
        acts.note(db, act, about=meeting_id, slips=new, reason=why.reason)
    return new
