from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.exact import above, at_least, below, standings

FRACTIONS = st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**9)), min_size=1, max_size=30)


def column(*values):
    return pd.Series(values, dtype="int64")


def test_269_of_299_is_not_ninety_percent_though_it_is_shown_so():
    assert not at_least(column(269), column(299), Fraction(9, 10))[0]
    assert at_least(column(270), column(300), Fraction(9, 10))[0]


def test_exactly_on_the_line_is_at_least_and_neither_above_nor_below():
    half = column(25), column(50), Fraction(1, 2)
    assert (at_least(*half)[0], above(*half)[0], below(*half)[0]) == (True, False, False)


def test_an_undefined_fraction_passes_no_comparison():
    nothing = column(0), column(0), Fraction(0)
    assert [compare(*nothing)[0] for compare in (at_least, above, below)] == [False] * 3


def test_equal_fractions_stand_together():
    found = standings(column(9, 18, 1), column(10, 20, 2))
    assert found["ahead"].tolist() == [0, 0, 2]
    assert found["at_or_above"].tolist() == [2, 2, 3]


def test_fractions_that_look_equal_as_floats_stand_apart():
    numerators, denominators = column(10**14 - 1, 10**14 - 2), column(10**14, 10**14 - 1)
    assert float(numerators[0]) / denominators[0] == float(numerators[1]) / denominators[1]
    assert standings(numerators, denominators)["at_or_above"].tolist() == [1, 2]


def test_nobody_stands_nowhere():
    assert standings(column(), column()).empty


@given(FRACTIONS)
def test_standings_are_those_of_exact_fractions(pairs):
    exact = [Fraction(*pair) for pair in pairs]
    found = standings(column(*[pair[0] for pair in pairs]), column(*[pair[1] for pair in pairs]))
    assert found["ahead"].tolist() == [sum(other > one for other in exact) for one in exact]
    assert found["at_or_above"].tolist() == [sum(other >= one for other in exact) for one in exact]
