"""The whole pack: everything published in one ZIP, made in the background, kept half made, taken in parts."""

import gc
import hashlib
import threading
import weakref
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey.accounts import Role
from survey.acts import Act
from survey.app import create_app
from survey.cli import main
from survey.config import Settings
from survey.errors import PackInTheMaking
from survey.evening import Evening
from survey.minutes import content
from survey.minutes.sheet import Minutes
from survey.packing import shelf, workshop
from survey.packing.contents import File, files, safe_name
from survey.packing.shelf import Shelf, State
from survey.packing.workshop import Standing, Work, Workshop
from survey.published import charts
from tests.factories import campaign_of, draft, make_evening
from tests.survey.minutes.held import hold
from tests.survey.test_district import text
from tests.survey.visitors import follow, noted, send, sign_in


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """One published meeting, one that is not, and charts drawn once for all tests."""
    evening = make_evening(tmp_path_factory.mktemp("packs") / "data")
    hold(evening)
    draft(evening, campaign_of(evening), community="北门社区")
    yield evening
    evening.boxes.release_all()
    evening.engine.dispose()


@pytest.fixture(scope="module")
def official(held: Evening) -> FlaskClient:
    client = create_app(held, Settings(address="http://minxin.test")).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, held, Role.OFFICIAL)


@pytest.fixture
def place(held: Evening) -> Iterator[Shelf]:
    """Where the English pack lies; empty before and after."""
    found = Shelf(held.folder, campaign_of(held), "en")
    found.clear()
    yield found
    found.clear()


@pytest.fixture
def path(held: Evening) -> str:
    return f"/district/campaigns/{campaign_of(held)}/pack"


def make(client: FlaskClient, path: str) -> str:
    answer = send(client, path)
    client.application.extensions["workshop"].wait()
    return follow(client, answer)


def take(client: FlaskClient, path: str, headers: dict[str, str] | None = None) -> TestResponse:
    """The answer with its file read and let go."""
    answer = client.get(f"{path}.zip", headers=headers)
    assert answer.data
    answer.close()
    return answer


def test_the_pack_holds_every_published_file_and_the_sums_agree(
    official: FlaskClient, held: Evening, place: Shelf, path: str
) -> None:
    assert "Make the pack" in official.get(path).text
    assert "Download the pack (ZIP)" in make(official, path)
    pack = zipfile.ZipFile(BytesIO(take(official, path).data))
    names = set(pack.namelist())
    assert {"Results.xlsx", "Results.csv", "Results.json", "Results.parquet", "SHA256SUMS"} <= names
    folder = "长岗路社区"
    assert {f"{folder}/Minutes.docx", f"{folder}/Minutes.pdf", f"{folder}/subject-1.png"} <= names
    assert not [name for name in names if "北门社区" in name]
    sums = dict(reversed(line.split("  ")) for line in pack.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == names - {"SHA256SUMS"}
    assert all(hashlib.sha256(pack.read(name)).hexdigest() == sums[name] for name in sums)
    assert noted(held, Act.PACK_BEGUN)[0] == ("周敏", campaign_of(held))


def test_a_download_that_broke_off_goes_on(official: FlaskClient, held: Evening, place: Shelf, path: str) -> None:
    place.lay_out(State("x", 1, held.clock()))
    place.put("a", bytes(range(256)) * 40)
    place.finish()
    whole = take(official, path)
    rest = take(official, path, {"Range": "bytes=100-", "If-Range": whole.headers["ETag"]})
    assert (rest.status_code, rest.data) == (206, whole.data[100:])
    assert rest.headers["Content-Range"] == f"bytes 100-{len(whole.data) - 1}/{len(whole.data)}"
    changed = take(official, path, {"Range": "bytes=100-", "If-Range": '"another"'})
    assert (changed.status_code, changed.data) == (200, whole.data)


def test_after_a_crash_only_what_is_missing_is_made(
    official: FlaskClient, held: Evening, place: Shelf, path: str
) -> None:
    work = workshop.begun(held, campaign_of(held), "en")
    steps = work.steps()
    assert [next(steps), next(steps)] == [1, 2]
    steps.close()  # the process is gone
    first = work.files[0].path
    place.put(first, b"made before the crash")
    read = text(official.get(path).text)
    assert f"2 of {len(work.files)} files are made and kept." in read
    make(official, path)
    assert zipfile.ZipFile(place.pack).read(first) == b"made before the crash"
    assert len(zipfile.ZipFile(place.pack).namelist()) == len(work.files) + 1


def test_what_was_made_of_other_results_is_made_anew(held: Evening, place: Shelf) -> None:
    place.lay_out(State("other results", 1, held.clock()))
    place.put("Results.xlsx", b"old")
    work = workshop.begun(held, campaign_of(held), "en")
    assert not work.place.has("Results.xlsx")


def test_a_pack_of_earlier_results_says_so(official: FlaskClient, held: Evening, place: Shelf, path: str) -> None:
    place.lay_out(State("other results", 1, held.clock()))
    place.put("Results.xlsx", b"old")
    place.finish()
    assert "Results or decisions have changed since this pack was made." in official.get(path).text


def test_one_pack_at_a_time(official: FlaskClient, held: Evening, place: Shelf, path: str) -> None:
    with workshop.bench(held):
        answer = send(official, path)
        assert answer.status_code == 422
        assert "Another pack is being made." in answer.text
        with pytest.raises(PackInTheMaking):
            Workshop(held).begin(campaign_of(held), "zh-CN")
    assert place.state is None


def test_a_pack_in_the_making_is_watched_without_script_and_cancelled(
    official: FlaskClient, held: Evening, place: Shelf, path: str
) -> None:
    shop: Workshop = official.application.extensions["workshop"]
    reached = threading.Event()

    def slowly() -> bytes:
        reached.set()
        return b"" if shop.cancelled.wait(10) else b"nobody cancelled"

    place.lay_out(State("x", 2, held.clock()))
    work = Work([File("a", lambda: b"a"), File("b", slowly), File("c", lambda: b"c")], place)
    shop._start((campaign_of(held), "en"), work, workshop._take_bench(held))
    assert reached.wait(10)
    answer = official.get(path)
    assert answer.headers["Refresh"] == "5"
    assert "1 of 2 files are made." in text(answer.text)
    assert official.get(f"{path}.zip").status_code == 404
    assert "The pack is removed." in follow(official, send(official, f"{path}/cancel"))
    assert place.state is None
    assert shop.progress(campaign_of(held), "en").standing is Standing.NONE


def test_what_a_file_took_is_free_before_the_next_is_made(held: Evening, place: Shelf) -> None:
    class Drawing:
        """A figure and its axes know each other: only a collection frees them."""

        def __init__(self) -> None:
            self.axes = self

    drawings: list[weakref.ref[Drawing]] = []

    def draw() -> bytes:
        drawings.append(weakref.ref(Drawing()))
        return b"drawn"

    place.lay_out(State("x", 30, held.clock()))
    for _ in Work([File(str(at), draw) for at in range(30)], place).steps():
        assert drawings[-1]() is None
        assert gc.get_freeze_count() > 0
    assert len(drawings) == 30
    assert gc.get_freeze_count() == 0


def test_one_meeting_is_told_once_for_all_its_minutes(
    held: Evening, place: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, tell = [], content.minutes

    def telling(evening: Evening, meeting_id: str, language: str) -> Minutes:
        told.append(meeting_id)
        return tell(evening, meeting_id, language)

    monkeypatch.setattr(content, "minutes", telling)
    made = {one.path.rpartition("/")[2]: one for one in files(held, campaign_of(held), "en")}
    assert made["Minutes.docx"].make()[:2] == b"PK"
    assert made["Minutes.pdf"].make()[:4] == b"%PDF"
    assert len(told) == 1


def test_the_files_are_told_without_describing_a_chart(held: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "of_community", None)
    found = [Path(one.path).name for one in files(held, campaign_of(held), "en")]
    assert {"overview.png", "subject-1.png", "subject-2.png"} <= set(found)


def test_a_pack_goes_after_its_days(held: Evening, place: Shelf) -> None:
    begun_at = held.clock()
    place.lay_out(State("x", 1, begun_at))
    shelf.sweep(held.folder, begun_at + timedelta(days=shelf.KEEP_DAYS))
    assert place.state is not None
    shelf.sweep(held.folder, begun_at + timedelta(days=shelf.KEEP_DAYS, seconds=1))
    assert place.state is None


def test_an_organizer_gets_no_pack(held: Evening, path: str) -> None:
    client = sign_in(create_app(held, Settings()).test_client(), held, Role.ORGANIZER, "李静")
    assert client.get(path).status_code == 403
    assert client.get(f"{path}.zip").status_code == 403


def test_the_same_results_are_the_same_pack(held: Evening, place: Shelf) -> None:
    sums = []
    for _ in range(2):
        place.lay_out(State("x", 1, held.clock()))
        place.put("a/b", b"c")
        place.finish()
        state = place.state
        assert state is not None
        sums.append(state.sha256)
        place.clear()
    assert sums[0] == sums[1]


def test_a_pack_is_made_on_the_terminal(held: Evening, place: Shelf, tmp_path: Path) -> None:
    out = tmp_path / "pack.zip"
    words = ["pack", "--campaign", "2026 年度社区民主测评", "--out", str(out), "--data", str(held.folder.root)]
    answer = CliRunner().invoke(main, words, env={"MINXIN_LANGUAGE": "en"})
    assert answer.exit_code == 0, answer.output
    assert "Results.xlsx" in zipfile.ZipFile(out).namelist()
    assert len(zipfile.ZipFile(out).namelist()) == len(files(held, campaign_of(held), "en")) + 1


@pytest.mark.parametrize(
    ("name", "safe"), [("../../etc", "_.._etc"), ("a/b\\c:d", "a_b_c_d"), ("...", "_"), ("名" * 200, "名" * 80)]
)
def test_no_name_leads_out_of_the_pack(name: str, safe: str) -> None:
    assert safe_name(name) == safe
