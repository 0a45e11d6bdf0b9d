"""`minxin paper`: ballots on paper from the terminal."""

import json

from pypdf import PdfReader

from tests.factories import draft, make_evening


def test_a_paper_ballot_is_written_in_the_size_and_language_asked_for(done, data, tmp_path):
    evening = make_evening(data)
    draft(evening)
    evening.engine.dispose()
    said = done("paper", "print", "长岗路社区", "--size", "large", "--language", "zh-CN", "--out", tmp_path / "b.pdf")
    assert said.startswith("The paper ballot is in ")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "b.pdf").pages]
    assert len(pages) > 1
    assert "社区民主测评表" in pages[0]


def meeting_on_paper(done, small_form):
    """The id of a meeting without phones, rated on a form of two items."""
    done("campaign", "new", "双评 2026", "--instrument", small_form)
    made = done("meeting", "new", "--campaign", "双评 2026", "--community", "长岗路社区", "--subject", "committee=班子")
    done("paper", "alone", made.strip())
    return made.strip()


def write(path, *rows):
    path.write_text("\n".join(("number,work,overall,doubt", *rows)) + "\n", encoding="utf-8")
    return path


def test_an_evening_on_paper_alone_from_two_files_to_the_result(minxin, done, small_form, tmp_path):
    meeting = meeting_on_paper(done, small_form)
    done("paper", "issued", meeting, 14)
    assert done("close", meeting).startswith("The vote is over.")
    done("paper", "returned", meeting, 13)
    rows = [f"{number},满意,3," for number in range(1, 12)]
    first = write(tmp_path / "li.csv", *rows, "12,1,9,", "13,,,torn")
    second = write(tmp_path / "wang.csv", *rows, "12,2,9,", "13,,,")
    assert done("paper", "enter", meeting, first, "--by", "李静").startswith("13 paper ballots entered.")
    done("paper", "enter", meeting, second, "--by", "王强")
    listed = json.loads(done("paper", "progress", meeting, "--format", "json"))
    assert listed[10:] == [
        {"number": 11, "standing": "agrees"},
        {"number": 12, "standing": "differs"},
        {"number": 13, "standing": "doubtful"},
    ]
    refused = minxin("count", meeting)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "1 differ, 1 wait for two scrutineers" in refused.stderr
    done("paper", "enter", meeting, write(tmp_path / "again.csv", "12,2,9,"), "--by", "李静")
    done("paper", "decide", meeting, 13, "--reason", "torn", "--scrutineer", "赵明", "--scrutineer", "孙丽")
    assert done("count", meeting) == "12 valid ballots are counted and the result is published.\n"
    (community,) = json.loads(done("results", "--campaign", "双评 2026", "--format", "json"))["communities"]
    assert [community[name] for name in ("issued", "returned", "valid", "spoiled")] == [14, 13, 12, 1]
    work, overall = community["subjects"][0]["items"]
    assert work["counts"] == {"satisfied": 11, "basically_satisfied": 1, "dissatisfied": 0}
    assert (overall["counts"]["satisfied"], overall["abstained"]) == (11, 1)


def test_a_fault_in_the_file_is_named_and_nothing_of_it_is_taken(minxin, done, small_form, tmp_path):
    meeting = meeting_on_paper(done, small_form)
    done("close", meeting, "--paper", 5)
    done("paper", "returned", meeting, 3)
    for rows, says in (
        (("1,3,3,", "1,3,3,"), "Line 3: the number on the ballot"),
        (("one,3,3,",), "Line 2: the number on the ballot"),
        (("1,3,3,", "2,3,3,ugly"), "Line 3: leave the doubt empty, or write one of blank, torn,"),
        (("1,3,3,", "2,3,7,"), "Line 3, column overall: this mark"),
        (("1,3,3,", "4,3,3,"), "Number on the ballot: write a whole number from 1 to 3."),
    ):
        ended = minxin("paper", "enter", meeting, write(tmp_path / "b.csv", *rows), "--by", "李静")
        assert (ended.exit_code, ended.stdout) == (1, "")
        assert ended.stderr.startswith(says)
    listed = json.loads(done("paper", "progress", meeting, "--format", "json"))
    assert {one["standing"] for one in listed} == {"left"}


def test_rows_without_numbers_are_numbered_in_their_order(done, small_form, tmp_path):
    meeting = meeting_on_paper(done, small_form)
    done("close", meeting, "--paper", 5)
    done("paper", "returned", meeting, 2)
    path = tmp_path / "b.csv"
    path.write_text("overall,work\n3,3\n1,9\n")
    done("paper", "enter", meeting, path, "--by", "李静")
    assert done("paper", "progress", meeting, "--format", "csv") == "number,standing\n1,once\n2,once\n"


def test_a_count_is_taken_back_and_one_scrutineer_does_not_decide(minxin, done, small_form, tmp_path):
    meeting = meeting_on_paper(done, small_form)
    done("close", meeting, "--paper", 1, "--hold")
    done("paper", "returned", meeting, 1)
    for name in ("李静", "王强"):
        done("paper", "enter", meeting, write(tmp_path / "b.csv", "1,3,3,"), "--by", name)
    assert minxin("paper", "decide", meeting, 1, "--reason", "torn", "--scrutineer", "赵明").exit_code == 2
    done("count", meeting)
    two = ("--scrutineer", "赵明", "--scrutineer", "孙丽")
    assert minxin("paper", "decide", meeting, 1, "--reason", "torn", *two).exit_code == 1
    done("paper", "reopen", meeting)
    done("paper", "decide", meeting, 1, "--reason", "valid", *two)
    assert done("count", meeting).startswith("1 valid ballots are counted. Next: minxin publish")
