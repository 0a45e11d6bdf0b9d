"""Wrong passwords: who waits, for how long, and that nobody is kept out on purpose."""

import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey import history
from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from survey.database import reading
from survey.errors import NameBesieged, Refused, TooManySignIns
from survey.evening import Evening
from survey.web.patience import (
    FORGET_SECONDS,
    FREE,
    FREE_OF_A_NAME,
    LONGEST_SECONDS,
    TURN_SECONDS,
    UNNOTED_SECONDS,
    Patience,
    Sender,
    Unnoted,
)
from tests.survey.visitors import PASSWORD, hire, send

PHONE, LAPTOP = Sender("phone", "周敏"), Sender("laptop", "周敏")


def may_try(patience: Patience, sender: Sender, now: float) -> bool:
    try:
        patience.attempt(sender, now)
    except Refused:
        return False
    return True


def test_wrong_passwords_slow_their_own_sender_down_and_nobody_else() -> None:
    patience = Patience()
    for _ in range(FREE):
        patience.attempt(PHONE, 100.0)
    with pytest.raises(TooManySignIns):
        patience.attempt(PHONE, 100.0)
    patience.attempt(LAPTOP, 100.0)
    patience.attempt(PHONE, 101.0)


def test_waiting_never_grows_into_a_lock() -> None:
    patience, now = Patience(), 0.0
    for _ in range(200):
        while not may_try(patience, PHONE, now):
            now += 1
    assert not may_try(patience, PHONE, now + LONGEST_SECONDS - 1)
    assert may_try(patience, PHONE, now + LONGEST_SECONDS)


def test_signing_in_and_time_make_a_device_new_again() -> None:
    patience = Patience()
    for _ in range(FREE):
        patience.attempt(PHONE, 0.0)
    patience.succeed(PHONE)
    patience.attempt(PHONE, 0.0)
    for _ in range(FREE - 1):
        patience.attempt(PHONE, 0.0)
    assert not may_try(patience, PHONE, 0.5)
    assert all(may_try(patience, PHONE, FORGET_SECONDS + 1) for _ in range(FREE))


def test_tries_at_once_count_before_they_fail() -> None:
    """A device that sends forty passwords at the same moment has tried forty times, not none."""
    patience = Patience()
    assert [may_try(patience, PHONE, 0.0) for _ in range(40)].count(True) == FREE


def besiege(patience: Patience, devices: int, start: int, seconds: int) -> int:
    """So many devices try as often as they are let, each second; how many passwords they could try."""
    senders = [Sender(f"bot {number}", "周敏") for number in range(devices)]
    return sum(may_try(patience, sender, float(now)) for now in range(start, start + seconds) for sender in senders)


@pytest.mark.parametrize("devices", [1, 20, 100])
def test_devices_that_guess_at_one_name_share_one_pace_once_their_free_tries_are_gone(devices: int) -> None:
    quarter = int(FORGET_SECONDS)
    guesses = besiege(Patience(), devices, 0, quarter)
    assert devices * FREE <= guesses <= devices * FREE + quarter / LONGEST_SECONDS + FREE_OF_A_NAME


def test_not_even_an_endless_supply_of_new_devices_guesses_fast() -> None:
    patience = Patience()
    senders = ((now, Sender(f"bot {now} {number}", "周敏")) for now in range(300) for number in range(20))
    guesses = sum(may_try(patience, sender, float(now)) for now, sender in senders)
    assert guesses <= FREE_OF_A_NAME + 300 / TURN_SECONDS + FREE


def test_the_administrators_own_device_never_waits_for_a_siege() -> None:
    patience = Patience()
    besiege(patience, 50, 0, 300)
    known = Sender("known 1", "周敏", is_known=True)
    assert may_try(patience, known, 300.0)
    besiege(patience, 50, 301, 60)
    patience.succeed(known)
    assert may_try(patience, known, 361.0)


def test_a_new_device_gets_its_turn_in_the_middle_of_a_siege() -> None:
    """Devices that fail wait behind those that have not yet; so the right person comes in, and the siege goes on."""
    patience = Patience()
    besiege(patience, 100, 0, 600)
    waited = 0
    while not may_try(patience, LAPTOP, 600.0 + waited):
        waited += 1
        besiege(patience, 100, 600 + waited, 1)
    assert waited <= 5


def test_a_siege_of_one_name_slows_no_other_name() -> None:
    patience = Patience()
    besiege(patience, 50, 0, 300)
    assert may_try(patience, Sender("laptop", "李红"), 300.0)
    patience.attempt(Sender("desktop", "周敏"), 300.0)
    with pytest.raises(NameBesieged):
        patience.attempt(Sender("tablet", "周敏"), 300.0 + TURN_SECONDS / 2)


def test_failures_are_noted_at_most_once_a_minute_and_all_of_them_are() -> None:
    unnoted = Unnoted()
    assert [unnoted.add(now) for now in (0.0, 1.0, 2.0, UNNOTED_SECONDS)] == [1, 0, 0, 3]
    assert unnoted.add(UNNOTED_SECONDS + 1) == 0
    assert unnoted.rest() == 1
    assert unnoted.rest() == 0


# At the page


@pytest.fixture
def proxied(evening: Evening) -> Flask:
    """The app behind a district's own proxy, which speaks HTTPS."""
    return create_app(evening, Settings(address="https://minxin.test"))


def device(app: Flask, address: str, **environment: str) -> FlaskClient:
    """A browser somewhere on the network."""
    client = app.test_client()
    client.environ_base.update(REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE="en", **environment)
    return client


def let_in(client: FlaskClient, password: str = PASSWORD, name: str = "周敏") -> TestResponse:
    return send(client, "/sign-in", name=name, password=password)


def exhaust(app: Flask, address: str) -> None:
    """Wrong passwords from one address, until it has to wait for longer than this test takes."""
    patience: Patience = app.extensions["patience"]
    for step in range(12):
        patience.attempt(Sender(address, "somebody"), time.monotonic() + step * LONGEST_SECONDS)


def test_too_many_wrong_passwords_are_answered_with_how_long_to_wait(app: Flask, evening: Evening) -> None:
    hire(evening, Role.ORGANIZER)
    exhaust(app, "10.0.0.1")
    answer = let_in(device(app, "10.0.0.1"))
    assert answer.status_code == 422
    assert "Too many wrong passwords came from this device. Wait" in answer.text
    assert let_in(device(app, "10.0.0.2")).status_code == 302


def test_a_browser_that_signed_in_before_is_let_in_although_others_at_its_address_must_wait(
    app: Flask, evening: Evening
) -> None:
    hire(evening, Role.ADMINISTRATOR)
    laptop = device(app, "10.0.0.1")
    assert let_in(laptop).status_code == 302
    send(laptop, "/sign-out")
    exhaust(app, "10.0.0.1")
    assert let_in(laptop).status_code == 302
    hire(evening, Role.OFFICIAL, "李红")
    assert let_in(laptop, name="李红").status_code == 422  # for this name it is any device at its address


def test_a_made_up_cookie_makes_no_device_known(app: Flask, evening: Evening) -> None:
    hire(evening, Role.ADMINISTRATOR)
    mine = device(app, "10.0.0.1")
    let_in(mine)
    real = mine.get_cookie("device")
    assert real is not None
    exhaust(app, "10.0.0.9")
    for value in ("", "nonsense", real.value[:-2], real.value.swapcase()):
        thief = device(app, "10.0.0.9")
        thief.set_cookie("device", value)
        assert let_in(thief).status_code == 422
    assert "周敏" not in real.value


def test_behind_the_proxy_each_visitor_waits_alone(proxied: Flask, evening: Evening) -> None:
    hire(evening, Role.ADMINISTRATOR)
    exhaust(proxied, "203.0.113.7")
    for told, status in (("203.0.113.7", 422), ("198.51.100.1, 203.0.113.7", 422), ("203.0.113.8", 302)):
        visitor = device(proxied, "127.0.0.1", HTTP_X_FORWARDED_FOR=told, **{"wsgi.url_scheme": "https"})
        assert let_in(visitor).status_code == status, told


def test_whoever_sends_the_proxys_header_without_a_proxy_is_not_believed(app: Flask, evening: Evening) -> None:
    hire(evening, Role.ADMINISTRATOR)
    exhaust(app, "10.0.0.1")
    assert let_in(device(app, "10.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.77")).status_code == 422


def test_one_ipv6_network_is_one_device(app: Flask, evening: Evening) -> None:
    hire(evening, Role.ADMINISTRATOR)
    exhaust(app, "2001:db8::/64")
    assert let_in(device(app, "2001:db8::17")).status_code == 422
    assert let_in(device(app, "2001:db8:0:1::17")).status_code == 302


def test_failed_sign_ins_are_counted_in_the_record_and_not_named(app: Flask, evening: Evening) -> None:
    hire(evening, Role.ADMINISTRATOR)
    stranger = device(app, "10.0.0.5")
    for name in ("周敏", "geheim123456", "周敏"):
        let_in(stranger, "wrong password", name)
    assert let_in(device(app, "10.0.0.1")).status_code == 302
    with reading(evening.engine) as db:
        failed = [line for line in history.lines(db) if line.act == "sign-ins failed"]
    assert sum(int(str(line.details["number"])) for line in failed) == 3
    assert {line.account for line in failed} == {""}
    assert not any("geheim" in str(line) or "周敏" in str(line) for line in failed)
