"""Voter classes at the terminal: slips printed and counted back class by class, and every way to write it wrongly."""

from pathlib import Path

import pytest

from ballots import classes
from survey.database import reading
from tests.factories import make_evening
from tests.survey.classes import planned
from tests.survey.cli.conftest import Minxin

COMMUNITY = "河滨社区"


@pytest.fixture
def keys(data: Path) -> list[str]:
    """A planned meeting of classes a, b and c; the keys of its scrutineers."""
    evening = make_evening(data)
    prepared, _ = planned(evening, {})
    evening.engine.dispose()
    return [key.digits for key in prepared.keys]


def kept(data: Path) -> list[tuple[int, int, int]]:
    evening = make_evening(data)
    with reading(evening.engine) as db:
        (rows,) = classes.of_meetings(db, [classes_meeting(data)]).values()
    evening.engine.dispose()
    return [(row.voter_class, row.printed, row.issued) for row in rows]


def classes_meeting(data: Path) -> str:
    (box,) = (data / "boxes").glob("*.box")
    return box.name.partition(".")[0]


def test_slips_are_printed_and_counted_back_class_by_class(
    minxin: Minxin, data: Path, keys: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "slips.pdf"
    printed = minxin("slips", "print", COMMUNITY, "--class", "A=14", "--class", "b=12", "--out", out)
    assert printed.exit_code == 0, printed.stderr
    assert out.read_bytes().startswith(b"%PDF-")
    evening = make_evening(data)
    for digits in keys:
        evening.present_key(classes_meeting(data), digits)
    evening.open(classes_meeting(data))
    evening.boxes.release_all()
    evening.engine.dispose()
    late = minxin("slips", "print", COMMUNITY, "--class", "a=1", "--out", tmp_path / "late.pdf")
    assert late.exit_code == 0, late.stderr
    closed = minxin("close", COMMUNITY, "--unused-class", "a=3", "--unused-class", "B=2")
    assert closed.exit_code == 0, closed.stderr
    assert kept(data) == [(1, 15, 12), (2, 12, 10)]


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        ((), 2, "Say either --number or --class"),
        (("--number", "9", "--class", "a=9"), 2, "Say either --number or --class"),
        (("--class", "a=9", "--class", "a=8"), 2, "Write each class once, as CLASS=NUMBER."),
        (("--class", "a"), 2, "Write each class once, as CLASS=NUMBER."),
        (("--class", "a=many"), 2, "Write each class once, as CLASS=NUMBER."),
        (("--class", "z=9"), 1, "a, b, c"),
        (("--number", "9"), 1, "class"),
    ],
)
def test_what_is_no_class_is_told_and_prints_nothing(
    minxin: Minxin, keys: list[str], tmp_path: Path, options: tuple[str, ...], status: int, says: str
) -> None:
    ended = minxin("slips", "print", COMMUNITY, *options, "--out", tmp_path / "slips.pdf")
    assert (ended.exit_code, says in ended.stderr) == (status, True), ended.stderr
    assert not (tmp_path / "slips.pdf").exists()
