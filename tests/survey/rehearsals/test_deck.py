"""The known-answer deck: what it covers, what it says on paper, and a count held against it."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from ballots import meetings
from ballots.errors import ReserveUsedUp, WrongState
from ballots.form import Form, lay_out
from ballots.instrument import ABSTAINED
from ballots.ledger import Account
from ballots.meetings import Closing, Purpose, Votes
from survey import slips
from survey.database import reading
from survey.errors import DeckNotAlone, NotARehearsal
from survey.evening import Evening
from survey.printing import FONT
from survey.rehearsals import deck, filling
from survey.rehearsals.deck_paper import deck_paper
from tests.factories import SUBJECTS, Prepared, draft, opened, shipped_form
from tests.survey.visitors import follow, send, sign_in


@pytest.fixture(scope="module")
def form() -> Form:
    return lay_out(shipped_form(), SUBJECTS)


def counted(prepared: Prepared, unused: int | None = None) -> deck.Comparison:
    """The comparison after closing and counting."""
    evening = prepared.evening
    evening.close(prepared.id, Closing(unused=unused, announce=False))
    for key in prepared.keys[:2]:
        evening.present_key(prepared.id, key.digits)
    with reading(evening.engine) as db:
        votes = meetings.votes(db, prepared.id)
    return deck.compare(evening.form(prepared.meeting), votes, prepared.meeting.returned or 0)


def test_the_deck_has_every_level_of_every_item_an_abstention_and_a_blank_ballot(form: Form) -> None:
    cards, right = deck.cards(form), deck.expected(form)
    assert 12 <= len(cards) <= 20
    assert {} in cards
    for question in form.questions:
        for level in (*(one.id for one in question.section.scale.levels), ABSTAINED):
            assert right[question.position, question.item.id, level] >= 1
        own = sum(votes for (position, item, _), votes in right.items() if (position, item) == cell(question))
        assert own == len(cards)
    assert cards == deck.cards(form)


def cell(question: object) -> tuple[int, str]:
    return question.position, question.item.id  # type: ignore[attr-defined]


def test_what_the_deck_expects_is_what_its_cards_say_counted_by_hand(form: Form) -> None:
    last = form.questions[-1]
    by_hand = sum(card.get(last.field) == "excellent" for card in deck.cards(form))
    assert deck.expected(form)[last.position, last.item.id, "excellent"] == by_hand > 1


@pytest.mark.parametrize(("language", "says"), [("zh-CN", "第 7 张，共 15 张"), ("en", "Card 7 of 15")])
def test_the_paper_has_every_card_says_rehearsal_on_each_page_and_ends_with_the_tally(
    form: Form, language: str, says: str
) -> None:
    made = deck_paper(form, "长岗路社区", language, FONT)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert all("REHEARSAL" in page for page in pages)
    assert says in "".join(pages)
    assert ("应当计出的票数" if language == "zh-CN" else "The tally to be found") in pages[-1]


def test_the_computer_casts_the_deck_and_every_cell_agrees(evening: Evening) -> None:
    prepared = opened(evening, purpose=Purpose.REHEARSAL)
    slips.hand_out(evening, prepared.id, 4)
    assert filling.fill_in(evening, prepared.id) == 15
    account: Account = slips.account(evening, prepared.id)
    assert (account.printed, account.extra, account.handed_out) == (35, 15, 19)
    with pytest.raises(DeckNotAlone):
        filling.fill_in(evening, prepared.id)
    compared = counted(prepared, unused=16)
    assert compared.agrees
    assert (compared.expected, compared.counted, len(compared.cells)) == (15, 15, 11 * 5 + 6 * 6)


def test_no_code_of_the_deck_is_kept_anywhere(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = opened(evening, purpose=Purpose.REHEARSAL)
    seen: list[str] = []
    cast = evening.live(prepared.id).box.cast

    def watched(code: str, *sent: object) -> object:
        seen.append(code)
        return cast(code, *sent)  # type: ignore[arg-type]

    monkeypatch.setattr(evening.live(prepared.id).box, "cast", watched)
    filling.fill_in(evening, prepared.id)
    files = [path.read_bytes() for path in evening.folder.root.rglob("*") if path.is_file()]
    assert len(seen) == 15
    assert not [code for code in seen if any(code.encode() in content for content in files)]


def test_one_card_tapped_wrongly_shows_in_the_two_cells_it_touched(form: Form) -> None:
    right = [Votes(*key, number) for key, number in deck.expected(form).items()]
    assert deck.compare(form, right, 15).agrees
    moved = {(1, "services", "satisfied"): -1, (1, "services", "dissatisfied"): 1}
    wrong = [Votes(one.position, one.item, one.level, one.votes + moved.get(key(one), 0)) for one in right]
    compared = deck.compare(form, wrong, 15)
    assert [(one.level, one.counted - one.expected) for one in compared.differing] == [
        ("satisfied", -1),
        ("dissatisfied", 1),
    ]
    assert not deck.compare(form, right, 14).agrees


def key(one: Votes) -> tuple[int, str, str]:
    return one.position, one.item, one.level


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda evening: opened(evening), NotARehearsal),
        (lambda evening: draft(evening, purpose=Purpose.REHEARSAL), WrongState),
    ],
)
def test_only_an_open_rehearsal_is_filled_in(
    evening: Evening, make: Callable[[Evening], Prepared], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        filling.fill_in(evening, make(evening).id)


def test_without_room_for_slips_nothing_is_cast(evening: Evening) -> None:
    evening.reserve = 3
    prepared = opened(evening, purpose=Purpose.REHEARSAL)
    with pytest.raises(ReserveUsedUp):
        filling.fill_in(evening, prepared.id)
    assert evening.live(prepared.id).box.returned == 0


def test_the_desk_gives_the_deck_fills_it_in_and_compares(client: FlaskClient, evening: Evening) -> None:
    desk = sign_in(client, evening)
    prepared = opened(evening, purpose=Purpose.REHEARSAL)
    path = f"/desk/meetings/{prepared.id}/deck"
    assert desk.get(f"{path}.pdf").mimetype == "application/pdf"
    page = follow(desk, send(desk, f"{path}/fill-in"))
    assert "The computer has put 15 ballots of the deck into the box." in page
    assert "There are ballots in the box already" in send(desk, f"{path}/fill-in").text
    counted(prepared)
    page = desk.get(path).text
    assert "Expected and counted agree in every cell" in page
    assert "All 91 cells and all 15 ballots are what the deck says." in page


def test_the_desk_names_the_cells_that_differ(client: FlaskClient, evening: Evening) -> None:
    desk = sign_in(client, evening)
    prepared = opened(evening, purpose=Purpose.REHEARSAL)
    cards = deck.cards(evening.form(prepared.meeting))
    for card in (*cards[:-1], cards[0]):
        prepared.cast(dict(card))
    counted(prepared)
    page = desk.get(f"/desk/meetings/{prepared.id}/deck").text
    assert "cells differ" in page
    assert "15 ballots are in the deck, 15 were counted." in page


def test_a_real_meeting_has_no_deck(client: FlaskClient, evening: Evening) -> None:
    desk = sign_in(client, evening)
    real = draft(evening)
    for path in ("deck", "deck.pdf"):
        answer = desk.get(f"/desk/meetings/{real.id}/{path}")
        assert answer.status_code == 422
        assert "This is not a rehearsal." in answer.text
