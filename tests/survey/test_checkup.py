"""The doctor notices what would go wrong tonight, and says nothing bad about a computer that is ready."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from ballots.meetings import Purpose
from ballots.tables import campaign
from survey import slips
from survey.checkup import power, storage
from survey.checkup.finding import Finding, Standing
from survey.checkup.lists import examine
from survey.config import Settings
from survey.database import writing
from survey.evening import Evening
from survey.folder import DataFolder
from survey.ports import listen
from tests import factories

READY = Settings(host="127.0.0.1", port=0, address="http://hall.test")


def found(folder: DataFolder, settings: Settings = READY) -> dict[str, Finding]:
    return {one.check: one for one in examine(folder, settings)}


def ready(evening: Evening) -> None:
    """A meeting of which nothing is missing before its evening."""
    prepared = factories.draft(evening)
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)


def test_a_computer_that_is_ready_gets_no_bad_word(evening: Evening):
    ready(evening)
    standings = {name: one.standing for name, one in found(evening.folder).items()}
    assert {name for name, standing in standings.items() if standing is Standing.ASK} == {"clock", "power"}
    assert set(standings.values()) == {Standing.GOOD, Standing.ASK}


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path):
    folder = DataFolder(tmp_path / "later")
    assert set(found(folder)) == {"programs", "disk", "storage", "box", "address", "port", "power"}
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
        (lambda evening: ready(evening), Standing.GOOD, "is prepared."),
        (lambda evening: factories.draft(evening, purpose=Purpose.REHEARSAL), Standing.CARE, "3 keys are tested"),
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
    assert meeting.says == "No slips are printed: nobody could vote."


def test_an_open_meeting_whose_box_is_gone_is_bad(evening: Evening):
    prepared = factories.opened(evening)
    evening.boxes.release_all()
    factories.box_file(evening.folder, prepared.id).unlink()
    assert found(evening.folder)["meeting"].standing is Standing.BAD


def test_a_clock_behind_what_was_kept_by_it_is_bad(evening: Evening):
    factories.campaign(evening)
    evening.engine.dispose()
    with writing(evening.engine) as db:
        db.execute(update(campaign).values(created_at=datetime(2099, 1, 1, tzinfo=UTC)))
    assert found(evening.folder)["clock"].standing is Standing.BAD


@pytest.mark.parametrize(
    ("supplies", "expected"),
    [
        ({}, False),
        ({"BAT0": ("Battery", "")}, False),
        ({"AC": ("Mains", "1"), "BAT0": ("Battery", "")}, False),
        ({"AC": ("Mains", "0"), "BAT0": ("Battery", "")}, True),
        ({"AC": ("Mains", "0")}, False),
    ],
)
def test_a_battery_is_noticed_only_where_the_system_says_so(tmp_path, supplies, expected):
    for name, (kind, online) in supplies.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "type").write_text(f"{kind}\n")
        (tmp_path / name / "online").write_text(f"{online}\n")
    assert power.is_on_battery(tmp_path) is expected


@pytest.mark.parametrize(
    ("folder", "file_system", "kind"),
    [
        ("data", "ext4", storage.Kind.OWN),
        ("data", "cifs", storage.Kind.NETWORK),
        ("data", "fuse.sshfs", storage.Kind.NETWORK),
        ("OneDrive - 街道办", "ext4", storage.Kind.SYNCHRONISED),
        ("坚果云", "ext4", storage.Kind.SYNCHRONISED),
    ],
)
def test_a_folder_that_is_copied_elsewhere_is_noticed(tmp_path, folder, file_system, kind):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n//server/share {tmp_path.resolve()} {file_system} rw 0 0\n")
    assert storage.kind_of(tmp_path / folder, mounts) is kind
