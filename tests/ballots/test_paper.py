"""Paper ballots from CSV files: what is read, what is refused, and that a refusal never shows an answer."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import instrument, paper
from ballots.envelope import Ballot
from ballots.errors import (
    PaperAmbiguousColumn,
    PaperEmpty,
    PaperMissingColumn,
    PaperNameMissing,
    PaperNotText,
    PaperNotUtf8,
    PaperRagged,
    PaperRowEmpty,
    PaperTooLarge,
    PaperTooVaried,
    PaperTwiceColumn,
    PaperUnknownColumn,
    PaperUnknownLevel,
    QuoteMisplaced,
    Refused,
)
from ballots.form import Form, Subject, lay_out
from ballots.paper import Pile

TWO_ITEMS = """
id = "two"
edition = "1"
title = { zh-CN = "两项", en = "Two" }
abstain = { zh-CN = "不了解", en = "Don't know" }
abstain_codes = ["9", ""]
[scales.s]
rate = { zh-CN = "满意率", en = "Rate" }
strict = 1
broad = 2
levels = [
  { id = "good", zh-CN = "满意", en = "Good", points = 100, codes = ["3"] },
  { id = "fair", zh-CN = "基本满意", en = "Fair", points = 60, codes = ["2"] },
  { id = "poor", zh-CN = "不满意", en = "Poor", points = 0, codes = ["1"] },
]
[[sections]]
kind = "team"
scale = "s"
title = { zh-CN = "班子", en = "Team" }
items = [{ id = "work", zh-CN = "工作", en = "Work" }, { id = "style", zh-CN = "作风", en = "Style" }]
"""
DATA = Path(__file__).parent.parent / "data"


def form_of(source: str = TWO_ITEMS) -> Form:
    read = instrument.parse(source, "two.toml")
    return lay_out(read, [Subject(section.kind, "x") for section in read.sections])


@pytest.fixture
def read(tmp_path):
    def read_text(content: str | bytes, form: Form | None = None) -> list[Pile]:
        path = tmp_path / "ballots.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return paper.read(path, form or form_of())

    return read_text


def test_each_row_becomes_one_ballot_in_the_order_of_the_form(read):
    (pile,) = read("style,work\n3,1\n2,9\n")
    assert pile == Pile("", (Ballot(bytes([2, 0])), Ballot(bytes([255, 1]))), {"paper": 2})


def test_ballots_are_piled_by_community_and_counted_by_channel(read):
    piles = read("community,channel,work,style\n乙,mail,3,3\n甲,web,1,1\n乙,web,2,2\n乙,,2,2\n")
    assert [(pile.community, len(pile.marks), pile.channels) for pile in piles] == [
        ("乙", 3, {"mail": 1, "paper": 1, "web": 1}),
        ("甲", 1, {"web": 1}),
    ]


@pytest.mark.parametrize("mark", ["3", "good", "满意", "Good", " 3 "])
def test_a_level_may_be_written_as_code_id_or_word(read, mark):
    assert read(f"work,style\n{mark},1\n")[0].marks == (bytes([0, 2]),)


@pytest.mark.parametrize("mark", ["9", "", "abstained", "不了解", "Don't know"])
def test_a_blank_or_a_dont_know_is_an_abstention(read, mark):
    assert read(f"work,style\n{mark},1\n")[0].marks == (bytes([255, 2]),)


def test_a_double_mark_is_written_invalid_and_spoils_its_item_only(read):
    assert read("work,style\ninvalid,1\n")[0].marks == (bytes([254, 2]),)


def test_the_rows_of_the_file_leave_no_order_behind(read):
    assert read("work,style\n1,1\n3,3\n") == read("work,style\n3,3\n1,1\n")


@pytest.mark.parametrize("title", ["work", "team.work", "工作", "Work"])
def test_a_column_may_be_called_by_id_by_kind_and_id_or_by_words(read, title):
    assert len(read(f"{title},style\n3,1\n")[0].marks) == 1


def test_a_byte_order_mark_and_windows_line_ends_are_read(read):
    assert read(b"\xef\xbb\xbfwork,style\r\n3,1\r\n")[0].marks == (bytes([0, 2]),)


def test_empty_lines_are_passed_over(read):
    assert len(read("work,style\n\n3,1\n\n")[0].marks) == 1


SECTIONS_THAT_SHARE_A_NAME = TWO_ITEMS + (
    '[[sections]]\nkind = "person"\nscale = "s"\ntitle = { zh-CN = "人", en = "Person" }\n'
    'items = [{ id = "work", zh-CN = "工作", en = "Work" }]\n'
)


def test_an_item_name_that_two_sections_share_needs_its_kind(read):
    form = form_of(SECTIONS_THAT_SHARE_A_NAME)
    assert read("team.work,style,person.work\n3,2,1\n", form)[0].marks == (bytes([0, 1, 2]),)
    with pytest.raises(PaperAmbiguousColumn, match=r"Column 1: .* team\.work, person\.work"):
        read("work,style,person.work\n3,2,1\n", form)
    with pytest.raises(PaperMissingColumn, match=r"no column person\.work"):
        read("team.work,style\n3,2\n", form)


@pytest.mark.parametrize(
    ("content", "refusal", "says"),
    [
        ("", PaperEmpty, "no ballots"),
        ("work,style\n", PaperEmpty, "no ballots"),
        ("work,style\n3,1\n3,7\n", PaperUnknownLevel, "Line 3, column style"),
        ("work,style\n3\n", PaperRagged, "Line 2 has 1 cells, the first line has 2"),
        ("work,style\n3,1,1\n", PaperRagged, "Line 2 has 3 cells"),
        ("work,style\n3,1\n,\n", PaperRowEmpty, "Line 3"),
        ("work\n3\n", PaperMissingColumn, "style"),
        ("work,style,work\n3,1,1\n", PaperTwiceColumn, "Column 3, work"),
        ("work,style,工作\n3,1,1\n", PaperTwiceColumn, "Column 3"),
        ("work,style,age\n3,1,44\n", PaperUnknownColumn, "Column 3"),
        ("work,style\n3,1\n3,\0\n", PaperNotText, "Line 3"),
        ("work,style\n3,1\n".encode("utf-16"), PaperNotText, "CSV UTF-8"),
        ("工作,作风\n3,1\n".encode("gb18030"), PaperNotUtf8, "Line 1"),
        ("work,style\n3,1\n满意,1\n".encode("gb18030"), PaperNotUtf8, "Line 3"),
        ('work,style\n3,"1\n', QuoteMisplaced, "quotation mark"),
        ('work,style\n3,"1"1\n', QuoteMisplaced, "Line 2"),
        ("community,work,style\n,3,1\n", PaperNameMissing, "Line 2, column community"),
        ("community,work,style\n" + "长" * 201 + ",3,1\n", PaperNameMissing, "Line 2, column community"),
        ("channel,work,style\n" + "x" * 41 + ",3,1\n", PaperNameMissing, "Line 2, column channel"),
        ("channel,work,style\n" + "".join(f"c{n},3,1\n" for n in range(21)), PaperTooVaried, "channel .* 20 "),
        ("community,work,style\n" + "".join(f"c{n},3,1\n" for n in range(501)), PaperTooVaried, "community .* 500 "),
    ],
)
def test_a_file_with_a_fault_is_refused_and_the_place_is_named(read, content, refusal, says):
    with pytest.raises(refusal, match=says):
        read(content)


@pytest.mark.parametrize("content", ["work,style\n3,secret-answer\n", "secret-answer,style\n3,1\n"])
def test_a_refusal_does_not_repeat_what_was_written(read, content):
    with pytest.raises(Refused) as refused:
        read(content)
    assert "secret-answer" not in str(refused.value)


def test_a_file_of_a_hundred_megabytes_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)  # it would be refused as NUL bytes if it were read
    with pytest.raises(PaperTooLarge, match="20 MB"):
        paper.read(path, form_of())


@given(st.lists(st.tuples(st.sampled_from(["甲", "乙"]), st.sampled_from("3219"), st.sampled_from("3219"))))
def test_every_mark_of_every_row_is_in_the_piles(tmp_path_factory, rows):
    text = io.StringIO()
    csv.writer(text).writerows([("community", "work", "style"), *rows])
    path = tmp_path_factory.mktemp("paper") / "ballots.csv"
    path.write_text(text.getvalue())
    if not rows:
        with pytest.raises(PaperEmpty):
            paper.read(path, form_of())
        return
    byte = {"3": 0, "2": 1, "1": 2, "9": 255}
    read = Counter((pile.community, tuple(marks)) for pile in paper.read(path, form_of()) for marks in pile.marks)
    assert read == Counter((community, (byte[work], byte[style])) for community, work, style in rows)


def test_the_kansas_city_survey_is_read_as_plain_counting_reads_it():
    survey = instrument.load(instrument.shipped()["kansas-city-2022"])
    form = lay_out(survey, [Subject("city", "Kansas City")])
    piles = paper.read(DATA / "kansas_city_2022q3.csv", form)
    with (DATA / "kansas_city_2022q3.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert sum(len(pile.marks) for pile in piles) == len(rows) == 984
    byte = {"5": 0, "4": 1, "3": 2, "2": 3, "1": 4, "9": 255}
    for pile in piles:
        own = [row for row in rows if row["community"] == pile.community]
        assert pile.channels == dict(Counter(row["channel"] for row in own))
        for place, question in enumerate(form.questions):
            expected = Counter(byte[row[question.item.id]] for row in own)
            assert Counter(marks[place] for marks in pile.marks) == expected


def test_the_kansas_city_counts_on_police_services_are_those_counted_with_awk():
    survey = instrument.load(instrument.shipped()["kansas-city-2022"])
    form = lay_out(survey, [Subject("city", "Kansas City")])
    piles = paper.read(DATA / "kansas_city_2022q3.csv", form)
    assert [len(pile.marks) for pile in piles] == [177, 162, 153, 168, 155, 169]
    police = Counter(marks[0] for pile in piles for marks in pile.marks)
    assert police == {0: 89, 1: 361, 2: 244, 3: 154, 4: 91, 255: 45}
