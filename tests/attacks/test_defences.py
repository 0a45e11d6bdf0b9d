"""Each defence taken away in turn: the attack that finds nothing in `test_disk_images.py` then finds nearly all.

Only what happens in free blocks needs a disk of its own; the rest is in the files.
"""

from pathlib import Path

import pytest

from tests.attacks import careless, links
from tests.attacks.careless import Care
from tests.attacks.disk import FileSystem, Folder, mounted, on_one_processor
from tests.attacks.hall import LUCK, VOTERS, Moment, spend_an_evening

MOST = 0.9


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Files for an evening."""
    return Folder(tmp_path)


def test_without_sealing_every_ballot_is_read(folder: Folder) -> None:
    evening = spend_an_evening(folder, careless.NOT_SEALED)
    half, closed = evening.loot(Moment.HALF_WAY), evening.loot(Moment.CLOSED)
    assert (half.marks, half.texts) == (VOTERS // 2, VOTERS // 2)
    assert (closed.marks, closed.texts) == (VOTERS, VOTERS)


@pytest.mark.parametrize(
    ("care", "moments"),
    [
        (careless.JOURNAL_DELETED, [Moment.HALF_WAY, Moment.CLOSED]),
        (careless.WRITE_AHEAD, list(Moment)),
    ],
    ids=["journal deleted", "write-ahead log"],
)
def test_with_a_usual_journal_free_blocks_join_slips_to_envelopes(
    tmp_path: Path, care: Care, moments: list[Moment]
) -> None:
    with on_one_processor(), mounted(FileSystem.EXT4, tmp_path) as disk:
        evening = spend_an_evening(disk, care)
    for moment in moments:
        assert evening.loot(moment).share >= MOST, moment


def test_a_journal_that_is_kept_but_not_blanked_gives_the_last_comer_away(folder: Folder) -> None:
    evening = spend_an_evening(folder, careless.JOURNAL_NOT_BLANKED)
    last = evening.came[VOTERS // 2 - 1]
    guessed = links.guesses(evening.found[Moment.HALF_WAY], evening.came)
    assert guessed["copies of pages, the older"] == {last: evening.truth[last]}


@pytest.mark.parametrize("care", [careless.SLOTS_IN_ORDER, careless.ROWS_AS_THEY_COME], ids=["slots", "rows"])
def test_envelopes_kept_in_the_order_of_casting_are_named_by_whoever_watched_the_hall(
    folder: Folder, care: Care
) -> None:
    evening = spend_an_evening(folder, care)
    for moment in (Moment.HALF_WAY, Moment.CLOSED):
        assert evening.loot(moment).share >= MOST, moment


def test_deleted_rows_are_gone_only_when_they_are_deleted_securely(tmp_path: Path) -> None:
    usual = spend_an_evening(Folder(tmp_path / "usual"), careless.DELETED_AS_USUAL)
    assert usual.loot(Moment.CLOSED).share >= MOST
    secure = spend_an_evening(Folder(tmp_path / "secure"), careless.DELETED_SECURELY)
    assert secure.loot(Moment.HALF_WAY).share >= MOST  # while the rows were there
    assert secure.loot(Moment.CLOSED).linked <= LUCK
