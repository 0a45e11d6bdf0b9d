"""What tests of the command line share: `minxin` over a folder of its own, in English."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey.cli import main

Minxin = Callable[..., Result]

SMALL_FORM = """
id = "small"
edition = "1"
title = { zh-CN = "小表", en = "Small form" }
abstain = { zh-CN = "不了解", en = "Don't know" }
abstain_codes = ["9", ""]
[scales.satisfaction]
rate = { zh-CN = "满意率", en = "Satisfaction rate" }
strict = 1
broad = 2
levels = [
  { id = "satisfied", zh-CN = "满意", en = "Satisfied", points = 100, codes = ["3"] },
  { id = "basically_satisfied", zh-CN = "基本满意", en = "Basically satisfied", points = 60, codes = ["2"] },
  { id = "dissatisfied", zh-CN = "不满意", en = "Dissatisfied", points = 0, codes = ["1"] },
]
[[sections]]
kind = "committee"
scale = "satisfaction"
title = { zh-CN = "班子", en = "Committee" }
headline = "overall"
items = [{ id = "work", zh-CN = "工作", en = "Work" }, { id = "overall", zh-CN = "总体评价", en = "Overall" }]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of the test, which the first command makes."""
    return tmp_path / "data"


@pytest.fixture
def minxin(data: Path) -> Minxin:
    """Runs the command and returns how it ended; what it printed is in `stdout` and `stderr`."""

    def run(*arguments: object, typed: str | None = None, **environment: str) -> Result:
        runner = CliRunner(env={"MINXIN_DATA": str(data), "MINXIN_LANGUAGE": "en", "LC_ALL": "C", **environment})
        return runner.invoke(main, [str(argument) for argument in arguments], input=typed, prog_name="minxin")

    return run


@pytest.fixture
def done(minxin: Minxin) -> Callable[..., str]:
    """Runs a command that must succeed, and returns what it printed."""

    def run(*arguments: object, typed: str | None = None, **environment: str) -> str:
        ended = minxin(*arguments, typed=typed, **environment)
        assert (ended.exit_code, ended.stderr) == (0, ""), ended.output
        return ended.stdout

    return run


@pytest.fixture
def small_form(tmp_path: Path) -> Path:
    """A form of two items as a file."""
    path = tmp_path / "small.toml"
    path.write_text(SMALL_FORM, encoding="utf-8")
    return path
