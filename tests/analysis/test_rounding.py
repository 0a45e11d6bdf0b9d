from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rounding import shown

# Published with their counts and consistent: (source, base, counts, published to so many decimals)
CONSISTENT = [
    ("T1 沾益 1", 28, [25, 3], ["89.29", "10.71"]),
    ("T2 沾益 2, 5", 28, [26, 2], ["92.86", "7.14"]),
    ("T3 沾益 3, 6", 28, [20, 8], ["71.43", "28.57"]),
    ("T4 沾益 4", 28, [20, 7, 1], ["71.43", "25.00", "3.57"]),
    ("T6 山西 2011", 61, [61, 59], ["100.00", "96.72"]),
    ("T7 宁波 2011", 527, [526, 519], ["99.8", "98.5"]),
    ("T8 四川 2016", 755, [690, 65], ["91.4", "8.6"]),
    ("T10 建议 2020", 128, [64, 38, 21, 5], ["50.0", "29.7", "16.4", "3.9"]),
    ("T10 建议 2020, second table", 128, [20, 7, 32, 44, 25], ["15.6", "5.5", "25.0", "34.4", "19.5"]),
    ("T12 提案 92 件", 92, [22, 68, 2], ["23.91", "73.91", "2.17"]),
    ("T14 厦门", 2686, [2345, 313, 28], ["87.3", "11.7", "1.0"]),
    ("T17 宁乡 2019", 3353, [172], ["5.13"]),
]
# Published figures that do not compute: the computed value is shown, not the printed one.
CORRECTED = [
    ("宁波 2011 over 591", 591, [148, 364, 66, 10], ["25.0", "61.6", "11.2", "1.7"]),
    ("宁波 2011 over 588", 588, [148, 364, 66, 10], ["25.2", "61.9", "11.2", "1.7"]),
    ("93 件建议, forced to 100", 93, [54, 33, 2, 4], ["58.06", "35.48", "2.15", "4.30"]),
    ("93 件建议, truncated", 93, [25, 26, 13, 19, 4, 6], ["26.9", "28.0", "14.0", "20.4", "4.3", "6.5"]),
    ("莆田 2023, printed 93.3", 254, [236], ["92.9"]),
    ("瞭望台, printed 108 closed of 111", 111, [111 - 1], ["99.10"]),
]


@pytest.mark.parametrize(("source", "base", "counts", "printed"), CONSISTENT + CORRECTED)
def test_a_published_column_shows_what_its_counts_give(source, base, counts, printed):
    places = len(printed[0].partition(".")[2])
    assert [shown(count, base, places) for count in counts] == printed, source


@pytest.mark.parametrize(
    ("numerator", "denominator", "places", "half_up"),
    [(29, 32, 2, "90.63"), (20, 128, 2, "15.63"), (65, 80, 1, "81.3")],
)
def test_a_half_goes_up_where_half_even_would_go_down(numerator, denominator, places, half_up):
    assert shown(numerator, denominator, places) == half_up


def test_no_single_hall_of_up_to_196_ballots_gives_the_published_95_94():
    assert [(k, n) for n in range(1, 198) for k in range(n + 1) if shown(k, n) == "95.94"] == [(189, 197)]


def test_nothing_rated_is_a_dash_and_nothing_satisfied_is_zero():
    assert shown(0, 0) == "—"
    assert shown(0, 28) == "0.00"


def test_points_are_shown_as_they_are_and_fractions_whole():
    assert shown(4480, 50, percent=False) == "89.60"
    assert shown(Fraction(1585, 18), percent=False) == "88.06"
    assert shown(Fraction(367, 400)) == "91.75"
    assert shown(7, 2, places=0, percent=False) == "4"


def test_a_fall_is_rounded_away_from_zero_and_never_shows_minus_zero():
    assert shown(-1, 8, percent=False) == "-0.13"
    assert shown(-1, 100_000) == "0.00"


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_what_is_shown_is_never_further_off_than_half_a_last_digit(numerator, denominator, places):
    exact = Fraction(numerator, denominator) * 100
    assert abs(Fraction(shown(numerator, denominator, places)) - exact) <= Fraction(1, 2 * 10**places)
