"""What tests of pages share: an app over a folder of its own, a client, and a real server for browsers."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey import passwords
from survey.app import create_app
from survey.config import Settings
from survey.evening import Evening
from survey.serving import Server
from tests.factories import make_evening
from tests.programs import require

BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",  # there is none, and a graphics process under load drops screenshots
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> None:
    """Passwords of tests need not resist anybody; `survey/test_passwords.py` looks at the real ones."""
    passwords.METHOD = "scrypt:1024:8:1"


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    """The acts of an empty data folder; boxes still open at the end of the test are let go."""
    made = make_evening(tmp_path / "data")
    yield made
    made.boxes.release_all()
    made.engine.dispose()


@pytest.fixture
def app(evening: Evening) -> Flask:
    """The web app over the test's own folder, in Chinese unless a browser asks otherwise."""
    made = create_app(evening, Settings(address="http://minxin.test"))
    made.testing = False  # failures are answered with our own pages, as in the hall
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts, in English."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


Page = Callable[..., str]


@pytest.fixture
def page_of(client: FlaskClient) -> Page:
    """Fetches a page and returns its text, after checking that it is a whole page: see `require_whole_page`."""

    def fetch(path: str, status: int = 200, **request: object) -> str:
        answer = client.get(path, **request)  # type: ignore[arg-type]  # the arguments of the client, passed on
        assert answer.status_code == status, answer.text
        return require_whole_page(answer.text)

    return fetch


def require_whole_page(text: str) -> str:
    """`text` itself, when it is well-formed, names its language, and its title begins with its only heading."""
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    headings = list(document.iter("h1"))
    assert len(headings) == 1
    heading = " ".join("".join(headings[0].itertext()).split())
    title = " ".join((document.findtext(".//title") or "").split())
    assert heading
    assert title.removeprefix("Error: ").removeprefix("错误： ").startswith(heading)
    assert title.endswith("民心秤 Minxin")
    assert document.get("lang") in ("zh-CN", "en")
    return text


@pytest.fixture
def site(evening: Evening) -> Iterator[str]:
    """The address of a real server over the test's folder, on this computer only."""
    server = Server(evening, Settings(host="127.0.0.1", port=0))
    thread = threading.Thread(target=server.run, name="site", daemon=True)
    thread.start()
    yield server.local_address
    server.stop()
    thread.join()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's chromium; nothing is ever downloaded."""
    return {"executable_path": require("chromium", "chromium"), "args": BROWSER_ARGUMENTS}
