"""Bandit reads the packages for known dangers. Each finding that stays has its reason here."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

KNOWN = {
    ("keys.py", "B413"): "the name Crypto is taken for the dead pyCrypto; ours is PyCryptodome, which is maintained",
    ("config.py", "B104"): "phones in the hall must reach the laptop; a setting narrows it",
    ("stylesheets.py", "B704"): "marks our own style sheets as safe, which no visitor writes to",
    ("sqlite_store.py", "B608"): "the name put into the statement is one of our two tables",
    ("sqlite_tables.py", "B608"): "the name put into the statement is one of our two tables",
    ("acts.py", "B105"): "the names of two acts that are about passwords",
    ("voters.py", "B311"): "simulated voters of rehearsals; no secret comes from there",
}
"""File and rule: why it is no danger."""


def found_in(folder: Path) -> set[tuple[str, str]]:
    """Every finding of bandit in the Python files below `folder`, of any severity, suppressed ones included."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", "--ignore-nosec", "-f", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {(Path(one["filename"]).name, one["test_id"]) for one in json.loads(done.stdout)["results"]}


def test_no_finding_is_without_its_reason() -> None:
    assert set().union(*(found_in(ROOT / package) for package in ("survey", "ballots", "analysis"))) == set(KNOWN)


def test_a_planted_danger_is_found(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text("import subprocess\nsubprocess.call('ls ' + input(), shell=True)\n")
    assert ("planted.py", "B602") in found_in(tmp_path)
