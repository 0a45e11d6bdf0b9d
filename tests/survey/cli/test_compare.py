"""What programs read of a comparison: every rate with its interval, its rank, and the year before."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.factories import make_evening
from tests.survey.districts import hold, rated


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("compare") / "data"
    evening = make_evening(found)
    hold(evening, "2025", ("东街", "甲", rated([40, 0, 10, 0, 0])), years_ago=1)
    small = ("东街", "丙", rated([5, 1, 1, 0, 0]))
    hold(evening, "2026", ("东街", "甲", rated([45, 0, 5, 0, 0])), ("东街", "乙", rated([27, 0, 3, 0, 0])), small)
    evening.engine.dispose()
    return found


def found(done, folder, *more):
    return done("compare", "--data", folder, "--campaign", "2026", "--item", "overall", *more)


def test_the_json_has_numbers_and_null_where_too_few_rated(done, folder):
    hidden, first, second = sorted(
        json.loads(found(done, folder, "--format", "json")), key=lambda row: row["community"]
    )
    assert {name: first[name] for name in ("rank", "tied", "strict_votes", "denominator", "people", "roll")} == {
        "rank": 1,
        "tied": 2,
        "strict_votes": 27,
        "denominator": 30,
        "people": 30,
        "roll": 80,
    }
    assert (second["low"], second["high"], second["suppressed"]) == (0.825, 0.9375, False)  # 66 to 75 of 80 people
    assert (hidden["strict_rate"], hidden["rank"], hidden["suppressed"]) == (None, None, True)


def test_an_earlier_campaign_adds_its_rate_and_the_difference(done, folder):
    lines = list(csv.DictReader(io.StringIO(found(done, folder, "--with", "2025", "--format", "csv"))))
    row = next(line for line in lines if line["community"] == "甲")
    assert (row["rate_before"], row["n_before"], row["is_comparable"]) == ("0.8", "50.0", "true")
    assert float(row["difference"]) == pytest.approx(0.1)
    assert {line["community"]: line["difference"] for line in lines}["乙"] == ""


def test_a_terminal_reads_it_in_words(done, folder):
    read = found(done, folder, "--with", "2025")
    assert "1=" in read
    assert "90.00% (45/50)" in read
    assert "82.5–93.8%" in read
    assert "+10.00" in read


def test_a_year_that_was_brought_in_is_named_by_its_number(done, folder, tmp_path):
    listed = tmp_path / "earlier.csv"
    listed.write_text("Year,Sub-district,Community,Kind,Votes,Rated\n2023,东街,甲,committee,30,60\n")
    done("import", "results", listed, "--data", folder)
    lines = list(csv.DictReader(io.StringIO(found(done, folder, "--with", "2023", "--format", "csv"))))
    row = next(line for line in lines if line["community"] == "甲")
    assert (row["rate_before"], row["n_before"]) == ("0.5", "60.0")
    assert float(row["difference"]) == pytest.approx(0.4)


def test_charts_beside_an_earlier_year_show_what_has_moved(done, folder, tmp_path):
    alone, beside = tmp_path / "alone", tmp_path / "beside"
    done("charts", "--data", folder, "--campaign", "2026", "--out", alone, "--format", "svg")
    done("charts", "--data", folder, "--campaign", "2026", "--out", beside, "--format", "svg", "--with", "2025")
    more = {file.name for file in beside.iterdir()} - {file.name for file in alone.iterdir()}
    assert more == {"slope-committee-overall.svg"}
    drawn = (beside / "slope-committee-overall.svg").read_text()
    assert "2025" in drawn
    assert "2026" in drawn


def test_an_earlier_year_that_nobody_knows_is_refused(minxin, folder):
    ended = minxin("compare", "--data", folder, "--campaign", "2026", "--with", "1999")
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert "campaign" in ended.stderr
