"""The doctor notices what would go wrong tonight, and says nothing bad about a computer that is ready."""

import pytest

from ballots.meetings import Purpose
from survey import slips
from survey.checkup import Finding, Standing, examine
from survey.config import Settings
from survey.evening import Evening
from survey.folder import DataFolder
from survey.serving import listen
from tests import factories

READY = Settings(host="127.0.0.1", port=0, address="http://hall.test")


def found(folder: DataFolder, settings: Settings = READY) -> dict[str, Finding]:
    return {one.check: one for one in examine(folder, settings)}


def test_a_computer_that_is_ready_gets_no_bad_word(evening: Evening):
    factories.draft(evening)
    assert {one.standing for one in found(evening.folder).values()} == {Standing.GOOD}


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path):
    folder = DataFolder(tmp_path / "later")
    assert set(found(folder)) == {"programs", "disk", "box", "address", "port"}
    assert not folder.root.exists()


def test_nothing_is_left_of_the_box_that_was_tried(evening: Evening):
    before = sorted(evening.folder.root.iterdir())
    found(evening.folder)
    assert sorted(evening.folder.root.iterdir()) == before


def test_a_folder_that_others_can_read_is_bad(evening: Evening):
    evening.folder.root.chmod(0o755)
    assert found(evening.folder)["folder"].standing is Standing.BAD


def test_a_computer_on_no_network_is_bad(evening: Evening):
    alone = Settings(host="127.0.0.1", port=0, address="http://127.0.0.1:8000")
    assert found(evening.folder, alone)["address"].standing is Standing.BAD


def test_a_port_in_use_is_bad_unless_our_own_server_has_it(evening: Evening):
    with listen(READY) as taken:
        busy = Settings(host="127.0.0.1", port=taken.getsockname()[1], address="http://hall.test")
        assert found(evening.folder, busy)["port"].standing is Standing.BAD
        evening.folder.server_address.write_text("http://hall.test")
        assert found(evening.folder, busy)["port"].standing is Standing.GOOD


def test_a_place_that_cannot_keep_a_box_is_bad(tmp_path):
    path = tmp_path / "file"
    path.write_text("not a folder")
    assert found(DataFolder(path))["box"].standing is Standing.BAD


@pytest.mark.parametrize(
    ("make", "standing", "says"),
    [
        (lambda evening: factories.opened(evening), Standing.GOOD, "is open."),
        (lambda evening: factories.draft(evening, purpose=Purpose.REHEARSAL), Standing.GOOD, "is being prepared."),
        (lambda evening: factories.draft(evening, community="龘🀄社区"), Standing.CARE, "no drawing for"),
    ],
)
def test_each_meeting_of_tonight_is_looked_at(evening: Evening, make, standing, says):
    make(evening)
    evening.boxes.release_all()
    meeting = found(evening.folder)["meeting"]
    assert (meeting.standing, says in meeting.says) == (standing, True)


def test_a_meeting_without_slips_wants_some(evening: Evening):
    prepared = factories.draft(evening)
    slips.discard(evening, prepared.id)
    meeting = found(evening.folder)["meeting"]
    assert meeting.standing is Standing.CARE
    assert "minxin slips print" in meeting.says


def test_an_open_meeting_whose_box_is_gone_is_bad(evening: Evening):
    prepared = factories.opened(evening)
    evening.boxes.release_all()
    factories.box_file(evening.folder, prepared.id).unlink()
    assert found(evening.folder)["meeting"].standing is Standing.BAD
