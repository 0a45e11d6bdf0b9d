"""Thirty-two phones at once, against a bare durable insert behind the same server; A and B take turns in one run."""

import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.figures import Figure, spread

PHONES, ROUNDS = 32, 5
CASTS, FLOWS = 24, 12
WARM_UP = PHONES
SLIPS = WARM_UP + ROUNDS * PHONES * (CASTS + FLOWS)


def measure() -> list[Figure]:
    """Casts and whole flows as ratios to the bare insert, and how many ballots share a durable step."""
    casts, flows, bare, shared = [], [], [], []
    with process("bench.product", str(SLIPS)) as ours, process("bench.bare") as plain:
        told, port = tell(ours), tell(plain)["port"]
        ballots = _ballots(told)
        path = f"/v/{told['meeting']}"
        run(told["port"], [[[["POST", path, next(ballots)]]] for _ in range(WARM_UP)], "303")
        run(port, [[[["POST", "/cast", "code=1"]]] for _ in range(WARM_UP)], "303")
        for _ in range(ROUNDS):
            posts = [[next(ballots) for _ in range(CASTS)] for _ in range(PHONES)]
            bare.append(run(port, [[[["POST", "/cast", body]] for body in phone] for phone in posts], "303"))
            ask(ours)
            casts.append(run(told["port"], [[[["POST", path, body]] for body in phone] for phone in posts], "303"))
            commits = ask(ours)
            shared.append(commits["ballots"] / commits["commits"])
            bodies = [[next(ballots) for _ in range(FLOWS)] for _ in range(PHONES)]
            visits = [[[["GET", path], ["POST", path, body], ["FOLLOW"]] for body in phone] for phone in bodies]
            flows.append(run(told["port"], visits, "303"))
    against = f"{spread(casts)}; bare {spread(bare)} a second"
    return [
        Figure("casts to bare durable inserts", median(casts) / median(bare), "×", 1.0, detail=against),
        Figure("whole flows to bare durable inserts", median(flows) / median(bare), "×", 0.6, detail=spread(flows)),
        Figure("ballots in one durable step", median(shared), "ballots", 4, detail=spread(shared)),
    ]


def _ballots(told: dict[str, Any]) -> Iterator[str]:
    """Bodies of POST requests, each with a slip of its own."""
    for at, code in enumerate(told["codes"]):
        answers = told["forms"][at % len(told["forms"])]
        yield urlencode({"code": code, "rid": secrets.token_hex(16), **answers})


@contextmanager
def process(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The module in a process of its own, ended by closing its standard input."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        yield started


def tell(started: subprocess.Popen[str]) -> dict[str, Any]:
    """The next line the process says."""
    return json.loads(started.stdout.readline())  # type: ignore[union-attr,no-any-return]  # a pipe, by construction


def ask(started: subprocess.Popen[str]) -> dict[str, Any]:
    """What the process answers to an empty line."""
    started.stdin.write("\n")  # type: ignore[union-attr]
    started.stdin.flush()  # type: ignore[union-attr]
    return tell(started)


def run(port: int, phones: list[list[list[list[str]]]], counted: str) -> float:
    """How many answers with the status `counted` came in a second. Raises RuntimeError when any failed."""
    asked = json.dumps({"port": port, "phones": phones})
    done = subprocess.run(
        [sys.executable, "-m", "bench.phones"], input=asked, capture_output=True, text=True, check=True
    )
    result = json.loads(done.stdout)
    if set(result["statuses"]) - {"200", "303"}:
        raise RuntimeError(f"answers were not as expected: {result['statuses']}")
    return float(result["statuses"][counted] / result["seconds"])
