"""A slip is voided and another printed in its place: wherever the power fails, doing it again makes it whole."""

from collections.abc import Callable
from typing import Any

import pytest

from ballots import codes, ledger, sheets
from ballots.errors import SlipVoided
from ballots.ledger import Fate, Reason, Why
from ballots.meetings import Closing, State
from ballots.sqlite_store import SqliteStore
from survey import acts, slips
from survey.evening import Evening
from tests.factories import Prepared, box_file, draft, make_evening
from tests.survey.test_evening import PowerCut

LOST = Why(Reason.LOST, Fate.REPLACED)
POINTS: dict[str, tuple[object, str]] = {
    "before the slip is void in the box": (SqliteStore, "void"),
    "after the box, before the ledger has the void slip": (ledger, "catch_up_voided"),
    "in the middle of noting it": (ledger, "_add"),
    "before the voiding is in the record of acts": (acts, "note"),
    "before the new slips are in the box": (SqliteStore, "take_reserve"),
    "after their codes are made, before the box has them": (sheets, "fresh"),
    "after the box, before the ledger has the new slips": (ledger, "catch_up_printed"),
}
AFTER_THE_BOX = {"after the box, before the ledger has the new slips"}
"""Where new slips are in the box and their codes are lost with the paper that was never printed."""


def until_cut(act: Callable[[], object]) -> bool:
    """Whether the act was cut short."""
    try:
        act()
    except PowerCut:
        return True
    return False


def cut_at(monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> None:
    """Pulls the plug when `name` is reached, once."""

    def stop(*_: object, **__: object) -> None:
        monkeypatch.undo()
        raise PowerCut

    monkeypatch.setattr(place, name, stop)


def restarted(prepared: Prepared) -> Prepared:
    """The same meeting at the next server; what the one before held in memory is gone."""
    before = prepared.evening
    before.boxes.release_all()
    before.engine.dispose()
    after = make_evening(before.folder.root)
    after.resume()
    return Prepared(after, prepared.id, prepared.codes, prepared.keys)


@pytest.mark.parametrize("point", POINTS)
def test_wherever_the_power_fails_void_stays_void_and_the_account_adds_up(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    prepared = draft(evening, slips=20)
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    slips.hand_out(evening, prepared.id, 16)
    lost = prepared.codes.pop()

    cut_at(monkeypatch, *POINTS[point])
    was_cut = until_cut(lambda: slips.void(evening, prepared.id, codes.grouped(lost), LOST))
    was_cut = was_cut or until_cut(lambda: slips.print_sheets(evening, prepared.id, 1))
    assert was_cut
    prepared = restarted(prepared)
    evening = prepared.evening
    slips.void(evening, prepared.id, codes.grouped(lost), LOST)
    fresh = [code for sheet in slips.print_sheets(evening, prepared.id, 1) for code in sheet.slips]

    box = evening.live(prepared.id).box
    with pytest.raises(SlipVoided):
        box.cast(lost, b"a phone", bytes(17))
    live = [*prepared.codes, *fresh]
    assert len(set(live)) == len(live) == 20
    for code in live[4:]:
        box.cast(code, code.encode(), bytes(17))
    ghosts = int(point in AFTER_THE_BOX)
    account = slips.account(evening, prepared.id)
    assert (account.printed, account.voided, account.extra) == (21 + ghosts, 1, 1 + ghosts)
    assert (account.reasons, account.replaced) == ({Reason.LOST: 1}, 1)

    evening.close(prepared.id, Closing(unused=4, explanation="断电前制作的一张未及打印" if ghosts else ""))
    account = slips.account(evening, prepared.id)
    assert (account.void, account.unused, account.returned) == (1, 4, 16)
    assert account.printed == account.void + (account.unused or 0) + (account.handed_out or 0) + ghosts
    assert (account.missing, bool(account.explained)) == (ghosts, bool(ghosts))
    assert prepared.meeting.state is State.CLOSED
    assert box_file(evening.folder, prepared.id).exists()
    evening.engine.dispose()
