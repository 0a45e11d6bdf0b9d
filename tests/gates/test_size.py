"""Small laws of the house: files one can read, names that say something, nothing of any one machine."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("survey", "ballots", "analysis")
LARGE = {
    "ballots/errors.py": "one short class for each fact, read as a list",
    "survey/errors.py": "one short class for each fact, read as a list",
    "ballots/meetings.py": "every act on a meeting, in the order of the evening",
    "survey/tables.py": "every table of staff and district, read as a list",
    "survey/published/verify.py": "carried alone to an observer's computer, so it can lean on no other file",
    "tests/ballots/test_postgres_secrecy.py": "every way in which a database server could tell",
    "tests/journeys/test_phone.py": "everything that happens on one phone, with and without script",
    "tests/survey/test_acts.py": "every act of the staff, and what a changed record shows",
    "tests/survey/test_desk.py": "every step of the desk, in the order of the evening",
    "tests/survey/test_evening.py": "every act and every way it can be cut short",
    "tests/survey/phone/test_residents.py": "every end of a ballot's path",
}
"""Files over 300 lines, each with the reason why it is one file."""

LISTED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
WRITTEN = {".py", ".toml", ".md", ".html", ".css", ".js", ".txt", ".po", ".svg", ".csv", ".json", ""}
TEXTS = [ROOT / name for name in LISTED.split("\0") if Path(name).suffix in WRITTEN and (ROOT / name).is_file()]
CODE = [path for path in TEXTS if path.suffix == ".py"]
SPEECH = [path for path in TEXTS if path.suffix in {".py", ".html", ".js", ".css"}]

HERE = [f"/{folder}/" for folder in ("work", "root", "home", "farm", "tmp")]
HOSTS = [f"{name}.org" for name in ("pypi", "pythonhosted", "npmjs")]
MARKS = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X)\b")


def test_a_file_over_300_lines_has_its_reason() -> None:
    large = {_name(path) for path in CODE if path.read_text(encoding="utf-8").count("\n") > 300}
    assert large - set(LARGE) == set()


def test_every_module_is_named_after_something() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}
    assert [path for path in CODE if path.stem in empty] == []


def test_nothing_is_left_to_be_done_later() -> None:
    assert [_name(path) for path in SPEECH if MARKS.search(path.read_text(encoding="utf-8"))] == []


def test_packages_refuse_by_raising_and_never_by_assert() -> None:
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in CODE
        if path.relative_to(ROOT).parts[0] in PACKAGES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert found == []


@pytest.mark.parametrize("foreign", [*HERE, *HOSTS])
def test_no_file_names_a_machine_or_a_registry(foreign: str) -> None:
    assert [_name(path) for path in TEXTS if foreign in path.read_text(encoding="utf-8")] == []


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
