"""The Wi-Fi on the wall: what its QR code says, who sees it when, and what is no network."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from survey.database import reading
from survey.errors import WifiNameNotUsable, WifiPasswordNotUsable
from survey.evening import Evening
from survey.hall import runbook, wifi
from survey.hall.scenes import Place
from survey.hall.wifi import Security, Wifi
from survey.tables import act
from tests.conftest import Page, require_whole_page
from tests.factories import Prepared, draft, opened
from tests.survey.visitors import follow, send, sign_in

HALL = Wifi("Hall", "spring tide 7", Security.WPA)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (HALL, "WIFI:T:WPA;S:Hall;P:spring tide 7;;"),
        (Wifi("社区会议室", "", Security.NONE), "WIFI:T:nopass;S:社区会议室;;"),
        (Wifi('a;b,c:d"e\\f', '1;2,3:4"5\\6', Security.WPA), r"WIFI:T:WPA;S:a\;b\,c\:d\"e\\f;P:1\;2\,3\:4\"5\\6;;"),
    ],
)
def test_the_code_says_the_network_with_its_special_characters_escaped(told: Wifi, code: str) -> None:
    assert told.code == code


def welcome(evening: Evening, meeting: Prepared, page_of: Page) -> str:
    runbook.show(evening, meeting.id, Place.read("welcome"))
    return page_of(f"/hall/{meeting.id}")


def test_the_welcome_shows_it_in_large_type_and_no_other_scene_does(page_of: Page, evening: Evening) -> None:
    meeting = draft(evening)
    assert "Wi-Fi" not in welcome(evening, meeting, page_of)
    wifi.keep(evening, meeting.id, HALL)
    page = welcome(evening, meeting, page_of)
    assert '<p class="secret">Hall</p>' in page
    assert '<p class="secret mono">spring tide 7</p>' in page
    runbook.show(evening, meeting.id, Place.read("how"))
    assert "spring tide 7" not in page_of(f"/hall/{meeting.id}")
    wifi.forget(evening, meeting.id)
    assert "Wi-Fi" not in welcome(evening, meeting, page_of)


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (Wifi("", "long enough", Security.WPA), WifiNameNotUsable),
        (Wifi("会" * 11, "long enough", Security.WPA), WifiNameNotUsable),
        (Wifi("a\nb", "long enough", Security.WPA), WifiNameNotUsable),
        (Wifi("Hall", "short", Security.WPA), WifiPasswordNotUsable),
        (Wifi("Hall", "x" * 64, Security.WPA), WifiPasswordNotUsable),
        (Wifi("Hall", "", Security.WEP), WifiPasswordNotUsable),
        (Wifi("Hall", "tab\tin it", Security.WPA), WifiPasswordNotUsable),
    ],
)
def test_what_no_network_can_have_is_refused_and_nothing_is_kept(
    evening: Evening, told: Wifi, refusal: type[Exception]
) -> None:
    meeting = draft(evening)
    with pytest.raises(refusal):
        wifi.keep(evening, meeting.id, told)
    with reading(evening.engine) as db:
        assert wifi.find(db, meeting.id) is None


def test_the_organizer_writes_it_and_hears_that_everybody_can_read_it(client: FlaskClient, evening: Evening) -> None:
    meeting, desk = draft(evening), sign_in(client, evening)
    path = f"/desk/meetings/{meeting.id}/wifi"
    assert "Everybody can read it" in require_whole_page(desk.get(path).text)
    answer = send(desk, path, name="Hall", password="kurz", security="WPA")
    assert answer.status_code == 422
    assert 'value="kurz"' in require_whole_page(answer.text), "nothing typed is lost"
    page = follow(desk, send(desk, path, name="Hall", password="spring tide 7", security="WPA"))
    assert "The wall shows the Wi-Fi with the welcome." in page
    assert 'value="spring tide 7"' in desk.get(path).text
    follow(desk, send(desk, path, name="", password="spring tide 7", security="WPA"))
    with reading(evening.engine) as db:
        assert wifi.find(db, meeting.id) is None


def test_the_next_meeting_is_offered_what_the_last_one_had(client: FlaskClient, evening: Evening) -> None:
    wifi.keep(evening, opened(evening, community="东街社区").id, HALL)
    meeting, desk = draft(evening, community="西街社区"), sign_in(client, evening)
    assert 'value="spring tide 7"' in desk.get(f"/desk/meetings/{meeting.id}/wifi").text
    with reading(evening.engine) as db:
        assert wifi.find(db, meeting.id) is None, "offered, not kept"


def test_the_record_of_acts_names_the_network_and_not_its_password(evening: Evening) -> None:
    wifi.keep(evening, draft(evening).id, HALL)
    with reading(evening.engine) as db:
        (last,) = db.scalars(select(act.c.details).order_by(act.c.number.desc()).limit(1))
    assert last == '{"network":"Hall"}'
