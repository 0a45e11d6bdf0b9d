"""`minxin import ballots`, from the file to the published count, and what it says when it refuses."""

import json
from pathlib import Path

KANSAS = Path(__file__).parents[2] / "data" / "kansas_city_2022q3.csv"


def test_the_kansas_city_survey_from_file_to_result(done):
    said = done("import", "ballots", KANSAS, "--instrument", "kansas-city-2022", "--campaign", "Survey 2022")
    assert said.startswith("984 ballots of 6 meetings are counted.")
    assert done("publish", "--campaign", "Survey 2022") == "Published: 6.\n"
    found = json.loads(done("results", "--campaign", "Survey 2022", "--format", "json"))
    first = found["communities"][0]
    assert (first["community"], first["valid"]) == ("Council District 1", 177)
    streets = first["subjects"][0]["items"][2]
    assert streets["counts"] == {  # counted with awk
        "very_satisfied": 0,
        "satisfied": 35,
        "neutral": 42,
        "dissatisfied": 59,
        "very_dissatisfied": 40,
    }
    assert (streets["abstained"], streets["effective"]) == (1, 176)


def test_a_fault_is_named_by_line_and_column_and_nothing_is_imported(minxin, done, small_form, tmp_path):
    path = tmp_path / "ballots.csv"
    path.write_text("work,overall\n3,3\n3,7\n")
    ended = minxin("import", "ballots", path, "--instrument", small_form, "--campaign", "x")
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Line 3, column overall: ")
    assert json.loads(done("campaign", "list", "--format", "json")) == []


def test_a_second_import_of_the_same_file_is_refused(minxin, done):
    arguments = ("import", "ballots", KANSAS, "--instrument", "kansas-city-2022", "--campaign", "Survey 2022")
    done(*arguments)
    ended = minxin(*arguments)
    assert (ended.exit_code, ended.stderr) == (1, "Council District 1 already has a meeting in this campaign.\n")


def test_a_missing_file_is_wrong_use(minxin, tmp_path):
    assert minxin("import", "ballots", tmp_path / "none.csv", "--campaign", "x").exit_code == 2
