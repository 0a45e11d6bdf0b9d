"""`minxin comments`: asked for until the first opening, followed in numbers, exported as released."""

import json
from pathlib import Path

from click.testing import CliRunner

from survey import reviewing
from survey.accounts import Account, Role
from survey.cli import main
from survey.comments import Decision
from survey.database import writing
from survey.duties import EVERYTHING
from survey.reviewing import Verdict
from tests.factories import campaign, commented, make_evening

READER = Account("周敏", "周敏", Role.ORGANIZER, EVERYTHING)
NAME = "2026 年度社区民主测评"


def run(folder: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["comments", *words, "--data", str(folder)], env={"LANG": "en_US.UTF-8"})
    return done.exit_code, done.output


def test_a_campaign_asks_for_comments_or_not(tmp_path: Path) -> None:
    evening = make_evening(tmp_path)
    campaign(evening)
    for switch, said in (("--on", "Comments are asked for."), ("--off", "Comments are not asked for.")):
        assert run(tmp_path, "ask", NAME, switch) == (0, f"{said}\n")
    evening.engine.dispose()


def test_the_status_tells_numbers_and_the_export_what_was_released(tmp_path: Path) -> None:
    evening = make_evening(tmp_path)
    meeting = commented(evening, ["路灯坏了", "王芳最辛苦", *[""] * 8])
    status, said = run(tmp_path, "status", "--campaign", NAME, "--format", "json")
    (row,) = json.loads(said)
    assert (status, row["standing"], row["waiting"]) == (0, "waiting", 2)
    assert "路灯" not in said
    out = tmp_path / "out.csv"
    run(tmp_path, "export", "--campaign", NAME, "--out", str(out))
    assert "路灯" not in out.read_text(encoding="utf-8-sig")
    with writing(evening.engine) as db:
        reviewing.begin(db, meeting.meeting, READER)
        for position in (1, 2):
            reviewing.decide(db, meeting.meeting, position, READER, Verdict(Decision.RELEASED))
        reviewing.finish(db, meeting.meeting, READER)
    for ending in ("csv", "xlsx"):
        assert run(tmp_path, "export", "--campaign", NAME, "--out", str(out.with_suffix(f".{ending}")))[0] == 0
    assert "路灯坏了" in out.read_text(encoding="utf-8-sig")
    assert run(tmp_path, "export", "--campaign", NAME, "--out", "x.pdf")[0] == 2
    evening.engine.dispose()
