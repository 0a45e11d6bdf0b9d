"""An evening on the command line: every act, what it says, and what it refuses."""

import json
import re
from pathlib import Path

import pytest

from survey.evening import Evening
from survey.folder import DataFolder
from survey.web.i18n import catalogue
from tests.factories import box_file

CAMPAIGN = "双评 2026"
KEY = re.compile(r"^(?:\d{6} ){6}\d{6}$", re.MULTILINE)


@pytest.fixture
def planned(done) -> str:
    """A rehearsal's meeting in its draft: its id."""
    done("campaign", "new", CAMPAIGN)
    return done(
        *("meeting", "new", "--campaign", CAMPAIGN, "--community", "梧桐社区", "--roll", "5", "--rehearsal"),
        *("--subject", "committee=梧桐社区班子"),
    ).strip()


@pytest.fixture
def keys(done, planned, tmp_path) -> list[str]:
    """The three keys of the planned meeting, which has slips and tested keys."""
    done("slips", "print", planned, "--number", 5, "--out", tmp_path / "slips.pdf")
    made = KEY.findall(done("keys", "make", planned))
    done("keys", "test", planned, typed="\n".join(made))
    return made


def standing(done, meeting: str) -> dict[str, object]:
    return json.loads(done("meeting", "show", meeting, "--format", "json"))


def test_a_whole_evening_leads_to_a_published_result(done, planned, keys):
    assert len(keys) == 3
    assert "is open" in done("open", planned)
    assert standing(done, planned)["state"] == "open"
    assert "Closed with 0 ballots. Seal: e3b0 c442 98fc 1c14 9afb" in done("close", planned, "--unused", 2)
    assert standing(done, planned)["issued"] == 3
    said = done("count", planned, typed=f"{keys[0]}\n{keys[2]}\n")
    assert "0 valid ballots are counted and the result is published" in said
    assert standing(done, planned)["state"] == "published"


def test_a_result_that_is_held_waits_for_publish(done, planned, keys):
    done("open", planned)
    done("close", planned, "--hold")
    done("count", planned, typed=f"{keys[0]}\n{keys[1]}\n")
    assert standing(done, planned)["state"] == "closed"
    done("publish", planned)
    assert standing(done, planned)["state"] == "published"


def test_a_key_typed_twice_is_not_two_keys(minxin, done, planned, keys):
    done("open", planned)
    done("close", planned)
    ended = minxin("count", planned, typed=f"{keys[0]}\n{keys[0]}\n")
    assert ended.exit_code == 1
    assert standing(done, planned)["state"] == "closed"


def test_the_meeting_may_be_named_by_its_community(done, planned):
    assert standing(done, "梧桐社区")["meeting"] == planned


def test_slips_are_written_for_the_owner_only_and_never_over_a_file(minxin, done, planned, tmp_path):
    out = tmp_path / "slips.pdf"
    assert f"http://hall.test/v/{planned}" in done(
        "slips", "print", planned, "--number", 2, "--out", out, MINXIN_ADDRESS="http://hall.test"
    )
    before = out.read_bytes()
    assert before.startswith(b"%PDF")
    assert out.stat().st_mode & 0o077 == 0
    ended = minxin("slips", "print", planned, "--number", 2, "--out", out)
    assert (ended.exit_code, ended.stderr) == (1, f"File exists: {out}\n")
    assert out.read_bytes() == before
    assert standing(done, planned)["printed"] == 2


def test_a_refused_printing_leaves_no_file(minxin, planned, tmp_path):
    out = tmp_path / "slips.pdf"
    ended = minxin("slips", "print", planned, "--number", 0, "--out", out)
    assert ended.exit_code == 1
    assert ended.stderr == "Between 1 and 5000 slips can be printed at a time.\n"
    assert not out.exists()


def test_discarded_slips_are_gone(done, planned, tmp_path):
    done("slips", "print", planned, "--number", 5, "--out", tmp_path / "slips.pdf")
    done("slips", "discard", planned, "--yes")
    ledger = json.loads(done("slips", "ledger", planned, "--format", "json"))
    assert (ledger["printed"], ledger["voided"], ledger["void_lost"], ledger["returned"]) == (5, 5, 5, None)


def test_a_code_that_is_no_code_voids_nothing(minxin, done, planned, keys):
    done("open", planned)
    ended = minxin("slips", "void", planned, typed="not a code\n")
    assert ended.exit_code == 1
    assert "typing mistake" in ended.stderr
    assert "not a code" not in ended.output


def test_a_real_meeting_shows_its_keys_on_a_terminal_only(minxin, done):
    done("campaign", "new", CAMPAIGN)
    arguments = ("--campaign", CAMPAIGN, "--community", "甲", "--subject", "committee=甲")
    meeting = done("meeting", "new", *arguments).strip()
    ended = minxin("keys", "make", meeting)
    assert ended.exit_code == 1
    assert "on a terminal only" in ended.stderr
    assert not KEY.search(ended.output)


def test_a_mistyped_key_is_refused_and_not_repeated(minxin, planned, keys):
    wrong = keys[0][:-1] + str((int(keys[0][-1]) + 1) % 10)
    ended = minxin("keys", "test", planned, typed=wrong)
    assert ended.exit_code == 1
    assert "not the 42 digits of a key" in ended.stderr
    assert wrong not in ended.output


def test_keys_that_do_not_come_end_the_command(minxin, planned, keys):
    assert minxin("keys", "test", planned, typed="").exit_code == 1


def test_a_box_that_a_server_holds_is_left_to_its_page(minxin, done, data, planned, keys):
    done("open", planned)
    folder = DataFolder(data)
    folder.server_address.write_text("http://hall.test")
    server = Evening(folder)
    server.resume()
    try:
        ended = minxin("close", planned)
    finally:
        server.boxes.release_all()
        server.engine.dispose()
    assert ended.exit_code == 1
    assert ended.stderr == (
        f"A running server holds this box. Do this on its page: http://hall.test/desk/meetings/{planned}\n"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("open", "nowhere"), "There is no such meeting."),
        (("open", "梧桐社区"), "There are no slips yet."),
        (("close", "梧桐社区"), "The meeting is draft; this can only be done while it is open."),
        (("count", "梧桐社区"), "The meeting is draft; this can only be done while it is closed."),
        (("publish", "梧桐社区"), "The meeting is draft"),
        (("results", "--campaign", "none"), "There is no campaign called none."),
        (("campaign", "new", CAMPAIGN), f"There is already a campaign called {CAMPAIGN}."),
        (("campaign", "new", "x", "--rules", "none.toml"), "none.toml: file: there is no such file"),
        (("campaign", "new", "x", "--instrument", "none.toml"), "none.toml: file: there is no such file"),
        (("meeting", "attendance", "梧桐社区", "--present", -1), "Present: write a whole number from 0"),
    ],
)
def test_a_refused_act_says_why_and_ends_with_1(minxin, planned, arguments, says):
    ended = minxin(*arguments)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.startswith(says)
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("open",),
        ("meeting", "new"),
        ("meeting", "new", "--campaign", CAMPAIGN, "--community", "乙", "--subject", "committee"),
        ("publish",),
        ("publish", "梧桐社区", "--campaign", CAMPAIGN),
        ("meeting", "list", "--format", "xml"),
        ("export", "--campaign", CAMPAIGN, "--out", "results.doc"),
        ("rehearse", "--voters", "0"),
        ("serve", "--port", "70000"),
    ],
)
def test_wrong_use_ends_with_2(minxin, planned, arguments):
    assert minxin(*arguments).exit_code == 2


def test_a_setting_that_means_nothing_is_wrong_use(minxin):
    ended = minxin("campaign", "list", MINXIN_PORT="many")
    assert (ended.exit_code, ended.stderr) == (
        2,
        "The setting MINXIN_PORT is not usable. docs/settings.md says what it may be.\n",
    )


def test_a_mistyped_folder_is_not_taken_for_an_empty_one(minxin, tmp_path):
    ended = minxin("--data", tmp_path / "other", "campaign", "list")
    assert ended.exit_code == 1
    assert ended.stderr.startswith(f"There is no Minxin data in {tmp_path / 'other'}.")
    assert not (tmp_path / "other").exists()


def test_the_data_folder_may_be_named_before_or_after_the_verb(done, tmp_path):
    done("--data", tmp_path / "a", "campaign", "new", "甲")
    done("campaign", "new", "--data", tmp_path / "b", "乙")
    assert json.loads(done("campaign", "list", "--data", tmp_path / "a", "--format", "json"))[0]["campaign"] == "甲"
    assert json.loads(done("--data", tmp_path / "b", "campaign", "list", "--format", "json"))[0]["campaign"] == "乙"


def test_a_damaged_database_ends_in_one_sentence(minxin, done, data, planned):
    Path(DataFolder(data).database).write_bytes(b"no database at all" * 100)
    for rest in ("-wal", "-shm"):
        Path(f"{DataFolder(data).database}{rest}").unlink(missing_ok=True)
    ended = minxin("meeting", "list")
    assert ended.exit_code == 1
    assert ended.stderr.startswith("Something unforeseen happened (DatabaseError")
    assert "Traceback" not in ended.output


def test_attendance_is_kept_and_the_roll_stays(done, planned):
    done("meeting", "attendance", planned, "--present", 4)
    assert (standing(done, planned)["roll"], standing(done, planned)["present"]) == (5, 4)


def test_a_meeting_made_void_loses_its_box_and_frees_its_community(done, data, planned, keys):
    box = box_file(DataFolder(data), planned)
    assert box.exists()
    done("meeting", "void", planned, "--reason", "停电", "--yes")
    assert standing(done, planned)["state"] == "void"
    assert not box.exists()


def test_two_meetings_of_one_community_must_be_told_apart(minxin, done, planned):
    done("campaign", "new", "另一活动")
    done("meeting", "new", "--campaign", "另一活动", "--community", "梧桐社区", "--subject", "committee=x")
    ended = minxin("meeting", "show", "梧桐社区")
    assert (ended.exit_code, ended.stderr.split(".")[0]) == (1, "2 meetings are called 梧桐社区")


def test_refusals_are_said_in_the_language_of_the_system(minxin, planned):
    chinese = minxin("open", "nowhere", MINXIN_LANGUAGE="", LC_ALL="zh_CN.UTF-8")
    assert chinese.exit_code == 1
    assert chinese.stderr == catalogue("zh-CN").gettext("There is no such meeting.") + "\n"
    assert "测评会" in chinese.stderr
