"""The boxes this process holds: open ones all evening, others only while something is done to them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from ballots import draft
from ballots.box import Box
from ballots.errors import BoxClosed, BoxHeld, BoxMissing, BoxNotWritable, BoxUnsafe
from ballots.form import Form
from ballots.sqlite_store import SqliteShelf
from ballots.store import Phase, Shelf, Store
from ballots.turnout import Turnout
from survey.errors import DriverMissing, NotStored
from survey.folder import DataFolder


@dataclass(frozen=True)
class LiveBox:
    """An open box with its form, ready for phones."""

    box: Box
    form: Form
    store: Store
    turnout: Turnout = field(default_factory=Turnout)

    def end(self) -> Store:
        """Stops the writer; the store stays held, for the close."""
        self.box.end()
        return self.store


def choose_shelf(folder: DataFolder, server: str) -> Shelf:
    """Files in the data folder when `server` is empty, otherwise the PostgreSQL server at that address.

    Raises DriverMissing.
    """
    if not server:
        return SqliteShelf(folder.boxes)
    try:
        from ballots.postgres_store import PostgresShelf  # an optional extra: a laptop has no driver
    except ImportError:
        raise DriverMissing from None
    return PostgresShelf(server)


class Boxes:
    """Every box of one data folder, as far as this process touches it."""

    def __init__(self, folder: DataFolder, shelf: Shelf) -> None:
        self._folder, self._shelf = folder, shelf
        self._live: dict[str, LiveBox] = {}
        self._lock = threading.RLock()

    def has(self, meeting_id: str) -> bool:
        """Whether the meeting has a box."""
        return self._shelf.has(meeting_id)

    def live(self, meeting_id: str) -> LiveBox | None:
        """The open box if this process holds it."""
        return self._live.get(meeting_id)

    def go_live(self, meeting_id: str, form: Form) -> LiveBox:
        """Holds the open box and starts its writer. Raises BoxHeld, BoxMissing, BoxClosed."""
        with self._lock:
            if meeting_id in self._live:
                return self._live[meeting_id]
            store = self._join(meeting_id)
            try:
                if draft.phase(store) is not Phase.OPEN:
                    raise BoxClosed
                live = LiveBox(Box(store), form, store)
            except BaseException:
                store.release()
                raise
            self._live[meeting_id] = live
            return live

    @contextmanager
    def at_rest(self, meeting_id: str) -> Iterator[Store]:
        """The store of a box that is not taking ballots, held for the block. Raises BoxMissing, BoxHeld."""
        with self._lock, _in_hand(self._open(meeting_id)) as store:
            yield store

    @contextmanager
    def ended(self, meeting_id: str) -> Iterator[Store]:
        """The store of a box that takes no more ballots from now on, held for the block."""
        with self._lock:
            live = self._live.pop(meeting_id, None)
            with _in_hand(live.end() if live else self._open(meeting_id)) as store:
                yield store

    @contextmanager
    def in_draft(self, meeting_id: str) -> Iterator[Store]:
        """The store of a box before the opening, made on first use, held for the block."""
        with self._lock:
            try:
                store = self._open(meeting_id)
            except BoxMissing:
                store = draft.create(self._shelf, meeting_id)
            with _in_hand(store):
                yield store

    def destroy(self, meeting_id: str) -> None:
        """Removes the box, or what an earlier try left of it. Raises BoxHeld."""
        with self._lock:
            with suppress(BoxMissing, BoxUnsafe), self.ended(meeting_id):
                pass
            self._shelf.destroy(meeting_id)

    def release_all(self) -> None:
        """Ends every live box and lets go of its file; the meetings stay open."""
        with self._lock:
            for meeting_id in list(self._live):
                self._live.pop(meeting_id).end().release()

    def _open(self, meeting_id: str) -> Store:
        with self._naming_the_page(meeting_id):
            return self._shelf.open(meeting_id)

    def _join(self, meeting_id: str) -> Store:
        with self._naming_the_page(meeting_id):
            return self._shelf.join(meeting_id)

    @contextmanager
    def _naming_the_page(self, meeting_id: str) -> Iterator[None]:
        try:
            yield
        except BoxHeld:
            raise BoxHeld(page=self._page(meeting_id)) from None

    def _page(self, meeting_id: str) -> str:
        server = self._folder.server_address
        address = server.read_text().strip() if server.exists() else ""
        return f"{address}/desk/meetings/{meeting_id}"


@contextmanager
def _in_hand(store: Store) -> Iterator[Store]:
    """The store for the block, released after it. An organizer hears NotStored: BoxNotWritable speaks to phones."""
    try:
        yield store
    except BoxNotWritable as error:
        raise NotStored from error
    finally:
        store.release()
