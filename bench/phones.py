"""Many phones in one process: raw sockets that stay open, so that the client takes little of the machine.

`python -m bench.phones` reads {"port", "phones"} as JSON. A phone is a list of visits, a visit a list of steps: ["GET",
path], ["POST", path, body], or ["FOLLOW"] to fetch where the last answer leads. All phones begin at the same moment,
each takes its next step when the last one is answered. Prints {"seconds", "statuses"}.
"""

import json
import re
import selectors
import socket
import sys
import time
from collections import Counter

HEADERS = "\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nAccept-Language: zh-CN\r\nSec-Fetch-Site: same-origin\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
LENGTH = re.compile(rb"\r\nContent-Length: *(\d+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nLocation: *(?:http://[^/\r]*)?([^\r#]+)", re.IGNORECASE)

Step = list[str]


class Phone:
    """One connection and the steps still to take."""

    def __init__(self, port: int, visits: list[list[Step]]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.steps = [step for visit in reversed(visits) for step in reversed(visit)]
        self.received = b""
        self.location = ""

    def send(self) -> bool:
        """Sends the next step. False when there is none."""
        if not self.steps:
            return False
        method, *rest = self.steps.pop()
        path = rest[0] if rest else self.location
        body = rest[1] if method == "POST" else ""
        form = f"{FORM}{len(body)}\r\n" if body else ""
        self.received = b""
        self.socket.sendall(f"{'POST' if body else 'GET'} {path} HTTP/1.1{HEADERS}{form}\r\n{body}".encode())
        return True

    def receive(self) -> str | None:
        """The status of the answer; None while some of it is still to come."""
        part = self.socket.recv(65536)
        if not part:
            raise ConnectionError("the server hung up")
        self.received += part
        head, gap, body = self.received.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not gap or (length and len(body) < int(length[1])):
            return None
        place = LOCATION.search(head)
        self.location = place[1].decode() if place else ""
        return head[9:12].decode()


def main() -> None:
    asked = json.load(sys.stdin)
    phones = [Phone(asked["port"], visits) for visits in asked["phones"]]
    waiting = selectors.DefaultSelector()
    for phone in phones:
        waiting.register(phone.socket, selectors.EVENT_READ, phone)
    statuses: Counter[str] = Counter()
    start = time.perf_counter()
    busy = sum(phone.send() for phone in phones)
    while busy:
        for key, _ in waiting.select():
            status = key.data.receive()
            if status is not None:
                statuses[status] += 1
                busy -= not key.data.send()
    json.dump({"seconds": time.perf_counter() - start, "statuses": statuses}, sys.stdout)


if __name__ == "__main__":
    main()
