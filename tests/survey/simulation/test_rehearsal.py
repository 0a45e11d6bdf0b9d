"""The rehearsal: a whole evening over HTTP whose every count is known, and which would say so if one were wrong."""

import pytest

from ballots import codes
from ballots.errors import CodeMistyped
from ballots.form import Subject, lay_out
from ballots.instrument import ABSTAINED
from survey.config import Settings
from survey.evening import Evening
from survey.serving import Server
from survey.simulation import voters
from survey.simulation.rehearsal import Outcome, rehearse
from survey.simulation.voters import Habit, Voter
from tests import factories

FORM = lay_out(factories.shipped_form(), [Subject("committee", "甲")])


def test_thirty_voters_are_counted_to_the_last_mark(tmp_path):
    steps: list[int] = []
    outcome = rehearse(tmp_path / "data", 30, steps.append)
    assert outcome.agrees
    assert (outcome.wrong, outcome.surprised) == ([], 0)
    assert outcome.cells == 6 * 5 + 5 * 5 + 6 * 6
    assert sum(steps) == 30
    assert set(outcome.seconds) == {"slips", "voting", "cast, median", "cast, 95 of 100", "close", "count"}


def test_a_rehearsal_that_differs_anywhere_does_not_agree():
    assert Outcome(1, cells=3).agrees
    assert not Outcome(1, cells=3, wrong=[(1, "services", "satisfied")]).agrees
    assert not Outcome(1, cells=3, surprised=1).agrees
    assert not Outcome(1).agrees


def test_the_expected_counts_are_those_counted_by_hand():
    ballots = [{"1-services": "satisfied"}, {"1-services": "satisfied", "1-overall": "dissatisfied"}, {}]
    right = voters.expected(FORM, ballots)
    assert right[1, "services", "satisfied"] == 2
    assert right[1, "services", ABSTAINED] == 1
    assert right[1, "overall", "dissatisfied"] == 1
    assert right[1, "hygiene", ABSTAINED] == 3
    assert sum(right.values()) == 3 * 6
    assert len(right) == 6 * 5


def test_a_mistyped_code_is_never_a_code():
    for _ in range(300):
        with pytest.raises(CodeMistyped):
            codes.read(voters.mistyped(codes.new_code()))


def test_the_same_seed_gathers_the_same_people():
    slips = [codes.new_code() for _ in range(40)]
    first = voters.gather(FORM, slips, 0.7, voters.seeded("x"))
    assert first == voters.gather(FORM, slips, 0.7, voters.seeded("x"))
    assert first != voters.gather(FORM, slips, 0.7, voters.seeded("y"))


def test_people_fully_content_choose_the_best_and_people_not_at_all_the_worst():
    chance = voters.seeded("x")
    assert set(voters.think(FORM, 1.0, chance).values()) == {"satisfied"}
    assert set(voters.think(FORM, 0.0, chance).values()) == {"dissatisfied"}
    leaning = voters.think(FORM, 1.0, voters.seeded("no blank"), {"hygiene": -1.0})
    assert leaning["1-hygiene"] == "dissatisfied"


@pytest.fixture
def opened(evening: Evening):
    prepared = factories.opened(evening)
    with Server(evening, Settings(host="127.0.0.1", port=0)).in_background() as server:
        yield prepared, server.local_address


@pytest.mark.parametrize("habit", list(Habit))
def test_each_habit_ends_with_one_ballot_in_the_box(evening, opened, habit):
    prepared, address = opened
    voter = Voter(prepared.codes[0], {}, habit)
    assert voters.vote(voter, prepared.id, address).is_right
    assert evening.live(prepared.id).box.returned == 1


def test_a_voter_with_a_spent_slip_hears_something_else_and_it_is_noticed(opened):
    prepared, address = opened
    voter = Voter(prepared.codes[0], {})
    assert voters.vote(voter, prepared.id, address).is_right
    assert not voters.vote(voter, prepared.id, address).is_right
