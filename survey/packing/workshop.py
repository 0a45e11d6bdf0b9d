"""One pack at a time, made in the background. Stopped half way, it goes on from the files that are made."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from survey import acts
from survey.acts import Act
from survey.database import writing
from survey.errors import PackInTheMaking
from survey.evening import Evening
from survey.packing import contents, memory, shelf
from survey.packing.shelf import Shelf, State

log = logging.getLogger("minxin")


class Standing(StrEnum):
    """How a pack stands."""

    NONE = "none"
    MAKING = "making"
    STOPPED = "stopped"
    OUTDATED = "outdated"
    READY = "ready"


@dataclass(frozen=True)
class Progress:
    """How a pack stands, and how many of its files are made."""

    standing: Standing
    done: int = 0
    total: int = 0


class Workshop:
    """Makes packs for one server, one after the other."""

    def __init__(self, evening: Evening) -> None:
        self._evening = evening
        self._lock = threading.Lock()
        self.cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._at: tuple[str, str] | None = None

    def progress(self, campaign_id: str, language: str) -> Progress:
        """How the campaign's pack in this language stands."""
        place = Shelf(self._evening.folder, campaign_id, language)
        state = place.state
        if state is None:
            return Progress(Standing.NONE)
        done = state.total if place.is_ready else place.done
        return Progress(self._standing(place, state, (campaign_id, language)), done, state.total)

    def _standing(self, place: Shelf, state: State, at: tuple[str, str]) -> Standing:
        with self._lock:
            is_making = self._at == at and self._thread is not None and self._thread.is_alive()
        if is_making:
            return Standing.MAKING
        if not place.is_ready:
            return Standing.STOPPED
        is_same = state.fingerprint == contents.fingerprint(self._evening, *at)
        return Standing.READY if is_same else Standing.OUTDATED

    def begin(self, campaign_id: str, language: str) -> None:
        """Begins the pack in the background, or goes on with it. Raises PackInTheMaking while another one is made."""
        with self._lock:
            bench = _take_bench(self._evening)
            try:
                self._start((campaign_id, language), begun(self._evening, campaign_id, language), bench)
            except BaseException:
                bench.close()
                raise

    def _start(self, at: tuple[str, str], work: "Work", bench: sqlite3.Connection) -> None:
        self.cancelled.clear()
        self._at = at
        self._thread = threading.Thread(target=self._run, args=(work, bench), name="packer", daemon=True)
        self._thread.start()

    def _run(self, work: "Work", bench: sqlite3.Connection) -> None:
        try:
            for _ in work.steps():
                if self.cancelled.is_set():
                    work.place.clear()
                    return
        except Exception as error:  # only its class is told; what is made stays, and the page offers to go on
            log.error("a pack was not finished: %s", type(error).__name__)
        finally:
            bench.close()

    def cancel(self, campaign_id: str, language: str) -> None:
        """Ends the making of this pack, or removes what lies there."""
        self.cancelled.set()
        self.wait()
        Shelf(self._evening.folder, campaign_id, language).clear()

    def wait(self) -> None:
        """Returns when nothing is being made."""
        if self._thread is not None:
            self._thread.join()


@dataclass(frozen=True)
class Work:
    """A pack that is begun: its files, and where it lies."""

    files: list[contents.File]
    place: Shelf

    def steps(self) -> Iterator[int]:
        """Makes one file after the other, then the pack; yields how many are made after each of them."""
        with memory.frozen():
            for number, one in enumerate(self.files, 1):
                if not self.place.has(one.path):
                    self.place.put(one.path, one.make())
                    memory.give_back()
                yield number
        self.place.finish()


def begun(evening: Evening, campaign_id: str, language: str) -> Work:
    """The pack, laid out and noted. Files of the same results made before are kept."""
    now = evening.clock()
    shelf.sweep(evening.folder, now)
    files = contents.files(evening, campaign_id, language)
    place = Shelf(evening.folder, campaign_id, language)
    place.lay_out(State(contents.fingerprint(evening, campaign_id, language), len(files), now))
    with writing(evening.engine) as db:
        acts.note(db, Act.PACK_BEGUN, about=campaign_id, files=len(files))
    return Work(files, place)


@contextmanager
def bench(evening: Evening) -> Iterator[None]:
    """Holds the one bench for packs of this data folder, whichever process asks. Raises PackInTheMaking."""
    held = _take_bench(evening)
    try:
        yield
    finally:
        held.close()


def _take_bench(evening: Evening) -> sqlite3.Connection:
    """A lock that goes with the process that holds it, whatever becomes of it."""
    folder = evening.folder.root / "packs"
    folder.mkdir(mode=0o700, exist_ok=True)
    held = sqlite3.connect(folder / "bench.db", isolation_level=None, timeout=0, check_same_thread=False)
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        held.close()
        raise PackInTheMaking from None
    return held
