"""Who wrote which comment: attacks on a box that takes them, each with one defence taken away.

`test_disk_images.py` makes the same attacks on the product's own box, on whole disks, where they find nothing.
"""

from pathlib import Path

import pytest

from tests.attacks import careless, links
from tests.attacks.careless import CAREFUL
from tests.attacks.disk import Folder
from tests.attacks.hall import LUCK, VOTERS, Evening, Moment, spend_an_evening

MOST = 0.9


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Files for an evening."""
    return Folder(tmp_path)


def test_comments_filled_in_the_order_of_casting_are_named_by_whoever_watched_the_hall(folder: Folder) -> None:
    evening = spend_an_evening(folder, careless.SLOTS_IN_ORDER)
    for moment in (Moment.HALF_WAY, Moment.CLOSED):
        loot = evening.loot(moment)
        assert loot.authors >= MOST * loot.cast, moment


def test_a_ballot_and_its_comment_are_named_where_they_share_a_shuffle_and_not_in_our_box(tmp_path: Path) -> None:
    shared = spend_an_evening(Folder(tmp_path / "shared"), careless.ONE_SLOT_FOR_BOTH)
    assert _rightly_beside(shared) >= MOST * VOTERS
    ours = spend_an_evening(Folder(tmp_path / "ours"), CAREFUL)
    assert _rightly_beside(ours) <= LUCK


def _rightly_beside(evening: Evening) -> int:
    """How many ballots are joined to their comment by the place of their slots."""
    truth = {evening.truth[tag]: evening.wrote[tag] for tag in evening.came}
    return links.right(links.beside(evening.found[Moment.CLOSED]), truth)
