"""Turnout while people vote: in steps, with pauses, and always some people behind."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ballots.turnout import PAUSE_SECONDS, STEP, Turnout

arrivals = st.lists(st.floats(0, 7200), max_size=300).map(sorted)


def shown_over(times: list[float], every: float) -> list[tuple[float, int, int]]:
    """(moment, ballots in the box, number shown) for a screen that asks again every so many seconds."""
    turnout, moments = Turnout(), [number * every for number in range(int(7300 / every))]
    seen = [(moment, sum(time <= moment for time in times)) for moment in moments]
    return [(moment, returned, turnout.shown(returned, moment)) for moment, returned in seen]


@given(arrivals, st.sampled_from([7.0, 30.0, 61.0]))
def test_the_number_moves_in_steps_after_pauses_and_stays_behind(times: list[float], every: float) -> None:
    seen = shown_over(times, every)
    changes = [(moment, number) for (_, _, before), (moment, _, number) in itertools.pairwise(seen) if number != before]
    assert all(number % STEP == 0 for _, _, number in seen)
    assert all(number == 0 or returned - number >= STEP for _, returned, number in seen)
    assert all(later - earlier >= PAUSE_SECONDS for (earlier, _), (later, _) in itertools.pairwise(changes))
    assert [number for _, number in changes] == sorted(number for _, number in changes)


@given(arrivals)
def test_the_exact_number_at_the_close_singles_nobody_out(times: list[float]) -> None:
    last = shown_over(times, 30.0)[-1][2]
    assert len(times) - last >= min(STEP, len(times))


def test_steps_as_the_hall_sees_them() -> None:
    turnout = Turnout()
    assert turnout.shown(9, 0.0) == 0
    assert turnout.shown(10, 1.0) == 5
    assert turnout.shown(40, 30.9) == 5
    assert turnout.shown(44, 31.0) == 35
    assert turnout.shown(44, 600.0) == 35


def test_a_quiet_hall_shows_the_first_step_at_once() -> None:
    assert Turnout().shown(2 * STEP, 0.0) == STEP
