"""The arrows between the packages hold, and the contracts that say so would notice one that does not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"

PLANTED = {
    "ballots must not know the web": ("ballots/codes.py", "import flask"),
    "ballots must not know pandas": ("ballots/codes.py", "import pandas"),
    "ballots must not know survey": ("ballots/codes.py", "import survey.config"),
    "ballots must not know analysis": ("ballots/codes.py", "import analysis.rounding"),
    "analysis must not know survey": ("analysis/rounding.py", "import survey.config"),
    "analysis must not know a database": ("analysis/rounding.py", "import sqlalchemy"),
    "analysis must not know codes": ("analysis/rounding.py", "import ballots.codes"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", LINT]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the packages and their contracts, to be spoilt."""
    for package in ("survey", "ballots", "analysis"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("fonts", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_arrow_is_one_of_the_three() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("line", PLANTED.values(), ids=PLANTED)
def test_a_wrong_arrow_is_noticed(checkout: Path, line: tuple[str, str]) -> None:
    path, statement = line
    spoilt = checkout / path
    spoilt.write_text(f"{spoilt.read_text()}\n{statement}\n")
    done = lint(checkout)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout
