"""The web server under the pages: many phones stay connected, and a request is answered in one piece.

The server has one loop that asks all sockets what they are ready for, and threads that answer. As the library comes,
the loop asks for room to send as soon as a thread has put the first line of an answer down, is told each time that
there is room, and leaves the sending to the thread: it runs in circles, and takes from the thread the very time that
it waits for. Here the thread puts the answer down whole and the loop sends it. (`docs/decisions/0016-one-sender.md`)
"""

import os
import socket
from typing import Any

from flask import Flask
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

HAS_POLL = os.name != "nt"
_MOST_CONNECTIONS = 1000 if HAS_POLL else 450
"""Phones keep connections open; the server's own default of 100 is fewer than a hall."""
_IDLE_SECONDS = 30 if HAS_POLL else 15
_LARGEST_PIECE = 65_536
"""Bytes. What is longer goes out while it is still being made."""


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress comes without types
    """What the server makes for each phone that connects."""

    def writable(self) -> bool:
        """Whether the loop has something to send or to close. While a thread adds to an answer, only if it is long."""
        waits = self.total_outbufs_len >= (_LARGEST_PIECE if self.requests else 1)
        return bool(waits or self.will_close or self.close_when_flushed)


def create(
    app: Flask, listening: socket.socket, *, threads: int, sockets: dict[int, Any], **more: Any
) -> BaseWSGIServer:
    """A server over `app` on a socket that listens already. `sockets`: what its loop looks after; `more` settings."""
    server = create_server(
        app,
        map=sockets,
        sockets=[listening],
        threads=threads,
        connection_limit=_MOST_CONNECTIONS,
        channel_timeout=_IDLE_SECONDS,
        asyncore_use_poll=HAS_POLL,
        ident=None,
        **more,
    )
    server.channel_class = Connection
    server.adj.send_bytes = _LARGEST_PIECE  # given above, it would warn that one day threads always send at once
    return server


def send_the_rest(server: BaseWSGIServer) -> None:
    """Sends what finished answers still wait to be sent, as far as the sockets take it at once."""
    for connection in list(server.active_channels.values()):
        if connection.total_outbufs_len:
            connection.handle_write()


def turn(sockets: dict[int, Any], seconds: float) -> None:
    """One turn of the loop; it ends when a socket is ready, or after so many seconds."""
    wasyncore.loop(timeout=seconds, use_poll=HAS_POLL, map=sockets, count=1)
