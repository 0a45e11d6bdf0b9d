"""Wapiti walks a served throw-away world, as a stranger and as the administrator, and attacks whatever it finds."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask, Response, request, request_finished
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from survey.evening import Evening
from survey.serving import Server
from tests.factories import Prepared, make_evening, opened, published
from tests.servers import unavailable
from tests.survey.visitors import PASSWORD, hire, send

WAPITI = Path(__file__).resolve().parents[2] / ".venv-wapiti/bin/wapiti"
"""In an environment of its own, which `.ci/run` makes: it needs other versions of our libraries."""
MODULES = "xss,sql,csrf,cookieflags,csp,http_headers,redirect,exec,file"
BOUNDS = "--max-scan-time 40 --max-attack-time 8 --max-links-per-page 20 -d 4 -t 30"
"""Seconds for the walk, and for each module: what a module does not reach in time is not tried."""
QUIET = "-f json --flush-session --no-bugreport -v 1 --dns-endpoint localhost"
LONGEST_SECONDS = 300

SLIP, RECEIPTS = re.compile(r"/v/\w+"), re.compile(r"/v/\w+/receipts")
TOKEN, NO_TOKEN = "CSRF token 'csrf_token' is not properly checked in backend", "Lack of anti CSRF token"

EXPLAINED = {
    ("Secure Flag cookie", "/", "Secure flag is not set in the cookie : session"): "the world here is plain HTTP;"
    " test_hardening.py holds the flag over HTTPS",
    ("Secure Flag cookie", "/", "Secure flag is not set in the cookie : device"): "the same, of the cookie that"
    " tells devices of wrong passwords apart",
}
"""Category, path and words of what it reports on one page, and why that is no hole."""


@dataclass
class World:
    """A served data folder with an open and a published meeting, and what was answered there."""

    evening: Evening
    address: str
    meetings: list[Prepared]
    answered: list[tuple[str, int]] = field(default_factory=list)

    def note(self, _: Flask, response: Response) -> None:
        self.answered.append((f"{request.method} {request.path}", response.status_code))


@dataclass(frozen=True)
class Finding:
    """What wapiti says about one page."""

    kind: str
    method: str
    path: str
    words: str


@dataclass(frozen=True)
class Scan:
    """What came of one walk."""

    pages: int
    is_signed_in: bool
    found: list[Finding]


@pytest.fixture(autouse=True)
def require_wapiti() -> None:
    if not WAPITI.exists():
        unavailable("wapiti is not installed in .venv-wapiti; .ci/run does it")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    evening = make_evening(tmp_path / "data")
    hire(evening, Role.ADMINISTRATOR, "admin")
    meetings = [opened(evening, community="河滨社区"), published(evening, community="北门社区")]
    with Server(evening, Settings(host="127.0.0.1", port=0)).in_background() as server:
        made = World(evening, server.local_address, meetings)
        with request_finished.connected_to(made.note):
            yield made
    evening.engine.dispose()


def as_stranger(world: World) -> list[str]:
    """Begins at every page that needs no account."""
    places = [f"/{kind}/{meeting.id}" for meeting in world.meetings for kind in ("v", "k", "hall")]
    return [word for place in places for word in ("-s", world.address + place)]


def as_administrator(world: World) -> list[str]:
    """Begins at the desk, and may not sign out. One language: the stranger tries `lang`. Of each chart, the SVG."""
    away = [f"/{kind}/*" for kind in ("v", "k", "hall")] + ["/sign-out", "/district/*.pdf", "/district/*.png"]
    kept_out = [word for place in away for word in ("-x", world.address + place)]
    signs_in = ["--form-cred", f"admin%{PASSWORD}", "--form-url", f"{world.address}/sign-in"]
    return [*signs_in, *kept_out, "-r", "lang", "-s", f"{world.address}/desk/"]


def scan(address: str, visitor: list[str], folder: Path) -> Scan:
    """Lets wapiti walk and attack. What it calls anomalies is slow or failed answers; of these, we count our own."""
    report = folder / "report.json"
    kept = ["-o", str(report), "--store-session", str(folder), "--store-config", str(folder)]
    command = [str(WAPITI), "-u", f"{address}/", "-m", MODULES, *BOUNDS.split(), *QUIET.split(), *kept, *visitor]
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST_SECONDS)
    told = json.loads(report.read_text(encoding="utf-8"))
    found = [
        Finding(kind, one["method"], one["path"], one["info"])
        for kind, reported in told["vulnerabilities"].items()
        for one in reported
    ]
    is_signed_in = bool((told["infos"]["auth"] or {}).get("logged_in"))
    return Scan(told["infos"]["crawled_pages_nbr"], is_signed_in, found)


def is_explained(found: Finding, client: FlaskClient) -> bool:
    """Whether a finding is no hole: listed above, or tried again here and refused."""
    if found.method == "POST" and found.words == TOKEN:
        return is_token_checked(client, found.path)
    if found.method == "POST" and found.words == NO_TOKEN:
        return is_bearers(client, found.path)
    return (found.kind, found.path, found.words) in EXPLAINED


def is_token_checked(client: FlaskClient, path: str) -> bool:
    """Wapiti repeats the right form with a doubled Content-Type, in which no server finds a form: it always sees two
    refusals alike. So the same form is sent here as a browser would.
    """
    refused = [client.post(path), client.post(path, data={"csrf_token": "wapiti"})]
    return all(one.status_code == HTTPStatus.BAD_REQUEST for one in refused) and (
        send(client, path).status_code != HTTPStatus.BAD_REQUEST
    )


def is_bearers(client: FlaskClient, path: str) -> bool:
    """A slip is the secret that no page elsewhere can send, and pages elsewhere are refused besides; looking up a
    receipt changes nothing.
    """
    if RECEIPTS.fullmatch(path):
        return True
    elsewhere = client.post(path, headers={"Origin": "http://elsewhere.test"})
    return bool(SLIP.fullmatch(path)) and elsewhere.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(("visitor", "fewest_pages"), [(as_stranger, 25), (as_administrator, 20)])
def test_a_scanner_finds_no_hole(
    visitor: Callable[[World], list[str]], fewest_pages: int, world: World, tmp_path: Path
) -> None:
    done = scan(world.address, visitor(world), tmp_path)
    requests = len(world.answered)
    client = create_app(world.evening, Settings()).test_client()
    if visitor is as_administrator:
        send(client, "/sign-in", name="admin", password=PASSWORD)
    holes = [one for one in done.found if not is_explained(one, client)]
    crashes = [one for one in world.answered if one[1] >= HTTPStatus.INTERNAL_SERVER_ERROR]
    sys.stdout.write(f"{done.pages} pages, {requests} requests, {len(crashes)} crashes, {len(holes)} findings\n")
    assert (holes, crashes) == ([], [])
    assert done.is_signed_in == (visitor is as_administrator)
    assert done.pages >= fewest_pages
    assert requests > 200


def test_a_planted_hole_is_found(tmp_path: Path) -> None:
    app = Flask("planted")
    app.add_url_rule(
        "/", "echo", lambda: f"<!doctype html><p>{request.args.get('said', '')}</p><a href='?said=x'>x</a>"
    )
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        done = scan(f"http://127.0.0.1:{server.server_port}", [], tmp_path)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert {"Reflected Cross Site Scripting", "Content Security Policy Configuration"} <= {
        one.kind for one in done.found
    }
