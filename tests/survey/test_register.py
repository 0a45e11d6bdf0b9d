"""The register of communities: what a list would change, and that it is kept whole or not at all."""

import pytest

from ballots.errors import NameNotUsable, NumberNotUsable
from survey import communities, register
from survey.communities import Entry
from survey.database import reading
from survey.errors import CommunityExists, NoSuchCommunity, TableHasFaults
from survey.evening import Evening
from survey.register import Comparison
from survey.sheets.table import Table, read_text

HEADS = "街道,社区,应到人数\n"


def table(lines: str) -> Table:
    return read_text(HEADS + lines, register.COLUMNS, "zh-CN")


def compared(evening: Evening, lines: str) -> Comparison:
    with reading(evening.engine) as db:
        return register.compare(db, table(lines))


def kept(evening: Evening) -> list[tuple[str, str, int | None]]:
    with reading(evening.engine) as db:
        return [(one.sub_district, one.name, one.roll) for one in communities.every(db)]


def test_a_list_is_kept_and_the_same_list_again_changes_nothing(evening: Evening) -> None:
    lines = "古南镇,长岗路社区,52\n古南镇,河滨社区,\n三江镇,新村社区,80\n"
    register.bring_in(evening, table(lines))
    assert kept(evening) == [("三江镇", "新村社区", 80), ("古南镇", "河滨社区", None), ("古南镇", "长岗路社区", 52)]
    again = compared(evening, lines)
    assert (again.new, again.changed, again.unchanged, again.faults) == ((), (), 3, ())


def test_a_list_says_what_is_new_changed_and_unchanged(evening: Evening) -> None:
    register.bring_in(evening, table("古南镇,长岗路社区,52\n古南镇,河滨社区,80\n古南镇,北门社区,60\n"))
    found = compared(evening, "古南镇,长岗路 社区,55\n古南镇,河滨社区,\n古南镇,北门社区,60\n三江镇,长岗路社区,40\n")
    assert [entry.sub_district for entry in found.new] == ["三江镇"]
    assert [(before.roll, after.roll) for before, after in found.changed] == [(52, 55)]
    assert found.unchanged == 2  # an empty cell takes no number away


def test_a_changed_roll_keeps_the_registers_own_spelling(evening: Evening) -> None:
    register.bring_in(evening, table(",ABC社区,52\n"))
    register.bring_in(evening, table(",ａｂｃ 社区,55\n"))
    assert kept(evening) == [("", "ABC社区", 55)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "古南镇,长岗路 社区,60",
            "Line 3, column 社区: this community already stands on line 2. Keep one of them.",
        ),
        ("古南镇,,60", "Line 3, column 社区: this is empty. Fill it in, or remove the line."),
        ("古南镇,乙社区,很多", "Line 3, column 应到人数: write a whole number, such as 52."),
        ("古南镇,乙社区,0", "Line 3, column 应到人数: On the roll: write a whole number from 1 to 100000."),
        ("古南镇,乙\u202e社区,60", "Line 3, column 社区: write 1 to 200 characters, without invisible marks."),
        (f"古南镇,{'长' * 201},60", "Line 3, column 社区: write 1 to 200 characters, without invisible marks."),
    ],
)
def test_a_fault_is_named_by_its_line_and_keeps_the_whole_list_out(evening: Evening, line: str, says: str) -> None:
    lines = f"古南镇,长岗路社区,52\n{line}\n古南镇,丙社区,70\n"
    found = compared(evening, lines)
    assert [str(fault) for fault in found.faults] == [says]
    with pytest.raises(TableHasFaults):
        register.bring_in(evening, table(lines))
    assert kept(evening) == []


def test_emoji_and_the_longest_names_are_names_like_others(evening: Evening) -> None:
    register.bring_in(evening, table(f"🏠街道,🙂社区,5\n,{'长' * 200},\n,مەھەللە,\n"))
    assert len(kept(evening)) == 3


def test_a_list_of_ten_thousand_lines_is_compared_and_kept(evening: Evening) -> None:
    lines = "".join(f"{number % 100}号街道,{number}号社区,{number % 90 + 10}\n" for number in range(10_000))
    assert len(register.bring_in(evening, table(lines)).new) == 10_000
    assert compared(evening, lines).unchanged == 10_000
    repeated = compared(evening, lines + "7号街道,7号社区,17\n")
    assert [str(fault) for fault in repeated.faults] == [
        "Line 10002, column 社区: this community already stands on line 9. Keep one of them."
    ]


def test_one_community_is_taken_in_corrected_and_struck_out(evening: Evening) -> None:
    register.register(evening, Entry("古南镇", "长岗路社区", 52))
    with reading(evening.engine) as db:
        (found,) = communities.every(db)
    register.correct(evening, found.id, Entry("古南镇", "长岗路 社区", 53))
    assert kept(evening) == [("古南镇", "长岗路 社区", 53)]
    register.strike_out(evening, found.id)
    assert kept(evening) == []
    with pytest.raises(NoSuchCommunity):
        register.strike_out(evening, found.id)


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        (Entry("古南镇", "长岗路 社区"), CommunityExists),
        (Entry("", " "), NameNotUsable),
        (Entry("", "乙社区", 0), NumberNotUsable),
    ],
)
def test_what_cannot_be_registered_changes_nothing(evening: Evening, entry: Entry, refusal: type[Exception]) -> None:
    register.register(evening, Entry("古南镇", "长岗路社区", 52))
    with pytest.raises(refusal):
        register.register(evening, entry)
    assert kept(evening) == [("古南镇", "长岗路社区", 52)]


def test_correcting_one_community_into_another_is_refused(evening: Evening) -> None:
    register.bring_in(evening, table("古南镇,甲社区,\n古南镇,乙社区,\n"))
    with reading(evening.engine) as db:
        first = communities.every(db)[0]
    with pytest.raises(CommunityExists):
        register.correct(evening, first.id, Entry("古南镇", {"甲社区": "乙社区", "乙社区": "甲社区"}[first.name]))
