"""Paper ballots as the desk's pages tell it: two people at two computers, and what each of them may see."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from ballots.meetings import Purpose, State
from ballots.pile import Standing
from ballots.spoiling import Flaw
from survey import paperwork
from survey.desk.steps import Step, stages
from survey.evening import Evening
from tests.conftest import require_whole_page
from tests.factories import Prepared, draft, held_on_paper, typed, typed_twice, with_paper
from tests.survey.visitors import follow, send, sign_in

LINE = "11111 11111 1 111111"


@pytest.fixture
def li(app: Flask, evening: Evening) -> FlaskClient:
    """The first of two people who type, in English."""
    return _typist(app, evening, "李静")


@pytest.fixture
def wang(app: Flask, evening: Evening) -> FlaskClient:
    """The second."""
    return _typist(app, evening, "王强")


def _typist(app: Flask, evening: Evening, name: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, evening, name=name)


def at(prepared: Prepared, place: str = "") -> str:
    return f"/desk/meetings/{prepared.id}/paper{'/' if place else ''}{place}"


def standing(prepared: Prepared, number: int) -> Standing:
    return paperwork.ballot(prepared.evening, prepared.id, number).standing


def text(page: str) -> str:
    """What a reader sees, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", require_whole_page(page)).split())


# Before the close


def test_the_paper_is_printed_in_the_language_of_the_page(li: FlaskClient, evening: Evening) -> None:
    answer = li.get(at(draft(evening), "large.pdf"))
    assert answer.mimetype == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Community democratic appraisal" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()


def test_how_many_were_handed_out_is_noted_and_asked_once_more_at_the_close(li: FlaskClient, evening: Evening) -> None:
    prepared = draft(evening)
    assert "noted" in follow(li, send(li, at(prepared, "issued"), number="7"))
    assert prepared.meeting.paper_issued == 7
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    page = li.get(f"/desk/meetings/{prepared.id}/close").text
    assert re.search(r'name="paper"[^>]*value="7"|value="7"[^>]*name="paper"', page)
    send(li, f"/desk/meetings/{prepared.id}/close", paper="9", announce="y")
    assert (prepared.meeting.paper_issued, prepared.meeting.issued) == (9, 29)


def test_a_number_that_is_none_is_refused_with_what_was_typed(li: FlaskClient, evening: Evening) -> None:
    answer = send(li, at(draft(evening), "issued"), number="-3")
    assert answer.status_code == 422
    assert 'value="-3"' in require_whole_page(answer.text)


# Two people


def test_two_people_enter_a_ballot_and_it_agrees(li: FlaskClient, wang: FlaskClient, evening: Evening) -> None:
    prepared = with_paper(evening, papers=1)
    page = text(li.get(at(prepared, "enter")).text)
    assert "Paper ballot 1" in page
    assert "pencil the number 1 on it" in page
    follow(li, send(li, at(prepared, "enter"), number="1", line=LINE))
    assert "has the number 1 pencilled on it" in text(wang.get(at(prepared, "enter")).text)
    follow(wang, send(wang, at(prepared, "enter"), number="1", line=LINE))
    assert standing(prepared, 1) is Standing.AGREES
    assert "ready to be counted" in text(li.get(at(prepared)).text)


def test_circles_left_alone_are_blank_and_the_line_says_the_same(
    li: FlaskClient, wang: FlaskClient, evening: Evening
) -> None:
    prepared = with_paper(evening, papers=1)
    send(li, at(prepared, "enter"), **{"number": "1", "1-services": "dissatisfied", "1-hygiene": "invalid"})
    send(wang, at(prepared, "enter"), number="1", line="3x" + "0" * 15)
    assert standing(prepared, 1) is Standing.AGREES


def test_one_person_alone_never_completes_a_ballot(li: FlaskClient, evening: Evening) -> None:
    prepared = with_paper(evening, papers=1)
    for _ in range(2):
        send(li, at(prepared, "enter"), number="1", line=LINE)
    assert standing(prepared, 1) is Standing.ONCE
    assert "You have entered this ballot before" in text(li.get(at(prepared, "enter?number=1")).text)
    answer = li.get(at(prepared, "enter"))
    assert answer.status_code == 302
    assert "Somebody else signs in under their own name" in text(li.get(answer.location).text)


def test_a_third_person_is_turned_away(li: FlaskClient, wang: FlaskClient, app: Flask, evening: Evening) -> None:
    prepared = with_paper(evening, papers=1)
    typed_twice(prepared)
    answer = send(_typist(app, evening, "赵明"), at(prepared, "enter"), number="1", line=LINE)
    assert answer.status_code == 422
    assert "Paper ballot 1 is entered already." in text(answer.text)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"number": "1", "line": "111"}, "The line needs one sign for each of the 17 items."),
        ({"number": "4", "line": LINE}, "Number on the ballot: write a whole number from 1 to 3."),
        ({"number": "1", "line": LINE, "1-services": "satisfied"}, "Use the circles or the line, not both"),
        ({"number": "", "line": LINE}, "required"),
    ],
)
def test_what_is_typed_wrongly_is_told_and_nothing_is_lost(
    li: FlaskClient, evening: Evening, fields: dict[str, str], says: str
) -> None:
    answer = send(li, at(with_paper(evening, papers=3), "enter"), **fields)
    assert answer.status_code == 422
    assert says in text(answer.text)
    assert f'value="{fields["line"]}"' in answer.text
    if "1-services" in fields:
        assert re.search(r'value="satisfied"[^>]* checked', answer.text)


def test_the_entry_page_never_shows_what_anybody_typed(li: FlaskClient, evening: Evening) -> None:
    prepared = with_paper(evening, papers=2)
    typed(prepared, 1, by="王强")
    page = li.get(at(prepared, "enter?number=1")).text
    assert " checked" not in page
    assert "王强" not in page


# Differences


def test_a_difference_is_shown_side_by_side_item_by_item_and_settled(li: FlaskClient, evening: Evening) -> None:
    prepared = with_paper(evening, papers=2)
    typed(prepared, 2, by="李静")
    typed(prepared, 2, bytes([2, *[0] * 16]), by="王强")
    assert "Ballot 2" in text(li.get(at(prepared)).text)
    page = li.get(at(prepared, "2/settle")).text
    assert page.count("<fieldset") == 1
    assert "李静 Satisfied 王强 Dissatisfied" in text(page)
    answer = send(li, at(prepared, "2/settle"))
    assert answer.status_code == 422
    assert "Choose for every item what the paper says." in text(answer.text)
    follow(li, send(li, at(prepared, "2/settle"), **{"1-services": "dissatisfied"}))
    found = paperwork.ballot(evening, prepared.id, 2)
    assert (found.standing, found.marks) == (Standing.AGREES, bytes([2, *[0] * 16]))


def test_a_ballot_that_does_not_differ_has_nothing_to_settle(li: FlaskClient, evening: Evening) -> None:
    prepared = with_paper(evening, papers=1)
    typed(prepared, 1)
    assert li.get(at(prepared, "1/settle")).location.endswith("/paper")
    assert li.get(at(prepared, "9/settle")).status_code == 422


# Doubtful ballots


def test_two_scrutineers_decide_with_a_reason(li: FlaskClient, evening: Evening) -> None:
    prepared = with_paper(evening, papers=1)
    follow(li, send(li, at(prepared, "enter"), number="1", doubt="torn"))
    assert standing(prepared, 1) is Standing.DOUBTFUL
    assert "Torn or incomplete" in text(li.get(at(prepared, "1/decide")).text)
    follow(li, send(li, at(prepared, "1/decide"), decision="torn", first="赵明", second="孙丽"))
    assert standing(prepared, 1) is Standing.SPOILED


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"decision": "torn", "first": "赵明", "second": "赵明"}, "Two different scrutineers decide"),
        ({"decision": "torn", "first": "赵明"}, "required"),
        ({"first": "赵明", "second": "孙丽"}, "required"),
        ({"decision": "because", "first": "赵明", "second": "孙丽"}, "valid choice"),
    ],
)
def test_a_decision_needs_a_reason_and_two_people(
    li: FlaskClient, evening: Evening, fields: dict[str, str], says: str
) -> None:
    prepared = with_paper(evening, papers=1)
    typed(prepared, 1, doubt=Flaw.TORN)
    answer = send(li, at(prepared, "1/decide"), **fields)
    assert answer.status_code == 422
    assert says in text(answer.text)
    assert 'value="赵明"' in answer.text
    assert standing(prepared, 1) is Standing.DOUBTFUL


# No page counts before the count


def test_no_page_says_anything_that_depends_on_the_marks_before_the_count(
    li: FlaskClient, app: Flask, tmp_path_factory: pytest.TempPathFactory, evening: Evening
) -> None:
    seen = []
    for name, mark in (("桃花源社区", 0), ("河滨社区", 2)):
        prepared = held_on_paper(evening, 6, announce=False, community=name)
        for number in range(1, 7):
            for typist in ("李静", "王强"):
                typed(prepared, number, bytes([mark] * 17), by=typist)
        paths = ("", "/enter?number=6", "/1/settle", "/1/decide", "/close")
        pages = [li.get(f"/desk/meetings/{prepared.id}/paper{path}").text for path in paths]
        pages += [li.get(f"/desk/meetings/{prepared.id}").text, li.get(f"/hall/{prepared.id}").text]
        seen.append(
            [
                re.sub(r'name="csrf_token" value="[^"]+"', "", page).replace(prepared.id, "").replace(name, "")
                for page in pages
            ]
        )
    assert seen[0] == seen[1]


def test_who_was_helped_to_vote_is_a_number_at_the_desk_and_in_the_ledger(li: FlaskClient, evening: Evening) -> None:
    prepared = draft(evening)
    path = f"/desk/meetings/{prepared.id}/assisted"
    assert send(li, path, number="many").status_code == 422
    assert "The number of people helped to vote is noted." in text(follow(li, send(li, path, number="3")))
    assert 'value="3"' in li.get(path).text
    assert "Helped to vote: 3." in text(li.get(f"/desk/meetings/{prepared.id}/ledger").text)


# On paper alone


def test_the_order_of_an_evening_without_phones(li: FlaskClient, evening: Evening) -> None:
    prepared = draft(evening)
    page = text(follow(li, send(li, at(prepared, "only"))))
    assert "Print the paper ballots and hand them out" in page
    assert prepared.meeting.purpose is Purpose.PAPER
    page = text(follow(li, send(li, at(prepared, "issued"), number="14")))
    send(li, f"/desk/meetings/{prepared.id}/attendance", roll="20", present="14")
    assert "End the vote" in text(li.get(f"/desk/meetings/{prepared.id}").text)
    page = text(follow(li, send(li, at(prepared, "close"), number="14", announce="y")))
    assert "Count the paper ballots without reading them" in page
    answer = send(li, at(prepared, "returned"), number="15")
    assert "15 paper ballots came back but only 14 were handed out." in text(answer.text)
    follow(li, send(li, at(prepared, "returned"), number="12"))
    answer = send(li, at(prepared, "count"))
    assert "Nothing is counted before the paper is finished: 12 ballots" in text(answer.text)
    typed_twice(prepared)
    page = text(follow(li, send(li, at(prepared, "count"))))
    assert prepared.meeting.state is State.PUBLISHED
    assert "Read the result aloud" in page


def test_the_count_is_taken_back_on_the_page(li: FlaskClient, evening: Evening) -> None:
    prepared = held_on_paper(evening, 12, announce=False)
    typed_twice(prepared)
    send(li, at(prepared, "count"))
    assert "Take the count back" in text(li.get(at(prepared)).text)
    follow(li, send(li, at(prepared, "take-back")))
    assert prepared.meeting.counted_at is None


def test_the_steps_of_a_meeting_with_paper(evening: Evening) -> None:
    beside = with_paper(evening, papers=1).meeting
    assert [one.step for one in stages(beside, None, is_paper_finished=False) if one.state == "now"] == [Step.ENTRY]
    assert [one.step for one in stages(beside, None) if one.state == "now"] == [Step.COUNT]
    alone = held_on_paper(evening, 1, community="梧桐社区").meeting
    assert [one.step for one in stages(alone, None) if one.state == "now"] == [Step.PAPER_COUNT]
