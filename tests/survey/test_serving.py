"""The server: where it says it is, and that stopping it lets go of everything."""

import subprocess
import sys
from urllib.request import urlopen

import pytest

from ballots.errors import BoxHeld
from survey.config import Settings
from survey.errors import PortTaken
from survey.evening import Evening
from survey.ports import listen
from survey.serving import Server
from tests import factories

HERE = Settings(host="127.0.0.1", port=0)


def test_a_running_server_leaves_its_address_and_takes_it_away(evening):
    with Server(evening, Settings(host="127.0.0.1", port=0, address="http://hall.test")).in_background() as server:
        with urlopen(f"{server.local_address}/sign-in") as answer:
            assert answer.status == 200
            assert "waitress" not in str(answer.headers).lower()
        assert evening.folder.server_address.read_text() == "http://hall.test"
    assert not evening.folder.server_address.exists()


def test_a_stopped_server_lets_go_of_the_box_and_the_next_one_takes_it_up(evening):
    prepared = factories.opened(evening)
    with Server(evening, HERE).in_background():
        prepared.cast()
    other = Evening(evening.folder)
    with Server(other, HERE).in_background():
        assert other.live(prepared.id).box.returned == 1
    other.engine.dispose()


def test_a_second_server_finds_the_box_held(evening):
    factories.opened(evening)
    other = Evening(evening.folder)
    with Server(evening, HERE).in_background(), pytest.raises(BoxHeld):
        Server(other, HERE)
    other.engine.dispose()


def test_a_port_in_use_is_refused_in_one_sentence(evening):
    with listen(HERE) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} "):
            Server(evening, Settings(host="127.0.0.1", port=port))


DUMPABLE = """
import ctypes, resource
from survey.hardening import forbid_memory_dumps
forbid_memory_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the question is put to Linux")
def test_a_crash_of_the_server_would_not_write_its_memory_to_the_disk():
    done = subprocess.run([sys.executable, "-c", DUMPABLE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0"]


def test_a_server_that_has_stopped_may_be_told_so_again(evening: Evening) -> None:
    with Server(evening, Settings(host="127.0.0.1", port=0)).in_background() as server:
        server.stop()
    server.stop()  # its trigger is closed, and the number of it may belong to a box by now
