"""The record of acts at the command line."""

import json
from pathlib import Path

from tests.survey.cli.conftest import Minxin


def test_the_command_line_lists_exports_and_verifies(minxin: Minxin, tmp_path: Path) -> None:
    assert minxin("campaign", "new", "双评 2026").exit_code == 0
    (line,) = json.loads(minxin("acts", "list", "--format", "json").stdout)
    assert (line["number"], line["act"], line["about"], line["via"]) == (
        1,
        "campaign made",
        "双评 2026",
        "command line",
    )
    assert line["who"]
    for ending in ("csv", "json"):
        assert minxin("acts", "export", "--out", tmp_path / f"acts.{ending}").exit_code == 0
    assert "campaign made" in (tmp_path / "acts.csv").read_text(encoding="utf-8-sig")
    kept = json.loads((tmp_path / "acts.json").read_text(encoding="utf-8"))
    whole = minxin("acts", "verify", "--head", f"1 · {kept[0]['hash'][:20]}")
    assert whole.exit_code == 0
    assert "is whole: 1 lines." in whole.stdout
    other = minxin("acts", "verify", "--head", "9 · 9f2c 11d0")
    assert (other.exit_code, other.stdout) == (1, "")
    assert "The record ends before line 9, which was printed." in other.stderr
    assert minxin("acts", "export", "--out", tmp_path / "acts.txt").exit_code == 2
