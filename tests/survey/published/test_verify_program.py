"""The verifier as a program: one file that runs alone, and the same from the command line."""

import ast
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.cli import main
from survey.published import verify
from survey.published.verify import WORDS, report

PROGRAM = Path(verify.__file__)


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= set(sys.stdlib_module_names)


def run_alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The file alone in an empty folder, with no installed package and no setting in sight."""
    shutil.copy(PROGRAM, folder / "verify.py")
    command = [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_it_runs_alone_and_its_exit_status_tells(tmp_path: Path, document: bytes) -> None:
    digest = hashlib.sha256(document).hexdigest()
    (tmp_path / "record.json").write_bytes(document)
    (tmp_path / "touched.json").write_bytes(document.replace(b'"issued":70', b'"issued":69'))
    typed = " ".join(re.findall("....", digest.upper()))
    good = run_alone(tmp_path, "record.json", "--sha256", typed, "--language", "zh-CN")
    assert (good.returncode, good.stdout.splitlines()[-1], good.stderr) == (0, "全部一致。", "")
    bad = run_alone(tmp_path, "touched.json", "--language", "zh-CN")
    assert (bad.returncode, bad.stdout.splitlines()[-1]) == (1, "有不一致之处，请勿采信这份文件。")
    for wrong in (["missing.json"], [], ["record.json", "--sha256", "12"], ["record.json", "--language", "fr"]):
        assert run_alone(tmp_path, *wrong).returncode == 2


def test_a_console_that_knows_no_chinese_still_gets_its_answer(tmp_path: Path, document: bytes) -> None:
    (tmp_path / "record.json").write_bytes(document)
    command = [sys.executable, "-S", str(PROGRAM), "record.json", "--language", "en"]
    environment = {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, b"Everything agrees.")


@pytest.mark.parametrize(
    ("environment", "language"),
    [({"LANG": "zh_CN.UTF-8"}, "zh-CN"), ({"LANG": "en_GB"}, "en"), ({"LC_ALL": "zh_CN", "LANG": "en_US"}, "zh-CN")],
)
def test_it_speaks_the_language_of_the_computer(environment: dict[str, str], language: str) -> None:
    assert verify.own_language(environment) == language


def test_the_command_line_calls_the_same_program(tmp_path: Path, document: bytes) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(document)
    runner = CliRunner()
    good = runner.invoke(main, ["verify", str(path), "--language", "en"])
    assert (good.exit_code, good.output.splitlines()) == (0, report(document, None, "en")[0])
    path.write_bytes(document[:-1])
    assert runner.invoke(main, ["verify", str(path)]).exit_code == 1
    assert runner.invoke(main, ["verify", str(tmp_path / "missing.json")]).exit_code == 2
    assert runner.invoke(main, ["verify", str(path), "--sha256", "12"]).exit_code == 2


def test_every_sentence_is_said_in_both_languages_with_the_same_places() -> None:
    for word, words in WORDS.items():
        assert set(words) == {"zh-CN", "en"}, word
        places = [sorted(re.findall(r"%\((\w+)\)s", text)) for text in words.values()]
        assert places[0] == places[1], word
