"""The wall: what the hall sees in each phase, and what it cannot see."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballots import instrument, meetings
from ballots.instrument import LANGUAGES
from ballots.meetings import Closing
from survey.database import reading
from survey.evening import Evening
from survey.importing import PaperFile, import_paper
from tests.conftest import Page
from tests.factories import Prepared, best_answers, called_off, closed, draft, opened, published, shipped_rules

KANSAS = Path(__file__).parent.parent / "data" / "kansas_city_2022q3.csv"

UNDRIVEN = {"is_driven": False, "version": "0.20.None", "seconds_left": None}
"""What the wall is told besides while nobody drives it."""


def state(client: FlaskClient, meeting: Prepared) -> dict[str, object]:
    found: dict[str, object] = client.get(f"/hall/{meeting.id}/state.json").json
    return found


def cast_mixed(meeting: Prepared) -> None:
    """Nine ballots: six all best, two one rung below, one blank."""
    form = meeting.evening.live(meeting.id).form
    second = {question.field: question.section.scale.levels[1].id for question in form.questions}
    for answers in [best_answers(meeting.evening, meeting.id)] * 6 + [second] * 2 + [{}]:
        meeting.cast(answers)


def test_before_the_opening_the_wall_shows_how_and_where_to_vote(page_of: Page, evening: Evening) -> None:
    meeting = draft(evening)
    page = page_of(f"/hall/{meeting.id}")
    assert "Welcome" in page
    assert f"http://minxin.test/v/{meeting.id}" in page
    assert 'class="qr"' in page


def test_while_people_vote_the_wall_shows_coarse_turnout_and_no_level(
    client: FlaskClient, page_of: Page, evening: Evening
) -> None:
    meeting = opened(evening)
    assert state(client, meeting) == {"phase": "open", "place": "turnout", "turnout": 0, "keys": 0, **UNDRIVEN}
    for _ in range(13):
        meeting.cast(best_answers(evening, meeting.id))
    assert state(client, meeting) == {"phase": "open", "place": "turnout", "turnout": 5, "keys": 0, **UNDRIVEN}
    page = page_of(f"/hall/{meeting.id}")
    assert '<b class="figure" id="number">5</b>' in page
    assert "13" not in re.sub(r"<svg.*?</svg>|http\S+", "", page, flags=re.DOTALL)
    for level in ("Satisfied", "Excellent", "%"):
        assert level not in page


def test_what_is_voted_changes_nothing_on_the_wall_before_the_close(client: FlaskClient, evening: Evening) -> None:
    praised, blamed = opened(evening, community="东街社区"), opened(evening, community="西街社区")
    for _ in range(12):
        praised.cast(best_answers(evening, praised.id))
        blamed.cast({"1-overall": "dissatisfied"})
    assert state(client, praised) == state(client, blamed)


def test_after_the_close_the_wall_shows_the_seal_and_how_many_keys_are_in(
    client: FlaskClient, page_of: Page, evening: Evening
) -> None:
    meeting = closed(evening)
    seal = meeting.meeting.seal or ""
    assert " ".join(seal[at : at + 4] for at in range(0, 20, 4)) in page_of(f"/hall/{meeting.id}")
    assert state(client, meeting) == {"phase": "closed", "place": "seal", "turnout": 0, "keys": 0, **UNDRIVEN}
    evening.present_key(meeting.id, meeting.keys[1].digits)
    assert state(client, meeting) == {"phase": "closed", "place": "seal", "turnout": 0, "keys": 1, **UNDRIVEN}
    assert "keys: 1 of 2" in page_of(f"/hall/{meeting.id}").replace("&#39;", "'")


def test_a_result_held_back_is_not_on_the_wall(client: FlaskClient, page_of: Page, evening: Evening) -> None:
    meeting = closed(evening, announce=False)
    for key in meeting.keys[:2]:
        evening.present_key(meeting.id, key.digits)
    assert state(client, meeting)["phase"] == "counted"
    page = page_of(f"/hall/{meeting.id}")
    assert "about to be announced" in page
    assert "%" not in page


def test_the_published_result_shows_each_rate_with_its_fraction(page_of: Page, evening: Evening) -> None:
    meeting = opened(evening)
    for _ in range(3):
        meeting.cast(best_answers(evening, meeting.id))
    cast_mixed(meeting)
    evening.close(meeting.id, Closing())
    for key in meeting.keys[:2]:
        evening.present_key(meeting.id, key.digits)

    page = " ".join(page_of(f"/hall/{meeting.id}").split())
    # 12 ballots: 9 best, 2 second, 1 blank; 9/11 = 81.818… %, with the second level 11/11
    assert page.count("<b>81.82%</b> <small>9/11</small>") == 17 + 1
    assert "including Basically satisfied 100.00% 11/11" in page
    # the secretary's five items and the graduate's six are pooled: 45/55 and 54/66
    assert page.count("<b>81.82%</b> <small>45/55</small>") == 2
    assert page.count("<b>81.82%</b> <small>54/66</small>") == 2
    assert "Abstained 1<" in page
    for words in ("长岗路社区居委会", "王秀兰", "李明", "Satisfaction rate", "Excellence rate"):
        assert words in page


def test_bars_are_as_long_as_their_shares(page_of: Page, evening: Evening) -> None:
    meeting = published(evening, ballots=12)
    page = page_of(f"/hall/{meeting.id}")
    bars = re.findall(r'<rect x="0\.0000" width="([\d.]+)"', page)
    assert bars
    assert set(bars) == {"100.0000"}


def test_too_few_ratings_are_not_published_on_the_wall(page_of: Page, evening: Evening) -> None:
    page = page_of(f"/hall/{published(evening, ballots=3).id}")
    assert "Not published: too few people rated it." in page
    assert "%" not in page


def test_the_wall_ends_with_what_everybody_needs_to_check_the_result(page_of: Page, evening: Evening) -> None:
    meeting = published(evening)
    with reading(evening.engine) as db:
        _document, sha256 = meetings.published_record(db, meeting.id)
    page = page_of(f"/hall/{meeting.id}")
    assert sha256 in page
    assert f'href="/v/{meeting.id}/receipts"' in page


def test_a_meeting_called_off_says_so(page_of: Page, evening: Evening) -> None:
    assert "This meeting has been called off" in page_of(f"/hall/{called_off(evening).id}")


@pytest.mark.parametrize("make", [draft, opened, closed, published, called_off])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wall_is_a_whole_page_in_every_phase_and_language(
    page_of: Page, evening: Evening, make: object, language: str
) -> None:
    meeting = make(evening)  # type: ignore[operator]  # one of the factories above
    assert f'lang="{language}"' in page_of(f"/hall/{meeting.id}?lang={language}")


def test_without_script_the_wall_is_drawn_again_until_the_result_is_out(page_of: Page, evening: Evening) -> None:
    again = '<noscript><meta http-equiv="refresh"'
    assert again in page_of(f"/hall/{opened(evening, community='东街社区').id}")
    assert again not in page_of(f"/hall/{published(evening, community='西街社区').id}")


def test_a_paper_result_is_on_the_wall_without_a_seal_and_a_long_form_in_parts(page_of: Page, evening: Evening) -> None:
    form = instrument.load(instrument.shipped()["kansas-city-2022"])
    made = import_paper(evening, PaperFile(KANSAS, form, "Survey"), shipped_rules())
    evening.publish(made[0].id)
    page = page_of(f"/hall/{made[0].id}")
    assert "Council District 1" in page
    assert "Seal of the box" not in page
    parts = [part.count('scope="row"') for part in page.split('class="slide"')]
    assert parts == [0, 0, 5, 6, 6, 0], "sixteen items and their total on three slides"
