"""The command line as a process of its own: what a shell, a service manager and a person at a terminal see."""

import itertools
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

MINXIN = [sys.executable, "-m", "survey"]
ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 60


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MINXIN_")}
    return {**kept, "PYTHONPATH": str(ROOT), "MINXIN_DATA": str(data), "MINXIN_LANGUAGE": "en", **more}


def address_in(said: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert found is not None, said
    return found[0]


def minxin(data: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [*MINXIN, *map(str, arguments)]
    return subprocess.run(command, env=environment(data), capture_output=True, text=True, check=False)


@contextmanager
def running(data: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server and what it says once it is ready; ended by force if the test does not end it."""
    process = subprocess.Popen(
        [*MINXIN, *arguments], env=environment(data, PYTHONUNBUFFERED="1"), stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        yield process, "".join([*itertools.takewhile(lambda line: "Ctrl-C" not in line, lines)])
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_and_ends_well_when_it_is_asked_to(data, how):
    with running(data, "serve", "--host", "127.0.0.1", "--port", "0") as (process, said):
        assert "create the administrator" in said
        with urlopen(f"{address_in(said)}/setup") as answer:
            assert answer.status == 200
        assert (data / "server.address").exists()
        process.send_signal(how)
        last, _ = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert last == "Stopped.\n"
    assert not (data / "server.address").exists()


def test_the_demo_starts_shows_its_doors_and_ends(data, tmp_path):
    arguments = ("--data", str(tmp_path / "demo"), "demo", "--port", "0", "--no-browser")
    with running(data, *arguments) as (process, said):
        address = address_in(said)
        with urlopen(address) as answer:
            page = answer.read().decode()
        tonight = re.search(r'href="/hall/(\w+)"', page)
        assert tonight is not None
        with urlopen(f"{address}/hall/{tonight[1]}") as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert (tmp_path / "demo" / "slips.pdf").read_bytes().startswith(b"%PDF")
    assert not data.exists()


def test_a_pipe_gets_data_on_one_side_and_sentences_on_the_other(data):
    done = minxin(data, "rehearse", "--voters", 3, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "voting" in [row["step"] for row in json.loads(done.stdout)]


def test_a_refusal_is_one_sentence_and_no_traceback(data):
    done = minxin(data, "open", "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"There is no Minxin data in {data}. Check --data, or begin with: minxin serve\n"


def test_on_a_terminal_each_key_stands_alone_until_a_key_is_pressed(data):
    minxin(data, "campaign", "new", "c")
    planned = ("meeting", "new", "--campaign", "c", "--community", "x", "--subject", "committee=x")
    meeting = minxin(data, *planned).stdout.strip()
    seen = on_a_terminal(data, "keys", "make", meeting)
    screens = seen.split("\x1b[3J")
    shown = [re.findall(r"(?:\d{6} ){6}\d{6}", screen) for screen in screens]
    assert [len(found) for found in shown if found] == [1, 1, 1], seen[:500]
    assert shown[-1] == []
    assert "█" in screens[1]


def test_on_a_terminal_slips_are_seen_being_drawn(data, tmp_path):
    minxin(data, "campaign", "new", "c")
    planned = ("meeting", "new", "--campaign", "c", "--community", "x", "--subject", "committee=x")
    meeting = minxin(data, *planned).stdout.strip()
    seen = on_a_terminal(data, "slips", "print", meeting, "--number", "3", "--out", str(tmp_path / "slips.pdf"))
    assert "Drawing" in seen
    assert "100%" in seen


def on_a_terminal(data: Path, *arguments: str) -> str:
    """What a person sees who presses a key, again if it was not noticed, when the program waits for one."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*MINXIN, *arguments], env=environment(data, TERM="xterm"), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    seen, quiet = b"", 0
    try:
        while quiet < PATIENCE_SECONDS:
            if select.select([ours], [], [], 1.0)[0]:
                seen += os.read(ours, 65536)
                continue
            quiet += 1
            if seen.rstrip().endswith(b"press any key."):
                os.write(ours, b" ")
    except OSError:  # the terminal's other end is closed: the program has ended
        pass
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    return seen.decode()


def test_no_command_but_the_server_loads_its_pages():
    program = "import sys, survey.cli; print(sorted({'survey.app', 'survey.desk', 'waitress'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"
