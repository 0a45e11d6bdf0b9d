"""The scrutineers confirm the count: who is noted, when, and what the wall shows of it."""

import pytest
from flask.testing import FlaskClient

from ballots.errors import NameNotUsable, WrongState
from survey.database import reading
from survey.errors import AllConfirmed
from survey.evening import Evening
from survey.hall import confirmation, runbook
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared, closed, published
from tests.survey.visitors import follow, send, sign_in


def held(evening: Evening) -> Prepared:
    """A meeting that is counted and whose result is held back."""
    meeting = closed(evening, announce=False)
    for key in meeting.keys[:2]:
        evening.present_key(meeting.id, key.digits)
    return meeting


def names(evening: Evening, meeting: Prepared) -> tuple[str, ...]:
    with reading(evening.engine) as db:
        return confirmation.names(db, meeting.id)


def test_the_wall_shows_how_many_have_confirmed_and_who_before_the_result(page_of: Page, evening: Evening) -> None:
    meeting = held(evening)
    assert "0 of 3 scrutineers have confirmed" in page_of(f"/hall/{meeting.id}")
    before = runbook.look(evening, meeting.id).version
    confirmation.confirm(evening, meeting.id, " 赵  敏 ")
    assert runbook.look(evening, meeting.id).version != before, "the wall draws it anew"
    page = page_of(f"/hall/{meeting.id}")
    assert "1 of 3 scrutineers has confirmed" in page
    assert "赵 敏" in page
    assert "%" not in page


def test_the_same_name_counts_once_and_a_fourth_is_refused(evening: Evening) -> None:
    meeting = held(evening)
    for name in ("赵敏", "赵敏", "钱明", "孙丽"):
        confirmation.confirm(evening, meeting.id, name)
    with pytest.raises(AllConfirmed):
        confirmation.confirm(evening, meeting.id, "李四")
    assert names(evening, meeting) == ("赵敏", "钱明", "孙丽")
    confirmation.take_back(evening, meeting.id)
    assert names(evening, meeting) == ()


def test_nobody_confirms_what_is_not_counted(evening: Evening) -> None:
    meeting = closed(evening)
    with pytest.raises(WrongState):
        confirmation.confirm(evening, meeting.id, "赵敏")
    with pytest.raises(NameNotUsable):
        confirmation.confirm(evening, meeting.id, " ")


def test_the_organizer_notes_the_names(client: FlaskClient, evening: Evening) -> None:
    meeting, desk = published(evening), sign_in(client, evening)
    path = f"/desk/meetings/{meeting.id}/confirmations"
    page = follow(desk, send(desk, path, name="赵敏"))
    assert "<li>赵敏</li>" in require_whole_page(page)
    answer = send(desk, path, name="")
    assert answer.status_code == 422
    assert names(evening, meeting) == ("赵敏",)
    assert "赵敏" not in follow(desk, send(desk, f"{path}/take-back"))
