"""A simulated phone, which speaks to a server as the real pages do. Rehearsals and the demo vote with it."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from ballots.codes import Code

_PATIENCE_SECONDS = 30.0
_RID = re.compile(r'name="rid" value="([0-9a-f]{32})"')


@dataclass(frozen=True)
class Heard:
    """What came back: the HTTP status, and the page it leads to, such as `thanks`; empty when it leads nowhere."""

    status: int
    page: str


class Handset:
    """One phone with one connection, which it keeps; not for two threads at once."""

    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(urlsplit(address).netloc, timeout=_PATIENCE_SECONDS)
        self._rid = secrets.token_hex(16)

    def scan(self, meeting_id: str) -> bool:
        """Whether the voting page came whole; the phone takes the page's random id for its own, as without a script."""
        status, page = self._ask("GET", f"/v/{meeting_id}")
        found = _RID.search(page)
        if found is not None:
            self._rid = found[1]
        return status == 200 and found is not None

    def check(self, meeting_id: str, code: Code | str) -> Heard:
        """Asks whether the slip is good."""
        return self._post(f"/v/{meeting_id}/check", {"code": code, "rid": self._rid})

    def cast(self, meeting_id: str, code: Code | str, answers: Mapping[str, str]) -> Heard:
        """Puts the ballot into the box, blanks and all."""
        return self._post(f"/v/{meeting_id}", self._ballot(code, answers))

    def cast_and_hear_nothing(self, meeting_id: str, code: Code | str, answers: Mapping[str, str]) -> None:
        """Sends the ballot and loses the connection before the answer comes."""
        self._send("POST", f"/v/{meeting_id}", self._ballot(code, answers))
        self.hang_up()

    def present_key(self, meeting_id: str, digits: str) -> int:
        """Presents a scrutineer's key; the status that came back, 303 when it was taken."""
        return self._ask("POST", f"/k/{meeting_id}", {"key": digits})[0]

    def hang_up(self) -> None:
        """Ends the connection; the next request makes a new one."""
        self._connection.close()

    def _ballot(self, code: Code | str, answers: Mapping[str, str]) -> dict[str, str]:
        return {**answers, "code": code, "rid": self._rid, "sure": "1"}

    def _post(self, path: str, fields: Mapping[str, str]) -> Heard:
        status, text = self._ask("POST", path, fields, accept="application/json")
        go = str(json.loads(text).get("go", ""))
        return Heard(status, urlsplit(go).path.rpartition("/")[2] if go else "")

    def _ask(
        self, method: str, path: str, fields: Mapping[str, str] | None = None, accept: str = "text/html"
    ) -> tuple[int, str]:
        self._send(method, path, fields, accept)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode()

    def _send(self, method: str, path: str, fields: Mapping[str, str] | None, accept: str = "application/json") -> None:
        body = urlencode(fields) if fields is not None else None
        headers = {"Accept": accept, **({"Content-Type": "application/x-www-form-urlencoded"} if body else {})}
        self._connection.request(method, path, body, headers)
