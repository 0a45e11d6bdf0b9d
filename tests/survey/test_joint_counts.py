"""How items go with the whole: kept of large groups, as one number an item, and of nobody else."""

from pathlib import Path

import pytest

from analysis import rules
from ballots import instrument, joint, meetings
from ballots.envelope import ABSTAINED_MARK, Ballot
from ballots.form import Subject, lay_out
from ballots.joint import Joint
from ballots.meetings import Closing
from survey import counting, paperwork
from survey.accounts import Role
from survey.database import reading, writing
from survey.evening import Evening
from survey.importing import PaperFile, import_paper
from tests.conftest import Page
from tests.factories import best_answers, opened, shipped_form, shipped_rules, typed_twice
from tests.survey.classes import class_rules
from tests.survey.visitors import sign_in

FORM = lay_out(shipped_form(), [Subject("committee", "班子"), Subject("secretary", "书记")])
ITEMS = [item.id for item in FORM.instrument.section("committee").items]
RULES = rules.parse(shipped_rules().source, "rules")
BEST, WORST = 0, 2


def ballot(services: int, overall: int, times: int) -> list[Ballot]:
    """Ballots with these marks on the first item and on the overall one, and the best on everything else."""
    marks = [services, *[BEST] * 4, overall, *[BEST] * 5]
    return [Ballot(bytes(marks))] * times


HALL = [*ballot(BEST, BEST, 54), *ballot(BEST, WORST, 6), *ballot(WORST, BEST, 10), *ballot(WORST, WORST, 30)]
"""60 content with the services, 54 of them overall; of the other 40, 10 are."""


def test_the_count_keeps_how_many_are_content_with_both() -> None:
    # the other items are all content: nobody is left to compare with, so nothing of them is kept
    assert counting.joint(HALL, FORM, RULES) == [Joint(1, "services", 54)]


def test_the_order_of_ballots_does_not_matter() -> None:
    assert counting.joint(HALL[::-1], FORM, RULES) == counting.joint(HALL, FORM, RULES)


def test_whoever_abstained_is_not_content() -> None:
    shy = [*ballot(BEST, BEST, 54), *ballot(BEST, ABSTAINED_MARK, 16), *ballot(ABSTAINED_MARK, WORST, 30)]
    assert counting.joint(shy, FORM, RULES) == [Joint(1, "services", 54)]


@pytest.mark.parametrize("discontent", [(9, 30), (30, 9)])
def test_nothing_is_kept_of_nine(discontent: tuple[int, int]) -> None:
    """Nine not content with the item, or nine not content overall."""
    services, overall = discontent
    few = [*ballot(BEST, BEST, 50), *ballot(WORST, BEST, services), *ballot(BEST, WORST, overall)]
    assert counting.joint(few, FORM, RULES) == []
    enough = [*few, *ballot(WORST, WORST, 1)]
    assert counting.joint(enough, FORM, RULES) == [Joint(1, "services", 50)]


def test_nothing_is_kept_where_there_are_voter_classes() -> None:
    assert counting.joint(HALL, FORM, rules.parse(class_rules().source, "rules")) == []


def test_an_empty_box_keeps_nothing() -> None:
    assert counting.joint([], FORM, RULES) == []


def kept(evening: Evening, meeting_id: str) -> list[Joint]:
    with reading(evening.engine) as db:
        return [row for _, row in joint.of_meetings(db, [meeting_id])]


@pytest.fixture
def imported(evening: Evening, tmp_path: Path) -> str:
    """A counted meeting of 100 paper ballots, like HALL; its id."""
    words = {BEST: "满意", WORST: "不满意"}
    lines = [",".join(words[mark] for mark in one.marks[:6]) for one in HALL]
    form = shipped_form().source
    committee = form[: form.index("[[sections]]", form.index("[[sections]]") + 1)]
    alone = instrument.parse(committee.replace('id = "community-2026"', 'id = "alone"'), "alone.toml")
    path = tmp_path / "ballots.csv"
    path.write_text(",".join(ITEMS) + "\n" + "\n".join(lines) + "\n")
    (made,) = import_paper(evening, PaperFile(path, alone, "甲社区"), shipped_rules())
    return made.id


def test_paper_that_is_brought_in_is_counted_alike(evening: Evening, imported: str) -> None:
    assert kept(evening, imported) == [Joint(1, "services", 54)]


def test_a_recount_replaces_what_was_kept(evening: Evening, imported: str) -> None:
    with writing(evening.engine) as db:
        joint.keep(db, imported, [Joint(1, "hygiene", 40)])
    assert kept(evening, imported) == [Joint(1, "hygiene", 40)]


def test_officials_read_what_moves_the_whole_with_its_base(
    client, evening: Evening, imported: str, page_of: Page
) -> None:
    sign_in(client, evening, Role.OFFICIAL)
    evening.publish(imported)
    with reading(evening.engine) as db:
        campaign_id = meetings.find(db, imported).campaign_id
    page = page_of(f"/district/campaigns/{campaign_id}/importance")
    assert "+65.00" in page  # 54/60 − 10/40
    assert "60.00%" in page
    assert page.count(">not published<") == 4
    assert client.get(f"/district/campaigns/{campaign_id}/charts/importance-committee.svg").status_code == 200


def test_the_box_and_the_paper_are_counted_together_and_a_count_taken_back_leaves_nothing(evening: Evening) -> None:
    prepared = opened(evening, slips=30)
    paperwork.note_issued(evening, prepared.id, 5)
    best, worst = best_answers(evening, prepared.id), worst_of(evening, prepared.id)
    for answers in [best] * 10 + [worst] * 10:
        prepared.cast(answers)
    evening.close(prepared.id, Closing(announce=False))
    paperwork.note_returned(evening, prepared.id, 1)
    typed_twice(prepared)
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    services = [row for row in kept(evening, prepared.id) if row.item == "services"]
    assert services == [Joint(1, "services", 11)]
    paperwork.take_back_count(evening, prepared.id)
    assert kept(evening, prepared.id) == []


def worst_of(evening: Evening, meeting_id: str) -> dict[str, str]:
    """The last level on every question, by field."""
    form = evening.form(evening.find(meeting_id))
    return {question.field: question.section.scale.levels[-1].id for question in form.questions}
