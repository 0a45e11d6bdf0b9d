"""The demo: what it shows, that it rebuilds itself, and that it never touches anything else."""

import re
import threading
from pathlib import Path

import pytest
from pypdf import PdfReader

from ballots import campaigns, meetings
from ballots.meetings import Plan, Purpose, State
from survey.app import create_app
from survey.config import Settings
from survey.database import reading, writing
from survey.errors import DemoFolderTaken
from survey.evening import Evening
from survey.folder import DataFolder
from survey.published import results
from survey.serving import Server
from survey.simulation import spare
from survey.simulation.demo import COMMUNITIES, TONIGHT, Demo, build, trickle
from tests.factories import SUBJECTS, shipped_form, shipped_rules

ADDRESS = "http://hall.test"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    made = build(DataFolder(tmp_path_factory.mktemp("demo") / "data"), ADDRESS)
    yield made
    made.evening.boxes.release_all()
    made.evening.engine.dispose()


def test_every_grade_occurs_and_one_community_is_undecided(demo: Demo):
    with reading(demo.evening.engine) as db:
        newest, last_year = campaigns.every(db)
        grades = results.report(db, newest).grades.set_index("community")["proposed"].to_dict()
        earlier = results.report(db, last_year).meetings["community"].tolist()
    assert set(grades.values()) == {"model", "standard", "ordinary", "undecided"}
    assert grades["铁路社区"] == "undecided"
    assert sorted(earlier) == sorted(one.name for one in COMMUNITIES)
    assert int(newest.name[:4]) == int(last_year.name[:4]) + 1


def test_tonight_is_open_and_everything_else_is_published(demo: Demo):
    with reading(demo.evening.engine) as db:
        found = meetings.in_state(db, *State)
    assert {one.purpose for one in found} == {Purpose.DEMO}
    assert [one.community for one in found if one.state is State.OPEN] == [TONIGHT.name]
    assert {one.state for one in found} == {State.OPEN, State.PUBLISHED}
    assert sorted(one.returned for one in found if one.returned) == sorted([one.voters for one in COMMUNITIES] * 2)
    assert len(demo.evening.kept_keys(demo.tonight)) == 3


def test_one_page_of_slips_is_at_hand(demo: Demo):
    assert len(PdfReader(demo.printed).pages) == 1


def test_a_visitor_is_handed_a_slip_that_is_good(demo: Demo):
    app = create_app(demo.evening, Settings(address=ADDRESS), is_demo=True)
    client = app.test_client()
    home = client.get("/").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', home)
    assert token is not None
    answer = client.post(f"/doors/resident/{demo.tonight.id}", data={"csrf_token": token[1]})
    path, _, code = answer.headers["Location"].partition("#")
    assert path == f"/v/{demo.tonight.id}"
    assert client.get(path).status_code == 200
    fields = {"code": code, "rid": "0" * 32}
    ready = client.post(f"{path}/check", data=fields, headers={"Accept": "application/json"})
    assert ready.get_json() == {"ready": True}


def test_every_visitor_gets_a_slip_of_their_own_until_none_is_left(tmp_path):
    folder = DataFolder(tmp_path).create()
    spare.keep(folder, "abcdef", ["one", "two"])
    assert [spare.take(folder, "abcdef") for _ in range(3)] == ["two", "one", ""]
    assert spare.take(folder, "another") == ""


def test_a_real_evening_hands_out_no_slips(demo: Demo):
    client = create_app(demo.evening, Settings(address=ADDRESS)).test_client()
    assert client.post(f"/doors/resident/{demo.tonight.id}").status_code in (400, 404)


def test_people_come_and_vote_by_themselves(demo: Demo):
    class Hurried(threading.Event):
        """People who do not let anybody wait, and stop after five."""

        left = 5

        def wait(self, timeout: float | None = None) -> bool:
            assert timeout is not None
            self.left -= 1
            return self.left < 0

    live = demo.evening.live(demo.tonight.id)
    before = live.box.returned
    with Server(demo.evening, Settings(host="127.0.0.1", port=0), is_demo=True).in_background() as server:
        trickle(demo, server.local_address, Hurried())
        assert demo.evening.live(demo.tonight.id).box.returned == before + 5


def test_people_stay_away_when_nobody_answers(demo: Demo):
    class AtOnce(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            return False

    trickle(demo, "http://127.0.0.1:9", AtOnce())


def folder_with_demo(path: Path) -> DataFolder:
    """A demo's folder as an earlier start left it, but quicker made."""
    folder = DataFolder(path).create()
    (folder.root / "demo").write_text("")
    (folder.root / "leftover").write_text("of an earlier start")
    return folder


def rebuilt(folder: DataFolder) -> None:
    made = build(folder, ADDRESS)
    made.evening.boxes.release_all()
    made.evening.engine.dispose()


def test_a_demo_is_wiped_and_rebuilt(tmp_path):
    folder = folder_with_demo(tmp_path / "demo")
    rebuilt(folder)
    assert not (folder.root / "leftover").exists()


def test_a_folder_with_anything_else_is_not_touched(tmp_path):
    (tmp_path / "letters").write_text("mine")
    with pytest.raises(DemoFolderTaken):
        build(DataFolder(tmp_path), ADDRESS)
    assert (tmp_path / "letters").read_text() == "mine"


def test_a_demo_in_which_somebody_planned_a_real_meeting_is_not_touched(tmp_path):
    folder = folder_with_demo(tmp_path / "demo")
    evening = Evening(folder)
    with writing(evening.engine) as db:
        source = campaigns.create(db, "x", shipped_form(), shipped_rules(), evening.clock())
        meetings.create(db, source.id, Plan("甲", SUBJECTS))
    evening.engine.dispose()
    with pytest.raises(DemoFolderTaken):
        build(folder, ADDRESS)
    assert (folder.root / "leftover").exists()
