"""Comments after the close: opened with the ballots, kept apart from them, and gone when their time is over."""

import re
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ballots import campaigns, meetings
from ballots.errors import CampaignFrozen
from ballots.meetings import Closing
from survey import comments, planning
from survey.comments import Decision, Standing
from survey.database import reading
from survey.evening import Evening
from survey.tables import comment, metadata, review
from tests.factories import (
    Prepared,
    asking_for_comments,
    campaign_of,
    commented,
    draft,
    make_evening,
    opened,
    published,
)

TEN = ["路灯坏了", "", "谢谢", "路灯坏了", "", "", "楼道太脏", "", "", ""]


def kept(prepared: Prepared) -> list[str]:
    """The texts in the ordinary database, in their order."""
    with reading(prepared.evening.engine) as db:
        return [one.text for one in comments.of_meeting(db, prepared.id)]


def standing(prepared: Prepared) -> Standing | None:
    with reading(prepared.evening.engine) as db:
        found = comments.review_of(db, prepared.id)
    return found and found.standing


def test_comments_are_off_until_they_are_asked_for(evening: Evening) -> None:
    prepared = published(evening)
    assert not evening.campaign(prepared.meeting).takes_comments
    assert standing(prepared) is None


def test_what_was_written_is_kept_without_the_empty_ones(evening: Evening) -> None:
    prepared = commented(evening, TEN)
    assert sorted(kept(prepared)) == sorted(["路灯坏了", "路灯坏了", "谢谢", "楼道太脏"])
    assert standing(prepared) is Standing.WAITING
    with reading(evening.engine) as db:
        assert {one.decision for one in comments.of_meeting(db, prepared.id)} == {Decision.WAITING}
        assert comments.released(db, [prepared.id]) == {}


def test_nobody_is_asked_to_review_what_nobody_wrote(evening: Evening) -> None:
    assert standing(commented(evening, [""] * 10)) is Standing.NONE


def test_the_comments_of_fewer_ballots_than_the_smallest_group_are_never_opened(evening: Evening) -> None:
    prepared = commented(evening, ["路灯坏了"] * 9)
    assert (kept(prepared), standing(prepared)) == ([], Standing.TOO_FEW)
    ten = commented(evening, ["路灯坏了"] * 10, community="梧桐社区")
    assert (kept(ten), standing(ten)) == (["路灯坏了"] * 10, Standing.WAITING)


def test_before_the_close_and_with_one_key_nobody_can_read_one(evening: Evening, tmp_path: Path) -> None:
    prepared = opened(asking_for_comments(evening))
    for number in range(12):
        prepared.cast(text=f"不许先看 {number}")
    assert not _stands_in_a_file(evening, "不许先看")
    evening.close(prepared.id, Closing())
    evening.present_key(prepared.id, prepared.keys[0].digits)
    assert standing(prepared) is None
    assert not _stands_in_a_file(evening, "不许先看")
    evening.present_key(prepared.id, prepared.keys[2].digits)
    assert len(kept(prepared)) == 12
    assert _stands_in_a_file(evening, "不许先看")  # the search does find what is there


def test_counting_again_keeps_the_same_comments_once(evening: Evening) -> None:
    prepared = opened(asking_for_comments(evening))
    for text in TEN:
        prepared.cast(text=text)
    evening.close(prepared.id, Closing(announce=False))
    found = []
    for pair in (prepared.keys[:2], prepared.keys[1:]):
        for key in pair:
            evening.present_key(prepared.id, key.digits)
        found.append(kept(prepared))
    assert found[0] == found[1]
    evening.make_void(prepared.id, "停电")
    assert (kept(prepared), standing(prepared)) == ([], None)


def test_form_rules_and_comments_are_frozen_with_the_first_opening(evening: Evening) -> None:
    planning.ask_for_comments(evening, campaign_of(evening), wanted=True)
    planning.ask_for_comments(evening, campaign_of(evening), wanted=False)
    opened(evening)
    with pytest.raises(CampaignFrozen):
        planning.ask_for_comments(evening, campaign_of(evening), wanted=True)


def test_opening_after_a_crash_between_box_and_database_takes_the_campaign_as_it_is_now(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = draft(evening)
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    with monkeypatch.context() as cut:
        cut.setattr(meetings, "open_", _stop)
        with pytest.raises(KeyboardInterrupt):
            evening.open(prepared.id)
    asking_for_comments(evening)
    assert evening.open(prepared.id).box.takes_comments


def _stop(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_permuting_comments_among_voters_changes_no_row(tmp_path: Path) -> None:
    texts = [f"意见 {number}" for number in range(12)]
    found = []
    for name in ("one", "other"):
        prepared = commented(make_evening(tmp_path / name), secrets.SystemRandom().sample(texts, len(texts)))
        found.append(kept(prepared))
        prepared.evening.engine.dispose()
    assert found[0] == found[1]
    assert found[0] != sorted(texts)  # nor is it the order of the alphabet, in which a serial number would show


def test_no_table_of_comments_has_a_column_of_marks_and_no_other_table_leads_to_a_comment() -> None:
    assert set(comment.columns.keys()) == {"meeting_id", "position", "text", "decision", "reason", "shown"}
    assert set(review.columns.keys()) == {"meeting_id", "standing", "reviewer", "summary"}
    for table in metadata.sorted_tables:
        targets = {key.column.table.name for key in table.foreign_keys}
        assert not targets & {"comment", "review"}
        if table.name in ("comment", "review"):
            assert targets == {"meeting"}
        elif table.name not in ("act", "campaign"):
            assert [name for name in map(str, table.columns) if re.search("comment|review", name)] == []


def test_comments_are_deleted_after_the_days_that_residents_were_told(evening: Evening) -> None:
    then = evening.clock()
    evening.clock = lambda: then
    prepared = commented(evening, ["等着被删掉的话"] * 10)
    evening.clock = lambda: then + timedelta(days=180, seconds=-1)
    evening.sweep()
    assert len(kept(prepared)) == 10
    evening.clock = lambda: then + timedelta(days=180)
    evening.sweep()
    assert (kept(prepared), standing(prepared)) == ([], Standing.DELETED)
    assert not _stands_in_a_file(evening, "等着被删掉的话")
    evening.sweep()
    with reading(evening.engine) as db:
        told = [row.act for row in db.execute(select(metadata.tables["act"])) if "comments" in row.act]
    assert told == ["comments switched on", "comments deleted"]


def test_a_ballot_says_nothing_of_its_comment_when_it_is_counted(evening: Evening) -> None:
    tallies = []
    for texts in (["好"] * 12, [""] * 12):
        prepared = commented(evening, texts, community=f"社区{len(tallies)}")
        with reading(evening.engine) as db:
            tallies.append(meetings.votes(db, prepared.id))
    assert tallies[0] == tallies[1] != []


def _stands_in_a_file(evening: Evening, text: str) -> bool:
    files: Sequence[Path] = [path for path in evening.folder.root.rglob("*") if path.is_file()]
    return any(text.encode() in path.read_bytes() for path in files)


def test_a_campaign_remembers_what_it_asks(evening: Evening) -> None:
    asking_for_comments(evening)
    with reading(evening.engine) as db:
        assert [one.takes_comments for one in campaigns.every(db)] == [True]
