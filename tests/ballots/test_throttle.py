"""A flood of wrong codes, on a clock of the test's own."""

import pytest

from ballots.errors import TooManyWrongCodes
from ballots.throttle import A_SECOND, AT_ONCE, Throttle


def take_all(throttle: Throttle, now: float) -> None:
    for _ in range(AT_ONCE):
        throttle.note_wrong(now)


def test_a_stack_of_wrong_codes_at_once_is_let_in_and_one_more_is_not() -> None:
    throttle = Throttle()
    take_all(throttle, now=1000.0)
    with pytest.raises(TooManyWrongCodes):
        throttle.note_wrong(1000.0)


def test_after_a_second_as_many_are_let_in_as_the_throttle_promises() -> None:
    throttle = Throttle()
    take_all(throttle, now=1000.0)
    for _ in range(int(A_SECOND)):
        throttle.note_wrong(1001.0)
    with pytest.raises(TooManyWrongCodes):
        throttle.note_wrong(1001.0)


def test_a_quiet_hour_saves_up_no_more_than_one_stack() -> None:
    throttle = Throttle()
    take_all(throttle, now=0.0)
    take_all(throttle, now=3600.0)
    with pytest.raises(TooManyWrongCodes):
        throttle.note_wrong(3600.0)
