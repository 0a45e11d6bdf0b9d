"""Names as people type them, numbers of people, and public ids."""

import pytest

from ballots import names
from ballots.errors import NameNotUsable, NumberNotUsable
from ballots.names import LONGEST, MOST_PEOPLE


@pytest.mark.parametrize(
    "name", ["长", "长岗路社区", "A" * LONGEST, "社" * LONGEST, "مەھەللە", "🏠 社区", "O'Brien & Söhne", "<b>"]
)
def test_names_in_every_script_are_kept_as_they_are(name: str) -> None:
    assert names.usable_name(name, "Community") == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  长岗路  社区 ", "长岗路 社区"),
        ("长岗路\u3000社区", "长岗路 社区"),
        ("长岗路\n社区", "长岗路 社区"),
        ("\tA\r\n", "A"),
    ],
)
def test_runs_of_space_and_line_breaks_become_one_space(typed: str, kept: str) -> None:
    assert names.usable_name(typed, "Community") == kept


@pytest.mark.parametrize(
    "typed", ["", "   ", "\n", "A" * (LONGEST + 1), "a\0b", "a\x1bb", "\u202eabc", "a\u200bb", "\ud800"]
)
def test_empty_long_and_invisible_names_are_refused_without_repeating_them(typed: str) -> None:
    with pytest.raises(NameNotUsable, match=r"^Community: write 1 to 200 characters, without line breaks"):
        names.usable_name(typed, "Community")


@pytest.mark.parametrize("number", [0, 1, MOST_PEOPLE, None])
def test_numbers_of_people_in_range_and_unknown_ones_are_kept(number: int | None) -> None:
    assert names.usable_number(number, "Present") == number


@pytest.mark.parametrize("number", [-1, MOST_PEOPLE + 1])
def test_numbers_out_of_range_are_refused_with_the_range(number: int) -> None:
    with pytest.raises(NumberNotUsable, match=r"^Present: write a whole number from 0 to 100000"):
        names.usable_number(number, "Present")


def test_ids_are_short_random_and_have_no_look_alikes() -> None:
    made = {names.new_id() for _ in range(2000)}
    assert len(made) > 1990
    assert {len(one) for one in made} == {6}
    assert not set("".join(made)) & set("01iloIO")


def test_an_id_that_is_taken_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["aaaaaa", "bbbbbb", "bbbbbb", "cccccc"])
    monkeypatch.setattr(names, "new_id", lambda: next(drawn))
    taken = {"aaaaaa"}
    assert [names.unused_id(taken), names.unused_id(taken)] == ["bbbbbb", "cccccc"]
    assert taken == {"aaaaaa", "bbbbbb", "cccccc"}
