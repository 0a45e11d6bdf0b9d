"""The web server's loop and its threads: an answer goes out in one piece, and the loop never runs in circles."""

import socket
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from waitress.server import BaseWSGIServer

from survey.web import connections

ASK = b"GET / HTTP/1.1\r\nHost: hall\r\n\r\n"


@dataclass
class Slow:
    """An app whose answer is put down in part, then waits until it may end. The server's loop is turned by hand."""

    part: bytes
    has_begun: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)

    def __call__(self, _environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", str(len(self.part) + 3))])
        yield self.part
        self.has_begun.set()
        self.may_end.wait(10)
        yield b"end"


@dataclass
class Hall:
    """A server over a slow app and one phone that asked it something."""

    app: Slow
    server: BaseWSGIServer
    sockets: dict[int, Any]
    phone: socket.socket

    def connection(self) -> connections.Connection:
        (found,) = self.server.active_channels.values()
        return found


@pytest.fixture
def halls() -> Iterator[list[Hall]]:
    made: list[Hall] = []
    yield made
    for hall in made:
        hall.app.may_end.set()
        hall.phone.close()
        hall.server.task_dispatcher.shutdown()
        connections.wasyncore.close_all(hall.sockets)


def asked(halls: list[Hall], part: bytes) -> Hall:
    """A hall where the answer is put down in part."""
    app, sockets, listening = Slow(part), {}, socket.create_server(("127.0.0.1", 0))
    server = connections.create(app, listening, threads=1, sockets=sockets)
    phone = socket.create_connection(listening.getsockname())
    halls.append(Hall(app, server, sockets, phone))
    phone.sendall(ASK)
    while not app.has_begun.is_set():
        connections.turn(sockets, 0.01)
    return halls[-1]


def finish(hall: Hall) -> None:
    """Lets the thread end its answer, without a turn of the loop."""
    hall.app.may_end.set()
    hall.server.task_dispatcher.shutdown()


def test_the_loop_asks_for_no_room_while_a_thread_adds_to_a_short_answer(halls: list[Hall]) -> None:
    hall = asked(halls, b"a short page")
    connection = hall.connection()
    assert connection.total_outbufs_len > 0
    assert not connection.writable()
    finish(hall)
    assert connection.writable()


def test_a_short_answer_goes_out_whole_in_one_piece(halls: list[Hall]) -> None:
    hall = asked(halls, b"a short page")
    finish(hall)
    connections.turn(hall.sockets, 1)
    connections.turn(hall.sockets, 1)  # the first may only have heard that the thread is done
    answer = hall.phone.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\na short pageend")


def test_a_long_answer_begins_to_go_out_while_it_is_made(halls: list[Hall]) -> None:
    hall = asked(halls, b"x" * 200_000)
    assert hall.phone.recv(65_536).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_connection_that_is_to_be_closed_is_closed_whatever_its_thread_does(halls: list[Hall]) -> None:
    connection = asked(halls, b"a short page").connection()
    connection.will_close = True
    assert connection.writable()


def test_what_is_finished_when_the_server_stops_still_goes_out(halls: list[Hall]) -> None:
    hall = asked(halls, b"thank you")
    finish(hall)
    connections.send_the_rest(hall.server)
    assert hall.phone.recv(65_536).endswith(b"thank youend")
