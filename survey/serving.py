"""The web server: starts, says where it is, and stops without losing a ballot."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from waitress import wasyncore

from survey.app import LARGEST_REQUEST, create_app
from survey.config import Settings
from survey.evening import Evening
from survey.packing import shelf
from survey.ports import listen
from survey.web import address, connections, room

# A hall at its busiest makes requests wait for a moment; the server's own warning about it would only frighten.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)

log = logging.getLogger("minxin")

_TURN_SECONDS = 1.0
_SWEEP_SECONDS = 3600.0
_LARGEST_BODY = 2 * LARGEST_REQUEST
"""Bytes. What is larger is not even read. More than the app takes, so that our own page can say it is too large."""


class Server:
    """One server over one data folder. `address` is where phones find it."""

    def __init__(
        self, evening: Evening, settings: Settings, *, is_demo: bool = False, on: socket.socket | None = None
    ) -> None:
        """Takes the port, 0 choosing a free one, and every open box. Raises PortTaken, BoxHeld.

        `on` is a socket that listens already; the server closes it.
        """
        self._socket = on or listen(settings)
        try:
            port = self._socket.getsockname()[1]
            self.settings = replace(settings, port=port)
            self.address = address.for_phones(self.settings)
            self.local_address = f"http://127.0.0.1:{port}"
            self._evening = evening
            app = create_app(evening, self.settings, is_demo=is_demo)
            evening.resume()
        except BaseException:
            self._socket.close()
            raise
        self._stopping = threading.Event()
        self._gate = threading.RLock()  # between a stop and the closing; a signal may come in the middle of either
        self._is_awake = True
        self._map: dict[int, Any] = {}
        self._server = connections.create(
            app, self._socket, threads=settings.threads, sockets=self._map, max_request_body_size=_LARGEST_BODY
        )
        self._server.channel_class = room.connections_of(app)

    def run(self) -> None:
        """Serves until `stop`, then lets those being served finish, and lets go of every box."""
        self._evening.folder.server_address.write_text(self.address)
        sweeper = threading.Thread(target=self._sweep, name="sweeper", daemon=True)
        sweeper.start()
        try:
            while not self._stopping.is_set():
                connections.turn(self._map, _TURN_SECONDS)
        finally:
            self._server.task_dispatcher.shutdown()
            with self._gate:
                self._is_awake = False
                connections.send_the_rest(self._server)
                wasyncore.close_all(self._map)
            self._stopping.set()
            sweeper.join()
            self._evening.boxes.release_all()
            self._evening.folder.server_address.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Once an hour, until the server stops, destroys boxes and removes packs whose time has come."""
        while not self._stopping.wait(_SWEEP_SECONDS):
            try:
                self._evening.sweep()
                shelf.sweep(self._evening.folder, self._evening.clock())
            except Exception as error:  # only its class is told: the next hour tries again
                log.error("boxes were not swept: %s", type(error).__name__)

    def stop(self) -> None:
        """Makes `run` return soon. May be called from a signal handler and from any thread."""
        with self._gate:
            self._stopping.set()
            if self._is_awake:  # a closed trigger's number may by now belong to another file
                self._server.pull_trigger()

    @contextmanager
    def in_background(self) -> Iterator["Server"]:
        """Serves in a thread of its own while the block runs."""
        thread = threading.Thread(target=self.run, name="server")
        thread.start()
        try:
            yield self
        finally:
            self.stop()
            thread.join()
