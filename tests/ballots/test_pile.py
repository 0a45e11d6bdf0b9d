"""Paper ballots typed twice: who may type what, what differs, what is doubtful, and when all of it can be counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from ballots import entries, pile
from ballots.envelope import ABSTAINED_MARK
from ballots.errors import NameNotUsable, PaperEnteredTwice, PaperNotFinished, PaperNothingToSettle, SameScrutineer
from ballots.pile import Entry, PaperBallot, Ruling, Standing
from ballots.spoiling import Flaw
from ballots.tables import paper_entry, paper_ruling
from survey.database import writing
from survey.evening import Evening
from tests.factories import held_on_paper, make_evening

ONE, OTHER = bytes(17), bytes([2, *[0] * 16])
BLANK = bytes([ABSTAINED_MARK] * 17)
LI, WANG = Entry("李静", ONE), Entry("王强", ONE)
TORN = Ruling(Flaw.TORN, "赵明", "孙丽")
VALID = Ruling(None, "赵明", "孙丽")


def ballot(*entries: Entry, settled: bytes | None = None, ruling: Ruling | None = None) -> PaperBallot:
    return PaperBallot(7, entries, settled, ruling)


@pytest.mark.parametrize(
    ("found", "standing"),
    [
        (ballot(), Standing.LEFT),
        (ballot(LI), Standing.ONCE),
        (ballot(LI, WANG), Standing.AGREES),
        (ballot(LI, Entry("王强", OTHER)), Standing.DIFFERS),
        (ballot(LI, Entry("王强", OTHER), settled=OTHER), Standing.AGREES),
        (ballot(Entry("李静", ONE, Flaw.UNREADABLE)), Standing.DOUBTFUL),
        (ballot(Entry("李静", ONE, Flaw.UNREADABLE), WANG), Standing.DOUBTFUL),
        (ballot(Entry("李静", ONE, Flaw.UNREADABLE), WANG, ruling=VALID), Standing.AGREES),
        (ballot(Entry("李静", ONE, Flaw.UNREADABLE), ruling=VALID), Standing.ONCE),
        (ballot(Entry("李静", ONE, Flaw.UNREADABLE), ruling=TORN), Standing.SPOILED),
        (ballot(LI, WANG, ruling=TORN), Standing.SPOILED),
        (ballot(Entry("李静", BLANK)), Standing.ONCE),
        (ballot(Entry("李静", BLANK), Entry("王强", BLANK)), Standing.DOUBTFUL),
        (ballot(Entry("李静", BLANK), Entry("王强", BLANK), ruling=VALID), Standing.AGREES),
        (ballot(Entry("李静", BLANK), WANG), Standing.DIFFERS),
    ],
)
def test_how_far_a_ballot_is(found: PaperBallot, standing: Standing) -> None:
    assert found.standing is standing


def test_a_ballot_blank_to_both_is_doubtful_for_that_reason() -> None:
    assert ballot(Entry("李静", BLANK), Entry("王强", BLANK)).doubts == [Flaw.BLANK]


def test_the_count_gets_sorted_marks_and_numbers_of_spoiled_ballots() -> None:
    piled = [
        PaperBallot(1, (Entry("李静", OTHER), Entry("王强", OTHER))),
        PaperBallot(2, (LI, WANG)),
        PaperBallot(3, (LI, Entry("王强", OTHER)), settled=OTHER),
        PaperBallot(4, (Entry("李静", ONE, Flaw.TORN),), ruling=TORN),
    ]
    found = pile.counted(piled)
    assert found.marks == (ONE, OTHER, OTHER)
    assert found.spoiled == ((Flaw.TORN, 1),)


def test_nothing_is_counted_while_one_ballot_is_open() -> None:
    piled = [PaperBallot(1, (LI, WANG)), PaperBallot(2, (LI, Entry("王强", OTHER))), PaperBallot(3, (LI,))]
    with pytest.raises(PaperNotFinished, match="1 ballots are to be entered by two people, 1 differ, 0 wait"):
        pile.counted([*piled])


def test_each_person_is_offered_the_first_ballot_they_can_still_type() -> None:
    piled = [PaperBallot(1, (LI, WANG)), PaperBallot(2, (LI,)), PaperBallot(3)]
    assert pile.next_for(piled, "李静") == 3
    assert pile.next_for(piled, "王强") == 2
    assert pile.next_for(piled[:2], "李静") is None


# As kept


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Evening, str]]:
    evening = make_evening(tmp_path / "data")
    yield evening, held_on_paper(evening, 3).id
    evening.engine.dispose()


def read(made: tuple[Evening, str]) -> list[PaperBallot]:
    evening, meeting_id = made
    with evening.engine.connect() as db:
        return entries.read(db, meeting_id, 3)


def enter(made: tuple[Evening, str], number: int, *typed: Entry) -> None:
    evening, meeting_id = made
    with writing(evening.engine) as db:
        for entry in typed:
            entries.enter(db, meeting_id, number, entry)


def test_the_second_is_never_the_first(made: tuple[Evening, str]) -> None:
    enter(made, 1, LI, LI)
    assert read(made)[0].standing is Standing.ONCE
    evening, meeting_id = made
    row = {"meeting_id": meeting_id, "number": 1, "place": 2, "entered_by": "李静", "marks": ONE}
    with pytest.raises(IntegrityError), writing(evening.engine) as db:
        db.execute(insert(paper_entry).values(**row))


def test_no_third_person_types_a_ballot(made: tuple[Evening, str]) -> None:
    enter(made, 1, LI, WANG)
    with pytest.raises(PaperEnteredTwice):
        enter(made, 1, Entry("赵明", OTHER))
    evening, meeting_id = made
    row = {"meeting_id": meeting_id, "number": 1, "place": 3, "entered_by": "赵明", "marks": ONE}
    with pytest.raises(IntegrityError), writing(evening.engine) as db:
        db.execute(insert(paper_entry).values(**row))


def test_who_typed_it_wrongly_types_it_again_until_it_is_settled(made: tuple[Evening, str]) -> None:
    enter(made, 1, LI, Entry("王强", OTHER))
    assert read(made)[0].standing is Standing.DIFFERS
    enter(made, 1, WANG)
    assert read(made)[0].standing is Standing.AGREES
    enter(made, 2, LI, Entry("王强", OTHER))
    evening, meeting_id = made
    with writing(evening.engine) as db:
        entries.settle(db, meeting_id, read(made)[1], OTHER, "王强")
    with pytest.raises(PaperEnteredTwice):
        enter(made, 2, LI)


def test_only_what_differs_is_settled(made: tuple[Evening, str]) -> None:
    enter(made, 1, LI, WANG)
    evening, meeting_id = made
    with pytest.raises(PaperNothingToSettle), writing(evening.engine) as db:
        entries.settle(db, meeting_id, read(made)[0], OTHER, "王强")


@pytest.mark.parametrize(
    ("ruling", "refusal"),
    [
        (Ruling(Flaw.TORN, "赵明", " 赵明 "), SameScrutineer),
        (Ruling(Flaw.TORN, "Zhao", "ZHAO"), SameScrutineer),
        (Ruling(Flaw.TORN, "赵明", " "), NameNotUsable),
    ],
)
def test_two_scrutineers_decide_not_one(made: tuple[Evening, str], ruling: Ruling, refusal: type[Exception]) -> None:
    enter(made, 1, LI)
    evening, meeting_id = made
    with pytest.raises(refusal), writing(evening.engine) as db:
        entries.rule(db, meeting_id, read(made)[0], ruling)
    row = {"meeting_id": meeting_id, "number": 1, "reason": "torn", "first": "赵明", "second": "赵明"}
    with pytest.raises(IntegrityError), writing(evening.engine) as db:
        db.execute(insert(paper_ruling).values(**row))


def test_a_decision_is_replaced_by_a_later_one_and_needs_a_ballot_somebody_typed(made: tuple[Evening, str]) -> None:
    evening, meeting_id = made
    with pytest.raises(PaperNothingToSettle), writing(evening.engine) as db:
        entries.rule(db, meeting_id, read(made)[0], TORN)
    enter(made, 1, LI)
    for ruling in (TORN, VALID):
        with writing(evening.engine) as db:
            entries.rule(db, meeting_id, read(made)[0], ruling)
    assert read(made)[0].ruling == VALID
